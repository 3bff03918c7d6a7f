package io.headrace.spec.hocon;

import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.NearestName;
import io.headrace.spec.RuleSql;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The query of a view that computes nothing: its columns are aggregates and columns of its inputs. */
final class InputsSql {
    /** What is 0 where an entity has no event in an input, though it has in another. */
    private static final Set<Function> COUNTS = EnumSet.of(Function.COUNT, Function.DISTINCT, Function.APPROX_DISTINCT);

    private final Section view;
    private final String file;
    private final Map<String, Input> inputs;
    private final Catalog catalog;
    private final Map<String, String> expressions = new LinkedHashMap<>();

    private InputsSql(Section view, String name, Map<String, Input> inputs, Catalog catalog) {
        this.view = view;
        this.file = "features/" + name + ".sql";
        this.inputs = inputs;
        this.catalog = catalog;
    }

    /** The query; each column must be an aggregate or a column of one input, and each input must have the key. */
    static String of(
            Section view,
            String name,
            String entity,
            Map<String, Input> inputs,
            List<FeatureColumn> columns,
            Catalog catalog) {
        return new InputsSql(view, name, inputs, catalog).of(entity, columns);
    }

    private String of(String entity, List<FeatureColumn> columns) {
        Set<String> wanted = columns.stream().map(FeatureColumn::name).collect(Collectors.toSet());
        inputs.forEach((alias, input) -> input.windows()
                .ifPresentOrElse(
                        windows -> addAggregates(alias, windows, wanted),
                        () -> addColumns(alias, input, entity, wanted)));
        wanted.stream().filter(name -> !expressions.containsKey(name)).sorted().forEach(this::addUnknown);
        String key = RuleSql.name(entity);
        String selected = columns.stream()
                .map(column -> expressions.getOrDefault(column.name(), "null") + " as " + RuleSql.name(column.name()))
                .collect(Collectors.joining(", "));
        String from = inputs.keySet().stream()
                .map(RuleSql::name)
                .reduce((left, right) -> left + " full join " + right + " using (" + key + ", as_of)")
                .orElse("");
        return "select " + key + ", as_of, " + selected + " from " + from;
    }

    private void addAggregates(String alias, Windows windows, Set<String> wanted) {
        windows.features().forEach(feature -> add(feature.name(), expression(alias, feature), wanted));
    }

    private void addColumns(String alias, Input input, String entity, Set<String> wanted) {
        catalog.needsColumn(
                input.table(), entity, view.section("inputs").section(alias).place("table"));
        catalog.columns(input.table()).stream()
                .filter(column -> !column.equals(entity))
                .forEach(column -> add(column, column(alias, column), wanted));
    }

    private void add(String name, String expression, Set<String> wanted) {
        if (expressions.put(name, expression) != null && wanted.contains(name)) {
            view.problem(
                    place(name), "is of two inputs: call one of them otherwise, or say in " + file + " which is meant");
        }
    }

    /** A column of the one input whose columns are not declared, left to the check of SQL; else a problem. */
    private void addUnknown(String name) {
        List<String> open = inputs.entrySet().stream()
                .filter(input -> input.getValue().windows().isEmpty()
                        && !catalog.isDeclared(input.getValue().table()))
                .map(Map.Entry::getKey)
                .toList();
        if (open.size() == 1) {
            expressions.put(name, column(open.get(0), name));
        } else if (open.isEmpty()) {
            view.problem(
                    place(name),
                    "is no column or aggregate of an input" + NearestName.hint(name, expressions.keySet())
                            + "; what is computed stands in " + file);
        } else {
            view.problem(place(name), "may be of several inputs: say in " + file + " of which");
        }
    }

    private KeyPlace place(String name) {
        return view.isSection("columns") ? view.section("columns").place(name) : view.place("columns");
    }

    private static String column(String alias, String name) {
        return RuleSql.name(alias) + "." + RuleSql.name(name);
    }

    private static String expression(String alias, Feature feature) {
        String column = column(alias, feature.name());
        return COUNTS.contains(feature.aggregate().function()) ? "coalesce(" + column + ", 0)" : column;
    }
}
