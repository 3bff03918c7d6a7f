package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.TrainSpec;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class FeatureCheckSparkIT {
    private static TrainSpec spec(String... features) {
        List<FeatureColumn> columns = Stream.of(features)
                .map(name -> new FeatureColumn(name, ColumnType.parse("double").orElseThrow(), "", "", false))
                .toList();
        FeatureView view = new FeatureView("v", "id", KnownBy.TIME, Map.of(), "", columns, Optional.empty(), "v1");
        TrainSpec spec = SmallShop.train().with(view);
        return new TrainSpec(
                spec.header(),
                spec.model(),
                view,
                List.of(features),
                spec.population(),
                spec.label(),
                spec.asOfs(),
                spec.group(),
                spec.test(),
                spec.recipe(),
                spec.assessment(),
                spec.gates());
    }

    private static Dataset<Row> rows() {
        return LakeExtension.session()
                .range(0, 400, 1, 2)
                .selectExpr(
                        "id",
                        "pmod(hash(id), 10) < 3 as _label",
                        "cast(null as double) as nothing",
                        "5d as constant",
                        "if(id % 2 = 0, 5d, null) as sometimes",
                        "cast(pmod(hash(id, 7), 100) as double) as honest",
                        "if(pmod(hash(id), 10) < 3, -1d, 1d) * (1 + id) as leaking");
    }

    @Test
    void featuresThatTellNothingAreNamed() {
        assertThat(new FeatureChecks(spec("nothing", "constant", "sometimes", "honest")).idle(rows()))
                .containsExactly("nothing has no value", "constant has one value only");
    }

    @Test
    void aFeatureThatKnowsTheAnswerRefusesTheRun() {
        assertThatThrownBy(() -> new FeatureChecks(spec("honest", "leaking")).idle(rows()))
                .isInstanceOf(HeadraceException.class)
                .hasMessage(
                        "train-lapse: feature leaking alone separates the training labels (AUC 1.0000): it probably leaks the label");
    }

    /** Case E7. */
    @Test
    void allThatKnowTheAnswerAreNamedAtOnce() {
        Dataset<Row> rows = rows().withColumn("closing", functions.expr("if(_label, 10 + honest, null)"))
                .withColumn("copy", functions.expr("cast(if(pmod(id, 100) < 2, not _label, _label) as double)"));
        assertThatThrownBy(() -> new FeatureChecks(spec("closing", "honest", "copy")).idle(rows))
                .hasMessageMatching(
                        "train-lapse: feature closing being missing alone separates the training labels \\(AUC 1.0000\\):"
                                + " it probably leaks the label; feature copy alone separates the training labels \\(AUC 0.9[78]\\d\\d\\):"
                                + " it probably leaks the label")
                .extracting(failure -> ((HeadraceException) failure).next())
                .asString()
                .contains("or list it in `allowed-leaks` if it is legitimate");
    }
}
