package io.headrace.features.windows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Partial results as values come in, are merged, written down and read again. Null stands for no value throughout. */
final class Partials {
    private Partials() {}

    static List<Aggregator<?>> aggregators(List<Measure> measures) {
        List<Aggregator<?>> aggregators = new ArrayList<>();
        measures.forEach(measure -> aggregators.add(Aggregators.of(measure.state())));
        return aggregators;
    }

    /** The partial of one event. */
    static Object of(Object value, long micros, Aggregator<?> aggregator) {
        return value == null ? null : aggregator.of(Values.canonical(value), micros);
    }

    @SuppressWarnings("unchecked")
    static Object merge(Object earlier, Object later, Aggregator<?> aggregator) {
        if (earlier == null || later == null) {
            return earlier == null ? later : earlier;
        }
        return ((Aggregator<Object>) aggregator).merge(earlier, later);
    }

    @SuppressWarnings("unchecked")
    static byte[] write(Object partial, Aggregator<?> aggregator) {
        if (partial == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ((Aggregator<Object>) aggregator).write(partial, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Object read(byte[] bytes, Aggregator<?> aggregator) {
        try {
            return bytes == null ? null : aggregator.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException("partials that are damaged", e);
        }
    }
}
