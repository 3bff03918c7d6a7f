package io.headrace.job;

import static io.headrace.testing.Interruptions.killedAt;
import static io.headrace.testing.Interruptions.pointsOf;
import static io.headrace.testing.SmallShop.DAY;
import static io.headrace.testing.SmallShop.DEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Arms;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Publications.Publication;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TwoDays;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job killed at any point and run again leaves what one clean run leaves. */
@ExtendWith(LakeExtension.class)
class InterruptionSparkIT {
    @Test
    void ingestOfTheFirstFilesSurvivesEveryInterruption(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        assertThat(survivesEveryInterruption(shop, SmallShop.ingest(), DAY))
                .startsWith("resolved", "claimed", "staged", "found", "before bronze.sales", "after bronze.sales")
                .endsWith("after silver.sales", "recorded");
    }

    @Test
    @Tag("full")
    void ingestOfACorrectedFileSurvivesEveryInterruption(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        shop.run(SmallShop.ingest(), DAY);
        shop.deliverCorrections();
        survivesEveryInterruption(shop, SmallShop.ingest(), DAY.plusDays(1));
    }

    @Test
    @Tag("full")
    void featuresSurviveEveryInterruption(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest());
        survivesEveryInterruption(shop, SmallShop.features(), DAY);
    }

    @Test
    @Tag("full")
    void trainingSurvivesEveryInterruption(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest());
        assertThat(survivesEveryInterruption(shop, SmallShop.train(), DAY)).contains("registered", "judged");
    }

    @Test
    @Tag("full")
    void scoringSurvivesEveryInterruption(Lake lake) {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train())
                .spreadFeatures(3);
        ScoreSpec inSlices = SmallShop.score(0.2).with(new ScoreSpec.Work(1, Optional.empty()));
        assertThat(survivesEveryInterruption(shop, inSlices, DAY))
                .contains("slice 0", "slice 1", "slice 2", "between scores.lapse and headrace.publications");
    }

    @Test
    @Tag("full")
    void scoringByArmsSurvivesEveryInterruption(Lake lake) {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train());
        shop.run(SmallShop.train(), DAY, JobRunner.Again.FORCE);
        Arms arms = new Arms(
                "salt",
                new BigDecimal("0.2"),
                List.of(new Arms.Rival("challenger", new BigDecimal("0.5"), new BigDecimal("0.5"), "1")));
        List<String> points =
                survivesEveryInterruption(shop, SmallShop.score(0.2).with(arms), DAY);
        assertThat(points.stream().filter("between scores.lapse and headrace.publications"::equals))
                .hasSize(2);
        assertThat(shop.publications().history(new TableName("scores", "lapse")))
                .extracting(Publication::event)
                .containsExactly("fallback", "published");
    }

    /** Wherever it is killed, one version is live in the end: the champion's. */
    @Test
    @Tag("full")
    void takingAChallengerBackSurvivesEveryInterruption(Lake lake) {
        LocalDate start = DAY.minusDays(2);
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest())
                .runAll(start, SmallShop.features(), SmallShop.train());
        shop.run(SmallShop.train(), start, JobRunner.Again.FORCE);
        shop.registry().alias("lapse", "challenger", 1, "ann", "to compare");
        shop.run(SmallShop.score(0.2).with(SmallShop.ARMS), start);
        assertThat(survivesEveryInterruption(shop, SmallShop.experiment(start), DAY))
                .startsWith("resolved", "claimed", "staged", "found")
                .contains("appending", "undoing", "undone");
        assertThat(shop.registry().state("lapse").aliases()).isEmpty();
        assertThat(shop.publications().history(new TableName("scores", "lapse")))
                .extracting(Publication::event)
                .containsExactly("fallback", "published", "rolled-back");
        assertThat(lake.read(new TableName("scores", "lapse"))
                        .select("model_version")
                        .distinct()
                        .collectAsList())
                .as("the champion is version 2")
                .hasSize(1)
                .first()
                .satisfies(row -> assertThat(row.getInt(0)).isEqualTo(2));
    }

    @Test
    @Tag("full")
    void monitoringAndValuingSurviveEveryInterruption(Lake lake) {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(
                        DAY.minusDays(1),
                        SmallShop.ingest(),
                        SmallShop.train(),
                        SmallShop.features(),
                        SmallShop.score(0.2),
                        SmallShop.monitor())
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.score(0.2));
        assertThat(survivesEveryInterruption(shop, SmallShop.monitor(), DAY))
                .startsWith("resolved", "claimed", "staged", "found")
                .contains("told log");
        assertThat(shop.exports().resolve("metrics.prom")).content().contains("headrace_monitor_days{");
        assertThat(survivesEveryInterruption(shop, SmallShop.value(), DAY))
                .startsWith("resolved", "claimed", "staged", "found");
    }

    /** In each build DropSparkIT interrupts the drop itself. */
    @Test
    @Tag("full")
    void exportingSurvivesEveryInterruption(Lake lake) {
        TwoDays.in(lake);
        assertThat(survivesEveryInterruption(SmallShop.of(lake), drop(), DAY))
                .contains("before exports/lapse", "committed to exports/lapse", "after exports/lapse");
    }

    private static ExportSpec drop() {
        return SmallShop.export(
                ExportSpec.Mode.CHANGES, new ExportSpec.Target.Files("lapse", ExportSpec.Format.PARQUET));
    }

    @Test
    @Tag("full")
    void everyJobSurvivesEachSingleInterruption(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        for (JobSpec job :
                List.of(SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(0.2), drop())) {
            survivesEachSingleInterruption(shop, job);
            shop.run(job, DAY);
        }
    }

    /** Killed at the first point, at the second when run again, and so on until it is left in peace. */
    private static List<String> survivesEveryInterruption(SmallShop shop, JobSpec job, LocalDate date) {
        SmallShop clean = shop.copy("clean");
        List<String> points = pointsOf(() -> clean.run(job, date));
        for (String point : new LinkedHashSet<>(points)) {
            killedAt(point, () -> shop.as(DEAD).run(job, date));
        }
        shop.run(job, date);
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
        return points;
    }

    private static void survivesEachSingleInterruption(SmallShop shop, JobSpec job) {
        SmallShop clean = shop.copy("clean-" + job.name());
        List<String> points = pointsOf(() -> clean.run(job, DAY));
        Map<String, List<String>> expected = LakeContents.of(clean);
        for (String point : new LinkedHashSet<>(points)) {
            SmallShop victim = shop.copy((job.name() + " killed at " + point).replace('/', ' '));
            killedAt(point, () -> victim.as(DEAD).run(job, DAY));
            victim.run(job, DAY);
            assertThat(LakeContents.of(victim))
                    .as(job.name() + " killed at " + point)
                    .isEqualTo(expected);
            Lake.forgetTables();
        }
    }
}
