package io.headrace.table.query;

import io.headrace.table.query.AsOfCover.Both;
import io.headrace.table.query.AsOfCover.Kept;
import io.headrace.table.query.AsOfRows.OneAsOf;
import io.headrace.table.query.AsOfRows.Outer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.UsingJoin;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** How a join ties the as-ofs of its sides: by the equalities of its condition. */
final class AsOfJoin {
    private final AsOfRows left;
    private final AsOfRows right;
    private final LogicalPlan plan;
    private final JoinType type;
    private final List<Equality> equalities;
    private final Outer outer;

    AsOfJoin(AsOfRows left, AsOfRows right, LogicalPlan plan, JoinType type, List<Equality> equalities, Outer outer) {
        this.left = left;
        this.right = right;
        this.plan = plan;
        this.type = type instanceof UsingJoin using ? using.tpe() : type;
        this.equalities = equalities;
        this.outer = outer;
    }

    /**
     * Two expressions that are equal where a condition holds.
     *
     * @param left the columns whose first value that is not null it is
     * @param isNullSafe whether nulls are equal too
     */
    record Equality(Set<ExprId> left, Set<ExprId> right, boolean isNullSafe) {
        Equality {
            left = Set.copyOf(left);
            right = Set.copyOf(right);
        }
    }

    /** All equalities that hold where the condition does. */
    static List<Equality> equalities(Expression condition) {
        if (condition instanceof And and) {
            return Stream.concat(equalities(and.left()).stream(), equalities(and.right()).stream())
                    .toList();
        }
        if (condition instanceof In in && in.list().size() == 1) {
            return equal(in.value(), in.list().apply(0), false);
        }
        if (condition instanceof EqualTo || condition instanceof EqualNullSafe) {
            BinaryComparison equal = (BinaryComparison) condition;
            return equal(equal.left(), equal.right(), condition instanceof EqualNullSafe);
        }
        return List.of();
    }

    private static List<Equality> equal(Expression left, Expression right, boolean isNullSafe) {
        if (left instanceof CreateNamedStruct some && right instanceof CreateNamedStruct others) {
            List<Expression> of = AsOfLineage.list(some.valExprs());
            List<Expression> with = AsOfLineage.list(others.valExprs());
            List<Equality> pairs = new ArrayList<>();
            for (int i = 0; i < of.size() && i < with.size(); i++) {
                // Structs are equal where their fields are, nulls included.
                pairs.addAll(equal(of.get(i), with.get(i), true));
            }
            return pairs;
        }
        return List.of(new Equality(AsOfRows.columns(left), AsOfRows.columns(right), isNullSafe));
    }

    /** Whether it keeps rows of the left by rows of the right whose as-of is not tied to theirs. */
    boolean isLoose() {
        return isHalf()
                && !right.keys().isEmpty()
                && right.keys().stream()
                        .anyMatch(key -> !key.isTied() && partner(key).isEmpty() && !isOfOuter(key));
    }

    /** The rows of the join. */
    AsOfRows rows() {
        if (isHalf()) {
            return left;
        }
        AsOfRows found = type instanceof LeftOuter$
                ? outer(left, right, this::kept)
                : type instanceof RightOuter$
                        ? outer(right, left, this::kept)
                        : type instanceof FullOuter$
                                ? outer(left, right, (one, other) -> one.with(new Both(one.cover(), other.cover())))
                                : left.beside(right).tied(equalities, outer);
        boolean isApart =
                found.keys().size() > Math.max(left.keys().size(), right.keys().size());
        return isApart ? new AsOfRows(found.keys(), Optional.of(plan)) : found;
    }

    private boolean isHalf() {
        return type instanceof LeftSemi$ || type instanceof LeftAnti$;
    }

    private OneAsOf kept(OneAsOf kept, OneAsOf other) {
        return kept.with(new Kept(kept.cover(), other.cover()));
    }

    private interface Joint {
        OneAsOf of(OneAsOf kept, OneAsOf other);
    }

    private AsOfRows outer(AsOfRows kept, AsOfRows others, Joint joint) {
        boolean isFull = type instanceof FullOuter$;
        List<OneAsOf> keys = new ArrayList<>(kept.keys());
        List<OneAsOf> apart = new ArrayList<>();
        Set<Integer> joined = new java.util.HashSet<>();
        for (OneAsOf other : others.keys()) {
            Optional<OneAsOf> partner = partner(other, kept);
            if (partner.isPresent()) {
                int place = kept.keys().indexOf(partner.get());
                keys.set(place, joint.of(keys.get(place), other));
                joined.add(place);
            } else {
                OneAsOf unsure = other.with(AsOfCover.unsure(other.cover()));
                apart.add(!isFull && isOfOuter(other) ? unsure.tied() : unsure);
            }
        }
        if (isFull && !others.keys().isEmpty()) {
            for (int place = 0; place < keys.size(); place++) {
                if (!joined.contains(place)) {
                    keys.set(
                            place,
                            keys.get(place)
                                    .with(AsOfCover.unsure(keys.get(place).cover())));
                }
            }
        }
        keys.addAll(apart);
        return new AsOfRows(keys, left.joined().or(right::joined));
    }

    private Optional<OneAsOf> partner(OneAsOf key) {
        return partner(key, left);
    }

    /** The key of the other rows to which the condition ties this one. */
    private Optional<OneAsOf> partner(OneAsOf key, AsOfRows others) {
        for (Equality equality : equalities) {
            for (boolean isTurned : new boolean[] {false, true}) {
                Set<ExprId> own = isTurned ? equality.right() : equality.left();
                Set<ExprId> theirs = isTurned ? equality.left() : equality.right();
                int place = AsOfRows.place(others.keys(), theirs, equality.isNullSafe());
                if (AsOfRows.place(List.of(key), own, equality.isNullSafe()) == 0 && place >= 0) {
                    return Optional.of(others.keys().get(place));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isOfOuter(OneAsOf key) {
        return !AsOfRows.of(key).tied(equalities, outer).keys().stream().allMatch(now -> now.isTied() == key.isTied());
    }
}
