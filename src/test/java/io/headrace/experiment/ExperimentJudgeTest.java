package io.headrace.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.experiment.Verdict.State;
import io.headrace.stats.drift.ExactTotal;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Exposure;
import io.headrace.stats.trial.Margin;
import io.headrace.stats.trial.Margin.Direction;
import io.headrace.stats.trial.Margin.Scale;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExperimentJudgeTest {
    private static final LocalDate START = LocalDate.of(2026, 3, 1);
    private static final MetricPlan STAYS =
            new MetricPlan("stays", Role.PRIMARY, Figure.SHARE, Margin.none(Direction.HIGHER_IS_BETTER));
    private static final MetricPlan COMPLAINTS = new MetricPlan(
            "complaints", Role.GUARDRAIL, Figure.SHARE, new Margin(0.01, Scale.ABSOLUTE, Direction.LOWER_IS_BETTER));
    private static final ExperimentPlan.Rules RULES = new ExperimentPlan.Rules(20, 7, 100, 0.05, 5_000, 0.001, 0.05, 7);

    @Test
    void shipsAGainThatNoGuardrailStandsAgainst() {
        Verdict verdict = last(peek(8, 5_000, 2_000, 2_400, 100, 100));

        assertThat(verdict.state()).isEqualTo(State.SHIP);
        assertThat(verdict.reasons().get(0)).startsWith("stays gains: p at every look ");
        assertThat(verdict.reasons().get(1)).startsWith("complaints within its margin: p at every look ");
        MetricEvidence stays = verdict.metrics().get(0);
        assertThat(verdict.words())
                .hasSize(4)
                .startsWith(verdict.reasons().get(0))
                .contains(stays.words());
        assertThat(stays.absolute().estimate()).isEqualTo(0.08, within(1e-12));
        assertThat(stays.sequences().always().lower()).isPositive();
        assertThat(stays.sequences().fixed().lower())
                .isGreaterThan(stays.sequences().always().lower());
        assertThat(stays.words())
                .isEqualTo(
                        "stays (primary, higher is better): control 0.4 of 5000 entities (variance 0.24), treated 0.48 of"
                                + " 5000 entities (variance 0.2496); difference 0.08 (20 %), at every look 0.0497053 to 0.110295 at 95"
                                + " % (11.6494 to 28.3506 %), for one look only 0.0606029 to 0.0993971 at 95 %, p at every look"
                                + " 1.82867e-13; margin of harm 0: within it p 1.29776e-13, beyond it p 1, after Holm 1");
    }

    @Test
    void waitsWithShippingForTheFewestDaysAndForEveryGuardrail() {
        assertThat(last(peek(6, 5_000, 2_000, 2_400, 100, 100)).state()).isEqualTo(State.RUNNING);
        Verdict open = last(peek(8, 1_000, 400, 560, 100, 100));
        assertThat(open.state()).isEqualTo(State.RUNNING);
        assertThat(open.reasons().get(0)).startsWith("not shown yet: complaints within its margin");
        assertThat(open.reasons().get(1)).isEqualTo("day 8 of 20");
    }

    @Test
    void rollsBackHarmOfAGuardrailOrOfThePrimaryMetric() {
        Verdict guardrail = last(peek(2, 5_000, 2_000, 2_400, 100, 300));
        assertThat(guardrail.state()).isEqualTo(State.ROLL_BACK);
        assertThat(guardrail.reasons().get(0)).startsWith("complaints is harmed beyond its margin: p at every look");
        Verdict primary = last(peek(2, 5_000, 2_000, 1_600, 100, 100));
        assertThat(primary.state()).isEqualTo(State.ROLL_BACK);
        assertThat(primary.reasons().get(0)).startsWith("stays is harmed beyond its margin");
    }

    @Test
    void harmWithinTheMarginStays() {
        assertThat(last(peek(8, 50_000, 20_000, 21_000, 1_000, 1_200)).state()).isEqualTo(State.SHIP);
    }

    @Test
    void decidesNothingWithFewEntities() {
        Verdict verdict = last(peek(8, 99, 90, 10, 0, 90));

        assertThat(verdict.state()).isEqualTo(State.RUNNING);
        assertThat(verdict.reasons().get(0))
                .isEqualTo("fewer than 100 entities with an outcome in an arm: nothing is decided");
    }

    @Test
    void isInconclusiveAtTheHorizon() {
        assertThat(last(peek(19, 2_000, 800, 810, 40, 41)).state()).isEqualTo(State.RUNNING);
        Verdict verdict = last(peek(20, 2_000, 800, 810, 40, 41));
        assertThat(verdict.state()).isEqualTo(State.INCONCLUSIVE);
        assertThat(verdict.reasons()).contains("day 20 of 20: nothing is shown");
    }

    @Test
    void isUnhealthyWithWrongShares() {
        Peek wrong = new Peek(
                START.plusDays(8),
                Map.of("champion", arm(5_500, 2_200, 110), "challenger", arm(4_500, 2_200, 90)),
                new Exposure(10_000, 0));
        Verdict verdict = last(wrong);

        assertThat(verdict.state()).isEqualTo(State.UNHEALTHY);
        assertThat(verdict.health().problems().get(0))
                .startsWith("arms do not have their shares: champion 5500 for a share of 0.5, challenger 4500");
        assertThat(verdict.health().fixedSharesPValue()).isLessThan(1e-20);
    }

    @Test
    void isUnhealthyWithEntitiesInSeveralArmsOrAnArmThatIsNotPlanned() {
        Peek seen = peek(8, 5_000, 2_000, 2_400, 100, 100);
        assertThat(last(new Peek(seen.day(), seen.arms(), new Exposure(10_000, 101)))
                        .reasons())
                .contains("101 of 10000 entities were seen in several arms, more than 1 %");
        Map<String, Peek.Arm> more = new LinkedHashMap<>(seen.arms());
        more.put("old", arm(3, 1, 0));
        assertThat(last(new Peek(seen.day(), more, seen.exposure())).health().problems())
                .containsExactly("arm old has entities and is not in the plan");
    }

    @Test
    void isUnhealthyWithMissingOutcomesOrMoreOfThemInOneArm() {
        Peek.Arm lost = new Peek.Arm(5_000, 4_000, 3_700, arm(3_700, 1_500, 70).metrics());
        Peek.Arm fine = new Peek.Arm(5_000, 4_000, 4_000, arm(4_000, 1_600, 80).metrics());
        Verdict verdict = last(
                new Peek(START.plusDays(8), Map.of("champion", fine, "challenger", lost), new Exposure(10_000, 0)));

        assertThat(verdict.state()).isEqualTo(State.UNHEALTHY);
        assertThat(verdict.health().problems())
                .containsExactly("outcomes of challenger are missing: 300 of 4000 that are due, more than 5 %");
        Peek.Arm fewer =
                new Peek.Arm(50_000, 40_000, 38_400, arm(38_400, 15_360, 700).metrics());
        Peek.Arm all =
                new Peek.Arm(50_000, 40_000, 40_000, arm(40_000, 16_000, 800).metrics());
        assertThat(last(new Peek(
                                START.plusDays(8),
                                Map.of("champion", all, "challenger", fewer),
                                new Exposure(100_000, 0)))
                        .health()
                        .problems()
                        .get(0))
                .startsWith("arms do not have their shares of entities with an outcome");
    }

    @Test
    void harmOfAnUnhealthyExperimentIsRolledBackAndSaysBoth() {
        Peek seen = peek(8, 5_000, 2_000, 2_400, 100, 400);
        Verdict verdict = last(new Peek(seen.day(), seen.arms(), new Exposure(10_000, 500)));

        assertThat(verdict.state()).isEqualTo(State.ROLL_BACK);
        assertThat(verdict.reasons()).anyMatch(reason -> reason.contains("several arms"));
    }

    @Test
    void hasNoDataWithoutEntitiesOrOutcomes() {
        Peek none = new Peek(START, Map.of("champion", arm(10, 5, 0)), new Exposure(10, 0));
        Verdict verdict = last(none);

        assertThat(verdict.state()).isEqualTo(State.NO_DATA);
        assertThat(verdict.reasons()).containsExactly("no entity with an outcome in challenger");
        assertThat(ExperimentJudge.judge(plan(STAYS, COMPLAINTS), List.of())).isEmpty();
    }

    @Test
    void lateOutcomesTakeAVerdictBackAndRewriteNothing() {
        Peek harm = peek(3, 1_000, 400, 280, 10, 10);
        Peek late = peek(3, 1_400, 560, 540, 14, 14);
        Peek later = peek(4, 1_500, 600, 590, 15, 15);
        List<Verdict> first = ExperimentJudge.judge(plan(STAYS, COMPLAINTS), List.of(harm));
        List<Verdict> all = ExperimentJudge.judge(plan(STAYS, COMPLAINTS), List.of(harm, late, later));

        assertThat(first.get(0).state()).isEqualTo(State.ROLL_BACK);
        assertThat(all.get(0)).isEqualTo(first.get(0));
        assertThat(all.get(1).state()).isEqualTo(State.RUNNING);
        assertThat(all.get(1).reopens()).isEqualTo(OptionalInt.of(1));
        assertThat(all.get(1).reasons())
                .contains("takes back verdict 1, which was roll back: what came since says otherwise");
        assertThat(all.get(2).reopens()).isEmpty();
        // The p value at every look keeps what was seen.
        assertThat(all.get(2).metrics().get(0).sequences().pValue())
                .isEqualTo(all.get(0).metrics().get(0).sequences().pValue());
    }

    @Test
    void lateOutcomesCanDecideWhatWasInconclusive() {
        List<Verdict> verdicts = ExperimentJudge.judge(
                plan(STAYS, COMPLAINTS),
                List.of(peek(20, 2_000, 800, 830, 40, 41), peek(22, 5_000, 2_000, 2_400, 100, 100)));

        assertThat(verdicts).extracting(Verdict::state).containsExactly(State.INCONCLUSIVE, State.SHIP);
        assertThat(verdicts.get(1).reopens()).isEqualTo(OptionalInt.of(1));
    }

    /** A verdict is a row of its own: whatever comes later, those before it stay, and p at every look never rises. */
    @Property(seed = "71", tries = 100)
    void laterPeeksNeverChangeEarlierVerdicts(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Peek> peeks = new ArrayList<>();
        for (int day = 1; day <= 25; day += 1 + random.nextInt(3)) {
            int entities = 50 * day + random.nextInt(200);
            peeks.add(peek(
                    day,
                    entities,
                    random.nextInt(entities),
                    random.nextInt(entities),
                    random.nextInt(entities / 20 + 1),
                    random.nextInt(entities / 20 + 1)));
        }
        List<Verdict> all = ExperimentJudge.judge(plan(STAYS, COMPLAINTS), peeks);
        double p = 1;
        for (int known = 0; known < peeks.size(); known++) {
            assertThat(ExperimentJudge.judge(plan(STAYS, COMPLAINTS), peeks.subList(0, known)))
                    .isEqualTo(all.subList(0, known));
            double now = all.get(known).metrics().get(0).sequences().pValue();
            assertThat(now).isLessThanOrEqualTo(p);
            p = now;
        }
        // Each taken back verdict was decisive and said otherwise.
        for (Verdict verdict : all) {
            verdict.reopens().ifPresent(before -> {
                State was = all.get(before - 1).state();
                assertThat(was.isDecisive()).isTrue();
                assertThat(was).isNotEqualTo(verdict.state());
            });
        }
    }

    @Test
    void manyGuardrailsAreAdjustedTogether() {
        MetricPlan other = new MetricPlan(
                "returns", Role.GUARDRAIL, Figure.SHARE, new Margin(0, Scale.RELATIVE, Direction.LOWER_IS_BETTER));
        MetricPlan second =
                new MetricPlan("visits", Role.SECONDARY, Figure.SHARE, Margin.none(Direction.HIGHER_IS_BETTER));
        ExperimentPlan plan = plan(STAYS, COMPLAINTS, other, second);
        Peek peek = new Peek(
                START,
                Map.of("champion", arm(4_000, 1_600, 80, 200, 700), "challenger", arm(4_000, 1_600, 80, 280, 800)),
                new Exposure(8_000, 0));
        List<MetricEvidence> metrics =
                ExperimentJudge.judge(plan, List.of(peek)).get(0).metrics();

        double harm = metrics.get(2).sequences().beyondPValue();
        assertThat(metrics.get(2).sequences().adjustedBeyondPValue()).isEqualTo(Math.min(1, 3 * harm));
        assertThat(metrics.get(3).sequences().adjustedBeyondPValue()).isOne();
        assertThat(metrics.get(3).sequences().qValue())
                .isGreaterThanOrEqualTo(metrics.get(3).sequences().pValue());
        assertThat(metrics.get(3).words())
                .endsWith(", q "
                        + MetricEvidence.number(metrics.get(3).sequences().qValue()));
    }

    @Test
    void aGuardrailWithoutASingleEventIsWithinItsMarginOnceThereAreEnoughEntities() {
        assertThat(last(peek(8, 5_000, 2_000, 2_400, 0, 0)).state()).isEqualTo(State.SHIP);
        assertThat(last(peek(8, 150, 40, 120, 0, 0)).reasons().get(0))
                .startsWith("not shown yet: complaints within its margin");
    }

    @Test
    void aMetricThatNeverVariesProvesNothing() {
        MetricPlan spend =
                new MetricPlan("spend", Role.GUARDRAIL, Figure.MEAN, Margin.none(Direction.HIGHER_IS_BETTER));
        MetricPlan rate = new MetricPlan("rate", Role.SECONDARY, Figure.RATIO, Margin.none(Direction.HIGHER_IS_BETTER));
        ArmTotals constant = ArmTotals.ofSums(5_000, 5_000, 5_000);
        ArmTotals empty = new ArmTotals(
                5_000,
                constant.values(),
                constant.valueSquares(),
                ExactTotal.ZERO,
                ExactTotal.ZERO,
                ExactTotal.ZERO,
                ExactTotal.ZERO,
                ExactTotal.ZERO,
                ExactTotal.ZERO,
                ExactTotal.ZERO);
        Map<String, ArmTotals> totals =
                Map.of("stays", ArmTotals.ofShare(5_000, 2_000), "spend", constant, "rate", empty);
        Peek.Arm arm = new Peek.Arm(5_000, 5_000, 5_000, totals);
        Verdict verdict = ExperimentJudge.judge(
                        plan(STAYS, spend, rate),
                        List.of(new Peek(START, Map.of("champion", arm, "challenger", arm), new Exposure(10_000, 0))))
                .get(0);

        assertThat(verdict.state()).isEqualTo(State.RUNNING);
        assertThat(verdict.metrics()).hasSize(1);
        assertThat(verdict.reasons())
                .contains(
                        "spend cannot be judged: no entity differs from another of its arm",
                        "rate cannot be judged: the bases of an arm sum to 0");
    }

    @Test
    void stepsShareAlpha() {
        assertThat(plan(STAYS).forStepsOf(5).rules().alpha()).isEqualTo(0.01);
        assertThatThrownBy(() -> plan(STAYS).forStepsOf(0)).hasMessage("steps must be 1 or more, found 0");
    }

    @Test
    void numbersAreShort() {
        assertThat(List.of(0.0, 1.0, 0.05, 12_345_678.0, 1e-20, -0.1, 100.0, 5e-324))
                .extracting(MetricEvidence::number)
                .containsExactly("0", "1", "0.05", "1.23457e+07", "1e-20", "-0.1", "100", "4.9e-324");
    }

    @Test
    void refusesPlansThatCannotBeJudged() {
        assertThatThrownBy(() -> plan(COMPLAINTS)).hasMessage("an experiment has one primary metric, found 0");
        assertThatThrownBy(() -> plan(STAYS, STAYS)).hasMessage("metric stays is named twice");
        assertThatThrownBy(() -> new ExperimentPlan("x", "champion", "other", shares(), START, RULES, List.of(STAYS)))
                .hasMessageContaining("arm other must have a share above 0");
        assertThatThrownBy(() -> new ExperimentPlan.Rules(10, 11, 100, 0.05, 10, 0.001, 0, 0))
                .hasMessage("fewestDays must lie between 0 and the horizon, found 11");
        assertThatThrownBy(() ->
                        ExperimentJudge.judge(plan(STAYS), List.of(peek(3, 10, 5, 5, 1, 1), peek(2, 10, 5, 5, 1, 1))))
                .hasMessage("peeks must come in order from the start, 2026-03-01, found 2026-03-02 as number 2");
        assertThatThrownBy(() -> new Peek.Arm(10, 5, 6, Map.of())).hasMessageContaining("must ascend from 0");
    }

    private static Verdict last(Peek peek) {
        List<Verdict> verdicts = ExperimentJudge.judge(plan(STAYS, COMPLAINTS), List.of(peek));
        return verdicts.get(verdicts.size() - 1);
    }

    private static ExperimentPlan plan(MetricPlan... metrics) {
        return new ExperimentPlan("lapse-voucher", "champion", "challenger", shares(), START, RULES, List.of(metrics));
    }

    private static Map<String, BigDecimal> shares() {
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        shares.put("champion", new BigDecimal("0.5"));
        shares.put("challenger", new BigDecimal("0.5"));
        return shares;
    }

    /** @param day of the experiment, from 1 */
    private static Peek peek(
            int day, long entities, long stays, long challengerStays, long complaints, long challengers) {
        return new Peek(
                START.plusDays(day - 1),
                Map.of(
                        "champion",
                        arm(entities, stays, complaints),
                        "challenger",
                        arm(entities, challengerStays, challengers)),
                new Exposure(2 * entities, 0));
    }

    private static Peek.Arm arm(long entities, long... successes) {
        List<String> names = List.of("stays", "complaints", "returns", "visits");
        Map<String, ArmTotals> metrics = new LinkedHashMap<>();
        for (int i = 0; i < successes.length; i++) {
            metrics.put(names.get(i), ArmTotals.ofShare(entities, successes[i]));
        }
        return new Peek.Arm(entities, entities, entities, metrics);
    }
}
