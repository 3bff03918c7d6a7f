package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BacktestTest {
    private static final int CHANGE = 40;
    private static final Policy POLICY = Days.with(
            new RetrainRules(
                    OptionalInt.empty(), OptionalDouble.empty(), Set.of(Basis.REALISED), OptionalLong.empty(), 5),
            RollbackRules.never());
    private static final TrueChange PRICES =
            new TrueChange("prices", Days.FIRST.plusDays(CHANGE), Days.FIRST.plusDays(99), Set.of("amount"));

    /** A hundred days; amount drifts from day 40 on, and the AUC of a model trained before then falls. */
    private static List<ObservedDay> days() {
        SplittableRandom random = new SplittableRandom(7);
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 0; day < 100; day++) {
            Days.Builder builder = Days.day(day);
            boolean changed = day >= CHANGE;
            builder.column("amount", "", OptionalDouble.of(changed ? 0.0001 : 0.02 + random.nextDouble() / 2), 0.5, 1);
            builder.column("age", "", OptionalDouble.of(0.02 + random.nextDouble() / 2), 0.5, 1);
            builder.auc(Basis.REALISED, changed ? 0.7 : 0.85);
            days.add(builder.build());
        }
        return days;
    }

    @Test
    void aPlantedChangeIsFoundWithItsDelayAndWithoutFalseAlarm() {
        BacktestReport report = Backtest.run(POLICY, days(), ReplayedModels.asStored(), Truth.of(List.of(PRICES)));
        assertThat(report.from()).isEqualTo(Days.FIRST);
        assertThat(report.to()).isEqualTo(Days.FIRST.plusDays(99));
        assertThat(report.falseAlarms()).hasValue(List.of());
        assertThat(report.detections()).singleElement().satisfies(detection -> {
            assertThat(detection.found()).hasValue(Days.FIRST.plusDays(CHANGE + 1));
            assertThat(detection.delayDays()).hasValue(1);
        });
        assertThat(report.pages()).isNotEmpty();
        assertThat(report.performance()).singleElement().satisfies(auc -> {
            assertThat(auc.days()).isEqualTo(100);
            assertThat(auc.mean()).isCloseTo(0.76, org.assertj.core.api.Assertions.within(1e-9));
        });
        assertThat(report.served()).extracting(BacktestReport.Served::version).containsExactly("v2");
    }

    /** Trained in the replay: a model that has learnt from five changed days knows the change, one of fewer does not. */
    @Test
    void retrainedModelsServeFromTheNextDayAndHaveTheirOwnPerformance() {
        BacktestReport report = Backtest.run(POLICY, days(), new Retrained(), Truth.of(List.of(PRICES)));
        assertThat(report.served())
                .extracting(BacktestReport.Served::version)
                .containsExactly("v2", "t2026-04-11", "t2026-04-16");
        assertThat(report.retrainings()).isEqualTo(2);
        assertThat(report.served().get(1).from()).isEqualTo(LocalDate.of(2026, 4, 12));
        assertThat(report.rollbacks()).isZero();
        double stored = Backtest.run(POLICY, days(), ReplayedModels.asStored(), Truth.unknown())
                .performance()
                .get(0)
                .mean();
        assertThat(report.performance().get(0).mean()).isGreaterThan(stored + 0.06);
    }

    private static final class Retrained implements ReplayedModels {
        private final Map<String, LocalDate> trained = new HashMap<>();

        @Override
        public ObservedDay observed(ObservedDay stored, Champion champion) {
            LocalDate until = trained.getOrDefault(champion.version(), Days.FIRST);
            boolean knows = !until.isBefore(PRICES.from().plusDays(5));
            boolean changed = !stored.day().isBefore(PRICES.from());
            int day = (int) Days.FIRST.until(stored.day(), java.time.temporal.ChronoUnit.DAYS);
            return Days.day(day)
                    .columns(stored.columns())
                    .auc(Basis.REALISED, changed && !knows ? 0.7 : 0.85)
                    .build();
        }

        @Override
        public Optional<String> retrain(LocalDate day, Decision decision) {
            trained.put("t" + day, day);
            return Optional.of("t" + day);
        }
    }

    @Test
    void aModelThatLosesItsGateLeavesTheChampion() {
        BacktestReport report = Backtest.run(POLICY, days(), ReplayedModels.asStored(), Truth.unknown());
        assertThat(report.retrainings()).isEqualTo(12);
        assertThat(report.served()).hasSize(1);
        assertThat(report.falseAlarms()).isEmpty();
        assertThat(report.detections()).isEmpty();
    }

    @Test
    void alertsThatNoChangeExplainsAreFalse() {
        TrueChange other = new TrueChange("countries", PRICES.from(), PRICES.to(), Set.of("country"));
        Policy quiet = Days.grouped(Grouping.TOGETHER, 1000, Set.of());
        List<ObservedDay> onlyDrift = days().stream()
                .map(day ->
                        new ObservedDay(day.day(), day.champion(), day.columns(), List.of(), 0, List.of(), Set.of()))
                .toList();
        BacktestReport report = Backtest.run(quiet, onlyDrift, ReplayedModels.asStored(), Truth.of(List.of(other)));
        assertThat(report.falseAlarms().orElseThrow()).hasSize(1);
        assertThat(report.detections().get(0).found()).isEmpty();
        assertThat(report.detections().get(0).delayDays()).isEmpty();
    }

    @Test
    void aVersionThatDoesBadlyIsRolledBackToTheOneBefore() {
        Policy policy = Days.with(Days.every(15, 5), new RollbackRules(Set.of(Basis.REALISED), 10, 5));
        List<ObservedDay> good = new ArrayList<>();
        for (int day = 0; day < 12; day++) {
            good.add(Days.day(day).auc(Basis.REALISED, 0.85).build());
        }
        ReplayedModels worse = new ReplayedModels() {
            @Override
            public ObservedDay observed(ObservedDay stored, Champion champion) {
                int day = Days.FIRST.until(stored.day()).getDays();
                return Days.day(day)
                        .auc(Basis.REALISED, champion.version().equals("v2") ? 0.85 : 0.7)
                        .build();
            }

            @Override
            public Optional<String> retrain(LocalDate day, Decision decision) {
                return Optional.of("v3");
            }
        };
        BacktestReport report = Backtest.run(policy, good, worse, Truth.of(List.of()));
        assertThat(report.rollbacks()).isEqualTo(1);
        assertThat(report.served()).extracting(BacktestReport.Served::version).startsWith("v2", "v3", "v2");
    }

    @Test
    void noDaysAreRefused() {
        assertThatThrownBy(() -> Backtest.run(POLICY, List.of(), ReplayedModels.asStored(), Truth.unknown()))
                .hasMessage("a backtest needs at least one stored day, found none");
    }
}
