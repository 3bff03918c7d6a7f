package io.headrace.spec.hocon;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of job there are: whatever is registered under {@code META-INF/services}. */
public final class JobReaders {
    private static final NavigableMap<String, JobReader> BY_WORD = found();

    private JobReaders() {}

    /** The kinds by word. */
    public static NavigableMap<String, JobReader> byWord() {
        return BY_WORD;
    }

    private static NavigableMap<String, JobReader> found() {
        NavigableMap<String, JobReader> kinds = new TreeMap<>();
        ServiceLoader.load(JobReader.class, JobReader.class.getClassLoader()).forEach(kind -> {
            if (kinds.put(kind.word(), kind) != null) {
                throw new IllegalStateException("two kinds of job are called " + kind.word());
            }
        });
        return Collections.unmodifiableNavigableMap(kinds);
    }
}
