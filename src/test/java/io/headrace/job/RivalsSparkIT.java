package io.headrace.job;

import static io.headrace.testing.Interruptions.listening;
import static io.headrace.testing.Interruptions.meanwhileAt;
import static io.headrace.testing.SmallShop.DAY;
import static io.headrace.testing.SmallShop.DEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.job.JobRunner.Again;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.JobSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes on one job: one of them works, and what it leaves is not doubled. */
@ExtendWith(LakeExtension.class)
class RivalsSparkIT {
    private static final ProcessOwner PARENT = new ProcessOwner(
            ProcessOwner.current().host(),
            ProcessHandle.current().parent().orElseThrow().pid(),
            ProcessHandle.current()
                    .parent()
                    .flatMap(parent -> parent.info().startInstant())
                    .orElseThrow()
                    .toEpochMilli());

    private static final ProcessOwner ELSEWHERE = new ProcessOwner("elsewhere", 1, 0);

    @Test
    @Tag("full")
    void aZombieOfIngestDoublesNothing(Lake lake) {
        assertZombieDoublesNothing(SmallShop.of(lake).deliverHistory(), SmallShop.ingest(), "after bronze.sales");
    }

    @Test
    @Tag("full")
    void aZombieOfIngestThatHasStagedDoublesNothing(Lake lake) {
        assertZombieDoublesNothing(SmallShop.of(lake).deliverHistory(), SmallShop.ingest(), "staged");
    }

    @Test
    @Tag("full")
    void aZombieOfTrainingOrScoringDoublesNothing(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest(), SmallShop.features());
        assertZombieDoublesNothing(shop, SmallShop.train(), "staged");
        assertZombieDoublesNothing(shop, SmallShop.score(0.2), "between scores.lapse and headrace.publications");
    }

    @Test
    @Tag("full")
    void aZombieOfMonitoringDoublesNothing(Lake lake) {
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(0.2));
        assertZombieDoublesNothing(shop, SmallShop.monitor(), "found");
    }

    private static void assertZombieDoublesNothing(SmallShop shop, JobSpec job, String point) {
        SmallShop clean = shop.copy("clean-" + job.name());
        clean.run(job, DAY);
        meanwhileAt(point, () -> shop.run(job, DAY), () -> shop.as(DEAD).run(job, DAY));
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
    }

    @Test
    @Tag("full")
    void aZombieOfAnOlderGenerationIsRefused(Lake lake) {
        assertOlderGenerationIsRefused("staged", lake);
    }

    @Test
    @Tag("full")
    void aZombieOfAnOlderGenerationThatHasOnlyClaimedIsRefused(Lake lake) {
        assertOlderGenerationIsRefused("claimed", lake);
    }

    private static void assertOlderGenerationIsRefused(String point, Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        SmallShop clean = shop.copy("clean");
        clean.run(SmallShop.ingest(), DAY);
        assertThatThrownBy(() -> meanwhileAt(
                        point,
                        () -> shop.run(SmallShop.ingest(), DAY, Again.FORCE),
                        () -> shop.as(DEAD).run(SmallShop.ingest(), DAY)))
                .isInstanceOfSatisfying(
                        HeadraceException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("HEAD-RUN-002"));
        Map<String, List<String>> expected = LakeContents.of(clean);
        expected.remove(Ledger.RUNS.toString());
        assertThat(LakeContents.of(shop)).containsAllEntriesOf(expected);
        assertThat(shop.run(SmallShop.ingest(), DAY).status()).isEqualTo("already-done");
    }

    /** E13: the process stood still for longer than its lease. */
    @Test
    @Tag("full")
    void whoeverLosesItsLeaseSaysSoAndLosesNothing(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        SmallShop clean = shop.copy("clean");
        clean.run(SmallShop.ingest(), DAY);
        for (String point : List.of("staged", "before silver.sales")) {
            assertThat(suspendedAt(point, shop, () -> {})).isEqualTo("HEAD-RUN-008");
        }
        shop.run(SmallShop.ingest(), DAY);
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
    }

    @Test
    @Tag("full")
    void whoeverLosesItsLeaseToAnotherPublishesNothing(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        SmallShop clean = shop.copy("clean");
        clean.run(SmallShop.ingest(), DAY);
        assertThat(suspendedAt(
                        "staged", shop.as(ELSEWHERE), () -> shop.by(later()).run(SmallShop.ingest(), DAY)))
                .isEqualTo("HEAD-RUN-008");
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));
        assertThat(shop.run(SmallShop.ingest(), DAY).status()).isEqualTo("already-done");
    }

    /** The code of what a run ends with whose clock leaps, at the point, beyond its lease. */
    private static String suspendedAt(String point, SmallShop shop, Runnable meanwhile) {
        AtomicReference<Clock> clock = new AtomicReference<>(Clock.systemUTC());
        List<HeadraceException> told = new ArrayList<>();
        meanwhileAt(
                point,
                () -> {
                    clock.set(later());
                    meanwhile.run();
                },
                () -> told.addAll(failures(() -> shop.by(leaping(clock)).run(SmallShop.ingest(), DAY))));
        assertThat(told).extracting(HeadraceException::kind).containsOnly(FailureKind.TRANSIENT);
        return told.get(0).code();
    }

    private static Clock later() {
        return Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    }

    private static Clock leaping(AtomicReference<Clock> clock) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return clock.get().instant();
            }
        };
    }

    @Test
    void whoeverComesWhileAnotherProcessWorksIsToldToWait(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        List<HeadraceException> told = new ArrayList<>();
        meanwhileAt(
                "staged",
                () -> told.addAll(failures(() -> shop.as(PARENT).run(SmallShop.ingest(), DAY))),
                () -> shop.run(SmallShop.ingest(), DAY));
        assertThat(told).extracting(HeadraceException::code).containsExactly("HEAD-RUN-001");
        assertThat(told).extracting(HeadraceException::kind).containsOnly(FailureKind.TRANSIENT);
        assertThat(told.get(0)).hasMessageContaining("ingest-sales/2026-01-20/1, attempt 1");
    }

    @Test
    void ofTwoThatStartAtTheSameMomentOneWorks(Lake lake) throws Exception {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        SmallShop clean = shop.copy("clean");
        clean.run(SmallShop.ingest(), DAY);
        Map<String, List<String>> expected = LakeContents.of(clean);

        CyclicBarrier together = new CyclicBarrier(2);
        List<HeadraceException> told = new ArrayList<>();
        listening(point -> awaitAt("resolved", point, together), () -> {
            for (List<HeadraceException> failures : inParallel(
                    () -> failures(() -> shop.run(SmallShop.ingest(), DAY)),
                    () -> failures(() -> shop.as(PARENT).run(SmallShop.ingest(), DAY)))) {
                told.addAll(failures);
            }
        });

        assertThat(told).extracting(HeadraceException::code).containsExactly("HEAD-RUN-005");
        assertThat(told).extracting(HeadraceException::kind).containsOnly(FailureKind.TRANSIENT);
        assertThat(LakeContents.of(shop)).isEqualTo(expected);
    }

    private static List<HeadraceException> failures(Runnable work) {
        try {
            work.run();
            return List.of();
        } catch (HeadraceException failure) {
            return List.of(failure);
        }
    }

    private static void awaitAt(String wanted, String point, CyclicBarrier barrier) {
        if (point.equals(wanted)) {
            try {
                barrier.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("the other one did not come to " + point, e);
            }
        }
    }

    private static <T> List<T> inParallel(Callable<T> one, Callable<T> other) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> end : threads.invokeAll(List.of(one, other))) {
                results.add(end.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }
}
