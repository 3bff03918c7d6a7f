package io.headrace.spec;

import io.headrace.run.Digest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A named set of features of one entity, as SQL over tables that only show what was known before the as-of.
 *
 * <p>Every input appears in the SQL under its alias, with an extra column {@code as_of}: one copy of each row for every
 * requested as-of that is later than the row's time and at most {@code lookback} after it. The SQL groups by the entity and
 * {@code as_of} and returns both, so one text serves one as-of and many.
 *
 * @param name the view's name, that of its files
 * @param entity the key column, for example {@code customer_id}
 * @param knownBy which rows count as known at an as-of
 * @param inputs alias to input
 * @param sql the text of the {@code .sql} file, or the query made in place of one
 * @param columns the features in order, without entity and {@code as_of}
 * @param example a small example that is run as a test
 * @param definition all that decides about values, as one text; comments, layout, meanings and examples are not in it
 * @param rows of a view of rows: what it is made of, in place of inputs and SQL
 */
public record FeatureView(
        String name,
        String entity,
        KnownBy knownBy,
        Map<String, Input> inputs,
        String sql,
        List<FeatureColumn> columns,
        Optional<Example> example,
        String definition,
        Optional<EventRows> rows) {
    public FeatureView {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(knownBy, "knownBy");
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        Objects.requireNonNull(sql, "sql");
        columns = List.copyOf(columns);
        Objects.requireNonNull(example, "example");
        Objects.requireNonNull(definition, "definition");
        Objects.requireNonNull(rows, "rows");
    }

    /** A view by SQL over inputs. */
    public FeatureView(
            String name,
            String entity,
            KnownBy knownBy,
            Map<String, Input> inputs,
            String sql,
            List<FeatureColumn> columns,
            Optional<Example> example,
            String definition) {
        this(name, entity, knownBy, inputs, sql, columns, example, definition, Optional.empty());
    }

    /** The view's version: SHA-256 of the definition, in hexadecimal. */
    public String digest() {
        return Digest.of(definition);
    }

    /** Whether a file holds the query; else it is made from the inputs, and the definition ends without one. */
    public boolean hasSqlFile() {
        return rows.isEmpty() && !definition.endsWith("\n");
    }

    /** What makes a row known at an as-of. */
    public enum KnownBy {
        /** Its time, whenever it came into the lake. */
        TIME,
        /** Its time, and that it had been committed to the lake before the as-of. */
        COMMIT
    }

    /** The table the features are written to. */
    public TableName table() {
        return Layer.FEATURES.table(name);
    }

    /** The same view with another rule of what is known. */
    public FeatureView knownBy(KnownBy other) {
        return new FeatureView(name, entity, other, inputs, sql, columns, example, definition, rows);
    }

    /** The same view, none of its features personal. */
    public FeatureView withoutPersonal() {
        List<FeatureColumn> plain = columns.stream()
                .map(column -> new FeatureColumn(
                        column.name(),
                        column.type(),
                        column.unit(),
                        column.comment(),
                        column.owner(),
                        false,
                        column.inClear()))
                .toList();
        return new FeatureView(name, entity, knownBy, inputs, sql, plain, example, definition, rows);
    }

    /** The tables that are read. */
    public NavigableSet<TableName> tables() {
        NavigableSet<TableName> tables = new TreeSet<>();
        inputs.values().forEach(input -> tables.add(input.table()));
        rows.stream().flatMap(EventRows::tables).forEach(tables::add);
        return tables;
    }

    /** The inputs by alias: of a view of rows, the rows and the inputs of the views that it looks up. */
    public Map<String, Input> allInputs() {
        Map<String, Input> all = new LinkedHashMap<>(inputs);
        rows.ifPresent(of -> {
            all.put("rows", of.asInput());
            of.lookups()
                    .forEach(lookup -> lookup.view()
                            .inputs()
                            .forEach((alias, input) -> all.put(lookup.alias() + "." + alias, input)));
        });
        return all;
    }

    /** The feature of that name, if the view has it. */
    public Optional<FeatureColumn> column(String feature) {
        return columns.stream().filter(c -> c.name().equals(feature)).findFirst();
    }

    /**
     * One input of a view.
     *
     * @param table the table read
     * @param time the column with the time from which a row holds; without it a row is always known
     * @param lookbackDays how many days before the as-of are shown; empty for all history
     * @param until the column with the time, exclusive, until which a row is valid; null for ever
     * @param windows aggregates that the SQL sees in place of the rows
     * @param latest which rows replace each other; without it all are shown
     */
    public record Input(
            TableName table,
            Optional<String> time,
            Optional<Integer> lookbackDays,
            Optional<String> until,
            Optional<Windows> windows,
            Optional<Latest> latest) {
        public Input {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(lookbackDays, "lookbackDays");
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(windows, "windows");
            Objects.requireNonNull(latest, "latest");
        }

        /** Rows that do not replace each other, or their aggregates. */
        public Input(
                TableName table,
                Optional<String> time,
                Optional<Integer> lookbackDays,
                Optional<String> until,
                Optional<Windows> windows) {
            this(table, time, lookbackDays, until, windows, Optional.empty());
        }

        /** Aggregates of rows. */
        public Input(TableName table, String time, Windows windows) {
            this(table, Optional.of(time), Optional.empty(), Optional.empty(), Optional.of(windows));
        }

        /** Rows as they are. */
        public Input(TableName table, Optional<String> time, Optional<Integer> lookbackDays) {
            this(table, time, lookbackDays, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Of the rows of a key that are known at an as-of only the latest is shown. It hides the earlier ones even when it is shown no more
     * itself, as it is no longer valid or lies before the lookback.
     *
     * @param key columns; a row with a null among them hides no other and is not hidden
     * @param order columns that put rows of one key and instant in order, the earlier first, null before any value; then go file and line
     */
    public record Latest(List<String> key, List<String> order) {
        public Latest {
            key = List.copyOf(key);
            order = List.copyOf(order);
            if (key.isEmpty()) {
                throw new IllegalArgumentException("key: at least one column is needed");
            }
        }
    }

    /**
     * One feature.
     *
     * @param unit unit in words, empty where it has none
     * @param comment meaning, stored with the table and used in reasons
     * @param owner who answers for it; empty for the owner of the job
     * @param personal whether it may identify a person; such a feature enters a model only if named there
     * @param inClear whether it may rest in clear though it comes from columns that rest encrypted
     */
    public record FeatureColumn(
            String name,
            ColumnType type,
            String unit,
            String comment,
            String owner,
            boolean personal,
            boolean inClear) {
        public FeatureColumn {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(unit, "unit");
            Objects.requireNonNull(comment, "comment");
            Objects.requireNonNull(owner, "owner");
        }

        /** A column that comes from what rests in clear. */
        public FeatureColumn(
                String name, ColumnType type, String unit, String comment, String owner, boolean personal) {
            this(name, type, unit, comment, owner, personal, false);
        }

        /** A column of the job's owner. */
        public FeatureColumn(String name, ColumnType type, String unit, String comment, boolean personal) {
            this(name, type, unit, comment, "", personal);
        }
    }

    /**
     * Input rows and the rows expected from them. Values are strings, numbers, booleans or null; missing keys are null.
     *
     * @param asOf the as-of, {@code yyyy-MM-dd} or {@code yyyy-MM-dd HH:mm:ss}
     * @param inputs alias to rows
     * @param expected the rows expected, in any order
     */
    public record Example(
            String asOf, Map<String, List<Map<String, Object>>> inputs, List<Map<String, Object>> expected) {
        public Example {
            Objects.requireNonNull(asOf, "asOf");
            inputs = Map.copyOf(inputs);
            expected = List.copyOf(expected);
        }
    }
}
