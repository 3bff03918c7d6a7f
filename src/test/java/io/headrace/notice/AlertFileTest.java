package io.headrace.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertFileTest {
    @TempDir
    private Path folder;

    private Path path;
    private AlertFile file;

    @BeforeEach
    void name() {
        path = folder.resolve("alerts/lapse.jsonl");
        file = new AlertFile(path, "alerts/lapse.jsonl");
    }

    @Test
    void addsEachAlertOnce() throws IOException {
        for (String alert : List.of("a", "b", "a", "b", "é")) {
            assertThat(file.send(Notices.of(alert)).kind()).isEqualTo(Answer.Kind.DELIVERED);
        }
        assertThat(Files.readAllLines(path))
                .containsExactly(
                        Bodies.json(Notices.of("a")), Bodies.json(Notices.of("b")), Bodies.json(Notices.of("é")));
        assertThat(file.send(Notices.with("a", "changed")).words()).isEqualTo("was there");
    }

    /** Killed after any byte of a line. */
    @Test
    void endsWhatAKilledProcessBegan() throws IOException {
        byte[] line = (Bodies.json(Notices.with("b", "é")) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] before = (Bodies.json(Notices.of("a")) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        file.send(Notices.of("a"));
        for (int length = 0; length <= line.length; length++) {
            byte[] half = java.util.Arrays.copyOf(before, before.length + length);
            System.arraycopy(line, 0, half, before.length, length);
            Files.write(path, half);
            file.send(Notices.with("b", "é"));
            assertThat(Files.readAllLines(path))
                    .as("killed after %d bytes", length)
                    .hasSize(2);
            assertThat(Files.size(path)).isEqualTo(before.length + line.length);
        }
    }

    @Test
    void leavesWhatOthersWrote() throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "mine");
        file.send(Notices.of("a"));
        assertThat(Files.readAllLines(path)).containsExactly("mine", Bodies.json(Notices.of("a")));
    }

    @Test
    void severalTakeTurns() throws IOException {
        IntStream.range(0, 40).parallel().forEach(i -> file.send(Notices.of("alert " + i % 20)));
        assertThat(Files.readAllLines(path)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aFolderThatCannotBeMadeIsARefusal() throws IOException {
        Files.writeString(folder.resolve("alerts"), "in the way");
        Answer answer = file.send(Notices.of("a"));
        assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
        assertThat(answer.words()).isEqualTo("alerts/lapse.jsonl cannot be written: FileAlreadyExistsException");
    }
}
