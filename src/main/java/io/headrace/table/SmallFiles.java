package io.headrace.table;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The small files of a lake, by paths below its root. Whoever reads one sees all of it or none.
 *
 * <p>This is all that Headrace needs from a store besides what Delta does with tables: a store for another kind of storage
 * needs these five operations, of which putting a file if it is absent must be atomic among processes.
 */
public interface SmallFiles {
    /** The bytes of a file, if it is there. */
    Optional<byte[]> read(String path);

    /** The text of a file, if it is there. */
    default Optional<String> readText(String path) {
        return read(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Writes a file unless it is there already; what is there is never changed.
     *
     * @return whether this call wrote it: of several at once one does
     */
    boolean putIfAbsent(String path, byte[] bytes);

    /** Writes a file, replacing what is there. */
    void overwrite(String path, byte[] bytes);

    /** Removes a file if it is there. */
    void delete(String path);

    /** Removes those entries of a folder, with all below them, whose names match. */
    void deleteAll(String folder, Predicate<String> names);
}
