package io.headrace.table.query;

import io.headrace.table.query.AsOfCover.Any;
import io.headrace.table.query.AsOfRows.OneAsOf;
import io.headrace.table.query.AsOfRows.Outer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InSubquery;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Whether every row of a query comes from rows of one as-of, its own.
 *
 * <p>Each input has one copy of a row for each as-of. What brings two inputs together has to ask for equal as-ofs: a join in its condition
 * or in a filter above it, a nested query by a column of the outer row. What brings rows together, an aggregate or a window, has to
 * divide them by their as-of.
 */
final class AsOfLineage {
    private final String asOf;
    private final Map<Object, Shared> shared = new HashMap<>();
    private final Set<SqlFault> faults = new TreeSet<>();

    /** The rows of a common table expression, and its columns. */
    private record Shared(AsOfRows rows, List<ExprId> columns) {}

    private AsOfLineage(String asOf) {
        this.asOf = asOf;
    }

    /** Where rows of different as-ofs meet in a resolved query, whose leaves are inputs with a column of the name {@code asOf}. */
    static Set<SqlFault> faults(LogicalPlan query, String asOf) {
        AsOfLineage lineage = new AsOfLineage(asOf);
        AsOfRows rows = lineage.rows(query, Outer.NONE);
        if (lineage.faults.isEmpty()) {
            lineage.requireOne(query, rows);
        }
        return lineage.faults;
    }

    private void requireOne(LogicalPlan query, AsOfRows rows) {
        Optional<Attribute> result = list(query.output()).stream()
                .filter(column -> column.name().equalsIgnoreCase(asOf))
                .findFirst();
        if (result.isEmpty()) {
            return;
        }
        if (rows.keys().size() > 1) {
            report(rows.joined().orElse(query), untied(rows));
        } else if (rows.keys().isEmpty()
                || !rows.keys().get(0).cover().by(Set.of(result.get().exprId()))) {
            report(
                    query,
                    asOf + " of the result is not the " + asOf + " of the inputs whose rows it comes from:"
                            + " return the column as it is");
        }
    }

    private String untied(AsOfRows rows) {
        List<String> names = rows.keys().stream().map(OneAsOf::name).distinct().toList();
        String example = names.size() > 1
                ? names.get(1) + "." + asOf + " = " + names.get(0) + "." + asOf
                : "a." + asOf + " = b." + asOf;
        return "joins " + String.join(" and ", names.size() > 1 ? names : List.of(names.get(0), names.get(0)))
                + " without equal " + asOf + ", so that rows of one as-of meet those of later ones: add \"" + example
                + "\" to the condition, or " + asOf + " to using (...)";
    }

    private AsOfRows rows(LogicalPlan plan, Outer outer) {
        if (plan instanceof View view) {
            return input(view);
        }
        if (plan instanceof WithCTE with) {
            list(with.cteDefs()).forEach(definition -> define(definition, outer));
            return rows(with.plan(), outer);
        }
        if (plan instanceof CTERelationRef reference) {
            return referred(reference);
        }
        List<AsOfRows> children =
                list(plan.children()).stream().map(child -> rows(child, outer)).toList();
        AsOfRows all = children.stream().reduce(AsOfRows.NONE, AsOfRows::beside);
        nested(plan, new Outer(all, Optional.of(outer)));
        return combined(plan, children, outer);
    }

    private AsOfRows combined(LogicalPlan plan, List<AsOfRows> children, Outer outer) {
        if (plan instanceof Join join) {
            return joined(join, children, outer);
        }
        if (plan instanceof LateralJoin join) {
            return lateral(join, children.get(0), outer);
        }
        if (plan instanceof Union union) {
            return union(union, children);
        }
        if (plan instanceof Intersect || plan instanceof Except) {
            return without(plan, children);
        }
        AsOfRows child = children.isEmpty() ? AsOfRows.NONE : children.get(0);
        if (plan instanceof Filter filter) {
            return child.tied(AsOfJoin.equalities(filter.condition()), outer);
        }
        if (plan instanceof GlobalLimit || plan instanceof LocalLimit || plan instanceof Offset) {
            requireTied(plan, child, "limit counts the rows of all as-ofs together: rank them in a window by " + asOf);
        } else if (plan instanceof org.apache.spark.sql.catalyst.plans.logical.Window window) {
            requireDivided(
                    plan,
                    child,
                    list(window.partitionSpec()),
                    "a window sees the rows of all as-ofs: add " + asOf + " to partition by");
        } else if (plan instanceof Aggregate aggregate) {
            requireDivided(
                    plan,
                    child,
                    list(aggregate.groupingExpressions()),
                    "rows of all as-ofs are aggregated together: add " + asOf + " to group by");
        } else if (plan instanceof Expand expand) {
            return expanded(expand, child);
        }
        return child.with(list(plan.expressions()));
    }

    private AsOfRows input(View view) {
        Set<ExprId> columns = new HashSet<>();
        list(view.output()).stream()
                .filter(column -> column.name().equalsIgnoreCase(asOf))
                .forEach(column -> columns.add(column.exprId()));
        return AsOfRows.of(new OneAsOf(view.desc().identifier().table(), new Any(columns), false));
    }

    private void define(CTERelationDef definition, Outer outer) {
        shared.put(definition.id(), new Shared(rows(definition.child(), outer), ids(definition.child())));
    }

    private AsOfRows referred(CTERelationRef reference) {
        Shared definition = shared.getOrDefault(reference.cteId(), new Shared(AsOfRows.NONE, List.of()));
        Map<ExprId, ExprId> renamed = new HashMap<>();
        List<ExprId> now = ids(reference);
        for (int i = 0; i < now.size() && i < definition.columns().size(); i++) {
            renamed.put(definition.columns().get(i), now.get(i));
        }
        return definition.rows().renamed(renamed);
    }

    private AsOfRows joined(Join join, List<AsOfRows> children, Outer outer) {
        List<AsOfJoin.Equality> equalities = join.condition().isDefined()
                ? AsOfJoin.equalities(join.condition().get())
                : List.of();
        AsOfJoin tie = new AsOfJoin(children.get(0), children.get(1), join, join.joinType(), equalities, outer);
        if (tie.isLoose()) {
            report(join, untied(children.get(0).beside(children.get(1))));
        }
        return tie.rows();
    }

    private AsOfRows lateral(LateralJoin join, AsOfRows left, Outer outer) {
        AsOfRows right = rows(join.right().plan(), new Outer(left, Optional.of(outer)));
        List<AsOfJoin.Equality> equalities = join.condition().isDefined()
                ? AsOfJoin.equalities(join.condition().get())
                : List.of();
        // What is tied is of the row beside which it stands.
        AsOfRows beside = left.keys().isEmpty() ? right : right.free();
        return new AsOfJoin(left, beside, join, join.joinType(), equalities, outer).rows();
    }

    private AsOfRows union(LogicalPlan plan, List<AsOfRows> children) {
        List<Integer> keyed = IntStream.range(0, children.size())
                .filter(i -> !children.get(i).keys().isEmpty())
                .boxed()
                .toList();
        for (int i : keyed) {
            if (children.get(i).keys().size() > 1) {
                report(children.get(i).joined().orElse(plan), untied(children.get(i)));
            }
        }
        if (keyed.isEmpty()) {
            return AsOfRows.NONE;
        }
        List<ExprId> output = ids(plan);
        Set<ExprId> columns = new HashSet<>();
        for (int place = 0; place < output.size(); place++) {
            int column = place;
            if (keyed.stream()
                    .allMatch(i -> children.get(i)
                            .keys()
                            .get(0)
                            .cover()
                            .by(Set.of(ids(list(plan.children()).get(i)).get(column))))) {
                columns.add(output.get(place));
            }
        }
        OneAsOf first = children.get(keyed.get(0)).keys().get(0);
        boolean isTied =
                keyed.stream().allMatch(i -> children.get(i).keys().get(0).isTied());
        return AsOfRows.of(new OneAsOf(first.name(), new Any(columns), isTied));
    }

    /** Rows of the left that are, or are not, on the right. */
    private AsOfRows without(LogicalPlan plan, List<AsOfRows> children) {
        AsOfRows left = children.get(0);
        AsOfRows right = children.get(1);
        List<ExprId> of = ids(list(plan.children()).get(0));
        List<ExprId> others = ids(list(plan.children()).get(1));
        boolean fits = right.keys().stream()
                .allMatch(key -> key.isTied()
                        || IntStream.range(0, of.size())
                                .anyMatch(i -> key.cover().by(Set.of(others.get(i)))
                                        && left.keys().stream()
                                                .anyMatch(other -> other.cover().by(Set.of(of.get(i))))));
        if (!fits) {
            report(plan, untied(left.beside(right)));
        }
        return left;
    }

    private static AsOfRows expanded(Expand expand, AsOfRows child) {
        AsOfRows rows = child;
        List<ExprId> output = ids(expand);
        for (int place = 0; place < output.size(); place++) {
            int column = place;
            List<Expression> made = list(expand.projections()).stream()
                    .map(projection -> list(projection).get(column))
                    .toList();
            rows = rows.with(output.get(place), made);
        }
        return rows;
    }

    private void requireTied(LogicalPlan plan, AsOfRows rows, String message) {
        if (rows.keys().stream().anyMatch(key -> !key.isTied())) {
            report(plan, message);
        }
    }

    private void requireDivided(LogicalPlan plan, AsOfRows rows, List<Expression> by, String message) {
        boolean isDivided = rows.keys().stream()
                .allMatch(key -> key.isTied()
                        || by.stream()
                                .anyMatch(expression -> key.cover().by(AsOfRows.columns(expression))
                                        && key.cover().knows(AsOfRows.columns(expression))));
        if (!isDivided) {
            report(plan, message);
        }
    }

    /** The queries within the expressions of a node: each has to read of the outer row's as-of alone. */
    private void nested(LogicalPlan plan, Outer outer) {
        list(plan.expressions()).forEach(expression -> nested(expression, outer));
    }

    private void nested(Expression expression, Outer outer) {
        if (expression instanceof InSubquery in) {
            list(in.values()).forEach(value -> nested(value, outer));
            AsOfRows rows = rows(in.query().plan(), outer);
            List<ExprId> columns = ids(in.query().plan());
            List<AsOfJoin.Equality> pairs = new ArrayList<>();
            for (int i = 0; i < columns.size() && i < in.values().size(); i++) {
                pairs.add(new AsOfJoin.Equality(
                        Set.of(columns.get(i)),
                        AsOfRows.columns(list(in.values()).get(i)),
                        false));
            }
            requireOwn(in.query().plan(), rows.tied(pairs, outer));
        } else if (expression instanceof SubqueryExpression query
                && !(query instanceof org.apache.spark.sql.catalyst.expressions.LateralSubquery)) {
            requireOwn(query.plan(), rows(query.plan(), outer));
        } else {
            list(expression.children()).forEach(child -> nested(child, outer));
        }
    }

    private void requireOwn(LogicalPlan query, AsOfRows rows) {
        rows.keys().stream().filter(key -> !key.isTied()).findFirst().ifPresent(key -> {
            report(
                    query,
                    "a nested query reads " + key.name() + " at all as-ofs: add \"" + key.name() + "." + asOf
                            + " = \" and the " + asOf + " of the outer row to its condition");
        });
    }

    private void report(LogicalPlan plan, String message) {
        faults.add(new SqlFault(Origins.line(plan), message));
    }

    static List<ExprId> ids(LogicalPlan plan) {
        return list(plan.output()).stream().map(Attribute::exprId).toList();
    }

    static <T> List<T> list(Seq<T> elements) {
        return CollectionConverters.asJava(elements);
    }

    static Stream<Alias> aliases(List<Expression> expressions) {
        return expressions.stream().filter(Alias.class::isInstance).map(Alias.class::cast);
    }
}
