package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.LocalLogStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardLinkLogStoreTest {
    private static final String COMMIT = "00000000000000000007.json";

    private final Configuration hadoop = new Configuration();
    private final HardLinkLogStore store = new HardLinkLogStore(hadoop);

    @TempDir
    private Path log;

    @Test
    void refusesASecondWriteOfTheSameCommitAndKeepsTheFirst() throws IOException {
        write("first", false);
        assertThatThrownBy(() -> write("second", false)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readAllLines(log.resolve(COMMIT))).containsExactly("first");
        assertThat(names()).containsExactly(COMMIT);
    }

    @Test
    void replacesWhereAskedTo() throws IOException {
        write("first", false);
        write("second", true);
        assertThat(Files.readAllLines(log.resolve(COMMIT))).containsExactly("second");
        assertThat(names()).containsExactly(COMMIT);
    }

    @Test
    void leavesNothingBehindWhenTheActionsFail() throws IOException {
        Stream<String> actions = Stream.of("one", "two").peek(action -> {
            if (action.equals("two")) {
                throw new IllegalStateException("cannot say " + action);
            }
        });
        assertThatThrownBy(() -> store.write(hadoopPath(), actions.iterator(), false, hadoop))
                .hasMessageContaining("cannot say two");
        assertThat(names()).isEmpty();
    }

    @Test
    void letsOneOfManyWin() throws Exception {
        int writers = 16;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<String>> ends = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            String name = "writer " + i;
            Callable<String> writer = () -> {
                start.await();
                return writes(name) ? name : "";
            };
            ends.add(threads.submit(writer));
        }
        start.countDown();
        List<String> winners = new ArrayList<>();
        for (Future<String> end : ends) {
            winners.add(end.get());
        }
        threads.shutdown();
        winners.removeIf(String::isEmpty);
        assertThat(winners).hasSize(1);
        assertThat(Files.readAllLines(log.resolve(COMMIT))).isEqualTo(winners);
        assertThat(names()).containsExactly(COMMIT);
    }

    @Test
    void listsFromANameOnAsHadoopDoes() throws IOException {
        for (String name : List.of(
                "00000000000000000006.json",
                COMMIT,
                "00000000000000000007.checkpoint.parquet",
                "00000000000000000008.crc",
                ".00000000000000000008.crc.crc",
                "_last_checkpoint")) {
            Files.writeString(log.resolve(name), name);
        }
        for (String first : List.of(COMMIT, "\u0000")) {
            assertListsAsDeltasOwn(new org.apache.hadoop.fs.Path(hadoopPath().getParent(), first));
        }
    }

    private void assertListsAsDeltasOwn(org.apache.hadoop.fs.Path from) throws IOException {
        List<FileStatus> expected = new ArrayList<>();
        new LocalLogStore(hadoop).listFrom(from, hadoop).forEachRemaining(expected::add);
        List<FileStatus> found = new ArrayList<>();
        store.listFrom(from, hadoop).forEachRemaining(found::add);
        assertThat(found).isNotEmpty().isEqualTo(expected);
        assertThat(found).extracting(FileStatus::getLen).isEqualTo(lengths(expected));
        assertThat(found).extracting(FileStatus::getModificationTime).doesNotContain(0L);
    }

    private static List<Long> lengths(List<FileStatus> files) {
        return files.stream().map(FileStatus::getLen).toList();
    }

    @Test
    void saysThatAFolderIsMissing() {
        org.apache.hadoop.fs.Path nowhere = new org.apache.hadoop.fs.Path(
                log.resolve("nowhere").resolve(COMMIT).toUri());
        assertThatThrownBy(() -> store.listFrom(nowhere, hadoop)).isInstanceOf(FileNotFoundException.class);
    }

    private boolean writes(String content) throws IOException {
        try {
            write(content, false);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    private void write(String content, boolean overwrite) throws IOException {
        store.write(hadoopPath(), List.of(content).iterator(), overwrite, hadoop);
    }

    private org.apache.hadoop.fs.Path hadoopPath() {
        return new org.apache.hadoop.fs.Path(log.resolve(COMMIT).toUri());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
