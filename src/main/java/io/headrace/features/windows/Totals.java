package io.headrace.features.windows;

import io.headrace.spec.Aggregate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Sums and what follows from them. */
final class Totals implements Aggregator<Total> {
    private final boolean squared;

    private Totals(boolean squared) {
        this.squared = squared;
    }

    /** Enough for sum and mean. */
    static Totals sums() {
        return new Totals(false);
    }

    /** Enough for variance and deviation too. */
    static Totals squares() {
        return new Totals(true);
    }

    @Override
    public Total of(Object value, long micros) {
        return Total.of(value, squared);
    }

    @Override
    public Total merge(Total earlier, Total later) {
        earlier.add(later);
        return earlier;
    }

    @Override
    public void write(Total partial, DataOutput out) throws IOException {
        partial.write(out);
    }

    @Override
    public Total read(DataInput in) throws IOException {
        return Total.read(in);
    }

    @Override
    public Running<Total> running() {
        Total total = new Total(squared);
        return new Running<>() {
            @Override
            public void clear() {
                total.clear();
            }

            @Override
            public void add(Total partial) {
                total.add(partial);
            }

            @Override
            public void remove(Total partial) {
                total.subtract(partial);
            }

            @Override
            public Object value(Aggregate aggregate, long asOfMicros) {
                return switch (aggregate.function()) {
                    case SUM -> total.sum();
                    case MEAN -> total.mean();
                    case VARIANCE -> total.variance();
                    case DEVIATION -> total.deviation();
                    default -> throw new IllegalArgumentException(aggregate + " of sums");
                };
            }
        };
    }
}
