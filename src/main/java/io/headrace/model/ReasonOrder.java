package io.headrace.model;

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

    /** How strong a reason a contribution is; none when 0 or less. */
    abstract double strength(double contribution);
}
