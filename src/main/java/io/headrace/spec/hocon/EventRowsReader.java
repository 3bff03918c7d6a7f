package io.headrace.spec.hocon;

import static io.headrace.spec.EngineColumn.AS_OF;

import com.typesafe.config.ConfigObject;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.EventRows;
import io.headrace.spec.EventRows.Lookup;
import io.headrace.spec.EventRows.Own;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.RuleSql;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the {@code .conf} of a view of rows: own columns, and lookups in other views, which are declared before. */
final class EventRowsReader {
    private static final int LOOKBACK_DAYS = 1;

    private final String name;
    private final Section section;
    private final Catalog catalog;
    private final List<FeatureColumn> columns = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();

    private EventRowsReader(String name, Section section, Catalog catalog) {
        this.name = name;
        this.section = section;
        this.catalog = catalog;
    }

    /**
     * Reads a view.
     *
     * @param definition of the file alone, with these own columns; those of the views that are looked up are added to it
     */
    static FeatureView read(
            Section section, String name, Function<List<FeatureColumn>, String> definition, Catalog catalog) {
        return new EventRowsReader(name, section, catalog).read(definition);
    }

    private FeatureView read(Function<List<FeatureColumn>, String> definition) {
        String entity = section.required("entity", ValueType.NAME_TEXT);
        if (EngineColumn.OF_FEATURES.contains(entity)) {
            section.problem("entity", ViewReader.reserved(entity, name));
        }
        places.put(entity, "the key");
        places.put(AS_OF, "the as-of");
        Section of = section.requiredSection("rows", "the table whose rows are described in { }");
        TableName table = of.required("table", ValueType.TABLE);
        String time = of.required("time", ValueType.NAME_TEXT);
        catalog.needsTable(table, of.place("table"));
        catalog.needsColumn(table, entity, section.place("entity"));
        catalog.needsTimeColumn(table, time, of.place("time"));
        String where = catalog.condition(of, "where", Rows.of(table));
        List<String> order = of.has("order")
                ? of.list("order", ValueType.NAME_TEXT, (column, place) -> catalog.needsColumn(table, column, place))
                : List.of();
        int lookback = of.value("lookback", ValueType.daysFrom(1), LOOKBACK_DAYS);
        List<Own> own = own(entity, table);
        List<FeatureColumn> ownColumns = List.copyOf(columns);
        List<Lookup> lookups = lookups(section.section("lookups"), table, !order.isEmpty());
        section.requireSome(columns, "at least one feature in columns or lookups");
        EventRows rows = new EventRows(table, time, where, lookback, order, own, lookups);
        String all = definition.apply(ownColumns)
                + lookups.stream()
                        .map(lookup ->
                                "\n" + lookup.alias() + " = " + lookup.view().digest())
                        .collect(Collectors.joining());
        return new FeatureView(
                name, entity, KnownBy.TIME, Map.of(), "", columns, Optional.empty(), all, Optional.of(rows));
    }

    private List<Own> own(String entity, TableName table) {
        if (!section.has("columns")) {
            section.has("except");
            return List.of();
        }
        List<Own> own = new ArrayList<>();
        boolean isWritten = section.isSection("columns");
        Section declared = isWritten ? section.section("columns") : section;
        for (FeatureColumn column : FeatureColumnsReader.read(section, entity, Set.of(table), List.of(), catalog)) {
            String key = isWritten ? column.name() : "columns";
            Optional<String> sql = isWritten && declared.isSection(column.name())
                    ? catalog.findSql(declared.section(column.name()), "of", Rows.of(table), Result.VALUE)
                    : Optional.empty();
            add(column, declared, key, "columns");
            if (sql.isEmpty()) {
                catalog.needsColumn(table, column.name(), declared.place(key));
            }
            own.add(new Own(column.name(), sql.orElseGet(() -> RuleSql.name(column.name()))));
        }
        return own;
    }

    private List<Lookup> lookups(Section declared, TableName table, boolean isOrdered) {
        List<Lookup> lookups = new ArrayList<>();
        for (String alias : declared.names(ValueType.NAME_TEXT)) {
            lookups.add(lookup(alias, declared.requiredSection(alias, "a view and a key in { }"), table, isOrdered));
        }
        return lookups;
    }

    private Lookup lookup(String alias, Section of, TableName table, boolean isOrdered) {
        FeatureView view = catalog.view(of, "view");
        if (view.rows().isPresent()) {
            of.problem("view", view.name() + " is a view of rows itself; look up the views that it looks up");
        }
        String key = of.required("key", ValueType.NAME_TEXT);
        catalog.needsColumn(table, key, of.place("key"));
        List<String> features = of.has("features") ? catalog.features(of, "features", view) : TrainReader.names(view);
        String prefix = of.value("prefix", ValueType.NAME_TEXT, "");
        boolean includesRow = of.value("include-row", ValueType.TRUTH, false);
        if (includesRow && !isOrdered) {
            of.problem("include-row", "needs rows.order: which of several rows of one instant comes first");
        }
        if (includesRow && view.knownBy() == KnownBy.COMMIT) {
            of.problem("include-row", "does not go with known-by = commit: a row is committed after its time");
        }
        Lookup lookup = new Lookup(alias, view, key, features, prefix, includesRow);
        for (String feature : features) {
            view.column(feature)
                    .ifPresent(
                            column -> add(renamed(column, lookup.name(feature)), of, "features", "lookups." + alias));
        }
        return lookup;
    }

    private static FeatureColumn renamed(FeatureColumn column, String name) {
        return new FeatureColumn(
                name,
                column.type(),
                column.unit(),
                column.comment(),
                column.owner(),
                column.personal(),
                column.inClear());
    }

    private void add(FeatureColumn column, Section where, String key, String place) {
        String other = places.putIfAbsent(column.name(), place);
        if (other != null) {
            where.problem(
                    key,
                    "gives the column " + column.name() + ", which is there already: " + other
                            + "; tell them apart by a prefix");
        } else if (EngineColumn.OF_FEATURES.contains(column.name())) {
            where.problem(key, ViewReader.reserved(column.name(), name));
        }
        columns.add(column);
    }

    /** Whether the object of a view is one of rows. */
    static boolean isOfRows(ConfigObject view) {
        return view.containsKey("rows");
    }
}
