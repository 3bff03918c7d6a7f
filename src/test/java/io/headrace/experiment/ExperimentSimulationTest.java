package io.headrace.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.experiment.MetricPlan.Figure;
import io.headrace.experiment.MetricPlan.Role;
import io.headrace.experiment.Verdict.State;
import io.headrace.stats.trial.ArmCounter;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Exposure;
import io.headrace.stats.trial.Margin;
import io.headrace.stats.trial.Margin.Direction;
import io.headrace.stats.trial.Margin.Scale;
import io.headrace.stats.trial.Simulations;
import io.headrace.stats.trial.TrialPlanner;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whole experiments, judged at fifty peeks, with a primary metric and two guardrails. The large runs print the figures of the page. */
class ExperimentSimulationTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 1);
    private static final int PEEKS = 50;
    private static final double ALPHA = 0.05;
    private static final MetricPlan REVENUE =
            new MetricPlan("revenue", Role.PRIMARY, Figure.MEAN, Margin.none(Direction.HIGHER_IS_BETTER));
    private static final MetricPlan STAYS =
            new MetricPlan("stays", Role.GUARDRAIL, Figure.SHARE, Margin.none(Direction.HIGHER_IS_BETTER));
    private static final MetricPlan RETURNS = new MetricPlan(
            "returns", Role.GUARDRAIL, Figure.SHARE, new Margin(0.0, Scale.RELATIVE, Direction.LOWER_IS_BETTER));

    /** How many runs ever had a verdict. */
    private static Map<State, Integer> tally(int runs, long seed, World world) {
        Map<State, Integer> tally = new EnumMap<>(State.class);
        for (int run = 0; run < runs; run++) {
            List<Verdict> verdicts = ExperimentJudge.judge(world.plan, world.peeks(new SplittableRandom(seed + run)));
            verdicts.stream().map(Verdict::state).distinct().forEach(state -> tally.merge(state, 1, Integer::sum));
        }
        return tally;
    }

    /**
     * What entities do.
     *
     * @param perArm entities that come to each arm between peeks, one or two more by chance
     * @param staysOfTreated share of treated that stay, 0.5 of control
     */
    private record World(ExperimentPlan plan, int perArm, double staysOfTreated, boolean byRow) {
        List<Peek> peeks(SplittableRandom random) {
            Map<String, Totals> arms = Map.of("champion", new Totals(0.5), "challenger", new Totals(staysOfTreated));
            List<Peek> peeks = new ArrayList<>();
            for (int peek = 0; peek < PEEKS; peek++) {
                long first = binomial(random, 2L * perArm, 0.5);
                arms.get("champion").grow(first, random, byRow);
                arms.get("challenger").grow(2L * perArm - first, random, byRow);
                peeks.add(new Peek(
                        START.plusDays(peek),
                        Map.of(
                                "champion", arms.get("champion").arm(),
                                "challenger", arms.get("challenger").arm()),
                        new Exposure(2L * perArm * (peek + 1), 0)));
            }
            return peeks;
        }
    }

    private static final class Totals {
        private final double stays;
        private long entities;
        private long stayed;
        private long returned;
        private ArmTotals revenue = ArmTotals.NONE;

        Totals(double stays) {
            this.stays = stays;
        }

        void grow(long more, SplittableRandom random, boolean byRow) {
            entities += more;
            stayed += binomial(random, more, stays);
            returned += binomial(random, more, 0.1);
            revenue = revenue.plus(byRow ? rows(more, random) : normal(more, random));
        }

        /** Skewed: mean and variance 1. */
        private static ArmTotals rows(long more, SplittableRandom random) {
            ArmCounter counter = new ArmCounter();
            for (long i = 0; i < more; i++) {
                counter.add(Simulations.exponential(random));
            }
            return counter.totals();
        }

        /** The sums of so many normal values of mean 1 and variance 1, to their first two moments. */
        private static ArmTotals normal(long more, SplittableRandom random) {
            double sum = more + Math.sqrt(more) * Simulations.normal(random);
            double spread = more + Math.sqrt(2.0 * more) * Simulations.normal(random);
            return ArmTotals.ofSums(more, sum, sum * sum / more + Math.max(0, spread));
        }

        Peek.Arm arm() {
            return new Peek.Arm(
                    entities,
                    entities,
                    entities,
                    Map.of(
                            "revenue", revenue,
                            "stays", ArmTotals.ofShare(entities, stayed),
                            "returns", ArmTotals.ofShare(entities, returned)));
        }
    }

    /** Exact by coins up to 1,000, else the nearest whole number of a normal one. */
    private static long binomial(SplittableRandom random, long trials, double chance) {
        if (trials > 1_000) {
            double draw = trials * chance + Math.sqrt(trials * chance * (1 - chance)) * Simulations.normal(random);
            return Math.max(0, Math.min(trials, Math.round(draw)));
        }
        long successes = 0;
        for (long i = 0; i < trials; i++) {
            successes += random.nextDouble() < chance ? 1 : 0;
        }
        return successes;
    }

    private static ExperimentPlan plan(long tunedFor) {
        return new ExperimentPlan(
                "x",
                "champion",
                "challenger",
                Map.of("champion", new BigDecimal("0.5"), "challenger", new BigDecimal("0.5")),
                START,
                new ExperimentPlan.Rules(PEEKS, 7, 100, ALPHA, tunedFor, 0.001, 0.05, 7),
                List.of(REVENUE, STAYS, RETURNS));
    }

    /** Harm of 2 % of a share of 0.5, planned with a power of 90 % for the first step of Holm over three metrics. */
    private static World harm() {
        TrialPlanner planner = new TrialPlanner(0.25, 0.5, 0.5, 1, ALPHA / 3, 0.9);
        TrialPlanner.Size size = planner.sequentialOneSided(0.01);
        int perArm = (int) Math.ceil(size.control() / (double) PEEKS);
        return new World(plan(size.tunedFor()), perArm, 0.49, false);
    }

    @Test
    void challengersThatHarmNothingAreRarelyRolledBackOrShipped() { // A7
        Map<State, Integer> tally = tally(300, 1_000, new World(plan(4_000), 40, 0.5, true));

        assertThat(tally.getOrDefault(State.ROLL_BACK, 0)).isLessThanOrEqualTo(Simulations.most(300, ALPHA));
        assertThat(tally.getOrDefault(State.SHIP, 0)).isLessThanOrEqualTo(Simulations.most(300, ALPHA));
        assertThat(tally.getOrDefault(State.UNHEALTHY, 0)).isLessThanOrEqualTo(Simulations.most(300, 0.002));
    }

    @Test
    void harmOfTwoPercentIsRolledBackWithinThePlannedHorizon() { // A7
        assertThat(tally(100, 2_000, harm()).getOrDefault(State.ROLL_BACK, 0)).isGreaterThanOrEqualTo(90);
    }

    @Tag("full")
    @Test
    void twoThousandHarmlessChallengers() { // A7
        Map<State, Integer> tally = tally(2_000, 10_000, new World(plan(4_000), 40, 0.5, true));
        System.out.printf(Locale.ROOT, "2,000 A/A x 50 peeks, skewed revenue by row: %s%n", tally);

        assertThat(tally.getOrDefault(State.ROLL_BACK, 0)).isLessThanOrEqualTo(Simulations.most(2_000, ALPHA));
        assertThat(tally.getOrDefault(State.SHIP, 0)).isLessThanOrEqualTo(Simulations.most(2_000, ALPHA));
        assertThat(tally.getOrDefault(State.UNHEALTHY, 0)).isLessThanOrEqualTo(Simulations.most(2_000, 0.002));
    }

    @Tag("full")
    @Test
    void twoThousandChallengersThatHarmByTwoPercent() { // A7
        World world = harm();
        Map<State, Integer> tally = tally(2_000, 50_000, world);
        System.out.printf(
                Locale.ROOT, "2,000 with harm of 2 %%, %d entities by arm and peek: %s%n", world.perArm, tally);

        assertThat(tally.getOrDefault(State.ROLL_BACK, 0)).isGreaterThanOrEqualTo(1_800);
        assertThat(tally.getOrDefault(State.SHIP, 0)).isLessThanOrEqualTo(Simulations.most(2_000, ALPHA));
    }
}
