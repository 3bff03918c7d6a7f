package io.headrace.model;

import java.util.Arrays;

/** Which contributions count as reasons for a score, and how they are ranked. */
public enum ReasonOrder {
    /** Only those that raise the score, the largest first: the adverse direction when a high score is bad. */
    RAISING {
        @Override
        double strength(double contribution) {
            return contribution;
        }
    },
    /** Only those that lower the score, the largest first: the adverse direction when a low score is bad. */
    LOWERING {
        @Override
        double strength(double contribution) {
            return -contribution;
        }
    },
    /** Both directions by absolute size. */
    STRONGEST {
        @Override
        double strength(double contribution) {
            return Math.abs(contribution);
        }
    };

    /** The strength of a contribution as a reason; 0 or less for none. */
    abstract double strength(double contribution);

    /**
     * The features with the strongest contributions, strongest first; the declared order breaks ties.
     *
     * @param atMost 0 or more; fewer are returned when fewer features contribute in that direction
     */
    public int[] strongest(double[] contributions, int atMost) {
        if (atMost < 0) {
            throw new IllegalArgumentException("the number of reasons must be 0 or more, found " + atMost);
        }
        int[] features = new int[Math.min(atMost, contributions.length)];
        int count = 0;
        double before = Double.POSITIVE_INFINITY;
        int last = -1;
        while (count < features.length) {
            int next = next(contributions, before, last);
            if (next < 0) {
                break;
            }
            features[count++] = next;
            before = strength(contributions[next]);
            last = next;
        }
        return Arrays.copyOf(features, count);
    }

    /** The strongest feature behind one of a given strength and place; −1 where there is none. */
    private int next(double[] contributions, double before, int last) {
        int strongest = -1;
        double most = 0;
        for (int feature = 0; feature < contributions.length; feature++) {
            double strength = strength(contributions[feature]);
            boolean isBehind = strength < before || (strength == before && feature > last);
            if (isBehind && strength > most) {
                strongest = feature;
                most = strength;
            }
        }
        return strongest;
    }
}
