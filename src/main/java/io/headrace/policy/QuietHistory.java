package io.headrace.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A history of days without change, reduced to what it takes for an alert.
 *
 * <p>A column persists on a day if the level is above the day's own number and above the k-th smallest of the last n, so above the
 * larger of the two. Only those that the highest level reaches are kept.
 */
final class QuietHistory {
    private final List<Reached> reached;
    private final int coolDownDays;
    private final boolean together;

    /** From which level on (exclusive) a column is alerted on a day; sorted by day. */
    private record Reached(int day, int column, double level) {}

    private QuietHistory(List<Reached> reached, Policy policy) {
        this.reached = reached;
        this.coolDownDays = policy.coolDownDays();
        this.together = policy.grouping() != Grouping.APART;
    }

    static QuietHistory draw(NullWindows nulls, Policy policy, int days, SplittableRandom random) {
        Persistence drift = policy.drift();
        NullWindows own = nulls.history(random);
        double[][] windows = new double[days][];
        List<Reached> reached = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            windows[day] = own.draw(random);
            int from = Math.max(0, day - drift.of() + 1);
            for (int column = 0; column < windows[day].length; column++) {
                if (windows[day][column] < policy.level() && day - from + 1 >= drift.windows()) {
                    double level =
                            Math.max(windows[day][column], smallest(windows, from, day, column, drift.windows()));
                    if (level < policy.level()) {
                        reached.add(new Reached(day, column, level));
                    }
                }
            }
        }
        return new QuietHistory(reached, policy);
    }

    /** The k-th smallest number of a column in some windows. */
    private static double smallest(double[][] windows, int from, int to, int column, int k) {
        double[] numbers = new double[to - from + 1];
        for (int day = from; day <= to; day++) {
            numbers[day - from] = windows[day][column];
        }
        Arrays.sort(numbers);
        return numbers[k - 1];
    }

    /** How many alerts a level makes, up to the highest that was asked for. */
    int alerts(double level) {
        int alerts = 0;
        int lastAlert = -1;
        Map<Integer, Integer> restsUntil = new HashMap<>();
        for (Reached next : reached) {
            if (next.level() < level && next.day() >= restsUntil.getOrDefault(next.column(), 0)) {
                restsUntil.put(next.column(), next.day() + coolDownDays);
                alerts += together && lastAlert == next.day() ? 0 : 1;
                lastAlert = next.day();
            }
        }
        return alerts;
    }
}
