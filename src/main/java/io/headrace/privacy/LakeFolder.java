package io.headrace.privacy;

import io.headrace.table.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** The files of a lake as the storage has them, whatever the tables' logs say. */
final class LakeFolder {
    private final Lake lake;
    private final Path root;

    LakeFolder(Lake lake) {
        this.lake = lake;
        this.root = new Path(lake.root());
    }

    /** Work with the storage, its errors unchecked. */
    @FunctionalInterface
    private interface Work<T> {
        T on(FileSystem files) throws IOException;
    }

    private <T> T with(Work<T> work) {
        try {
            return work.on(Lake.files(lake.spark(), root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The root. */
    Path root() {
        return root;
    }

    /** The path without scheme of a file below the root, as Delta's files are named. */
    String absolute(String relative) {
        return new Path(root, relative).toUri().getPath();
    }

    /** Whether a file is there. */
    boolean exists(String absolute) {
        return with(files -> files.exists(new Path(absolute)));
    }

    /** Removes a file if it is there. */
    void delete(String absolute) {
        with(files -> files.delete(new Path(absolute), false));
    }

    /** The text of a file. */
    String text(String absolute) {
        return with(files -> {
            try (FSDataInputStream in = files.open(new Path(absolute))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    /** Puts a text in the place of a file at once: readers see one or the other. */
    void replace(String absolute, String text) {
        with(files -> {
            Path target = files.makeQualified(new Path(absolute));
            Path aside = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
            try (FSDataOutputStream out = files.create(aside, true)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            FileContext.getFileContext(target.toUri(), lake.hadoop()).rename(aside, target, Options.Rename.OVERWRITE);
            return null;
        });
    }

    /** The folders of tables and the like, two levels below the root, by path; files above them are of the first level. */
    SortedMap<String, Path> places() {
        return with(files -> {
            SortedMap<String, Path> places = new TreeMap<>();
            for (FileStatus layer : files.listStatus(root)) {
                if (layer.isFile()) {
                    places.put(layer.getPath().getName(), layer.getPath());
                    continue;
                }
                for (FileStatus entry : files.listStatus(layer.getPath())) {
                    places.put(layer.getPath().getName() + "/" + entry.getPath().getName(), entry.getPath());
                }
            }
            return places;
        });
    }

    /** The digest of the names and sizes of all files below a place. */
    String digest(Path place) {
        return with(files -> {
            StringBuilder list = new StringBuilder();
            if (files.exists(place)) {
                list(files, files.getFileStatus(place), list);
            }
            return io.headrace.run.Digest.of(list.toString());
        });
    }

    private static void list(FileSystem files, FileStatus entry, StringBuilder into) throws IOException {
        if (entry.isFile()) {
            into.append(entry.getPath().toUri().getPath())
                    .append(' ')
                    .append(entry.getLen())
                    .append('\n');
            return;
        }
        FileStatus[] children = files.listStatus(entry.getPath());
        java.util.Arrays.sort(children);
        for (FileStatus child : children) {
            list(files, child, into);
        }
    }
}
