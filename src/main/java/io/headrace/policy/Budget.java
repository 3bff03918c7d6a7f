package io.headrace.policy;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The level at which a policy keeps its budget of false alerts, found by simulation of days on which nothing changes.
 *
 * <p>Each run is a history of days drawn from {@link NullWindows}, judged with the policy's persistence, cool-down and
 * grouping, one window a day and all columns in one slice. Chosen is the highest level at which, and at every lower one, {@code
 * atLeastDays} keeps the budget; so a lucky simulation does not buy a level that is too high.
 *
 * @param level the one chosen, at most the policy's own
 * @param isKept whether it keeps the budget; if not, it is the lowest level tried
 * @param expectedDays mean days between false alerts at that level; empty where the simulation saw none
 * @param standardError of {@code expectedDays}, from the spread over the runs
 * @param atLeastDays the days that hold with 95 % confidence, one-sided; a third of all days where no alert was seen
 * @param falseAlerts seen at that level
 * @param simulatedDays of all runs together
 */
public record Budget(
        double level,
        boolean isKept,
        OptionalDouble expectedDays,
        OptionalDouble standardError,
        double atLeastDays,
        long falseAlerts,
        long simulatedDays) {
    private static final int LEVELS_PER_DECADE = 10;
    private static final int DECADES = 8;
    private static final double ONE_SIDED_95 = 1.6448536269514722;
    private static final double RULE_OF_THREE = 3;

    /**
     * How much is simulated.
     *
     * @param runs 2 or more
     * @param days of each run, 1 or more; all together should be some ten times the budget or more
     * @param seed of the draws: the same seed gives the same budget
     */
    public record Simulation(int runs, int days, long seed) {
        public Simulation {
            if (runs < 2 || days < 1) {
                throw new IllegalArgumentException(
                        "runs must be 2 or more and days 1 or more, found " + runs + " and " + days);
            }
        }
    }

    /** Finds the level for a policy's {@link Policy#daysBetweenFalseAlerts}; levels above the policy's own are not tried. */
    public static Budget calibrate(NullWindows nulls, Policy policy, Simulation simulation) {
        double[] levels = levels(policy.level());
        int[][] alerts = simulate(nulls, policy, simulation, levels);
        Budget kept = null;
        for (int i = levels.length - 1; i >= 0; i--) {
            Budget budget = at(levels[i], column(alerts, i), policy, simulation);
            if (!budget.isKept()) {
                return kept == null ? budget : kept;
            }
            kept = budget;
        }
        return kept;
    }

    /** What a policy's own level leads to. */
    public static Budget measure(NullWindows nulls, Policy policy, Simulation simulation) {
        double[] levels = {policy.level()};
        return at(policy.level(), column(simulate(nulls, policy, simulation, levels), 0), policy, simulation);
    }

    /** From the highest down, in equal steps of the logarithm. */
    private static double[] levels(double highest) {
        return IntStream.rangeClosed(0, LEVELS_PER_DECADE * DECADES)
                .mapToDouble(step -> highest * Math.pow(10, -(double) step / LEVELS_PER_DECADE))
                .toArray();
    }

    private static int[] column(int[][] alerts, int level) {
        return Arrays.stream(alerts).mapToInt(ofRun -> ofRun[level]).toArray();
    }

    /** Alerts by run and level. */
    private static int[][] simulate(NullWindows nulls, Policy policy, Simulation simulation, double[] levels) {
        SplittableRandom seeds = new SplittableRandom(simulation.seed());
        int[][] alerts = new int[simulation.runs()][];
        for (int run = 0; run < alerts.length; run++) {
            QuietHistory history = QuietHistory.draw(nulls, policy, simulation.days(), seeds.split());
            alerts[run] = Arrays.stream(levels).mapToInt(history::alerts).toArray();
        }
        return alerts;
    }

    private static Budget at(double level, int[] alerts, Policy policy, Simulation simulation) {
        long days = (long) simulation.runs() * simulation.days();
        long all = Arrays.stream(alerts).asLongStream().sum();
        double mean = (double) all / alerts.length;
        double squares = Arrays.stream(alerts)
                .mapToDouble(count -> (count - mean) * (count - mean))
                .sum();
        double error = Math.sqrt(squares / (alerts.length - 1) / alerts.length);
        double atLeast = all == 0
                ? days / RULE_OF_THREE
                : simulation.days() / (mean + ONE_SIDED_95 * Math.max(error, Math.sqrt((double) all) / alerts.length));
        double expected = simulation.days() / mean;
        return new Budget(
                level,
                atLeast >= policy.daysBetweenFalseAlerts(),
                all == 0 ? OptionalDouble.empty() : OptionalDouble.of(expected),
                all == 0 ? OptionalDouble.empty() : OptionalDouble.of(expected * error / mean),
                atLeast,
                all,
                days);
    }
}
