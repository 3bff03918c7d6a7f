package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.metric.Figure;
import io.headrace.metric.Metric;
import io.headrace.metric.MetricId;
import io.headrace.metric.Of;
import io.headrace.metric.StandardMetrics;
import io.headrace.spec.Assessment;
import io.headrace.spec.Assessment.Decided.TopShare;
import io.headrace.spec.Assessment.Purpose;
import io.headrace.spec.Assessment.Value;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.WilsonInterval;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F11: figures of decisions, of all test rows and by slice, are those of the rows themselves. */
@ExtendWith(LakeExtension.class)
class DecisionFiguresSparkIT {
    private static final List<String> SLICES = List.of("orders");

    private static TrainSpec spec(Assessment assessment) {
        TrainSpec spec = SmallShop.train();
        return new TrainSpec(
                spec.header(),
                spec.model(),
                spec.view(),
                spec.features(),
                spec.population(),
                spec.label(),
                spec.asOfs(),
                spec.group(),
                spec.test(),
                spec.recipe(),
                assessment,
                spec.gates());
    }

    private static Assessment worth(String hit, Optional<Double> capacity) {
        return new Assessment(
                Purpose.UNSAID, Optional.empty(), SLICES, Optional.of(new Value(hit, "-2", "0", "0", "EUR", capacity)));
    }

    @Test
    void areThoseOfTheRows(Lake lake) {
        Dataset<Row> rows = lake.spark()
                .sql(
                        "select id as customer_id, cast(id % 3 as int) as orders, timestamp_seconds(id % 2) as as_of, pmod(hash(id, 1), 1000) / 1000d as p,"
                                + " pmod(hash(id, 2), 1000) / 800d < pmod(hash(id, 1), 1000) / 1000d as _label from range(0, 900, 1, 2)")
                .cache();
        assertDecided(
                rows, new Assessment(Purpose.UNSAID, Optional.empty(), SLICES, Optional.empty(), 0.3), "p >= 0.3d");
        assertDecided(
                rows,
                new Assessment(Purpose.UNSAID, Optional.empty(), SLICES, Optional.empty(), new TopShare(0.2)),
                "percent_rank() over (partition by as_of order by p) >= 0.8d");
        assertDecided(rows, worth("1 + 4 * orders", Optional.empty()), "p * (1 + 4 * orders) >= (1 - p) * 2");
        assertDecided(rows, worth("3", Optional.of(0.2)), "5 * p >= 2 and percent_rank() over (order by p desc) < 0.2");
        rows.unpersist();
    }

    private static void assertDecided(Dataset<Row> rows, Assessment assessment, String acts) {
        List<Figure> figures = new HeldOutEvaluation(spec(assessment), ZoneOffset.UTC, rows, "p")
                .evaluation()
                .figures();
        Dataset<Row> decided =
                rows.selectExpr("_label as label", "orders", acts + " as acts").cache();
        assertFigures(figures, decided, Of.ALL);
        for (int orders = 0; orders < 3; orders++) {
            assertFigures(
                    figures, decided.where("orders = " + orders), new Of.Slice("orders", Integer.toString(orders)));
        }
        decided.unpersist();
    }

    private static void assertFigures(List<Figure> figures, Dataset<Row> rows, Of of) {
        Row naive = rows.selectExpr(
                        "avg(if(acts = label, 1d, 0d))",
                        "count_if(acts and label) / count_if(acts)",
                        "count_if(acts and label) / count_if(label)",
                        "count_if(acts and label)",
                        "count_if(label)")
                .first();
        assertThat(find(figures, StandardMetrics.ACCURACY, of).value()).isCloseTo(naive.getDouble(0), within(1e-12));
        assertThat(find(figures, StandardMetrics.PRECISION, of).value()).isCloseTo(naive.getDouble(1), within(1e-12));
        Figure recall = find(figures, StandardMetrics.RECALL, of);
        assertThat(recall.value()).isCloseTo(naive.getDouble(2), within(1e-12));
        assertThat(recall.lower())
                .isEqualTo(WilsonInterval.of(naive.getLong(3), naive.getLong(4), 0.95)
                        .lower());
        if (of.equals(Of.ALL)) {
            double f1 = 2 * naive.getDouble(1) * naive.getDouble(2) / (naive.getDouble(1) + naive.getDouble(2));
            assertThat(find(figures, StandardMetrics.F1, of).value()).isCloseTo(f1, within(1e-12));
        }
    }

    private static Figure find(List<Figure> figures, Metric metric, Of of) {
        return figures.stream()
                .filter(figure -> figure.id().equals(new MetricId(metric, of)))
                .findFirst()
                .orElseThrow();
    }
}
