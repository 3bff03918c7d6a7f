package io.headrace.spec;

import io.headrace.metric.Target;
import java.util.Objects;
import java.util.Optional;

/** What a model learns to predict. */
public sealed interface LabelSpec {
    /** The table the label comes from. */
    TableName table();

    /** The type of the label. */
    Target target();

    /** What is predicted, in words. */
    String words();

    /**
     * Whether an event happens in {@code [as_of, as_of + horizon)}, or how much. Mature when as-of + horizon + delay is not after the
     * training run's own as-of.
     *
     * @param table the events
     * @param time when they happened
     * @param where SQL condition on the events that count
     * @param positive the positive class
     * @param total SQL expression on the events: the label is its sum, 0 without events; empty for a binary label
     * @param horizonDays days looked ahead, 1 or more
     * @param delayDays days until events are known to be complete, 0 or more
     * @param latest of rows with the same key only the latest counts, as of what was sent twice or corrected; empty: each row counts
     */
    record Event(
            TableName table,
            String time,
            String where,
            Positive positive,
            Optional<String> total,
            int horizonDays,
            int delayDays,
            Optional<FeatureView.Latest> latest)
            implements LabelSpec {
        /** The positive class. */
        public enum Positive {
            EVENT,
            NO_EVENT
        }

        public Event {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(where, "where");
            Objects.requireNonNull(positive, "positive");
            Objects.requireNonNull(total, "total");
            Objects.requireNonNull(latest, "latest");
            if (horizonDays < 1) {
                throw new IllegalArgumentException("horizon must be 1 day or more, found " + horizonDays);
            }
            if (delayDays < 0) {
                throw new IllegalArgumentException("delay must be 0 days or more, found " + delayDays);
            }
        }

        /** Whether it happens. */
        public Event(TableName table, String time, String where, Positive positive, int horizonDays, int delayDays) {
            this(table, time, where, positive, Optional.empty(), horizonDays, delayDays);
        }

        /** Every row counts. */
        public Event(
                TableName table,
                String time,
                String where,
                Positive positive,
                Optional<String> total,
                int horizonDays,
                int delayDays) {
            this(table, time, where, positive, total, horizonDays, delayDays, Optional.empty());
        }

        @Override
        public Target target() {
            return total.isPresent() ? Target.REGRESSION : Target.BINARY;
        }

        @Override
        public String words() {
            String events = "rows of " + table + (where.equals("true") ? "" : " where " + where);
            String whether = positive == Positive.EVENT ? "any " + events : "no " + events;
            return total.map(sum -> "sum of " + sum + " over " + events).orElse(whether) + " in the " + horizonDays
                    + " days after the as-of" + (delayDays == 0 ? "" : ", known " + delayDays + " days later");
        }
    }

    /**
     * A column that holds the label; rows where it is null have none yet and are not used.
     *
     * @param table a table with the entity's key
     * @param column the column
     * @param answer how its values are read
     * @param time the column with the as-of of the row's features; by default the as-of of the run, with one row for each
     *     entity
     * @param delayDays days after the time until the label is known, 0 or more
     * @param rows which rows of an entity count, of those with a label
     */
    record Known(TableName table, String column, Answer answer, Optional<String> time, int delayDays, AnsweredRows rows)
            implements LabelSpec {
        /** A label of each row. */
        public Known(TableName table, String column, Answer answer, Optional<String> time, int delayDays) {
            this(table, column, answer, time, delayDays, AnsweredRows.EACH);
        }

        public Known {
            Objects.requireNonNull(rows, "rows");
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(answer, "answer");
            Objects.requireNonNull(time, "time");
            if (delayDays < 0) {
                throw new IllegalArgumentException("delay must be 0 days or more, found " + delayDays);
            }
        }

        /** A binary label at the as-of of the run. */
        public Known(TableName table, String column, String positive) {
            this(table, column, new Answer.Positive(positive), Optional.empty(), 0);
        }

        @Override
        public Target target() {
            return answer.target();
        }

        @Override
        public String words() {
            return column + " of " + table
                    + (answer instanceof Answer.Positive yes ? " is " + yes.value() : "")
                    + time.map(asOf -> ", as of " + asOf).orElse("")
                    + (delayDays == 0 ? "" : ", known " + delayDays + " days later");
        }
    }

    /** Which rows with a label count, of several of one entity. */
    enum AnsweredRows {
        /** Each, as of its own time. */
        EACH,
        /** The earliest: in snapshots that repeat an answer, the one that brings it. */
        FIRST
    }

    /** How the values of a column are read as labels. */
    sealed interface Answer {
        /** The type of the label. */
        Target target();

        /**
         * Yes or no.
         *
         * @param value that of yes, read as a value of the column's type
         */
        record Positive(String value) implements Answer {
            public Positive {
                Objects.requireNonNull(value, "value");
            }

            @Override
            public Target target() {
                return Target.BINARY;
            }
        }

        /** The class itself, as text. */
        record Named() implements Answer {
            @Override
            public Target target() {
                return Target.MULTICLASS;
            }
        }

        /** The number itself. */
        record Amount() implements Answer {
            @Override
            public Target target() {
                return Target.REGRESSION;
            }
        }
    }
}
