package io.headrace.spec;

import java.util.Objects;
import java.util.Optional;

/** What a model learns to foresee. */
public sealed interface LabelSpec {
    /** The table the label comes from. */
    TableName table();

    /**
     * Whether an event happens in {@code [as_of, as_of + horizon)}. Mature when as-of + horizon + delay is not after the
     * training run's own as-of.
     *
     * @param table the events
     * @param time when they happened
     * @param where SQL condition on the events that count
     * @param positive which answer is the positive class
     * @param horizonDays days looked ahead, 1 or more
     * @param delayDays days until events are known to be complete, 0 or more
     */
    record Event(TableName table, String time, String where, Positive positive, int horizonDays, int delayDays)
            implements LabelSpec {
        /** Which answer is the positive class. */
        public enum Positive {
            EVENT,
            NO_EVENT
        }

        public Event {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(where, "where");
            Objects.requireNonNull(positive, "positive");
            if (horizonDays < 1) {
                throw new IllegalArgumentException("horizon must be 1 day or more, found " + horizonDays);
            }
            if (delayDays < 0) {
                throw new IllegalArgumentException("delay must be 0 days or more, found " + delayDays);
            }
        }
    }

    /**
     * A column that already holds the answer; rows where it is null have none yet and are not learnt from.
     *
     * @param table a table with the entity's key
     * @param column the column
     * @param positive the value of the positive class, compared as text
     * @param time when the question was put: the as-of of the row's features; without it the run's own as-of is, and an
     *     entity has one row
     * @param delayDays days after the time until the answer was known, 0 or more
     */
    record Known(TableName table, String column, String positive, Optional<String> time, int delayDays)
            implements LabelSpec {
        public Known {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(positive, "positive");
            Objects.requireNonNull(time, "time");
            if (delayDays < 0) {
                throw new IllegalArgumentException("delay must be 0 days or more, found " + delayDays);
            }
        }

        /** An answer at the run's own as-of. */
        public Known(TableName table, String column, String positive) {
            this(table, column, positive, Optional.empty(), 0);
        }
    }
}
