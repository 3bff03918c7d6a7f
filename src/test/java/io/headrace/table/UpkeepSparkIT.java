package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scala.Option;

/** Tables of Headrace's own stay small, and nothing that is in them is lost, whenever the upkeep is interrupted or raced. */
@ExtendWith(LakeExtension.class)
class UpkeepSparkIT {
    private static final TableName NOTES = Layer.SYSTEM.table("notes");
    private static final int MANY = 6;

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field("about", DataTypes.StringType, "what it is about"),
        Lake.field("number", DataTypes.IntegerType, "a number")
    });

    @Test
    void oldFilesGoAndVersionsFromTheCheckpointOnStay(Lake lake) throws IOException {
        long settled = grown(lake);
        assertThat(dataFiles(lake)).hasSize(MANY + 3);
        sweep(lake);
        assertThat(dataFiles(lake))
                .as("the files that were put together are gone")
                .hasSize(3);
        assertThat(log(lake))
                .filteredOn(name -> name.endsWith(".crc") && !name.startsWith("."))
                .hasSize(2);
        assertThat(log(lake)).filteredOn(name -> name.endsWith(".json")).hasSize(MANY + 4);
        Lake.forgetTables();
        assertThat(lake.read(NOTES, settled).count()).isEqualTo(MANY);
        assertThat(numbers(lake)).hasSize(MANY + 2);
        assertThat(lake.read(NOTES).count()).isEqualTo(MANY + 2);
    }

    @Test
    void nothingThatAReaderMayStillNeedGoes(Lake lake) throws IOException {
        grown(lake);
        List<Path> before = dataFiles(lake);
        List<String> log = log(lake);
        new Upkeep(lake, NOTES).sweep(Set.of(), Duration.ofMinutes(1));
        assertThat(dataFiles(lake)).isEqualTo(before);
        assertThat(log(lake)).isEqualTo(log);
    }

    @Test
    void aKilledSweepIsFinishedByTheNext(Lake lake) throws IOException {
        grown(lake);
        Interruptions.killedAt("swept data of " + NOTES, () -> sweep(lake));
        assertThat(numbers(lake)).hasSize(MANY + 2);
        sweep(lake);
        assertThat(dataFiles(lake)).hasSize(3);
        assertThat(numbers(lake)).hasSize(MANY + 2);
    }

    @Test
    void aKilledCompactionLeavesEveryRow(Lake lake) {
        SystemTable table = notes(lake, MANY);
        Upkeep upkeep = new Upkeep(lake, NOTES);
        for (String point : List.of("compacting " + NOTES, "compacted " + NOTES)) {
            Interruptions.killedAt(point, () -> upkeep.compact(MANY));
            assertThat(numbers(lake)).hasSize(MANY);
        }
        assertThat(table.rows()).hasSize(MANY);
    }

    @Test
    void appendsWhileItIsPutTogetherAreKept(Lake lake) {
        SystemTable table = notes(lake, MANY);
        Upkeep upkeep = new Upkeep(lake, NOTES);
        Interruptions.meanwhileAt(
                "compacting " + NOTES,
                () -> table.appendOnce("notes", MANY + 1, List.of(note(MANY + 1))),
                () -> upkeep.compact(MANY));
        assertThat(numbers(lake)).hasSize(MANY + 1);
        assertThat(lake.small(NOTES).orElseThrow().files()).hasSize(2);
    }

    @Test
    void ofTwoThatPutTogetherOneDoes(Lake lake) {
        notes(lake, MANY);
        Upkeep upkeep = new Upkeep(lake, NOTES);
        Interruptions.meanwhileAt("compacting " + NOTES, () -> upkeep.compact(MANY), () -> upkeep.compact(MANY));
        assertThat(numbers(lake)).hasSize(MANY);
        assertThat(lake.small(NOTES).orElseThrow().files()).hasSize(1);
    }

    /** A commit that was taken out of the log would leave its name to a writer that had stood still since. */
    @Test
    void aWriterThatStoodStillCannotCommitIntoThePast(Lake lake) {
        notes(lake, MANY);
        DeltaFiles late = DeltaFiles.begin(lake.spark(), lake.path(NOTES));
        assertThat(late.mark("notes")).isEqualTo(MANY);
        grown(lake, MANY);
        sweep(lake);
        late.write(lake.spark().createDataFrame(List.of(note(0)), SCHEMA));
        assertThatThrownBy(() ->
                        late.commit(DeltaFiles.Files.none(), DeltaFiles.Files.none(), Map.of("notes", 99L), "late"))
                .isInstanceOf(DeltaConcurrentModificationException.class);
        assertThat(numbers(lake)).doesNotContain(0);
    }

    @Test
    @Tag("full")
    void aFileThatWasRestoredStays(Lake lake) {
        long before = lake.version(ofNotes(lake));
        grown(lake, MANY);
        lake.spark().sql("restore table delta.`" + lake.path(NOTES) + "` to version as of " + before);
        sweep(lake);
        Lake.forgetTables();
        assertThat(lake.read(NOTES).count()).isEqualTo(MANY);
    }

    private static TableName ofNotes(Lake lake) {
        notes(lake, MANY);
        return NOTES;
    }

    /** The oracle is the set of numbers; they come late, twice and by two writers. */
    @Test
    void anUndertakingIsAppendedOnceInWhateverOrder(Lake lake) {
        Random random = new Random(11);
        List<SystemTable> writers = List.of(new SystemTable(lake, description()), new SystemTable(lake, description()));
        Set<Integer> expected = new TreeSet<>();
        for (int step = 0; step < 14; step++) {
            int number = random.nextInt(7);
            writers.get(random.nextInt(2)).appendOnce("series", number, List.of(note(number), note(100 + number)));
            expected.addAll(List.of(number, 100 + number));
        }
        assertThat(numbers(lake)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(writers.get(0).mark("series"))
                .isEqualTo(expected.stream()
                        .filter(n -> n < 100)
                        .mapToInt(n -> n)
                        .max()
                        .orElseThrow());
    }

    @Test
    void ofManyAtOnceEachIsAppendedOnce(Lake lake) throws Exception {
        lake.ensure(description().layout());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Void>> ends = new ArrayList<>();
        for (int number : List.of(3, 3, 1, 2)) {
            Callable<Void> writer = () -> {
                new SystemTable(lake, description()).appendOnce("series", number, List.of(note(number)));
                return null;
            };
            ends.add(threads.submit(writer));
        }
        for (Future<Void> end : ends) {
            end.get();
        }
        threads.shutdown();
        assertThat(numbers(lake)).containsExactlyInAnyOrder(1, 2, 3);
    }

    /** Notes in one file, a checkpoint, two notes more; returns the checkpoint's version. */
    private static long grown(Lake lake) {
        notes(lake, MANY);
        return grown(lake, MANY);
    }

    private static long grown(Lake lake, int there) {
        new Upkeep(lake, NOTES).compact(there);
        DeltaLog log = DeltaLog.forTable(lake.spark(), new org.apache.hadoop.fs.Path(lake.path(NOTES)));
        log.checkpoint(log.update(false, Option.empty(), Option.empty()), Option.empty());
        long checkpoint = lake.version(NOTES);
        SystemTable table = new SystemTable(lake, description());
        for (int more = 1; more <= 2; more++) {
            table.appendOnce("notes", there + more, List.of(note(there + more)));
        }
        return checkpoint;
    }

    private static void sweep(Lake lake) {
        new Upkeep(lake, NOTES)
                .sweep(
                        DeltaFiles.begin(lake.spark(), lake.path(NOTES))
                                .filesAtStart()
                                .paths(),
                        Duration.ZERO);
    }

    private static SystemTable notes(Lake lake, int count) {
        SystemTable table = new SystemTable(lake, description());
        for (int number = 1; number <= count; number++) {
            table.appendOnce("notes", number, List.of(note(number)));
        }
        return table;
    }

    private static Row note(int number) {
        return RowFactory.create("note " + number, number);
    }

    private static TableDescription description() {
        return TableDescription.system(NOTES, "a note", SCHEMA, "about");
    }

    private static List<Integer> numbers(Lake lake) {
        return lake.rows(NOTES, SCHEMA, Map.of()).stream()
                .map(row -> row.<Integer>getAs("number"))
                .toList();
    }

    private static List<Path> dataFiles(Lake lake) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(lake.path(NOTES)))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> log(Lake lake) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(lake.path(NOTES), "_delta_log"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
