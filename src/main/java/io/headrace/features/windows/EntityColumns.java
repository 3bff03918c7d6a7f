package io.headrace.features.windows;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows of features from rows of events and moments. These come sorted by entity, the instant from which on an event may be used or the
 * moment itself, and at one instant events first. One entity at a time is in memory.
 */
final class EntityColumns implements Iterator<Row> {
    /** Places in a row: whom it is about, what it is sorted by, and whether it is a moment at which features are wanted. */
    static final int ENTITY = 0;

    static final int USABLE = 1;
    static final int MOMENT = 2;
    static final int TIME = 3;
    static final int VALUES = 4;

    private final Iterator<Row> rows;
    private final Function<Row, Piece> piece;
    private final Supplier<MovingWindows> windows;
    private final boolean emptyToo;
    private final long[] asOfs;
    private Row ahead;
    private Object entity;
    private MovingWindows moving;
    private int at;
    private Row result;

    /**
     * A pass over rows.
     *
     * @param emptyToo whether moments in the rows count also where no event is in a window
     * @param asOfs moments at which the features of all entities are wanted that have an event in a window
     */
    EntityColumns(
            Iterator<Row> rows,
            Function<Row, Piece> piece,
            Supplier<MovingWindows> windows,
            boolean emptyToo,
            long... asOfs) {
        this.emptyToo = emptyToo;
        this.rows = rows;
        this.piece = piece;
        this.windows = windows;
        this.asOfs = asOfs;
        this.at = asOfs.length;
        advance();
    }

    private void advance() {
        ahead = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
        boolean more = true;
        while (result == null && more) {
            more = step();
        }
        return result != null;
    }

    private boolean step() {
        boolean same = ahead != null && ahead.get(ENTITY).equals(entity);
        if (at < asOfs.length && (!same || ahead.getLong(USABLE) > asOfs[at])) {
            tell(asOfs[at++], false);
        } else if (ahead == null) {
            return false;
        } else if (!same) {
            entity = ahead.get(ENTITY);
            moving = windows.get();
            at = 0;
        } else {
            take(ahead);
            advance();
        }
        return true;
    }

    private void take(Row row) {
        boolean needed = asOfs.length == 0 || at < asOfs.length;
        if (row.getBoolean(MOMENT)) {
            tell(row.getLong(USABLE), emptyToo);
        } else if (needed) {
            moving.add(piece.apply(row));
        }
    }

    private void tell(long asOf, boolean ofNothingToo) {
        Object[] values = moving.at(asOf);
        if (ofNothingToo || !moving.areEmpty()) {
            Object[] cells = new Object[values.length + 2];
            cells[0] = entity;
            cells[1] = asOf;
            System.arraycopy(values, 0, cells, 2, values.length);
            result = RowFactory.create(cells);
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
