package io.headrace.spec;

import java.util.List;
import java.util.Objects;

/**
 * Where a source's raw files are and how they are written.
 *
 * @param paths patterns below the landing folder with {@code *} and one {@code {date}} (yyyy-MM-dd), for example
 *     {@code invoices/{date}*.csv*}; a file that fits a pattern without {@code {date}} belongs to every date
 * @param format how the files are written; {@code .gz} and {@code .zst} are unpacked by their ending
 * @param dialect how the text is written
 * @param optional whether the source may have no files at all; its tables are then made empty
 * @param unreadable what becomes of a file that cannot be read
 * @param changed what becomes of a file whose content changed after it was taken in
 * @param links what becomes of a link that leaves the landing folder
 * @param limits how large a file and its parts may be
 */
public record RawFiles(
        List<String> paths,
        Format format,
        Dialect dialect,
        boolean optional,
        UnreadableFile unreadable,
        ChangedFile changed,
        Links links,
        RawLimits limits) {
    /** File formats. */
    public enum Format {
        /** Delimited text with a header (RFC 4180, other dialects allowed). */
        CSV,
        /** One JSON object a line. */
        JSON_LINES,
        /** Apache Parquet. */
        PARQUET,
        /** Delta tables: the paths name their folders, each data file counts as a raw file. */
        DELTA
    }

    /** What becomes of a file that cannot be read as declared. */
    public enum UnreadableFile {
        /** It is listed in quarantine and looked at again by every run; the others go on. */
        QUARANTINE,
        /** The run fails. */
        REFUSE
    }

    /** What becomes of a file that changed after it was taken in. */
    public enum ChangedFile {
        /** Its rows take the place of its earlier ones. */
        REPLACE,
        /** The run fails. */
        REFUSE
    }

    /** What becomes of a file or folder behind a link that leaves the landing folder. */
    public enum Links {
        /** It cannot be read: a sender who may put a link there could name any file of this machine. */
        REFUSE,
        /** It is read like any other. */
        FOLLOW
    }

    public RawFiles {
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("paths: at least one pattern is needed");
        }
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(unreadable, "unreadable");
        Objects.requireNonNull(changed, "changed");
        Objects.requireNonNull(links, "links");
        Objects.requireNonNull(limits, "limits");
    }

    /** Files of which unreadable ones go to quarantine and changed ones replace what they held before. */
    public RawFiles(List<String> paths, Format format, Dialect dialect, boolean optional) {
        this(
                paths,
                format,
                dialect,
                optional,
                UnreadableFile.QUARANTINE,
                ChangedFile.REPLACE,
                Links.REFUSE,
                RawLimits.USUAL);
    }
}
