package io.headrace.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a table that a view describes one by one, each as of its own time: what it holds itself, and what other views knew of the
 * entities that it names.
 *
 * @param table whose rows are described; each has a value of the view's entity of its own
 * @param time the column of a row's time, its as-of
 * @param where SQL condition: the rows that count
 * @param lookbackDays the rows of how many days before an as-of belong to it, 1 or more
 * @param order columns that put rows of one instant in order, the earlier first; without any they do not see each other
 * @param own the row's own features
 * @param lookups the other views
 */
public record EventRows(
        TableName table,
        String time,
        String where,
        int lookbackDays,
        List<String> order,
        List<Own> own,
        List<Lookup> lookups) {
    public EventRows {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(where, "where");
        if (lookbackDays < 1) {
            throw new IllegalArgumentException("lookback must be 1 day or more, found " + lookbackDays);
        }
        order = List.copyOf(order);
        own = List.copyOf(own);
        lookups = List.copyOf(lookups);
    }

    /**
     * A feature that the row holds itself.
     *
     * @param sql an expression over the columns of the table
     */
    public record Own(String name, String sql) {
        public Own {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(sql, "sql");
        }
    }

    /**
     * Features of an entity that the row names.
     *
     * @param alias what it is called in the file
     * @param view the view that has them
     * @param key the column of the table that holds the view's entity
     * @param features those taken
     * @param prefix what stands before their names
     * @param includesRow whether windows over the table end with the row itself, or just before it
     */
    public record Lookup(
            String alias, FeatureView view, String key, List<String> features, String prefix, boolean includesRow) {
        public Lookup {
            Objects.requireNonNull(alias, "alias");
            Objects.requireNonNull(view, "view");
            Objects.requireNonNull(key, "key");
            features = List.copyOf(features);
            Objects.requireNonNull(prefix, "prefix");
        }

        /** The name that a feature has in the view of rows. */
        public String name(String feature) {
            return prefix + feature;
        }
    }

    /** Whether an input reads the same rows at the same times, so that each row has a place among its events. */
    public boolean isPlacedIn(FeatureView.Input input) {
        return !order.isEmpty()
                && input.table().equals(table)
                && input.time().equals(Optional.of(time))
                && input.windows().filter(windows -> windows.delay().isZero()).isPresent();
    }

    /** The rows that belong to an as-of, as an input. */
    FeatureView.Input asInput() {
        return new FeatureView.Input(table, Optional.of(time), Optional.of(lookbackDays));
    }

    /** All that is said of the rows themselves, as one text of SQL. */
    public String ownSql() {
        return Stream.of(
                        Stream.of(time, where),
                        order.stream(),
                        own.stream().map(Own::sql),
                        lookups.stream().map(Lookup::key))
                .flatMap(texts -> texts)
                .collect(Collectors.joining("\n"));
    }

    /** The tables that are read. */
    Stream<TableName> tables() {
        return Stream.concat(Stream.of(table), lookups.stream().flatMap(lookup -> lookup.view().tables().stream()));
    }
}
