package io.headrace.spec.hocon;

import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.NearestName;
import io.headrace.spec.RuleSql;
import io.headrace.spec.Windows.Feature;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The query of a view that wants nothing but the aggregates of its inputs. */
final class AggregatesSql {
    /** What is 0 where an entity has no event in an input, though it has in another. */
    private static final Set<Function> COUNTS = EnumSet.of(Function.COUNT, Function.DISTINCT, Function.APPROX_DISTINCT);

    private AggregatesSql() {}

    /** @param declared where the columns stand; each must be an aggregate of one input */
    static String of(String entity, Map<String, Input> inputs, List<FeatureColumn> columns, Section declared) {
        Map<String, String> expressions = new LinkedHashMap<>();
        inputs.forEach((alias, input) -> input.windows()
                .ifPresent(windows -> windows.features().forEach(feature -> {
                    if (expressions.put(feature.name(), expression(alias, feature)) != null
                            && columns.stream().anyMatch(column -> column.name().equals(feature.name()))) {
                        declared.problem(feature.name(), "is an aggregate of two inputs: call one of them otherwise");
                    }
                })));
        columns.stream()
                .map(FeatureColumn::name)
                .filter(name -> !expressions.containsKey(name))
                .forEach(name -> declared.problem(
                        name, "is no aggregate of an input" + NearestName.hint(name, expressions.keySet())));
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

    private static String expression(String alias, Feature feature) {
        String column = RuleSql.name(alias) + "." + RuleSql.name(feature.name());
        return COUNTS.contains(feature.aggregate().function()) ? "coalesce(" + column + ", 0)" : column;
    }
}
