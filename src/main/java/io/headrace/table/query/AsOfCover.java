package io.headrace.table.query;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.ExprId;

/** By which columns the as-of of a row is known, through joins that leave some of them null. */
sealed interface AsOfCover {
    /** Whether the first of these columns that is not null is the as-of, in every row. */
    boolean by(Set<ExprId> columns);

    /** All columns that are the as-of or null. */
    Set<ExprId> columns();

    /** Whether each of the columns is the as-of or null. */
    default boolean knows(Set<ExprId> some) {
        return !some.isEmpty() && columns().containsAll(some);
    }

    /** Each of some columns is the as-of. */
    record Any(Set<ExprId> columns) implements AsOfCover {
        public Any {
            columns = Set.copyOf(columns);
        }

        @Override
        public boolean by(Set<ExprId> some) {
            return some.stream().anyMatch(columns::contains);
        }
    }

    /** Rows of an inner join: the columns of each side are the as-of. */
    record Either(AsOfCover left, AsOfCover right) implements AsOfCover {
        @Override
        public boolean by(Set<ExprId> some) {
            return left.by(some) || right.by(some);
        }

        @Override
        public Set<ExprId> columns() {
            return both(left, right);
        }
    }

    /** Rows of a full join: one of the sides may be null. */
    record Both(AsOfCover left, AsOfCover right) implements AsOfCover {
        @Override
        public boolean by(Set<ExprId> some) {
            return left.by(some) && right.by(some);
        }

        @Override
        public Set<ExprId> columns() {
            return both(left, right);
        }
    }

    /** Rows of an outer join: the columns of the other side may be null. */
    record Kept(AsOfCover kept, AsOfCover other) implements AsOfCover {
        @Override
        public boolean by(Set<ExprId> some) {
            return kept.by(some);
        }

        @Override
        public Set<ExprId> columns() {
            return both(kept, other);
        }
    }

    /** Known by no column for sure, though some may be the as-of. */
    static AsOfCover unsure(AsOfCover cover) {
        return new Kept(new Any(Set.of()), cover);
    }

    private static Set<ExprId> both(AsOfCover left, AsOfCover right) {
        Set<ExprId> columns = new HashSet<>(left.columns());
        columns.addAll(right.columns());
        return columns;
    }
}
