package io.headrace.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.job.JobRunner;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What runs count for monitoring is what plain queries count in the tables that they wrote. */
@ExtendWith(LakeExtension.class)
class StatisticsSparkIT {
    private static final List<String> FEATURES = List.of("days_since_purchase", "orders");

    @Test
    void areThoseOfTheRows(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        shop.runAll(SmallShop.DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(0.3));
        Map<String, StoredCounts> training = statistics(lake, "train-lapse/2026-01-20/1");
        Map<String, StoredCounts> scoring = statistics(lake, "score-lapse/2026-01-20/1");

        Dataset<Row> set = lake.read(SmallShop.train().trainingTable());
        Dataset<Row> scores = lake.read(SmallShop.score(0.3).table());
        for (String feature : FEATURES) {
            StoredCounts reference = training.get("TRAINING " + feature);
            NumberBins bins = (NumberBins) reference.bins().orElseThrow();
            assertThat(reference.columnCounts().counts())
                    .containsExactly(counted(set.where("split = 'train'"), feature, bins));
            assertThat(scoring.get("POPULATION " + feature).columnCounts().counts())
                    .containsExactly(counted(
                            lake.read(SmallShop.features().view().table()).where("days_since_purchase < 90"),
                            feature,
                            bins));
            assertThat(scoring.get("POPULATION " + feature).bins()).isEmpty();
        }
        NumberBins bins = (NumberBins) training.get("TEST_SCORES score").bins().orElseThrow();
        assertThat(scoring.get("SCORES score").columnCounts().counts()).containsExactly(counted(scores, "score", bins));

        LabelledCounts outcomes =
                LabelledCounts.fromBytes(training.get("TEST_OUTCOMES score").counts());
        assertThat(outcomes.rows()).isEqualTo(set.where("split = 'test'").count());
        assertThat(outcomes.positives().rows())
                .isEqualTo(set.where("split = 'test' and label").count());
        ScoreCounts decisions =
                ScoreCounts.fromBytes(scoring.get("DECISIONS score").counts());
        assertThat(decisions.rows(Side.POSITIVE))
                .isEqualTo(scores.where("decision").count());
        assertThat(decisions.rows()).isEqualTo(scores.count());
    }

    @Test
    @Tag("full")
    void areTheSameWhenARunIsRepeated(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        shop.runAll(SmallShop.DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(0.3));
        shop.spreadFeatures(5);
        shop.run(SmallShop.score(0.3), SmallShop.DAY, JobRunner.Again.FORCE);

        Map<String, StoredCounts> first = statistics(lake, "score-lapse/2026-01-20/1");
        Map<String, StoredCounts> second = statistics(lake, "score-lapse/2026-01-20/2");
        assertThat(second.keySet()).isEqualTo(first.keySet()).hasSize(4);
        first.forEach(
                (key, statistic) -> assertThat(second.get(key).counts()).as(key).isEqualTo(statistic.counts()));
    }

    private static Map<String, StoredCounts> statistics(Lake lake, String run) {
        return StatisticsTable.of(lake, "lapse", Set.of(run)).stream()
                .map(Kept::statistic)
                .collect(Collectors.toMap(found -> found.of() + " " + found.column(), found -> found));
    }

    /** Rows by bin, counted one by one. */
    private static long[] counted(Dataset<Row> rows, String column, NumberBins bins) {
        long[] counts = new long[bins.size()];
        rows.where(column + " is not null").selectExpr("cast(" + column + " as double)").collectAsList().stream()
                .map(row -> row.getDouble(0))
                .forEach(number -> {
                    double[] edges = bins.edges();
                    int bin = (int)
                            Arrays.stream(edges).filter(edge -> edge < number).count();
                    counts[bin]++;
                });
        return counts;
    }
}
