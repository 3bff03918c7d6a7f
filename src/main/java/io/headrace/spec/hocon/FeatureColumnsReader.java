package io.headrace.spec.hocon;

import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.NearestName;
import io.headrace.spec.TableName;
import io.headrace.spec.Windows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the features of a view: written out in { }, listed by name, or {@code all} that its inputs have.
 *
 * <p>What a feature leaves out it has from the column of its name in an input: type, comment and whether it is personal.
 */
final class FeatureColumnsReader {
    private static final String COLUMNS = "columns";
    private static final String EXCEPT = "except";
    private static final String ALL = "all";

    private final Section view;
    private final String entity;
    private final Set<TableName> tables;
    private final Catalog catalog;
    private final Map<String, List<FeatureColumn>> inherited = new LinkedHashMap<>();

    private FeatureColumnsReader(Section view, String entity, Set<TableName> tables, Catalog catalog) {
        this.view = view;
        this.entity = entity;
        this.tables = tables;
        this.catalog = catalog;
    }

    /**
     * The features in order.
     *
     * @param tables whose rows the query sees
     * @param aggregates what it sees in place of rows
     */
    static List<FeatureColumn> read(
            Section view, String entity, Set<TableName> tables, List<Aggregates> aggregates, Catalog catalog) {
        FeatureColumnsReader reader = new FeatureColumnsReader(view, entity, tables, catalog);
        tables.forEach(table -> catalog.inheritable(table).values().forEach(reader::add));
        aggregates.forEach(of -> of.columns(catalog).forEach(reader::add));
        return reader.read();
    }

    /** The aggregates of one input. */
    record Aggregates(TableName table, Windows windows) {
        private List<FeatureColumn> columns(Catalog catalog) {
            return windows.features().stream()
                    .flatMap(feature -> AggregateType.of(feature, catalog.inheritable(table)).stream()
                            .map(type -> new FeatureColumn(feature.name(), type, "", "", false)))
                    .toList();
        }
    }

    private void add(FeatureColumn column) {
        inherited.computeIfAbsent(column.name(), key -> new ArrayList<>()).add(column);
    }

    private List<FeatureColumn> read() {
        Set<String> except = new HashSet<>(view.listOrNone(EXCEPT, ValueType.NAME_TEXT));
        if (view.isList(COLUMNS)) {
            refuseExcept(except);
            return listed();
        }
        if (!view.has(COLUMNS) || view.isSection(COLUMNS)) {
            refuseExcept(except);
            Section declared = view.requiredSection(COLUMNS, "the features in { }");
            return written(declared);
        }
        return view.required(COLUMNS, ValueType.ALL).equals(ALL) ? all(except) : List.of();
    }

    private List<FeatureColumn> listed() {
        List<FeatureColumn> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        view.list(COLUMNS, ValueType.NAME_TEXT, (column, place) -> {
            if (column.equals(ValueType.NO_NAME)) {
                return;
            }
            if (!seen.add(column)) {
                view.problem(place, "\"" + column + "\" is listed twice");
            }
            columns.add(inherited(column, place));
        });
        return columns;
    }

    private void refuseExcept(Set<String> except) {
        if (!except.isEmpty()) {
            view.problem(EXCEPT, "goes with columns = all only");
        }
    }

    private List<FeatureColumn> written(Section declared) {
        List<FeatureColumn> columns = new ArrayList<>();
        for (String column : declared.names(ValueType.NAME_TEXT)) {
            columns.add(column(column, declared));
        }
        declared.requireSome(columns, "at least one feature");
        return columns;
    }

    private FeatureColumn column(String column, Section declared) {
        if (!declared.isSection(column)) {
            return new FeatureColumn(column, declared.required(column, ValueType.COLUMN_TYPE), "", "", false);
        }
        Section section = declared.section(column);
        if (section.has("type")) {
            return ViewReader.column(column, section);
        }
        FeatureColumn from = inherited(column, section.place());
        return new FeatureColumn(
                column,
                from.type(),
                section.value("unit", ValueType.ANY_TEXT, ""),
                section.value("comment", ValueType.ANY_TEXT, from.comment()),
                section.value("owner", ValueType.ANY_TEXT, ""),
                section.value("personal", ValueType.TRUTH, from.personal()),
                section.value("in-clear", ValueType.TRUTH, false));
    }

    private List<FeatureColumn> all(Set<String> except) {
        KeyPlace place = view.place(COLUMNS);
        Set<String> known = new HashSet<>(inherited.keySet());
        tables.forEach(table -> known.addAll(catalog.columns(table)));
        except.stream()
                .filter(column -> !known.contains(column) && tables.stream().allMatch(catalog::isDeclared))
                .sorted()
                .forEach(column -> view.problem(
                        EXCEPT, "\"" + column + "\" is no column of an input" + NearestName.hint(column, known)));
        List<FeatureColumn> columns = new ArrayList<>();
        inherited.forEach((column, from) -> {
            boolean isPersonal = from.stream().anyMatch(FeatureColumn::personal);
            if (!column.equals(entity) && !except.contains(column) && !isPersonal) {
                columns.add(inherited(column, place));
            }
        });
        tables.forEach(table -> catalog.untyped(table).stream()
                .filter(column -> !column.equals(entity) && !except.contains(column))
                .forEach(column -> view.problem(
                        place,
                        column + " of " + table + " is derived and says no type: write it as " + column
                                + " { of = ..., type = ... } there, or leave it out by except")));
        tables.forEach(table -> catalog.needsDeclared(table, place));
        if (columns.isEmpty() && tables.stream().allMatch(catalog::isDeclared)) {
            view.problem(COLUMNS, "the inputs have no column for it beside the key");
        }
        return columns;
    }

    /** The column as the inputs have it; a problem and a text in its place where they do not, or not as one. */
    private FeatureColumn inherited(String column, KeyPlace place) {
        List<FeatureColumn> from = inherited.getOrDefault(column, List.of());
        if (from.stream().map(FeatureColumn::type).distinct().count() > 1) {
            view.problem(place, column + " has several types in the inputs: write its type");
        } else if (from.isEmpty() && tables.stream().allMatch(catalog::isDeclared)) {
            view.problem(
                    place,
                    column + " has no type in the inputs" + NearestName.hint(column, inherited.keySet())
                            + "; write its type");
        } else if (from.isEmpty()) {
            tables.forEach(table -> catalog.needsDeclared(table, place));
        }
        boolean isPersonal = from.stream().anyMatch(FeatureColumn::personal);
        String comment = from.stream()
                .map(FeatureColumn::comment)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return new FeatureColumn(
                column,
                from.isEmpty() ? ValueType.COLUMN_TYPE.standIn() : from.get(0).type(),
                "",
                comment,
                isPersonal);
    }
}
