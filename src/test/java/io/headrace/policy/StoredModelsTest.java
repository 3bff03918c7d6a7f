package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoredModelsTest {
    private static final Policy POLICY = Days.with(
            new RetrainRules(
                    OptionalInt.empty(), OptionalDouble.of(0.6), Set.of(Basis.REALISED), OptionalLong.of(900), 4),
            new RollbackRules(Set.of(Basis.REALISED), 5, 6));

    /** Under the policy by which days were lived, a replay finds what was found, with schedules, gates lost and rollbacks. */
    @Test
    void theOwnPolicyFindsWhatWasFound() {
        int trainings = 0;
        int rollbacks = 0;
        for (int seed = 0; seed < 60; seed++) {
            Lived lived = new Lived(new SplittableRandom(seed));
            BacktestReport report =
                    Backtest.run(POLICY, lived.days, StoredModels.of(lived.days, lived.decided()), Truth.unknown());
            for (int day = 0; day < lived.decisions.size(); day++) {
                assertThat(report.decisions().get(day)).as("seed " + seed).isEqualTo(lived.decisions.get(day));
            }
            assertThat(report.alerts()).isEqualTo(lived.alerts);
            trainings += (int) report.retrainings();
            rollbacks += (int) report.rollbacks();
        }
        assertThat(trainings).isGreaterThan(100);
        assertThat(rollbacks).isGreaterThan(20);
    }

    /** A policy that never trains does without the versions that decisions brought, and what they did is not known. */
    @Test
    void versionsThatWereDecidedForDoNotComeByThemselves() {
        List<ObservedDay> days = List.of(
                day(0, Days.champion("v1", -9)),
                day(1, Days.champion("v1", -9)),
                day(2, Days.champion("v2", 2, "v1")),
                day(3, Days.champion("v2", 2, "v1")));
        Map<LocalDate, Decision.Action> decided = Map.of(Days.FIRST.plusDays(1), Decision.Action.RETRAIN);

        BacktestReport never = Backtest.run(Days.POLICY, days, StoredModels.of(days, decided), Truth.unknown());
        assertThat(never.served()).extracting(BacktestReport.Served::version).containsExactly("v1");
        assertThat(never.performance())
                .singleElement()
                .satisfies(auc -> assertThat(auc.days()).isEqualTo(2));

        BacktestReport scheduled = Backtest.run(Days.POLICY, days, StoredModels.of(days, Map.of()), Truth.unknown());
        assertThat(scheduled.served())
                .as("nobody decided it: a schedule or a person did")
                .extracting(BacktestReport.Served::version)
                .containsExactly("v1", "v2");
        assertThat(scheduled.performance())
                .singleElement()
                .satisfies(auc -> assertThat(auc.days()).isEqualTo(4));
    }

    @Test
    void aTrainingThatNeverWasLeadsNowhere() {
        List<ObservedDay> days = List.of(
                day(0, Days.champion("v1", -9)), day(1, Days.champion("v1", -9)), day(2, Days.champion("v2", 2, "v1")));
        StoredModels models = StoredModels.of(days, Map.of());
        Decision decision = new Decision(
                Days.FIRST, Decision.Action.RETRAIN, "v1", Optional.empty(), List.of("asked for"), List.of());

        assertThat(models.retrain(Days.FIRST, decision)).isEmpty();
        assertThat(models.retrain(Days.FIRST.plusDays(1), decision)).contains("v2");
        assertThat(models.retrain(Days.FIRST.plusDays(2), decision)).isEmpty();
    }

    private static ObservedDay day(int number, Champion champion) {
        return Days.day(number).champion(champion).auc(Basis.REALISED, 0.85).build();
    }

    /** Days as a project lives them: a decision to train leads to a training on the next day, whose version may lose its gate. */
    private static final class Lived {
        private final List<ObservedDay> days = new ArrayList<>();
        private final List<Decision> decisions = new ArrayList<>();
        private final List<Alert> alerts = new ArrayList<>();
        private int versions = 2;

        Lived(SplittableRandom random) {
            Champion champion = Days.champion("v2", -10, "v1");
            PolicyState state = PolicyState.start();
            boolean isDue = false;
            for (int day = 0; day < 80; day++) {
                LocalDate date = Days.FIRST.plusDays(day);
                boolean isScheduled = day % 30 == 29;
                if ((isDue || isScheduled) && random.nextInt(5) > 0) {
                    champion = promoted(champion, date);
                }
                ObservedDay lived = Days.day(day)
                        .champion(champion)
                        .labels(random.nextInt(60))
                        .column("amount", "", OptionalDouble.of(random.nextInt(4) == 0 ? 0.0001 : 0.5), 0.5, 1)
                        .auc(Basis.REALISED, random.nextInt(3) == 0 ? 0.7 : 0.85)
                        .build();
                Step step = state.next(POLICY, lived);
                state = step.state();
                days.add(lived);
                decisions.add(step.decision());
                alerts.addAll(step.alerts());
                isDue = step.decision().action() == Decision.Action.RETRAIN;
                if (step.decision().action() == Decision.Action.ROLL_BACK) {
                    champion = back(champion, step.decision().target().orElseThrow(), date);
                }
            }
        }

        private Champion promoted(Champion before, LocalDate date) {
            versions++;
            return new Champion(
                    "v" + versions,
                    date,
                    date,
                    Stream.concat(Stream.of(before.version()), before.before().stream())
                            .distinct()
                            .toList(),
                    before.rolledBackFrom(),
                    before.rolledBack());
        }

        private Champion back(Champion before, String target, LocalDate date) {
            TreeSet<String> from = new TreeSet<>(before.rolledBackFrom());
            from.add(before.version());
            LocalDate trained = days.stream()
                    .flatMap(day -> day.champion().stream())
                    .filter(champion -> champion.version().equals(target))
                    .map(Champion::trained)
                    .findFirst()
                    .orElse(date);
            return new Champion(
                    target,
                    trained,
                    date,
                    Stream.concat(Stream.of(before.version()), before.before().stream())
                            .filter(version -> !version.equals(target))
                            .distinct()
                            .toList(),
                    from,
                    Optional.of(date));
        }

        Map<LocalDate, Decision.Action> decided() {
            Map<LocalDate, Decision.Action> decided = new TreeMap<>();
            decisions.forEach(decision -> decided.put(decision.day(), decision.action()));
            return decided;
        }
    }
}
