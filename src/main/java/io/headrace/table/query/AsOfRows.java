package io.headrace.table.query;

import io.headrace.table.query.AsOfCover.Any;
import io.headrace.table.query.AsOfCover.Either;
import io.headrace.table.query.AsOfCover.Kept;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AnyValue;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.expressions.aggregate.Max;
import org.apache.spark.sql.catalyst.expressions.aggregate.Min;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * The rows of a node, seen by their as-of: each comes from one as-of for each key.
 *
 * @param joined the last join that left as-ofs apart, if any
 */
record AsOfRows(List<OneAsOf> keys, Optional<LogicalPlan> joined) {
    /** Rows that come from no input. */
    static final AsOfRows NONE = new AsOfRows(List.of(), Optional.empty());

    AsOfRows {
        keys = List.copyOf(keys);
    }

    /**
     * Inputs whose rows are of the same as-of.
     *
     * @param name one of them
     * @param isTied whether their as-of is one of the outer row
     */
    record OneAsOf(String name, AsOfCover cover, boolean isTied) {
        OneAsOf with(AsOfCover other) {
            return new OneAsOf(name, other, isTied);
        }

        OneAsOf tied() {
            return new OneAsOf(name, cover, true);
        }
    }

    /** The rows around a nested query. */
    record Outer(AsOfRows rows, Optional<Outer> further) {
        static final Outer NONE = new Outer(AsOfRows.NONE, Optional.empty());

        boolean knows(Set<ExprId> columns) {
            return rows.keys().stream().anyMatch(key -> key.cover().knows(columns))
                    || further.map(outer -> outer.knows(columns)).orElse(false);
        }
    }

    static AsOfRows of(OneAsOf key) {
        return new AsOfRows(List.of(key), Optional.empty());
    }

    AsOfRows beside(AsOfRows other) {
        return new AsOfRows(Stream.concat(keys.stream(), other.keys.stream()).toList(), joined.or(other::joined));
    }

    /** Rows for which the equalities hold. */
    AsOfRows tied(List<AsOfJoin.Equality> equalities, Outer outer) {
        List<OneAsOf> now = new ArrayList<>(keys);
        for (AsOfJoin.Equality equality : equalities) {
            int left = place(now, equality.left(), equality.isNullSafe());
            int right = place(now, equality.right(), equality.isNullSafe());
            if (left >= 0 && right >= 0 && left != right) {
                OneAsOf kept = now.get(Math.min(left, right));
                OneAsOf other = now.remove(Math.max(left, right));
                now.set(
                        Math.min(left, right),
                        new OneAsOf(
                                kept.name(), new Either(kept.cover(), other.cover()), kept.isTied() || other.isTied()));
            } else if (left >= 0 && right < 0 && outer.knows(equality.right())) {
                now.set(left, now.get(left).tied());
            } else if (right >= 0 && left < 0 && outer.knows(equality.left())) {
                now.set(right, now.get(right).tied());
            }
        }
        return new AsOfRows(now, joined);
    }

    /** The key whose as-of the columns are; -1 for none. */
    static int place(List<OneAsOf> keys, Set<ExprId> columns, boolean never) {
        for (int i = 0; i < keys.size(); i++) {
            AsOfCover cover = keys.get(i).cover();
            if (cover.knows(columns) && (!never || cover.by(columns))) {
                return i;
            }
        }
        return -1;
    }

    /** With further columns, as a node makes them. */
    AsOfRows with(List<Expression> made) {
        AsOfRows rows = this;
        for (Alias alias : AsOfLineage.aliases(made).toList()) {
            rows = rows.with(alias.exprId(), List.of(alias.child()));
        }
        return rows;
    }

    /** With a column that is one of several expressions. */
    AsOfRows with(ExprId column, List<Expression> made) {
        return new AsOfRows(
                keys.stream()
                        .map(key -> {
                            boolean isKnown =
                                    made.stream().allMatch(value -> key.cover().knows(columns(value)));
                            boolean isSure = isKnown
                                    && made.stream()
                                            .allMatch(value -> key.cover().by(columns(value)));
                            AsOfCover more = new Any(Set.of(column));
                            return isSure
                                    ? key.with(new Either(key.cover(), more))
                                    : isKnown ? key.with(new Kept(key.cover(), more)) : key;
                        })
                        .toList(),
                joined);
    }

    /** The same rows, their columns under other names. */
    AsOfRows renamed(Map<ExprId, ExprId> names) {
        return new AsOfRows(
                keys.stream().map(key -> key.with(renamed(key.cover(), names))).toList(), joined);
    }

    private static AsOfCover renamed(AsOfCover cover, Map<ExprId, ExprId> names) {
        // A column of a common table expression is alone the as-of or it is not; only sure ones are kept as such.
        Set<ExprId> sure = new HashSet<>();
        Set<ExprId> known = new HashSet<>();
        names.forEach((was, is) -> {
            if (cover.by(Set.of(was))) {
                sure.add(is);
            } else if (cover.knows(Set.of(was))) {
                known.add(is);
            }
        });
        return known.isEmpty() ? new Any(sure) : new Kept(new Any(sure), new Any(known));
    }

    /** Those that are of no outer row. */
    AsOfRows free() {
        return new AsOfRows(keys.stream().filter(key -> !key.isTied()).toList(), joined);
    }

    /** The columns whose first value that is not null an expression is; empty for any other expression. */
    static Set<ExprId> columns(Expression expression) {
        if (expression instanceof Attribute attribute) {
            return Set.of(attribute.exprId());
        }
        if (expression instanceof OuterReference outer) {
            return columns((Expression) outer.e());
        }
        if (expression instanceof Alias alias) {
            return columns(alias.child());
        }
        if (expression instanceof Cast cast
                && cast.dataType().equals(cast.child().dataType())) {
            return columns(cast.child());
        }
        if (expression instanceof Coalesce) {
            return all(AsOfLineage.list(expression.children()));
        }
        if (expression instanceof RuntimeReplaceable replaced && replaced.replacement() instanceof Coalesce first) {
            return columns(first);
        }
        if (expression instanceof AggregateExpression aggregate && isOneOfMany(aggregate)) {
            return columns(
                    AsOfLineage.list(aggregate.aggregateFunction().children()).get(0));
        }
        return Set.of();
    }

    /** Of equal values it gives the value. */
    private static boolean isOneOfMany(AggregateExpression aggregate) {
        Expression function = aggregate.aggregateFunction();
        return aggregate.filter().isEmpty()
                && (function instanceof Max
                        || function instanceof Min
                        || function instanceof First
                        || function instanceof Last
                        || function instanceof AnyValue);
    }

    private static Set<ExprId> all(List<Expression> expressions) {
        Set<ExprId> columns = new HashSet<>();
        for (Expression expression : expressions) {
            Set<ExprId> of = columns(expression);
            if (of.isEmpty()) {
                return Set.of();
            }
            columns.addAll(of);
        }
        return columns;
    }
}
