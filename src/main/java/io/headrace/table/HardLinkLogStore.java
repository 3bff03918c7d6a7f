package io.headrace.table;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

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

    /** The property that makes Delta Kernel list by it. */
    static final String KERNEL_PROPERTY = "spark.hadoop.io.delta.kernel.logStore.file.impl";

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

    /**
     * Lists by name first: to ask for the size and time of every file of a long log costs more than to read what is needed of it. The name to begin from
     * need not be one that a file could have; Delta's VACUUM asks for one before all others.
     */
    @Override
    public Iterator<FileStatus> listFrom(org.apache.hadoop.fs.Path path, Configuration hadoop) throws IOException {
        Path folder = local(path.getParent());
        String first = path.getName();
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.compareTo(first) >= 0 && !isChecksum(name))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException absent) {
            throw new FileNotFoundException("No such file or directory: " + path.getParent());
        }
        FileSystem system = path.getFileSystem(hadoop);
        return names.stream()
                .flatMap(name -> status(system, new org.apache.hadoop.fs.Path(path.getParent(), name)))
                .iterator();
    }

    /** What Hadoop writes beside its files on local disk, and does not list. */
    private static boolean isChecksum(String name) {
        return name.startsWith(".") && name.endsWith(".crc");
    }

    /** Nothing for a file that is gone meanwhile. */
    private static Stream<FileStatus> status(FileSystem system, org.apache.hadoop.fs.Path path) {
        try {
            return Stream.of(system.getFileStatus(path));
        } catch (FileNotFoundException gone) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
