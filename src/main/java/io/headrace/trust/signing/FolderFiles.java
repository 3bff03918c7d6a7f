package io.headrace.trust.signing;

import io.headrace.run.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a folder with their digests: hidden ones too, but no links. Folders without files leave no trace. */
final class FolderFiles extends SimpleFileVisitor<Path> {
    /** Unicode code points, which is the order of the bytes of UTF-8. */
    static final Comparator<String> BY_CODE_POINT = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private static final char NOT_DECODED = '\uFFFD';

    private final Path folder;
    private final Set<String> ignored;
    private final SortedMap<String, String> digests = new TreeMap<>(BY_CODE_POINT);

    private FolderFiles(Path folder, Set<String> ignored) {
        this.folder = folder;
        this.ignored = ignored;
    }

    /**
     * SHA-256 in hexadecimal by path below the folder, with {@code /} between names.
     *
     * @param ignored paths below the folder that are left out, with all below them
     */
    static SortedMap<String, String> digests(Path folder, Set<String> ignored) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw SigningErrors.link(folder);
        }
        FolderFiles files = new FolderFiles(folder, ignored);
        try {
            Files.walkFileTree(folder, files);
        } catch (IOException e) {
            throw SigningErrors.unreadable(folder, e);
        }
        return files.digests;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return ignored.contains(name(directory)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        String name = name(file);
        if (ignored.contains(name)) {
            return FileVisitResult.CONTINUE;
        }
        if (!attributes.isRegularFile()) {
            throw SigningErrors.link(file);
        }
        if (name.indexOf(NOT_DECODED) >= 0) {
            throw SigningErrors.badName(file);
        }
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            digests.put(name, Digest.of(stream));
        }
        return FileVisitResult.CONTINUE;
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
