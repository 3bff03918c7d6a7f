package io.headrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.EngineColumn;
import io.headrace.testing.SmallShop;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ScoreColumnsTest {
    @Test
    void theColumnsOfScoresAreThoseThatNoEntityMayBeCalled() {
        ScoreColumns columns = new ScoreColumns(SmallShop.score(0.5));
        List<String> names = new ArrayList<>(
                List.of(columns.scores(DataTypes.LongType, true).schema().fieldNames()));
        names.addAll(List.of(columns.errors(DataTypes.LongType).schema().fieldNames()));
        names.add("error");
        names.removeIf("customer_id"::equals);
        assertThat(EngineColumn.OF_SCORES)
                .containsExactlyInAnyOrderElementsOf(names.stream().distinct().toList());
    }
}
