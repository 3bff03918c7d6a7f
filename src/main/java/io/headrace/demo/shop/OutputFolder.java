package io.headrace.demo.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Writes whole files into a folder: a reader sees a file complete or not at all. */
final class OutputFolder {
    private final Path root;

    OutputFolder(Path root) {
        this.root = root;
    }

    /** Writes a file that is not there yet; leaves an equal one alone and refuses to replace another. */
    void add(String name, byte[] content) {
        Path file = root.resolve(name);
        try {
            if (!Files.exists(file)) {
                write(file, content);
            } else if (!Arrays.equals(Files.readAllBytes(file), content)) {
                throw RetailFailures.otherFileThere(file);
            }
        } catch (IOException failure) {
            throw RetailFailures.cannotWrite(file, failure);
        }
    }

    /** Writes a file, also over an older one. */
    void replace(String name, byte[] content) {
        Path file = root.resolve(name);
        try {
            write(file, content);
        } catch (IOException failure) {
            throw RetailFailures.cannotWrite(file, failure);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
        Files.write(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
