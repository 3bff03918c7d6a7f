package io.headrace.spec.hocon;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.spec.EngineColumn;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Example;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.FeatureView.Latest;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.Layer;
import io.headrace.spec.NearestName;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.FeatureColumnsReader.Aggregates;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the {@code .conf} of a feature view. */
final class ViewReader {

    private ViewReader() {}

    /**
     * Reads a view.
     *
     * @param sql its query; empty where it is to be made from the inputs alone
     * @param definition that of the view with these features
     */
    static FeatureView read(
            Section section,
            String name,
            Optional<String> sql,
            Function<List<FeatureColumn>, String> definition,
            Catalog catalog) {
        String entity = section.required("entity", ValueType.NAME_TEXT);
        if (EngineColumn.OF_FEATURES.contains(entity)) {
            section.problem("entity", reserved(entity, name));
        }
        KnownBy knownBy = section.value("known-by", ValueType.choice(KnownBy.class), KnownBy.TIME);
        Map<String, Input> inputs = inputs(section.requiredSection("inputs", "the tables read in { }"), name, catalog);
        List<FeatureColumn> columns = columns(section, name, entity, inputs, catalog);
        Optional<Example> example = section.has("example")
                ? Optional.of(example(section.section("example"), inputs.keySet(), entity, columns))
                : Optional.empty();
        String query = sql.orElseGet(() -> InputsSql.of(section, name, entity, inputs, columns, catalog));
        return new FeatureView(name, entity, knownBy, inputs, query, columns, example, definition.apply(columns));
    }

    /** Which row of a key counts, if only one does. */
    static Optional<Latest> latest(Section section, TableName table, Catalog catalog) {
        List<String> order = section.listOrNone("order", ValueType.NAME_TEXT);
        if (!section.has("latest")) {
            if (!order.isEmpty()) {
                section.problem("order", "goes with latest: which of several rows of one instant is the latest");
            }
            return Optional.empty();
        }
        List<String> key = section.isList("latest")
                ? section.list("latest", ValueType.NAME_TEXT)
                : List.of(section.required("latest", ValueType.NAME_TEXT));
        key.forEach(column -> catalog.needsColumn(table, column, section.place("latest")));
        order.forEach(column -> catalog.needsColumn(table, column, section.place("order")));
        return key.isEmpty() ? Optional.empty() : Optional.of(new Latest(key, order));
    }

    private static List<FeatureColumn> columns(
            Section section, String name, String entity, Map<String, Input> inputs, Catalog catalog) {
        Set<TableName> tables = inputs.values().stream()
                .filter(input -> input.windows().isEmpty())
                .map(Input::table)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Aggregates> aggregates = inputs.values().stream()
                .flatMap(input -> input.windows().stream().map(of -> new Aggregates(input.table(), of)))
                .toList();
        List<FeatureColumn> columns = FeatureColumnsReader.read(section, entity, tables, aggregates, catalog);
        for (FeatureColumn column : columns) {
            KeyPlace place = section.isSection("columns")
                    ? section.section("columns").place(column.name())
                    : section.place("columns");
            if (column.name().equals(entity) || column.name().equals(AS_OF)) {
                section.problem(place, "is a key of the view, not a feature");
            } else if (EngineColumn.OF_FEATURES.contains(column.name())) {
                section.problem(place, reserved(column.name(), name));
            }
        }
        return columns;
    }

    private static Map<String, Input> inputs(Section section, String view, Catalog catalog) {
        Map<String, Input> inputs = new LinkedHashMap<>();
        for (String alias : section.names(ValueType.NAME_TEXT)) {
            Input input = input(section.section(alias), catalog);
            inputs.put(alias, input);
            if (input.windows().isPresent()) {
                KeyPlace aggregates = section.section(alias).place("aggregates");
                Rows rows = Rows.of(Layer.FEATURES.table(view));
                catalog.check(new SqlText(alias, aggregates, rows, Result.AGGREGATES));
            }
        }
        section.requireSome(inputs.keySet(), "at least one input");
        return inputs;
    }

    private static Input input(Section section, Catalog catalog) {
        TableName table = section.required("table", ValueType.TABLE);
        catalog.needsTable(table, section.place("table"));
        Optional<String> time = section.find("time", ValueType.NAME_TEXT);
        time.ifPresent(column -> catalog.needsTimeColumn(table, column, section.place("time")));
        Optional<Integer> lookback = section.find("lookback", ValueType.daysFrom(1));
        if (lookback.isPresent() && time.isEmpty()) {
            section.problem("lookback", "needs a time column to look back by");
        }
        Optional<String> until = section.find("until", ValueType.NAME_TEXT);
        until.ifPresent(column -> catalog.needsTimeColumn(table, column, section.place("until")));
        Optional<Latest> latest = latest(section, table, catalog);
        if (latest.isPresent() && time.isEmpty()) {
            section.problem("latest", "needs a time column to tell the latest by");
        }
        if (!section.has("aggregates")) {
            catalog.check(new SqlText(AS_OF, section.place("table"), Rows.of(table), Result.NO_COLUMN));
            return new Input(table, time, lookback, until, Optional.empty(), latest);
        }
        if (latest.isPresent()) {
            section.problem("latest", "does not go with aggregates: last is the aggregate of the latest row");
        }
        if (until.isPresent()) {
            section.problem("until", "does not go with aggregates: what happened stays so");
        }
        if (time.isEmpty()) {
            section.problem("time", "missing, expected the column by which rows are in a window");
        }
        if (lookback.isPresent()) {
            section.problem("lookback", "does not go with aggregates: each has windows of its own");
        }
        return new Input(
                table, time, lookback, Optional.empty(), Optional.of(new WindowsReader(table, catalog).read(section)));
    }

    static String reserved(String column, String view) {
        return Layer.FEATURES.table(view) + " has a column " + column + " of Headrace's own; call yours otherwise";
    }

    static FeatureColumn column(String name, Section section) {
        return new FeatureColumn(
                name,
                section.required("type", ValueType.COLUMN_TYPE),
                section.value("unit", ValueType.ANY_TEXT, ""),
                section.value("comment", ValueType.ANY_TEXT, ""),
                section.value("owner", ValueType.ANY_TEXT, ""),
                section.value("personal", ValueType.TRUTH, false),
                section.value("in-clear", ValueType.TRUTH, false));
    }

    private static Example example(
            Section section, Collection<String> aliases, String entity, List<FeatureColumn> columns) {
        String asOf = section.required("as-of", ValueType.MOMENT_TEXT);
        Section given = section.section("inputs");
        Map<String, List<Map<String, Object>>> inputs = new LinkedHashMap<>();
        for (String alias : given.names(ValueType.NAME_TEXT)) {
            if (!aliases.contains(alias)) {
                given.problem(alias, "is no input of the view" + NearestName.hint(alias, aliases));
            }
            inputs.put(
                    alias, given.sections(alias).stream().map(ViewReader::row).toList());
        }
        Set<String> known = new LinkedHashSet<>(List.of(entity, AS_OF));
        columns.forEach(column -> known.add(column.name()));
        List<Map<String, Object>> expected = section.sections("expected").stream()
                .map(row -> expectedRow(row, known))
                .toList();
        return new Example(asOf, inputs, expected);
    }

    private static Map<String, Object> expectedRow(Section section, Collection<String> known) {
        Map<String, Object> row = row(section);
        row.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> section.problem(name, "is no column of the view" + NearestName.hint(name, known)));
        return row;
    }

    private static Map<String, Object> row(Section section) {
        Map<String, Object> row = new LinkedHashMap<>();
        section.names(ValueType.TEXT).forEach(name -> row.put(name, section.scalar(name)));
        return Collections.unmodifiableMap(row);
    }
}
