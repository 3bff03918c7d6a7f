package io.headrace.features.windows;

import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The value of the earliest or of one of the latest events, or how long ago the latest was. Of events at the same instant the one
 * with the larger value counts as later, so that the order in which they were read does not matter.
 */
final class Edges implements Aggregator<List<Edges.Event>> {
    private static final Comparator<Event> EARLIEST_FIRST =
            Comparator.comparingLong(Event::micros).thenComparing(Event::value, Values.ORDER);
    private static final double MICROS_OF_A_DAY = 86_400e6;

    private final Comparator<Event> order;
    private final boolean earliest;
    private final int kept;

    private Edges(boolean earliest, int kept) {
        this.order = earliest ? EARLIEST_FIRST : EARLIEST_FIRST.reversed();
        this.earliest = earliest;
        this.kept = kept;
    }

    /** An event and its value. */
    record Event(long micros, Object value) {}

    static Edges first() {
        return new Edges(true, 1);
    }

    /** @param which 1 for the latest, 2 for the one before it */
    static Edges last(int which) {
        return new Edges(false, which);
    }

    @Override
    public List<Event> of(Object value, long micros) {
        return List.of(new Event(micros, value));
    }

    @Override
    public List<Event> merge(List<Event> earlier, List<Event> later) {
        List<Event> all = new ArrayList<>(earlier);
        all.addAll(later);
        all.sort(order);
        return all.size() > kept ? List.copyOf(all.subList(0, kept)) : all;
    }

    @Override
    public void write(List<Event> partial, DataOutput out) throws IOException {
        out.writeInt(partial.size());
        for (Event event : partial) {
            out.writeLong(event.micros());
            Values.write(event.value(), out);
        }
    }

    @Override
    public List<Event> read(DataInput in) throws IOException {
        List<Event> partial = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            partial.add(new Event(in.readLong(), Values.read(in)));
        }
        return partial;
    }

    @Override
    public Running<List<Event>> running() {
        Deque<List<Event>> inside = new ArrayDeque<>();
        return new Running<>() {
            @Override
            public void clear() {
                inside.clear();
            }

            @Override
            public void add(List<Event> partial) {
                inside.addLast(partial);
            }

            @Override
            public void remove(List<Event> partial) {
                inside.removeFirst();
            }

            @Override
            public Object value(Aggregate aggregate, long asOfMicros) {
                List<Event> best = best(earliest ? inside.iterator() : inside.descendingIterator());
                if (best.size() < kept) {
                    return null;
                }
                Event event = best.get(kept - 1);
                return aggregate.function() == Function.SINCE
                        ? (asOfMicros - event.micros()) / MICROS_OF_A_DAY
                        : event.value();
            }
        };
    }

    /** Looks at partials from the wanted end until those further in are too far from it. */
    private List<Event> best(Iterator<List<Event>> partials) {
        List<Event> best = List.of();
        while (partials.hasNext()) {
            List<Event> next = partials.next();
            if (best.size() == kept && isFurther(next.get(0), best.get(kept - 1))) {
                break;
            }
            best = merge(best, next);
        }
        return best;
    }

    private boolean isFurther(Event next, Event last) {
        return earliest ? next.micros() > last.micros() : next.micros() < last.micros();
    }
}
