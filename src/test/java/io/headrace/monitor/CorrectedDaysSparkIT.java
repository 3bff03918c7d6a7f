package io.headrace.monitor;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.job.JobRunner.Again;
import io.headrace.spec.JobSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Days whose files came late, or were corrected, are judged as if they had been there in time. */
@ExtendWith(LakeExtension.class)
class CorrectedDaysSparkIT {
    private static final LocalDate NEXT = DAY.plusDays(1);
    private static final List<JobSpec> DERIVED =
            List.of(SmallShop.features(), SmallShop.score(0.2), SmallShop.monitor());

    @Test
    @Tag("full")
    void areJudgedAsIfTheyHadBeenThereInTime(Lake lake) {
        SmallShop shop =
                SmallShop.of(lake).deliverHistory().runAll(DAY.minusDays(1), SmallShop.ingest(), SmallShop.train());
        SmallShop clean = shop.copy("clean");

        shop.run(SmallShop.ingest(), DAY);
        DERIVED.forEach(job -> shop.run(job, DAY));
        Map<String, List<String>> before = judged(shop, DAY);
        shop.deliverCorrections();
        shop.run(SmallShop.ingest(), NEXT);
        DERIVED.forEach(job -> shop.run(job, DAY, Again.FORCE));
        DERIVED.forEach(job -> shop.run(job, NEXT));

        for (LocalDate day : List.of(DAY, NEXT)) {
            clean.run(SmallShop.ingest(), day);
            DERIVED.forEach(job -> clean.run(job, day));
        }
        assertThat(judged(shop, DAY)).isEqualTo(judged(clean, DAY)).isNotEqualTo(before);
        assertThat(judged(shop, NEXT)).isEqualTo(judged(clean, NEXT));
    }

    /** What the last run of a day found, by table. */
    private static Map<String, List<String>> judged(SmallShop shop, LocalDate day) {
        String run = FinishedRuns.of(SmallShop.monitor(), shop.ledger())
                .byDate()
                .get(day)
                .run()
                .toString();
        Map<String, List<String>> judged = new TreeMap<>();
        for (String table : List.of("drift", "performance", "decisions")) {
            judged.put(
                    table,
                    LakeContents.rows(shop.lake()
                            .read(TableName.parse("headrace." + table))
                            .where("run_id = '" + run + "'")
                            .drop("facts", "state", "causes", "evidence")));
        }
        assertThat(judged.get("drift")).isNotEmpty();
        return judged;
    }
}
