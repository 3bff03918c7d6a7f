package io.headrace.policy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Windows in which nothing has changed, as the reference lets one draw them.
 *
 * <p>A window gives one number for each column: what a policy compares with its level, such as the adjusted p value, with 1 where
 * the effect is within its tolerance. Columns of one window belong together, so that their dependence counts.
 */
@FunctionalInterface
public interface NullWindows {
    /** The numbers of one window, 0 to 1; the same length, one or more, on each call. */
    double[] draw(SplittableRandom random);

    /** What the windows of one history are drawn from; by default the same for all. */
    default NullWindows history(SplittableRandom random) {
        return this;
    }

    /**
     * Histories of windows that follow each other in time, from one of some tables each.
     *
     * @param tables the windows that follow from one reference each, in order; one row for each window, one number for each column
     */
    static NullWindows inOrder(List<double[][]> tables) {
        if (tables.isEmpty() || tables.stream().anyMatch(table -> table.length == 0)) {
            throw new IllegalArgumentException("there must be a table, and a window in each");
        }
        return new WindowsInOrder(tables);
    }

    /**
     * Draws whole windows of a table with replacement.
     *
     * @param windows one row for each window, one number for each column; one row or more
     */
    static NullWindows resampled(double[][] windows) {
        if (windows.length == 0) {
            throw new IllegalArgumentException("windows must be one or more, found none");
        }
        double[][] own = Arrays.stream(windows).map(double[]::clone).toArray(double[][]::new);
        for (int window = 0; window < own.length; window++) {
            if (own[window].length != own[0].length || own[window].length == 0) {
                throw new IllegalArgumentException("windows[" + window + "] must have " + own[0].length
                        + " columns, one or more, found " + own[window].length);
            }
            for (double q : own[window]) {
                if (!(q >= 0 && q <= 1)) {
                    throw new IllegalArgumentException("windows[" + window + "] must lie between 0 and 1, found " + q);
                }
            }
        }
        return random -> own[random.nextInt(own.length)];
    }
}
