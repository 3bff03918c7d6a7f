package io.headrace.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Small files on a file system of Hadoop's. A file is written aside first; then it is linked to its name on local disk,
 * where a rename would replace what another process put there, and renamed elsewhere.
 */
final class HadoopFiles implements SmallFiles {
    private final String root;
    private final Configuration hadoop;

    HadoopFiles(String root, Configuration hadoop) {
        this.root = Objects.requireNonNull(root, "root");
        this.hadoop = Objects.requireNonNull(hadoop, "hadoop");
    }

    /** The file system of a place, without the checksum files that Hadoop adds on local disk: digests are stronger. */
    static FileSystem of(Path place, Configuration hadoop) throws IOException {
        FileSystem files = place.getFileSystem(hadoop);
        return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
    }

    /** The names of the entries of a folder; on local disk without asking for anything else of them. */
    static NavigableSet<String> names(Path folder, Configuration hadoop) throws IOException {
        FileSystem files = of(folder, hadoop);
        if (isLocal(files)) {
            try (Stream<java.nio.file.Path> all = Files.list(local(folder))) {
                return all.map(entry -> entry.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
            }
        }
        return Stream.of(files.listStatus(folder))
                .map(entry -> entry.getPath().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isLocal(FileSystem files) {
        return files.getUri().getScheme().equals("file");
    }

    @Override
    public Optional<byte[]> read(String path) {
        try (FSDataInputStream in = files().open(new Path(root, path))) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        } catch (IOException | FSError e) {
            throw LakeErrors.reading(root + "/" + path, e);
        }
    }

    @Override
    public boolean putIfAbsent(String path, byte[] bytes) {
        Path target = new Path(root, path);
        try {
            if (files().exists(target)) {
                return false;
            }
            Path aside = aside(target, bytes);
            try {
                place(aside, target);
                return true;
            } catch (FileAlreadyExistsException | org.apache.hadoop.fs.FileAlreadyExistsException alreadyThere) {
                return false;
            } finally {
                files().delete(aside, false);
            }
        } catch (IOException | FSError e) {
            throw LakeErrors.writing(root, e);
        }
    }

    private void place(Path aside, Path target) throws IOException {
        if (isLocal(files())) {
            Files.createLink(local(target), local(aside));
        } else {
            FileContext.getFileContext(target.toUri(), hadoop).rename(aside, target);
        }
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    private Path aside(Path target, byte[] bytes) throws IOException {
        FileSystem files = files();
        files.mkdirs(target.getParent());
        Path aside = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
        try (FSDataOutputStream out = files.create(aside, true)) {
            out.write(bytes);
        }
        return aside;
    }

    @Override
    public void overwrite(String path, byte[] bytes) {
        Path target = new Path(root, path);
        try {
            replace(aside(target, bytes), target);
        } catch (IOException | FSError e) {
            throw LakeErrors.writing(root, e);
        }
    }

    private void replace(Path aside, Path target) throws IOException {
        if (isLocal(files())) {
            Files.move(local(aside), local(target), StandardCopyOption.ATOMIC_MOVE);
        } else {
            FileContext.getFileContext(target.toUri(), hadoop).rename(aside, target, Options.Rename.OVERWRITE);
        }
    }

    @Override
    public void delete(String path) {
        try {
            files().delete(new Path(root, path), false);
        } catch (IOException | FSError e) {
            throw LakeErrors.writing(root, e);
        }
    }

    @Override
    public void deleteAll(String folder, Predicate<String> names) {
        Path parent = new Path(root, folder);
        try {
            if (!files().exists(parent)) {
                return;
            }
            for (FileStatus entry : files().listStatus(parent)) {
                if (names.test(entry.getPath().getName())) {
                    files().delete(entry.getPath(), true);
                }
            }
        } catch (IOException | FSError e) {
            throw LakeErrors.writing(root, e);
        }
    }

    private FileSystem files() throws IOException {
        return of(new Path(root), hadoop);
    }
}
