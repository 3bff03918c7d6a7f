package io.headrace.spec.hocon;

import io.headrace.spec.JobHeader;
import io.headrace.spec.JobKind;
import io.headrace.spec.JobSpec;

/** Reads the keys of one kind of job; {@link JobReaders} lists them all. */
@FunctionalInterface
interface JobReader {
    /**
     * Reads a job; rules that need other files are left with the catalog.
     *
     * @return the job, of use only when the file has no problems, and where it says what it writes
     */
    Declared read(Section section, JobHeader header, Catalog catalog);

    /** A job and the place that decides which tables it writes. */
    record Declared(JobSpec job, Place output) {}

    /** A name that by default is what follows the kind in the job's name: {@code lapse} for {@code train-lapse}. */
    static String nameAfterKind(Section section, String key, JobHeader header, JobKind kind) {
        String prefix = kind.word() + "-";
        if (section.has(key) || !header.name().startsWith(prefix)) {
            return section.required(key, ValueType.NAME_TEXT);
        }
        return header.name().substring(prefix.length()).replace('-', '_');
    }
}
