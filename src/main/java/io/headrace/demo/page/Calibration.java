package io.headrace.demo.page;

import java.util.List;
import java.util.Objects;

/**
 * Whether predicted probabilities come true, group by group.
 *
 * @param groups test cases grouped by predicted probability, by rising probability; 1 or more
 */
public record Calibration(List<Group> groups) {
    /** What a 95 % interval leaves outside by chance. */
    private static final double SHARE_OUTSIDE_BY_CHANCE = 0.05;

    /** Below this probability of so many groups outside, chance is no longer a fair explanation. */
    private static final double PLAUSIBLE = 0.05;

    public Calibration {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("groups must not be empty");
        }
    }

    /**
     * Cases with similar predicted probability.
     *
     * @param predicted their mean predicted probability, 0 to 1
     * @param observed the share of them that lapsed
     * @param cases how many they are
     */
    public record Group(double predicted, Estimate observed, long cases) {
        public Group {
            Checked.share(predicted, "predicted");
            Objects.requireNonNull(observed, "observed");
            Checked.share(observed.value(), "observed");
            Checked.count(cases, "cases");
        }

        /** Whether the predicted probability lies in the interval of the observed share. */
        public boolean holds() {
            return observed.covers(predicted);
        }
    }

    /** Groups whose predicted probability lies in the interval of the observed share. */
    public long groupsThatHold() {
        return groups.stream().filter(Group::holds).count();
    }

    /**
     * Whether chance alone may well explain the groups outside their interval.
     *
     * <p>Of n groups of a perfectly calibrated model, the number outside is taken as Binomial(n, 0.05); the answer is yes
     * while at least as many outside have a probability of 5 % or more: with ten groups, up to two.
     */
    public boolean isPlausible() {
        int n = groups.size();
        long outside = n - groupsThatHold();
        double fewer = 0;
        double term = Math.pow(1 - SHARE_OUTSIDE_BY_CHANCE, n);
        for (int k = 0; k < outside; k++) {
            fewer += term;
            term *= (double) (n - k) / (k + 1) * SHARE_OUTSIDE_BY_CHANCE / (1 - SHARE_OUTSIDE_BY_CHANCE);
        }
        return 1 - fewer >= PLAUSIBLE;
    }
}
