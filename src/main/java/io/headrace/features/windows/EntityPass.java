package io.headrace.features.windows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows of features from rows of events and moments.
 *
 * <p>These come sorted by one number alone, which Spark does fastest: a group of entities, mostly one, then the time in steps of about a
 * second. Rows of equal numbers are put in order here, by their key: twice the instant from which on an event may be used, or twice that
 * of a moment and one, so that at one instant events are first. In memory are the windows of a group's entities and one step's rows.
 */
final class EntityPass implements Iterator<Row> {
    /** Places in a row: whom it is about, its key, what rows are sorted by, and values. */
    static final int ENTITY = 0;

    static final int KEY = 1;
    static final int ORDER = 2;
    static final int VALUES = 3;

    /** The bits of the order that are of the time, and those of the microseconds that it leaves out. */
    static final int TIME_BITS = 40;

    static final int STEP_BITS = 20;

    private static final Comparator<Row> BY_KEY = Comparator.comparingLong(row -> row.getLong(KEY));

    private final Iterator<Row> rows;
    private final Function<Row, Piece> piece;
    private final Supplier<MovingWindows> windows;
    private final boolean emptyToo;
    private final long[] asOfs;
    private final Map<Object, Entity> group = new LinkedHashMap<>();
    private final Deque<MovingWindows> free = new ArrayDeque<>();
    private final List<Row> step = new ArrayList<>();
    private final Deque<Row> results = new ArrayDeque<>();
    private Row ahead;

    /**
     * A pass over rows.
     *
     * @param emptyToo whether moments in the rows count also where no event is in a window
     * @param asOfs moments at which the features of all entities are wanted that have an event in a window
     */
    EntityPass(
            Iterator<Row> rows,
            Function<Row, Piece> piece,
            Supplier<MovingWindows> windows,
            boolean emptyToo,
            long... asOfs) {
        this.rows = rows;
        this.piece = piece;
        this.windows = windows;
        this.emptyToo = emptyToo;
        this.asOfs = asOfs;
        advance();
    }

    private void advance() {
        ahead = rows.hasNext() ? rows.next() : null;
    }

    /** From when on an event may be used, or when a moment is, in microseconds since 1970. */
    static long usable(Row row) {
        return row.getLong(KEY) >> 1;
    }

    private static boolean isMoment(Row row) {
        return (row.getLong(KEY) & 1) == 1;
    }

    @Override
    public boolean hasNext() {
        while (results.isEmpty() && ahead != null) {
            takeStep();
        }
        return !results.isEmpty();
    }

    /** The rows of one number, and the end of the group where another follows. */
    private void takeStep() {
        long order = ahead.getLong(ORDER);
        step.clear();
        while (ahead != null && ahead.getLong(ORDER) == order) {
            step.add(ahead);
            advance();
        }
        if (step.size() > 1) {
            step.sort(BY_KEY);
        }
        step.forEach(this::take);
        if (ahead == null || ahead.getLong(ORDER) >> TIME_BITS != order >> TIME_BITS) {
            endGroup();
        }
    }

    private void take(Row row) {
        Entity entity = group.computeIfAbsent(row.get(ENTITY), Entity::new);
        entity.tellBefore(usable(row));
        if (isMoment(row)) {
            entity.tell(usable(row), emptyToo);
        } else if (entity.isWanted()) {
            entity.moving.add(piece.apply(row));
        }
    }

    private void endGroup() {
        for (Entity entity : group.values()) {
            entity.tellBefore(Long.MAX_VALUE);
            entity.moving.clear();
            free.push(entity.moving);
        }
        group.clear();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return results.remove();
    }

    /** One entity's windows, and the next as-of at which they are read. */
    private final class Entity {
        private final Object key;
        private final MovingWindows moving;
        private int at;

        Entity(Object key) {
            this.key = key;
            this.moving = free.isEmpty() ? windows.get() : free.pop();
        }

        boolean isWanted() {
            return asOfs.length == 0 || at < asOfs.length;
        }

        /** Tells of the as-ofs before an instant. */
        void tellBefore(long usable) {
            while (at < asOfs.length && asOfs[at] < usable) {
                tell(asOfs[at++], false);
            }
        }

        void tell(long asOf, boolean ofNothingToo) {
            Object[] values = moving.at(asOf);
            if (ofNothingToo || !moving.areEmpty()) {
                Object[] cells = new Object[values.length + 2];
                cells[0] = key;
                cells[1] = asOf;
                System.arraycopy(values, 0, cells, 2, values.length);
                results.add(RowFactory.create(cells));
            }
        }
    }
}
