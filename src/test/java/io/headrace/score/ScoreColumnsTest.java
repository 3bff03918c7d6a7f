package io.headrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metric.Target;
import io.headrace.model.Calibrator;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.IntervalModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Output;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import io.headrace.spec.EngineColumn;
import io.headrace.testing.SmallShop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ScoreColumnsTest {
    @Test
    void theColumnsOfScoresAreThoseThatNoEntityMayBeCalled() {
        ScoreColumns columns = new ScoreColumns(SmallShop.score(0.5));
        List<String> names = new ArrayList<>();
        for (Target target : Target.values()) {
            names.addAll(
                    List.of(columns.scores(DataTypes.LongType, target).schema().fieldNames()));
        }
        names.addAll(List.of(columns.errors(DataTypes.LongType).schema().fieldNames()));
        names.add("error");
        names.removeIf("customer_id"::equals);
        assertThat(EngineColumn.OF_SCORES)
                .containsExactlyInAnyOrderElementsOf(names.stream().distinct().toList());
    }

    @Test
    void onlyModelsWithAnIntervalAnswerWithBoundsAndOnlyNumbersHaveTheirColumns() {
        ScoreColumns columns = new ScoreColumns(SmallShop.score(0.5));
        TreeModel number = TreeModel.of(
                FeatureEncoder.of(List.of(new Encoding.Plain("orders"))),
                Output.NUMBER,
                1,
                List.of(new TreeNode.Leaf(0, 1)));
        IntervalModel interval = new IntervalModel(0.9, number, number, 1, false);
        List<String> plain = List.of("raw_score", "score", "probability", "base_value", "reasons");
        assertThat(columns.answers(new ModelFile(number, Map.of()))).isEqualTo(plain);
        assertThat(columns.answers(new ModelFile(number, Calibrator.NONE, Optional.of(interval), Map.of())))
                .startsWith(plain.toArray(String[]::new))
                .endsWith("lower", "upper");
        assertThat(columns.scores(DataTypes.LongType, Target.BINARY).schema().fieldNames())
                .doesNotContain("lower", "class");
        assertThat(columns.scores(DataTypes.LongType, Target.REGRESSION)
                        .schema()
                        .fieldNames())
                .contains("lower", "upper")
                .doesNotContain("class");
    }
}
