package io.headrace.features.windows;

import io.headrace.spec.Aggregate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The number of values, a long. */
final class Counts implements Aggregator<Long> {
    @Override
    public Long of(Object value, long micros) {
        return 1L;
    }

    @Override
    public Long merge(Long earlier, Long later) {
        return earlier + later;
    }

    @Override
    public void write(Long partial, DataOutput out) throws IOException {
        out.writeLong(partial);
    }

    @Override
    public Long read(DataInput in) throws IOException {
        return in.readLong();
    }

    @Override
    public Running<Long> running() {
        return new Running<>() {
            private long count;

            @Override
            public void clear() {
                count = 0;
            }

            @Override
            public void add(Long partial) {
                count += partial;
            }

            @Override
            public void remove(Long partial) {
                count -= partial;
            }

            @Override
            public Object value(Aggregate aggregate, long asOfMicros) {
                return count;
            }
        };
    }
}
