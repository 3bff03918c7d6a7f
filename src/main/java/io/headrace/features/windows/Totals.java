package io.headrace.features.windows;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Function;

/** Sums and what follows from them. */
final class Totals implements Aggregator<Total> {
    private final boolean squared;
    private final Function<Total, Object> result;

    private Totals(boolean squared, Function<Total, Object> result) {
        this.squared = squared;
        this.result = result;
    }

    static Totals sum() {
        return new Totals(false, Total::sum);
    }

    static Totals mean() {
        return new Totals(false, Total::mean);
    }

    static Totals variance() {
        return new Totals(true, Total::variance);
    }

    static Totals deviation() {
        return new Totals(true, total -> {
            Double variance = total.variance();
            return variance == null ? null : Math.sqrt(variance);
        });
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
        Total total = new Total();
        return new Running<>() {
            @Override
            public void add(Total partial) {
                total.add(partial);
            }

            @Override
            public void remove(Total partial) {
                total.subtract(partial);
            }

            @Override
            public Object value(long asOfMicros) {
                return result.apply(total);
            }
        };
    }
}
