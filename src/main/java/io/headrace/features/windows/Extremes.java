package io.headrace.features.windows;

import io.headrace.spec.Aggregate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;

/** The smallest or the largest value. */
final class Extremes implements Aggregator<Object> {
    private final Comparator<Object> order;

    private Extremes(Comparator<Object> order) {
        this.order = order;
    }

    static Extremes smallest() {
        return new Extremes(Values.ORDER);
    }

    static Extremes largest() {
        return new Extremes(Values.ORDER.reversed());
    }

    @Override
    public Object of(Object value, long micros) {
        return value;
    }

    @Override
    public Object merge(Object earlier, Object later) {
        return order.compare(earlier, later) <= 0 ? earlier : later;
    }

    @Override
    public void write(Object partial, DataOutput out) throws IOException {
        Values.write(partial, out);
    }

    @Override
    public Object read(DataInput in) throws IOException {
        return Values.read(in);
    }

    /** Holds the values that may still become the answer: each is better than all that came after it. */
    @Override
    public Running<Object> running() {
        Deque<Object> candidates = new ArrayDeque<>();
        return new Running<>() {
            @Override
            public void clear() {
                candidates.clear();
            }

            @Override
            public void add(Object partial) {
                while (!candidates.isEmpty() && order.compare(candidates.peekLast(), partial) > 0) {
                    candidates.removeLast();
                }
                candidates.addLast(partial);
            }

            @Override
            public void remove(Object partial) {
                if (order.compare(candidates.peekFirst(), partial) == 0) {
                    candidates.removeFirst();
                }
            }

            @Override
            public Object value(Aggregate aggregate, long asOfMicros) {
                return candidates.peekFirst();
            }
        };
    }
}
