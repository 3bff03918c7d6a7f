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
 */
public record RawFiles(List<String> paths, Format format, Dialect dialect, boolean optional) {
    /** File formats. */
    public enum Format {
        /** Delimited text with a header (RFC 4180, other dialects allowed). */
        CSV,
        /** One JSON object a line. */
        JSON_LINES
    }

    public RawFiles {
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("paths: at least one pattern is needed");
        }
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(dialect, "dialect");
    }
}
