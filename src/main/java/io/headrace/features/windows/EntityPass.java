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

    /**
     * How moments of rows have a place among events of their instant.
     *
     * @param row the place of the row that a moment is of; its results are told by it
     * @param order the places of values that put rows of one instant in order; none where every event is seen after its instant only
     * @param includesRow whether an event comes before a moment of the same order
     */
    record Places(int row, List<Integer> order, boolean includesRow) implements java.io.Serializable {
        /** Moments of entities, in no place among events. */
        static final Places NONE = new Places(-1, List.of(), false);

        Places {
            order = List.copyOf(order);
        }

        private int compare(Row one, Row other) {
            int compared = Long.compare(usable(one), usable(other));
            for (int i = 0; compared == 0 && i < order.size(); i++) {
                compared = compareValues(one.get(order.get(i)), other.get(order.get(i)));
            }
            if (compared == 0) {
                compared = Boolean.compare(isMoment(one), isMoment(other));
                return includesRow ? compared : -compared;
            }
            return compared;
        }

        private static int compareValues(Object one, Object other) {
            return one == null || other == null
                    ? Boolean.compare(one != null, other != null)
                    : Values.ORDER.compare(one, other);
        }
    }

    private final Iterator<Row> rows;
    private final Function<Row, Piece> piece;
    private final Supplier<MovingWindows> windows;
    private final boolean emptyToo;
    private final Places places;
    private final Comparator<Row> inStep;
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
     * @param places of moments among events
     * @param asOfs moments at which the features of all entities are wanted that have an event in a window
     */
    EntityPass(
            Iterator<Row> rows,
            Function<Row, Piece> piece,
            Supplier<MovingWindows> windows,
            boolean emptyToo,
            Places places,
            long... asOfs) {
        this.rows = rows;
        this.piece = piece;
        this.windows = windows;
        this.emptyToo = emptyToo;
        this.places = places;
        this.inStep = places.order().isEmpty() ? BY_KEY : places::compare;
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
            step.sort(inStep);
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
            entity.tell(places.row() < 0 ? entity.key : row.get(places.row()), usable(row), emptyToo);
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
                tell(key, asOfs[at++], false);
            }
        }

        void tell(Object about, long asOf, boolean ofNothingToo) {
            Object[] values = moving.at(asOf);
            if (ofNothingToo || !moving.areEmpty()) {
                Object[] cells = new Object[values.length + 2];
                cells[0] = about;
                cells[1] = asOf;
                System.arraycopy(values, 0, cells, 2, values.length);
                results.add(RowFactory.create(cells));
            }
        }
    }
}
