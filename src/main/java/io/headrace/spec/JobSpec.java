package io.headrace.spec;

import java.util.NavigableSet;
import java.util.Optional;

/** One job as declared in {@code jobs/}. The graph of jobs follows from the tables they read and write. */
public interface JobSpec {
    /** What every job file says. */
    JobHeader header();

    /** The word of its kind, as in a job file. */
    String kind();

    /** The tables it reads, besides what it wrote itself. */
    NavigableSet<TableName> reads();

    /** The tables it writes. */
    NavigableSet<TableName> writes();

    /** The table that its header's views are copies of; empty for kinds without such copies. */
    default Optional<TableName> copied() {
        return Optional.empty();
    }

    /** Published tables of which a run may bring rows or take them back: copies of them follow it. */
    default Optional<TableName> shows() {
        return copied();
    }

    /** Digest of all that decides what the job does: its own file and the feature view it uses. */
    default String digest() {
        return header().digest();
    }

    /** The {@link JobHeader#digest} of the job's own file, with which a {@link #digest} begins. */
    static String digestOfFile(String digest) {
        return digest.replaceFirst("\\+.*", "");
    }

    /** The job's name. */
    default String name() {
        return header().name();
    }
}
