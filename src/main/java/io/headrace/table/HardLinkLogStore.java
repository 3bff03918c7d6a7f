package io.headrace.table;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * A log store for local disk that never overwrites another process's commit.
 *
 * <p>Delta's default store checks that the commit file is absent and then renames, and a rename replaces an existing
 * file: two processes may both believe they wrote version n. Here the commit is written to a temporary file and then
 * linked to its name; the file system makes the link only where the name is free.
 */
public final class HardLinkLogStore extends HadoopFileSystemLogStore {
    /** The session property that makes Delta use this store for {@code file:} paths. */
    public static final String PROPERTY = "spark.delta.logStore.file.impl";

    public HardLinkLogStore(Configuration hadoop) {
        super(hadoop);
    }

    @Override
    public void write(org.apache.hadoop.fs.Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop)
            throws IOException {
        Path target = local(path);
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.write(temporary, (Iterable<String>) () -> actions, StandardCharsets.UTF_8);
            place(temporary, target, overwrite);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void place(Path temporary, Path target, boolean overwrite) throws IOException {
        if (overwrite) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException e) {
            throw new UncheckedIOException(new IOException(
                    "the file system of " + target + " has no hard links: two writers would not be safe on it", e));
        }
    }

    private static Path local(org.apache.hadoop.fs.Path path) {
        return Path.of(path.toUri().getPath());
    }

    @Override
    public Boolean isPartialWriteVisible(org.apache.hadoop.fs.Path path, Configuration hadoop) {
        return false;
    }
}
