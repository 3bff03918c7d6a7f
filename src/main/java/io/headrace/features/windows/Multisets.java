package io.headrace.features.windows;

import io.headrace.spec.Aggregate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Aggregates that need to know how often each value came. */
final class Multisets implements Aggregator<Map<Object, Long>> {
    private final Supplier<Running<Map<Object, Long>>> running;

    private Multisets(Supplier<Running<Map<Object, Long>>> running) {
        this.running = running;
    }

    /** The number of different values, a long. */
    static Multisets distinct() {
        return new Multisets(Distinct::new);
    }

    /** The value that comes most often, the smallest of several. */
    static Multisets top() {
        return new Multisets(Top::new);
    }

    /** The smallest value that at least the aggregate's share of the values do not exceed. */
    static Multisets quantile() {
        return new Multisets(Quantile::new);
    }

    @Override
    public Map<Object, Long> of(Object value, long micros) {
        return Map.of(value, 1L);
    }

    @Override
    public Map<Object, Long> merge(Map<Object, Long> earlier, Map<Object, Long> later) {
        Map<Object, Long> merged = earlier instanceof HashMap ? earlier : new HashMap<>(earlier);
        later.forEach((value, times) -> merged.merge(value, times, Long::sum));
        return merged;
    }

    @Override
    public Running<Map<Object, Long>> running() {
        return running.get();
    }

    @Override
    public void write(Map<Object, Long> partial, DataOutput out) throws IOException {
        List<Object> values = new ArrayList<>(partial.keySet());
        values.sort(Values.ORDER);
        out.writeInt(values.size());
        for (Object value : values) {
            Values.write(value, out);
            out.writeLong(partial.get(value));
        }
    }

    @Override
    public Map<Object, Long> read(DataInput in) throws IOException {
        Map<Object, Long> partial = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            Object value = Values.read(in);
            partial.put(value, in.readLong());
        }
        return partial;
    }

    private static final class Distinct implements Running<Map<Object, Long>> {
        private final Map<Object, Long> times = new HashMap<>();

        @Override
        public void clear() {
            times.clear();
        }

        @Override
        public void add(Map<Object, Long> partial) {
            partial.forEach((value, more) -> times.merge(value, more, Long::sum));
        }

        @Override
        public void remove(Map<Object, Long> partial) {
            partial.forEach((value, less) ->
                    times.computeIfPresent(value, (same, now) -> now.equals(less) ? null : (Long) (now - less)));
        }

        @Override
        public Object value(Aggregate aggregate, long asOfMicros) {
            return (long) times.size();
        }
    }

    private static final class Top implements Running<Map<Object, Long>> {
        private record Counted(Object value, long times) {}

        private final Map<Object, Long> times = new HashMap<>();
        private final TreeSet<Counted> ranking = new TreeSet<>(
                Comparator.comparingLong(Counted::times).reversed().thenComparing(Counted::value, Values.ORDER));

        @Override
        public void clear() {
            times.clear();
            ranking.clear();
        }

        @Override
        public void add(Map<Object, Long> partial) {
            partial.forEach(this::change);
        }

        @Override
        public void remove(Map<Object, Long> partial) {
            partial.forEach((value, less) -> change(value, -less));
        }

        private void change(Object value, long by) {
            long before = times.getOrDefault(value, 0L);
            ranking.remove(new Counted(value, before));
            if (before + by == 0) {
                times.remove(value);
            } else {
                times.put(value, before + by);
                ranking.add(new Counted(value, before + by));
            }
        }

        @Override
        public Object value(Aggregate aggregate, long asOfMicros) {
            return ranking.isEmpty() ? null : ranking.first().value();
        }
    }

    /** All values in order: finding a place is a search, taking it moves what is behind, both fast for what windows hold. */
    private static final class Quantile implements Running<Map<Object, Long>> {
        private final List<Object> sorted = new ArrayList<>();

        @Override
        public void clear() {
            sorted.clear();
        }

        @Override
        public void add(Map<Object, Long> partial) {
            partial.forEach(
                    (value, times) -> sorted.addAll(place(value), Collections.nCopies(times.intValue(), value)));
        }

        @Override
        public void remove(Map<Object, Long> partial) {
            partial.forEach((value, times) -> {
                int end = place(value);
                sorted.subList(end - times.intValue(), end).clear();
            });
        }

        /** Behind all that are not larger. */
        private int place(Object value) {
            int from = 0;
            int to = sorted.size();
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (Values.ORDER.compare(sorted.get(middle), value) <= 0) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }

        @Override
        public Object value(Aggregate aggregate, long asOfMicros) {
            if (sorted.isEmpty()) {
                return null;
            }
            int reached = BigDecimal.valueOf(aggregate.parameter())
                    .multiply(BigDecimal.valueOf(sorted.size()))
                    .setScale(0, RoundingMode.CEILING)
                    .intValue();
            return sorted.get(Math.max(0, reached - 1));
        }
    }
}
