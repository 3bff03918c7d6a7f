package io.headrace.spec;

import java.util.List;
import java.util.Objects;

/**
 * A rule on keys: whether a row breaks it depends on other rows. A row with a null among the columns of the rule is not
 * judged; nor are rows that are unreadable, duplicate or superseded.
 *
 * @param rule what good rows fulfil
 * @param where SQL condition over the silver columns; other rows are neither judged nor compared with
 */
public record KeyCheck(String name, Rule rule, String where, RowCheck.Severity severity, String message)
        implements Check {
    /** What good rows fulfil. */
    public sealed interface Rule permits Unique, ExistsIn, Same {
        /** The silver columns that must have a value for a row to be judged. */
        List<String> columns();

        /** A word for it. */
        String kind();

        /** The rule in words. */
        String words();
    }

    /**
     * No other row has the same values, neither in the run nor in silver.
     *
     * @param keep which of the rows of a run is well all the same; one in silver comes before
     */
    public record Unique(List<String> columns, Keep keep) implements Rule {
        public Unique {
            columns = List.copyOf(columns);
        }

        @Override
        public String kind() {
            return "unique";
        }

        @Override
        public String words() {
            return "expected no other row with the same " + String.join(", ", columns);
        }
    }

    /** Which of several rows with the same key is well. */
    public enum Keep {
        /** The first by file and line. */
        FIRST,
        /** None. */
        NONE
    }

    /**
     * The values stand in another table of the lake, at the version that the run pins.
     *
     * @param key the columns there, in the order of the columns here
     */
    public record ExistsIn(List<String> columns, TableName table, List<String> key) implements Rule {
        public ExistsIn {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }

        @Override
        public String kind() {
            return "exists-in";
        }

        @Override
        public String words() {
            return "expected " + String.join(", ", columns) + " to exist in " + table;
        }
    }

    /**
     * Rows of the run that agree in some columns agree in others, as places of one post code lie in one town.
     *
     * @param of the columns that must agree
     * @param by where these do
     * @param keep whether rows with the value of more than half of the rows are well
     */
    public record Same(List<String> of, List<String> by, Agreement keep) implements Rule {
        public Same {
            of = List.copyOf(of);
            by = List.copyOf(by);
        }

        @Override
        public String kind() {
            return "same";
        }

        @Override
        public String words() {
            return "expected rows with the same " + String.join(", ", by) + " to agree in " + String.join(", ", of);
        }

        @Override
        public List<String> columns() {
            return by;
        }
    }

    /** Which of the rows that disagree are well. */
    public enum Agreement {
        /** Those with the value of more than half of the rows. */
        MAJORITY,
        /** None. */
        NONE
    }

    public KeyCheck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String definition() {
        return rule + "\nwhere " + where;
    }

    @Override
    public String kind() {
        return rule.kind();
    }
}
