package io.headrace.job;

import static io.headrace.testing.Interruptions.killedAt;
import static io.headrace.testing.Interruptions.pointsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.job.JobRunner.Again;
import io.headrace.lineage.Lineage;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.JobHeader;
import io.headrace.spec.JobSpec;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.LineagePlaces;
import io.headrace.spec.Password;
import io.headrace.spec.Places;
import io.headrace.spec.Schedule;
import io.headrace.spec.SqlText;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Other systems hear of each run one begin and one end, however often it is killed and gone on with. */
@ExtendWith(LakeExtension.class)
class LineageSparkIT {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);
    private static final JobSpec JOB = new JobSpec() {
        @Override
        public JobHeader header() {
            return new JobHeader("watch", "crm", Schedule.DAILY, "digest");
        }

        @Override
        public String kind() {
            return "watch";
        }

        @Override
        public NavigableSet<TableName> reads() {
            return new TreeSet<>();
        }

        @Override
        public NavigableSet<TableName> writes() {
            return new TreeSet<>();
        }
    };

    @TempDir
    private Path folder;

    private List<SqlText> texts = List.of();
    private List<String> refusals = List.of();

    @Test
    void aRunThatIsKilledAnywhereIsToldOnce(Lake lake) throws IOException {
        LocalDate day = DAY;
        for (String point : pointsOf(() -> run(lake, DAY, Again.SKIP))) {
            LocalDate next = day.plusDays(1);
            killedAt(point, () -> run(lake, next, Again.SKIP));
            run(lake, next, Again.SKIP);
            assertThat(told().stream().filter(event -> event.endsWith(" " + next)))
                    .as("killed at " + point)
                    .containsExactly("START " + next, "COMPLETE " + next);
            day = next;
        }
        assertThat(day).isAfter(DAY.plusDays(3));
    }

    @Test
    void aRunThatIsRefusedFailsAndTheNextOneIsAnother(Lake lake) throws IOException {
        refusals = List.of("Smith is too old");
        assertThat(catchThrowable(() -> run(lake, DAY, Again.SKIP))).isNotNull();
        refusals = List.of();
        run(lake, DAY, Again.SKIP);
        run(lake, DAY, Again.SKIP);
        assertThat(told()).containsExactly("START " + DAY, "FAIL " + DAY, "START " + DAY, "COMPLETE " + DAY);
        List<String> lines = Files.readAllLines(file());
        assertThat(lines.get(1)).contains("\"message\":\"HEAD-").doesNotContain("Smith");
        assertThat(lines.stream().map(LineageSparkIT::runId).distinct()).hasSize(2);
    }

    @Test
    void aJobWhoseSqlIsRefusedDoesNotBegin(Lake lake) {
        texts = List.of(new SqlText(
                "(select max(value) from text.`/nowhere/file`)",
                new KeyPlace("jobs/watch.conf", 4, "value"),
                SqlText.Rows.of(Map.of()),
                SqlText.Result.VALUE));
        assertThat(catchThrowable(() -> run(lake, DAY, Again.SKIP)))
                .hasMessageStartingWith("jobs/watch.conf:4: value: text./nowhere/file cannot be read here");
        assertThat(file()).doesNotExist();
        texts = List.of();
        run(lake, DAY, Again.SKIP);
        assertThat(file()).exists();
    }

    private List<String> told() throws IOException {
        return Files.readAllLines(file()).stream()
                .map(LineageSparkIT::json)
                .map(event -> event.get("eventType").asText() + " "
                        + event.at("/run/facets/nominalTime/nominalStartTime")
                                .asText()
                                .substring(0, "yyyy-MM-dd".length()))
                .toList();
    }

    private Path file() {
        return folder.resolve("events.jsonl");
    }

    private static String runId(String line) {
        return json(line).at("/run/runId").asText();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void run(Lake lake, LocalDate date, Again again) {
        Places places = new Places(
                "test",
                folder,
                lake.root(),
                "landing",
                folder.toString(),
                Map.of(),
                "",
                ZoneOffset.UTC,
                0,
                Map.of(),
                new LineagePlaces("shop", Optional.of("events.jsonl"), new Password.None(), new Password.None()));
        Ledger ledger = new Ledger(lake, Clock.systemUTC(), Duration.ofHours(1), ProcessOwner.current());
        new JobRunner(lake, ledger, texts, Optional.of(Lineage.of(places, "1.0")))
                .run(
                        JOB,
                        new Watching(),
                        new RunContext(date, ZoneOffset.UTC, Clock.systemUTC(), "test", "landing", "test"),
                        again);
    }

    /** Finds nothing and writes nothing. */
    private final class Watching implements JobStage {
        @Override
        public Resolved resolve(RunContext context, Optional<Intent> before) {
            return new Resolved(Map.of(), List.of(), Map.of());
        }

        @Override
        public Prepared prepare(RunContext context, RunId run, Intent intent) {
            return new Prepared(List.of(), refusals, Verdict.NONE, Map.of(), "watched");
        }
    }
}
