package io.headrace.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFileTest {
    @TempDir
    private Path folder;

    @Test
    void holdsTheLastTextAndIsReadableByOthers() throws IOException {
        Path file = folder.resolve("deep/down/x.prom");
        ReplacedFile.write(file, "one, which is longer\n");
        ReplacedFile.write(file, "two é\n");
        assertThat(file).content(StandardCharsets.UTF_8).isEqualTo("two é\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(names(file.getParent())).containsExactly("x.prom");
    }

    @Test
    void isNeverSeenHalf() throws Exception {
        Path file = folder.resolve("x.prom");
        List<String> texts = List.of("a".repeat(100_000), "b".repeat(300_000));
        ReplacedFile.write(file, texts.get(0));
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 30; i++) {
                try {
                    ReplacedFile.write(file, texts.get(i % 2));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        writer.start();
        List<String> seen = new ArrayList<>();
        while (writer.isAlive()) {
            seen.add(Files.readString(file));
        }
        writer.join();
        assertThat(seen).isNotEmpty().allMatch(texts::contains);
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("x.prom/inside"));
        assertThatThrownBy(() -> ReplacedFile.write(taken.getParent(), "text")).isInstanceOf(FileSystemException.class);
        assertThat(names(folder)).containsExactly("x.prom");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
