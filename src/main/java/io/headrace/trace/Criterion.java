package io.headrace.trace;

import java.util.Objects;

/** By what a run of a job is good or bad. */
public sealed interface Criterion {
    /** In words, such as {@code mean_score at most 0.3}. */
    String words();

    /** A bound on a number. */
    record Bound(Side side, double number) {
        /** On which side of the number good runs are. */
        public enum Side {
            /** The number or more. */
            AT_LEAST("at least "),
            /** The number or less. */
            AT_MOST("at most ");

            private final String words;

            Side(String words) {
                this.words = words;
            }
        }

        public Bound {
            Objects.requireNonNull(side, "side");
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("a bound must be finite, found " + number);
            }
        }

        boolean holds(double value) {
            return side == Side.AT_LEAST ? value >= number : value <= number;
        }

        String words() {
            return side.words + number;
        }
    }

    /**
     * A figure that the run recorded.
     *
     * @param name of one of its counts; of a version that it trained the metric; of a monitor job {@code METHOD.MEASURE}
     */
    record Metric(String name, Bound bound) implements Criterion {
        @Override
        public String words() {
            return name + " " + bound.words();
        }
    }

    /**
     * A figure of the rows that the run published for its as-of, or took in.
     *
     * @param sql an aggregate
     */
    record Rows(String sql, Bound bound) implements Criterion {
        @Override
        public String words() {
            return sql + " " + bound.words();
        }
    }

    /** A gate of the version that the run trained. */
    record Gate(String name) implements Criterion {
        @Override
        public String words() {
            return "gate " + name;
        }
    }

    /** A check of the rows that the run took in. */
    record Check(String name) implements Criterion {
        @Override
        public String words() {
            return "check " + name;
        }
    }

    /** The drift tests of a column by a monitor job. */
    record Drift(String column) implements Criterion {
        @Override
        public String words() {
            return "drift of " + column;
        }
    }
}
