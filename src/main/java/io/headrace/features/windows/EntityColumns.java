package io.headrace.features.windows;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of features from rows of events, which are sorted by entity and time; one entity at a time is in memory. */
final class EntityColumns implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Function<Row, Piece> piece;
    private final Function<Iterator<Piece>, MovingWindows> windows;
    private final long[] asOfs;
    private Row ahead;
    private Object entity;
    private MovingWindows moving;
    private int at;
    private Row result;

    EntityColumns(
            Iterator<Row> rows,
            Function<Row, Piece> piece,
            Function<Iterator<Piece>, MovingWindows> windows,
            long[] asOfs) {
        this.rows = rows;
        this.piece = piece;
        this.windows = windows;
        this.asOfs = asOfs;
        this.ahead = next(rows);
        this.at = asOfs.length;
    }

    private static Row next(Iterator<Row> rows) {
        return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
        while (result == null && (at < asOfs.length || skipToNextEntity())) {
            Object[] values = moving.at(asOfs[at]);
            if (!moving.areEmpty()) {
                result = row(asOfs[at], values);
            }
            at++;
        }
        return result != null;
    }

    private Row row(long asOf, Object[] values) {
        Object[] cells = new Object[values.length + 2];
        cells[0] = entity;
        cells[1] = asOf;
        System.arraycopy(values, 0, cells, 2, values.length);
        return RowFactory.create(cells);
    }

    /** Leaves what is left of the entity, events after the last as-of. */
    private boolean skipToNextEntity() {
        while (ahead != null && ahead.get(0).equals(entity)) {
            ahead = next(rows);
        }
        if (ahead == null) {
            return false;
        }
        entity = ahead.get(0);
        moving = windows.apply(new OneEntity());
        at = 0;
        return true;
    }

    private final class OneEntity implements Iterator<Piece> {
        private final Object of = entity;

        @Override
        public boolean hasNext() {
            return ahead != null && ahead.get(0).equals(of);
        }

        @Override
        public Piece next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Piece next = piece.apply(ahead);
            ahead = EntityColumns.next(rows);
            return next;
        }
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Row next = result;
        result = null;
        return next;
    }
}
