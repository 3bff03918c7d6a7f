package io.headrace.spec.hocon;

import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.KeyPlace;

/** Reads the keys of one kind of job; found by {@link java.util.ServiceLoader}. */
public interface JobReader {
    /** The word that stands as {@code kind} in a job file. */
    String word();

    /**
     * Reads a job; rules that need other files are left with the catalog.
     *
     * @return the job, of use only when the file has no problems, and the place of its output
     */
    Declared read(Section section, JobHeader header, Catalog catalog);

    /** When its files are read. */
    default Turn turn() {
        return Turn.OTHERS;
    }

    /** The order in which files are read: those that others inherit from or name come first. */
    enum Turn {
        /** Jobs that say which columns a source has; read before the views, which inherit from them. */
        SOURCES,
        /** Jobs that say what makes groups of people; read before those that name them. */
        GROUPS,
        /** All others. */
        OTHERS
    }

    /** A job and the place that decides which tables it writes. */
    record Declared(JobSpec job, KeyPlace output) {}

    /** A name that by default is what follows the kind in the job's name: {@code lapse} for {@code train-lapse}. */
    static String nameAfterKind(Section section, String key, JobHeader header, String kind) {
        String prefix = kind + "-";
        if (section.has(key) || !header.name().startsWith(prefix)) {
            return section.required(key, ValueType.NAME_TEXT);
        }
        return header.name().substring(prefix.length()).replace('-', '_');
    }
}
