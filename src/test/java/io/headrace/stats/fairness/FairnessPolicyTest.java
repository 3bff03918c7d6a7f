package io.headrace.stats.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.FairnessPolicy.Form;
import io.headrace.stats.fairness.FairnessPolicy.Outcome;
import io.headrace.stats.fairness.FairnessPolicy.Pair;
import io.headrace.stats.fairness.FairnessPolicy.Verdict;
import io.headrace.stats.value.ValidDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FairnessPolicyTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 1);
    private static final FairnessRules RULES =
            new FairnessRules(1, 30, 0.95, Side.POSITIVE, Reference.declared(Map.of("sex", "m")));
    private static final FairnessPolicy FOUR_FIFTHS = fourFifths(RULES);

    private static FairnessPolicy fourFifths(FairnessRules rules) {
        return FairnessPolicy.fourFifths(List.of("sex"), rules, ValidDays.from(START), "risk");
    }

    /** Of each sex so many rows and so many of them selected. */
    private static GroupCounts rows(int women, int selectedWomen, int men, int selectedMen) {
        GroupRows rows = new GroupRows(List.of("sex"));
        rows.add(selectedWomen, 0.9, true, true, "f");
        rows.add(women - selectedWomen, 0.1, false, true, "f");
        rows.add(selectedMen, 0.9, true, true, "m");
        rows.add(men - selectedMen, 0.1, false, true, "m");
        return rows.counts();
    }

    @Test
    void theEndOfTheIntervalDecides() {
        assertThat(FOUR_FIFTHS.judge(rows(2000, 1000, 2000, 1000)).verdict()).isEqualTo(Verdict.OK);
        assertThat(FOUR_FIFTHS.judge(rows(2000, 700, 2000, 1000)).verdict()).isEqualTo(Verdict.BREACH);
        // The figure 0.79 breaks the bound of 0.8, but 200 rows do not tell.
        Outcome few = FOUR_FIFTHS.judge(rows(200, 79, 200, 100));
        assertThat(few.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(few.pairs().get(0).reason()).isEqualTo("the interval holds the bound: more rows would tell");
        assertThat(few.pairs().get(0).interval().orElseThrow().contains(0.79)).isTrue();
    }

    @Test
    void fewRowsAreInsufficient() {
        Outcome outcome = FOUR_FIFTHS.judge(rows(12, 1, 2000, 1000));
        assertThat(outcome.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(outcome.pairs().get(0).reason()).isEqualTo("insufficient: 12 rows, 30 are needed");
        assertThat(outcome.pairs().get(0).rows()).isEqualTo(12);
    }

    @Test
    void withoutAReferenceNothingIsKnown() {
        GroupRows rows = new GroupRows(List.of("sex"));
        rows.add(50, 0.9, true, true, "f");
        Outcome outcome = FOUR_FIFTHS.judge(rows.counts());
        assertThat(outcome.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(outcome.pairs())
                .extracting(Pair::reason)
                .containsExactly("insufficient: no group is the reference, {sex=m}");
    }

    @Test
    void theReferenceMayBeTheGroupSelectedMost() {
        FairnessRules rules = new FairnessRules(1, 30, 0.95, Side.POSITIVE, Reference.mostSelected());
        Outcome outcome = fourFifths(rules).judge(rows(2000, 1000, 2000, 600));
        assertThat(outcome.reference()).hasValue(Group.of("sex", "f"));
        assertThat(outcome.verdict()).isEqualTo(Verdict.BREACH);
        assertThat(outcome.pairs().get(0).group()).isEqualTo(Group.of("sex", "m"));
    }

    @Test
    void oneBreachIsABreachOfAllAndTheWorstComesFirst() {
        GroupRows rows = new GroupRows(List.of("sex"));
        rows.add(1000, 0.9, true, true, "m");
        rows.add(1000, 0.1, false, true, "m");
        rows.add(1000, 0.9, true, true, "a");
        rows.add(1000, 0.1, false, true, "a");
        rows.add(200, 0.9, true, true, "z");
        rows.add(1000, 0.1, false, true, "z");
        rows.add(5, 0.9, true, true, "few");
        Outcome outcome = FOUR_FIFTHS.judge(rows.counts());
        assertThat(outcome.verdict()).isEqualTo(Verdict.BREACH);
        assertThat(outcome.pairs())
                .extracting(Pair::verdict)
                .containsExactly(Verdict.BREACH, Verdict.UNKNOWN, Verdict.OK);
    }

    /** Two bounds of differences: 0.05 is surely kept, surely broken, to both sides. */
    @Test
    void differencesAreBoundedToBothSides() {
        FairnessPolicy policy =
                FairnessPolicy.equalOpportunity(0.05, List.of("sex"), RULES, ValidDays.from(START), "risk");
        assertThat(policy.judge(rows(9000, 4500, 9000, 4600)).verdict()).isEqualTo(Verdict.OK);
        assertThat(policy.judge(rows(9000, 4000, 9000, 4600)).verdict()).isEqualTo(Verdict.BREACH);
        assertThat(policy.judge(rows(9000, 5200, 9000, 4600)).verdict()).isEqualTo(Verdict.BREACH);
        assertThat(policy.judge(rows(9000, 4150, 9000, 4600)).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aPolicyHoldsOnItsDays() {
        FairnessPolicy ended =
                FairnessPolicy.fourFifths(List.of("sex"), RULES, ValidDays.between(START, START.plusDays(10)), "risk");
        List<FairnessPolicy> policies = List.of(FOUR_FIFTHS, ended);
        assertThat(FairnessPolicy.on(START, policies)).hasSize(2);
        assertThat(FairnessPolicy.on(START.plusDays(10), policies)).containsExactly(FOUR_FIFTHS);
        assertThat(FairnessPolicy.on(START.minusDays(1), policies)).isEmpty();
    }

    @Test
    void refusesABoundThatMeansNothing() {
        assertThatThrownBy(() -> new FairnessPolicy(
                        "odds",
                        GroupMetric.MEAN_ODDS,
                        Form.RATIO_AT_LEAST,
                        0.8,
                        List.of("sex"),
                        RULES,
                        "",
                        ValidDays.from(START),
                        "risk"))
                .hasMessage("odds: a ratio of MEAN_ODDS means nothing; bound the difference");
        assertThatThrownBy(() ->
                        FairnessPolicy.equalOpportunity(1.5, List.of("sex"), RULES, ValidDays.from(START), "risk"))
                .hasMessage("equal-opportunity: bound must be a share up to 1, found 1.5");
    }
}
