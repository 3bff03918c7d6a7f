package io.headrace.stats;

/**
 * Rows by what was decided and what was right, and the shares that follow.
 *
 * <p>Shares have Wilson's interval. F1 is {@code 2J / (1 + J)} of {@code J = hits / (hits + false alarms + misses)}, a share too, so its interval is
 * that of J, moved by the same formula.
 *
 * @param hits decided positive, and positive; 0 or more, as all
 * @param falseAlarms decided positive, and negative
 * @param misses decided negative, and positive
 * @param rest decided negative, and negative
 */
public record DecisionCounts(long hits, long falseAlarms, long misses, long rest) {
    public DecisionCounts {
        if (hits < 0 || falseAlarms < 0 || misses < 0 || rest < 0) {
            throw new IllegalArgumentException(
                    "counts must be 0 or more, found " + hits + ", " + falseAlarms + ", " + misses + " and " + rest);
        }
    }

    /** A share of some rows: so many of so many. */
    public record Share(long of, long all) {
        /** The share; not a number where there are no rows. */
        public double value() {
            return (double) of / all;
        }

        /** Wilson's interval of it; there must be rows. */
        public Interval interval(double confidence) {
            return WilsonInterval.of((double) of, all, confidence);
        }
    }

    /** All rows that are decided right. */
    public Share accuracy() {
        return new Share(hits + rest, hits + falseAlarms + misses + rest);
    }

    /** Of the rows decided positive those that are. */
    public Share precision() {
        return new Share(hits, hits + falseAlarms);
    }

    /** Of the positive rows those decided so. */
    public Share recall() {
        return new Share(hits, hits + misses);
    }

    /** Of the rows decided positive, or positive, those that are both (Jaccard's index). */
    private Share overlap() {
        return new Share(hits, hits + falseAlarms + misses);
    }

    /** The harmonic mean of precision and recall; not a number where no row is decided positive, or positive. */
    public double f1() {
        return 2.0 * hits / (2 * hits + falseAlarms + misses);
    }

    private static double f1(double overlap) {
        return 2 * overlap / (1 + overlap);
    }

    /** The interval of F1, which must be a number. */
    public Interval f1Interval(double confidence) {
        Interval interval = overlap().interval(confidence);
        return new Interval(Math.min(f1(), f1(interval.lower())), Math.max(f1(), f1(interval.upper())), confidence);
    }
}
