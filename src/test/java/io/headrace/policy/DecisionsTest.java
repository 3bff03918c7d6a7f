package io.headrace.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final RollbackRules ROLLBACK = new RollbackRules(Set.of(Basis.REALISED), 14, 10);

    @Test
    void aQuietDayHolds() {
        Decision decision =
                last(Days.POLICY, List.of(Days.day(0).quiet("amount").build()));
        assertThat(decision.action()).isEqualTo(Decision.Action.HOLD);
        assertThat(decision.version()).isEqualTo("v2");
        assertThat(decision.reasons()).containsExactly("nothing asks for another model");
    }

    @Test
    void withoutAnyVersionATrainingIsDecided() {
        Decision decision =
                last(Days.POLICY, List.of(Days.day(0).withoutChampion().build()));
        assertThat(decision.action()).isEqualTo(Decision.Action.RETRAIN);
        assertThat(decision.reasons()).containsExactly("no model version is in force");
    }

    @Test
    void theScheduleCountsFromTraining() {
        Policy policy = Days.with(Days.every(12, 0), RollbackRules.never());
        List<ObservedDay> days =
                List.of(Days.day(0).build(), Days.day(1).build(), Days.day(2).build());
        assertThat(actions(policy, days))
                .containsExactly(Decision.Action.HOLD, Decision.Action.HOLD, Decision.Action.RETRAIN);
        assertThat(last(policy, days).reasons()).containsExactly("the model is 12 days old, and trained every 12 days");
    }

    /** A training that has not ended, or whose model lost its gate, is not decided again until the rest is over. */
    @Test
    void aTrainingRests() {
        Policy policy = Days.with(Days.every(5, 3), RollbackRules.never());
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 0; day < 5; day++) {
            days.add(Days.day(day).build());
        }
        assertThat(actions(policy, days))
                .containsExactly(
                        Decision.Action.RETRAIN,
                        Decision.Action.HOLD,
                        Decision.Action.HOLD,
                        Decision.Action.RETRAIN,
                        Decision.Action.HOLD);
        assertThat(last(policy, days).reasons())
                .containsExactly("the model is 14 days old, and trained every 5 days; a training was decided on"
                        + " 2026-03-04, another may be after 3 days");
    }

    @Test
    void driftOfEnoughImportanceAsksForATraining() {
        Policy policy = Days.with(
                new RetrainRules(OptionalInt.empty(), OptionalDouble.of(0.5), Set.of(), OptionalLong.empty(), 0),
                RollbackRules.never());
        List<ObservedDay> little = new ArrayList<>();
        List<ObservedDay> enough = new ArrayList<>();
        for (int day = 0; day < 2; day++) {
            little.add(Days.day(day).drifted("a").quiet("b").quiet("c").build());
            enough.add(Days.day(day).drifted("a").drifted("b").quiet("c").build());
        }
        assertThat(last(policy, little).action()).isEqualTo(Decision.Action.HOLD);
        Decision decision = last(policy, enough);
        assertThat(decision.action()).isEqualTo(Decision.Action.RETRAIN);
        assertThat(decision.reasons()).containsExactly("67 % of the importance has drifted: a, b");
        assertThat(decision.evidence()).containsExactly("2026-03-02/a", "2026-03-02/b");
    }

    @Test
    void decayAsksForATraining() {
        Policy policy = Days.with(
                new RetrainRules(
                        OptionalInt.empty(), OptionalDouble.empty(), Set.of(Basis.ESTIMATED), OptionalLong.empty(), 0),
                RollbackRules.never());
        List<ObservedDay> days = List.of(
                Days.day(0).auc(Basis.ESTIMATED, 0.7).build(),
                Days.day(1).auc(Basis.ESTIMATED, 0.7).build());
        assertThat(last(policy, days).reasons())
                .containsExactly("estimated AUC 0.7000 is below its band, 0.8000 to 0.9000");
        assertThat(last(policy, days).evidence())
                .containsExactly("2026-03-01/ESTIMATED/AUC", "2026-03-02/ESTIMATED/AUC");
    }

    @Test
    void labelsCountFromTheLastTraining() {
        Policy policy = Days.with(
                new RetrainRules(OptionalInt.empty(), OptionalDouble.empty(), Set.of(), OptionalLong.of(100), 0),
                RollbackRules.never());
        List<ObservedDay> days = List.of(
                Days.day(0).labels(60).build(),
                Days.day(1).labels(60).build(),
                Days.day(2).labels(60).build(),
                Days.day(3).champion(Days.champion("v3", 3, "v2")).labels(60).build(),
                Days.day(4).champion(Days.champion("v3", 3, "v2")).labels(60).build());
        assertThat(actions(policy, days))
                .containsExactly(
                        Decision.Action.HOLD,
                        Decision.Action.RETRAIN,
                        Decision.Action.HOLD,
                        Decision.Action.HOLD,
                        Decision.Action.RETRAIN);
        assertThat(last(policy, days).reasons())
                .containsExactly("120 labels have become mature since the last training, 100 are enough");
    }

    @Test
    void aNewVersionThatDoesBadlyIsRolledBack() {
        Policy policy = Days.with(RetrainRules.never(), ROLLBACK);
        Decision decision = last(policy, bad(2, 0, "v2", "v1"));
        assertThat(decision.action()).isEqualTo(Decision.Action.ROLL_BACK);
        assertThat(decision.version()).isEqualTo("v3");
        assertThat(decision.target()).hasValue("v2");
        assertThat(decision.reasons()).containsExactly("realised AUC 0.7000 is below its band, 0.8000 to 0.9000");
    }

    @Test
    void badWindowsOfTheVersionBeforeDoNotCount() {
        Policy policy = Days.with(RetrainRules.never(), ROLLBACK);
        List<ObservedDay> days = new ArrayList<>();
        days.add(Days.day(0).auc(Basis.REALISED, 0.7).build());
        days.addAll(bad(1, 1, "v2", "v1"));
        assertThat(last(policy, days).action()).isEqualTo(Decision.Action.HOLD);
    }

    @Test
    void anOldVersionIsNotRolledBack() {
        Policy policy = Days.with(RetrainRules.never(), ROLLBACK);
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 14; day < 20; day++) {
            days.add(Days.day(day)
                    .champion(Days.champion("v3", 0, "v2"))
                    .auc(Basis.REALISED, 0.7)
                    .build());
        }
        assertThat(actions(policy, days)).doesNotContain(Decision.Action.ROLL_BACK);
    }

    /** Flapping: v3 is left, v2 does badly too; v3 is never gone back to, and nothing moves while the rollback rests. */
    @Test
    void rollbackDoesNotFlap() {
        Policy policy = Days.with(RetrainRules.never(), ROLLBACK);
        List<ObservedDay> days = new ArrayList<>(bad(2, 0, "v2", "v1"));
        for (int day = 2; day < 30; day++) {
            days.add(Days.day(day)
                    .champion(Days.champion("v2", 2, "v3", "v1"))
                    .auc(Basis.REALISED, 0.7)
                    .build());
        }
        List<Decision> back = PolicyRun.of(policy, days).decisions().stream()
                .filter(decision -> decision.action() == Decision.Action.ROLL_BACK)
                .toList();
        assertThat(back).extracting(Decision::version).containsExactly("v3", "v2");
        assertThat(back).extracting(decision -> decision.target().orElseThrow()).containsExactly("v2", "v1");
        assertThat(back.get(0).day().until(back.get(1).day()).getDays()).isEqualTo(10);
    }

    @Test
    void withNothingToGoBackToItHoldsAndSaysSo() {
        Policy policy = Days.with(RetrainRules.never(), ROLLBACK);
        List<ObservedDay> days = new ArrayList<>(bad(2, 0, "v2"));
        for (int day = 2; day < 13; day++) {
            days.add(Days.day(day)
                    .champion(Days.champion("v2", 2, "v3"))
                    .auc(Basis.REALISED, 0.7)
                    .build());
        }
        assertThat(last(policy, days).reasons())
                .containsExactly("realised AUC 0.7000 is below its band, 0.8000 to 0.9000; there is no earlier version"
                        + " that was not rolled back from");
        ObservedDay released = Days.day(13)
                .champion(Days.champion("v2", 2, "v3"))
                .auc(Basis.REALISED, 0.7)
                .released("v3")
                .build();
        days.add(released);
        assertThat(last(policy, days).action()).isEqualTo(Decision.Action.ROLL_BACK);
        assertThat(last(policy, days).target()).hasValue("v3");
    }

    /** What the registry says counts beside what the policy decided: a rollback by hand rests and locks as well. */
    @Test
    void rollbacksByHandCount() {
        Policy policy = Days.with(RetrainRules.never(), ROLLBACK);
        List<ObservedDay> days = new ArrayList<>();
        for (int day = 0; day < 12; day++) {
            days.add(Days.day(day)
                    .champion(new Champion(
                            "v2", Days.FIRST, Days.FIRST, List.of("v3", "v1"), Set.of("v3"), Optional.of(Days.FIRST)))
                    .auc(Basis.REALISED, 0.7)
                    .build());
        }
        List<Decision> decisions = PolicyRun.of(policy, days).decisions();
        assertThat(decisions.get(9).reasons())
                .containsExactly(
                        "realised AUC 0.7000 is below its band, 0.8000 to 0.9000; no rollback within 10 days of"
                                + " that of 2026-03-01");
        assertThat(decisions.get(10).target()).hasValue("v1");
    }

    /** v3 is released on day 0, and a person rolls back from it again on day 1. */
    @Test
    void aReleaseEndsWithTheNextRollback() {
        Policy policy = Days.with(RetrainRules.never(), new RollbackRules(Set.of(Basis.REALISED), 14, 0));
        List<ObservedDay> days = new ArrayList<>();
        days.add(Days.day(0).released("v3").build());
        for (int day = 1; day < 3; day++) {
            days.add(Days.day(day)
                    .champion(new Champion(
                            "v2",
                            Days.FIRST,
                            Days.FIRST.plusDays(1),
                            List.of("v3", "v1"),
                            Set.of("v3"),
                            Optional.of(Days.FIRST.plusDays(1))))
                    .auc(Basis.REALISED, 0.7)
                    .build());
        }
        assertThat(last(policy, days).target()).hasValue("v1");
    }

    @Test
    void aRollbackGoesBeforeATraining() {
        Policy policy = Days.with(Days.every(1, 0), ROLLBACK);
        assertThat(last(policy, bad(2, 0, "v2")).action()).isEqualTo(Decision.Action.ROLL_BACK);
    }

    /** Days on which v3, promoted on the day with number {@code from}, has a realised AUC of 0.7. */
    private static List<ObservedDay> bad(int days, int from, String... before) {
        List<ObservedDay> bad = new ArrayList<>();
        for (int day = from; day < from + days; day++) {
            bad.add(Days.day(day)
                    .champion(Days.champion("v3", from, before))
                    .auc(Basis.REALISED, 0.7)
                    .build());
        }
        return bad;
    }

    private static Decision last(Policy policy, List<ObservedDay> days) {
        List<Decision> decisions = PolicyRun.of(policy, days).decisions();
        return decisions.get(decisions.size() - 1);
    }

    private static List<Decision.Action> actions(Policy policy, List<ObservedDay> days) {
        return PolicyRun.of(policy, days).decisions().stream()
                .map(Decision::action)
                .toList();
    }
}
