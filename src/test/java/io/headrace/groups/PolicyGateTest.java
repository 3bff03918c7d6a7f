package io.headrace.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metric.Gate.Side;
import io.headrace.metric.GateOutcome;
import io.headrace.stats.Interval;
import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessPolicy.Form;
import io.headrace.stats.fairness.FairnessPolicy.Outcome;
import io.headrace.stats.fairness.FairnessPolicy.Pair;
import io.headrace.stats.fairness.FairnessPolicy.Verdict;
import io.headrace.stats.fairness.FairnessRules;
import io.headrace.stats.fairness.Group;
import io.headrace.stats.fairness.GroupMetric;
import io.headrace.stats.fairness.Reference;
import io.headrace.stats.value.ValidDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a policy says of men (the reference), women and others, as a gate. */
class PolicyGateTest {
    private static final FairnessRules RULES =
            new FairnessRules(1, 50, 0.95, io.headrace.stats.estimate.Side.POSITIVE, Reference.mostSelected());

    private static Outcome outcome(Form form, double bound, Verdict verdict, Pair... pairs) {
        return new Outcome(
                new FairnessPolicy(
                        "house",
                        GroupMetric.SELECTION_RATE,
                        form,
                        bound,
                        List.of("sex"),
                        RULES,
                        "house rule",
                        ValidDays.from(LocalDate.of(2026, 1, 1)),
                        "risk"),
                verdict,
                Optional.of(Group.of("sex", "male")),
                List.of(pairs));
    }

    private static Pair pair(String sex, Verdict verdict, double lower, double upper) {
        return new Pair(Group.of("sex", sex), verdict, 100, 100, Optional.of(new Interval(lower, upper, 0.95)), "");
    }

    private static Pair few(String sex) {
        return new Pair(Group.of("sex", sex), Verdict.UNKNOWN, 3, 100, Optional.empty(), "insufficient");
    }

    @Test
    void aBreachLosesWhateverIsAsked() {
        Outcome found = outcome(
                Form.RATIO_AT_LEAST, 0.8, Verdict.BREACH, pair("female", Verdict.BREACH, 0.4, 0.7), few("other"));
        GateOutcome lost = PolicyGate.LOST_BY_BREACH.of(found);
        assertThat(lost.passed()).isFalse();
        assertThat(lost.side()).isEqualTo(Side.AT_LEAST);
        assertThat(lost.text())
                .isEqualTo("failed fairness-house: breach for 1 of 2 groups; selection rate over the reference's of the"
                        + " worst group, better end of the interval, is 0.7000, must be 0.8000 or more");
        assertThat(PolicyGate.MET_BY_PROOF.of(found).value()).isEqualTo(0.4);
        assertThat(PolicyGate.MET_BY_PROOF.of(found).passed()).isFalse();
    }

    @Test
    void whatCannotBeToldPassesOrDoesNot() {
        Outcome found = outcome(
                Form.DIFFERENCE_AT_MOST,
                0.1,
                Verdict.UNKNOWN,
                pair("female", Verdict.UNKNOWN, -0.15, -0.05),
                pair("other", Verdict.OK, -0.02, 0.09));
        assertThat(PolicyGate.LOST_BY_BREACH.of(found).text())
                .isEqualTo(
                        "passed fairness-house: unknown for 1 of 2 groups; selection rate beside the reference's of the"
                                + " worst group, better end of the interval, is 0.0500, must be 0.1000 or less");
        assertThat(PolicyGate.MET_BY_PROOF.of(found).text())
                .isEqualTo(
                        "failed fairness-house: unknown for 1 of 2 groups; selection rate beside the reference's of the"
                                + " worst group, worse end of the interval, is 0.1500, must be 0.1000 or less");
    }

    @Test
    void aGroupOfFewRowsAloneLosesWithoutANumber() {
        Outcome found =
                outcome(Form.RATIO_AT_LEAST, 0.8, Verdict.UNKNOWN, few("other"), pair("female", Verdict.OK, 0.85, 1.1));
        assertThat(PolicyGate.MET_BY_PROOF.of(found).text())
                .isEqualTo("failed fairness-house: unknown for 1 of 2 groups");
        assertThat(PolicyGate.LOST_BY_BREACH.of(found).value()).isEqualTo(1.1);
        assertThat(PolicyGate.LOST_BY_BREACH.of(found).passed()).isTrue();
    }

    @Test
    void theVerdictNamesNoGroup() {
        Stream.of(PolicyGate.values()).forEach(gate -> {
            Outcome kept = outcome(Form.RATIO_AT_LEAST, 0.8, Verdict.OK, pair("female", Verdict.OK, 0.9, 1.2));
            assertThat(gate.of(kept).passed()).isTrue();
            assertThat(gate.of(kept).text()).contains("fairness-house: ok; ").doesNotContain("female");
        });
    }
}
