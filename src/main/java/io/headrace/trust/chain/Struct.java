package io.headrace.trust.chain;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named values, such as a row's.
 *
 * <p>A null is the same as no value, and the order of names is none: a table that gets a column later keeps the digests of its
 * older rows.
 *
 * @param values by name, without nulls; of the types that {@link Canonical} lists
 */
public record Struct(SortedMap<String, Object> values) {
    public Struct {
        SortedMap<String, Object> present = new TreeMap<>(values);
        present.values().removeIf(Objects::isNull);
        values = Collections.unmodifiableSortedMap(present);
    }

    /** One value. */
    public static Struct of(String name, Object value) {
        return new Struct(new TreeMap<>()).with(name, value);
    }

    /** These values and one more; a name that is there already is refused. */
    public Struct with(String name, Object value) {
        if (values.containsKey(name)) {
            throw new IllegalArgumentException("the name " + name + " stands twice");
        }
        SortedMap<String, Object> more = new TreeMap<>(values);
        more.put(name, value);
        return new Struct(more);
    }
}
