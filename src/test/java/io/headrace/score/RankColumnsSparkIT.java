package io.headrace.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percent_rank;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import io.headrace.testing.TableAssert;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LakeExtension.class)
class RankColumnsSparkIT {
    @ParameterizedTest
    @CsvSource({
        // Few scores or many, one that a third of the rows share; in memory, or in parts of any size.
        "id / 7d, 1000",
        "id / 7d, 50",
        "id / 7d, 3",
        "id % 5 * 1d, 20",
        "if(id % 3 = 0; 0.5d; rand(7)), 10",
        "0.5d, 10",
        "0.5d, 200",
        "if(id % 3 = 0; 0.5d; rand(7)), 200",
        "if(id % 2 = 0; -0d; 0d), 200",
        "if(id % 4 = 0; double('nan'); id - 90d), 200",
        "if(id % 2 = 0; -0d; 0d), 10",
        "if(id % 4 = 0; double('nan'); id - 90d), 9"
    })
    void ranksAreThoseOfAllRowsSorted(String score, int most, SparkSession spark) {
        Dataset<Row> rows = spark.range(0, 200, 1, 3)
                .selectExpr("id", score.replace(';', ',') + " as score")
                .cache();
        Dataset<Row> ranked = new RankColumns(Map.of("score", "rank_pct")).ranked(rows, most);
        TableAssert.assertThat(ranked)
                .hasSameRowsAs(rows.withColumn("rank_pct", percent_rank().over(Window.orderBy("score"))));
        assertThat(ranked.where(col("rank_pct").between(0, 1)).count()).isEqualTo(200);
        rows.unpersist();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 30})
    void eachColumnHasRanksOfItsOwnAmongTheRowsWithAScore(int most, SparkSession spark) {
        Dataset<Row> rows = spark.range(0, 200, 1, 3)
                .selectExpr(
                        "id", "rand(7) as a", "if(id % 3 = 0, null, id % 10 * 1d) as b", "cast(null as double) as c")
                .cache();
        Dataset<Row> ranked = new RankColumns(Map.of("a", "rank_a", "b", "rank_b", "c", "rank_c")).ranked(rows, most);
        TableAssert.assertThat(ranked)
                .hasSameRowsAs(rows.withColumn("rank_a", percent_rank().over(Window.orderBy("a")))
                        .withColumn(
                                "rank_b",
                                when(
                                        col("b").isNotNull(),
                                        percent_rank()
                                                .over(Window.partitionBy(col("b").isNull())
                                                        .orderBy("b"))))
                        .withColumn("rank_c", lit(null).cast("double")));
        rows.unpersist();
    }
}
