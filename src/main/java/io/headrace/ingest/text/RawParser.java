package io.headrace.ingest.text;

import com.github.luben.zstd.ZstdInputStream;
import io.headrace.spec.RawLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/**
 * Reads one raw file row by row, with real line numbers.
 *
 * <p>A row that does not fit the file's shape comes out as unreadable; a file that does not fit the source (no header, a
 * declared column missing, a broken archive) ends in a {@link RawFormatException}.
 */
public final class RawParser {
    private final RawShape shape;

    public RawParser(RawShape shape) {
        this.shape = shape;
    }

    /** Whether the file has to be unpacked, by its ending. */
    public static boolean isPacked(String name) {
        return name.endsWith(".gz") || name.endsWith(".zst");
    }

    /**
     * Opens a file's stream, unpacking it when its name ends in {@code .gz} or {@code .zst}. What unpacks to more than the limits allow ends
     * in an IOException.
     */
    public static InputStream unpacked(String name, InputStream bytes, RawLimits limits) throws IOException {
        if (name.endsWith(".gz")) {
            return LimitedUnpacking.of(bytes, packed -> new GZIPInputStream(packed, 1 << 16), limits);
        }
        return name.endsWith(".zst") ? LimitedUnpacking.of(bytes, ZstdInputStream::new, limits) : bytes;
    }

    /** The rows of the file, read lazily. */
    public Iterator<RawRow> rows(InputStream bytes) {
        return new Rows(orBroken(() -> open(bytes)));
    }

    private Iterator<RawRow> open(InputStream bytes) {
        TextLines lines =
                new TextLines(bytes, shape.dialect().charset(), shape.limits().lineLength());
        return switch (shape.format()) {
            case CSV -> new CsvRows(shape, lines);
            case JSON_LINES -> new JsonRows(shape, lines);
            case PARQUET, DELTA -> throw new IllegalArgumentException(shape.format() + " is no text");
        };
    }

    /**
     * In what the file's columns differ from those declared; reads no further than its first rows. JSON lines have no
     * header to tell.
     */
    public List<ColumnChange> changes(InputStream bytes) {
        return orBroken(() -> {
            Iterator<RawRow> rows = open(bytes);
            if (rows.hasNext()) {
                rows.next();
            }
            return rows instanceof CsvRows csv ? csv.changes() : List.of();
        });
    }

    private static <T> T orBroken(Supplier<T> work) {
        try {
            return work.get();
        } catch (UncheckedIOException e) {
            throw new RawFormatException("cannot be read: " + e.getCause().getMessage());
        }
    }

    /** Tells what storage and archives say as a fault of the file. */
    private record Rows(Iterator<RawRow> rows) implements Iterator<RawRow> {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public RawRow next() {
            return orBroken(rows::next);
        }
    }
}
