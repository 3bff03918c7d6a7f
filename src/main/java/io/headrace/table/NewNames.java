package io.headrace.table;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.util.AccumulatorV2;

/**
 * Names that tasks come upon. A task that Spark repeats adds its names again, which changes nothing; one that succeeds has added all of its own.
 */
public final class NewNames extends AccumulatorV2<String, Set<String>> {
    private static final long serialVersionUID = 1L;

    private final Set<String> names = Collections.synchronizedSet(new HashSet<>());

    @Override
    public boolean isZero() {
        return names.isEmpty();
    }

    @Override
    public AccumulatorV2<String, Set<String>> copy() {
        NewNames copy = new NewNames();
        copy.names.addAll(value());
        return copy;
    }

    @Override
    public void reset() {
        names.clear();
    }

    @Override
    public void add(String name) {
        names.add(name);
    }

    @Override
    public void merge(AccumulatorV2<String, Set<String>> other) {
        names.addAll(other.value());
    }

    @Override
    public Set<String> value() {
        synchronized (names) {
            return Set.copyOf(names);
        }
    }
}
