package io.headrace.job;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Faults;
import io.headrace.spec.JobSpec;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.ShopProcess;
import io.headrace.testing.SmallShop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes, halted without a word or racing each other on one lake. */
@ExtendWith(LakeExtension.class)
class KilledProcessSparkIT {
    private static final int KILLED = 137;
    private static final int ENDED = 143;

    @Test
    @Tag("full")
    void aProcessKilledBetweenTwoTablesIsFinishedByTheNext(Lake lake) throws Exception {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        assertFinishedAfterKill(shop, SmallShop.ingest(), "after bronze.sales");
    }

    @Test
    @Tag("full")
    void aProcessKilledAfterItsClaimIsFinishedByTheNext(Lake lake) throws Exception {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        assertFinishedAfterKill(shop, SmallShop.ingest(), "claimed");
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(strings = {"before scores.lapse", "between scores.lapse and headrace.publications"})
    void aProcessKilledWhileItPublishesScoresIsFinishedByTheNext(String point, Lake lake) throws Exception {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train());
        assertFinishedAfterKill(shop, SmallShop.score(0.2), point);
    }

    @Test
    @Tag("full")
    void aProcessKilledAfterItRegisteredAModelIsFinishedByTheNext(Lake lake) throws Exception {
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest());
        assertFinishedAfterKill(shop, SmallShop.train(), "registered");
    }

    @Tag("full")
    @Test
    void ofTwoProcessesAtOnceOneLeavesItsRows(Lake lake) throws Exception {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        SmallShop clean = shop.copy("clean");
        clean.run(SmallShop.ingest(), DAY);
        Process one = ShopProcess.start(lake, SmallShop.ingest());
        Process other = ShopProcess.start(lake, SmallShop.ingest());
        List<Integer> codes = List.of(one.waitFor(), other.waitFor());
        assertThat(codes)
                .as(ShopProcess.output(lake, SmallShop.ingest()))
                .contains(0)
                .isSubsetOf(0, ShopProcess.TRANSIENT);
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
    }

    /** C7: a time limit of a scheduler, or Ctrl-C. */
    @Test
    @Tag("full")
    void aProcessAskedToEndSaysInterruptedAndIsFinishedByTheNext(Lake lake) throws Exception {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        SmallShop clean = shop.copy("clean");
        clean.run(SmallShop.ingest(), DAY);
        Process ended = ShopProcess.start(lake, SmallShop.ingest());
        await(() -> Files.isDirectory(Path.of(lake.path(SmallShop.ingest().bronze()))));
        ended.destroy();
        assertThat(ended.waitFor()).isIn(ENDED, ShopProcess.TRANSIENT);
        // On a machine so busy that it cannot say so in time it is cut off.
        assertThat(ShopProcess.output(lake, SmallShop.ingest()))
                .satisfiesAnyOf(
                        text -> assertThat(text).contains("HEAD-RUN-007: interrupted: the process was asked to end"),
                        text -> assertThat(text).isBlank())
                .doesNotContain("HEAD-BUG-001");
        Lake.forgetTables();
        shop.run(SmallShop.ingest(), DAY);
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
    }

    private static void await(BooleanSupplier event) throws InterruptedException {
        for (int i = 0; i < 1200 && !event.getAsBoolean(); i++) {
            Thread.sleep(50);
        }
        assertThat(event.getAsBoolean()).isTrue();
    }

    @RepeatedTest(10)
    @Tag("full")
    void ofTwoProcessesAtOnceOneLeavesItsRowsEveryTime(Lake lake) throws Exception {
        ofTwoProcessesAtOnceOneLeavesItsRows(lake);
    }

    private static void assertFinishedAfterKill(SmallShop shop, JobSpec job, String point) throws Exception {
        SmallShop clean = shop.copy("clean");
        clean.run(job, DAY);
        Process killed = ShopProcess.start(shop.lake(), job, "-D" + Faults.HALT_PROPERTY + "=" + point);
        assertThat(killed.waitFor()).isEqualTo(KILLED);
        assertThat(LakeContents.of(shop)).isNotEqualTo(LakeContents.of(clean));
        shop.run(job, DAY);
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
    }
}
