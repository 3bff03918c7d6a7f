package io.headrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunId;
import io.headrace.table.Ledger.Done;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Days d of January 2026: files of sales, features of them, scores of the features. */
class StaleRunsTest {
    private final Map<String, String> definitions = new java.util.TreeMap<>();
    private final List<Done> done = new ArrayList<>();

    @Test
    void dayByDayNothingIsStale() {
        days(1, 2, 3);
        assertThat(stale("features", 1, 2, 3)).isEmpty();
        assertThat(stale("scores", 1, 2, 3)).isEmpty();
    }

    @Test
    void aLateFileMakesItsOwnAndAllLaterDaysStale() {
        days(1, 2, 3);
        ingest(4, 4, file("late/2026-01-02.csv", 2), file("2026-01-04.csv", 4));
        assertThat(stale("features", 1, 2, 3))
                .containsExactly(
                        "2: late/2026-01-02.csv came later into silver.sales with ingest/2026-01-04/1",
                        "3: late/2026-01-02.csv came later into silver.sales with ingest/2026-01-04/1");
        assertThat(stale("scores", 1, 2, 3))
                .containsExactly(
                        "2: it reads from features/2026-01-02/1, which is stale",
                        "3: it reads from features/2026-01-03/1, which is stale");
    }

    @Test
    void whatIsRunAgainIsNoLongerStaleButWhatReadsIt() {
        days(1, 2);
        ingest(3, 3, file("late/2026-01-02.csv", 2));
        features(2, 2, 3, 13);
        assertThat(stale("features", 1, 2)).isEmpty();
        assertThat(stale("scores", 1, 2)).containsExactly("2: features/2026-01-02/2 wrote features.v again");
        scores(2, 2, 13);
        assertThat(stale("scores", 1, 2)).isEmpty();
    }

    @Test
    void aFileWithoutDateCountsFromTheRunThatTookItIn() {
        days(1, 2);
        ingest(2, 3, file("customers.csv", 0));
        assertThat(stale("features", 1, 2))
                .containsExactly("2: customers.csv came later into silver.sales with ingest/2026-01-02/1");
    }

    @Test
    void aChangedViewMakesItsRunsStale() {
        days(1, 2);
        RunId run = id("features", 2, 2);
        Intent intent = new Intent(run.toString(), "", Map.of(), List.of(), Map.of(Intent.DEFINITION, "old"), 0);
        done.add(new Done(run, intent, Map.of("features.v", 30L)));
        definitions.put("features", "old");
        assertThat(stale("features", 1, 2)).isEmpty();
        definitions.put("features", "new");
        assertThat(stale("features", 1, 2)).containsExactly("2: its view has changed since");
        assertThat(new StaleRuns(done, definitions, Map.of(), Arrivals.UNKNOWN).all())
                .extracting(stale -> stale.run() + " " + stale.reason())
                .contains("features/2026-01-02/2 its view has changed since");
    }

    @Test
    void whatIsKnownByItsCommitStays() {
        ingest(1, 1, file("2026-01-01.csv", 1));
        RunId run = id("features", 1, 1);
        Map<String, String> facts = Map.of(Intent.KNOWN_BY_COMMIT, "true");
        Intent intent = new Intent(run.toString(), "", Map.of("silver.sales", 1L), List.of(), facts, 0);
        done.add(new Done(run, intent, Map.of("features.v", 10L)));
        ingest(2, 2, file("late.csv", 1));
        assertThat(stale("features", 1)).isEmpty();
    }

    private void days(int... days) {
        for (int day : days) {
            ingest(day, day, file("2026-01-0" + day + ".csv", day));
            features(day, 1, day, 10 + day);
            scores(day, 1, 10 + day);
        }
    }

    private void ingest(int day, long version, RawFile... files) {
        add(id("ingest", day, 1), Map.of(), List.of(files), Map.of("silver.sales", version));
    }

    private void features(int day, int generation, long sales, long version) {
        add(id("features", day, generation), Map.of("silver.sales", sales), List.of(), Map.of("features.v", version));
    }

    private void scores(int day, int generation, long features) {
        add(id("scores", day, generation), Map.of("features.v", features), List.of(), Map.of("scores.m", features));
    }

    private void add(RunId run, Map<String, Long> inputs, List<RawFile> files, Map<String, Long> outputs) {
        done.add(new Done(run, new Intent(run.toString(), "", inputs, files, Map.of(), 0), outputs));
    }

    private static RunId id(String job, int day, int generation) {
        return new RunId(job, LocalDate.of(2026, 1, day), generation);
    }

    private static RawFile file(String path, int day) {
        return new RawFile(path, day == 0 ? "" : "2026-01-0" + day, 1, 1, path, "", false);
    }

    private Stream<String> stale(String job, int... days) {
        StaleRuns runs = new StaleRuns(done, definitions, Map.of(), Arrivals.UNKNOWN);
        return java.util.stream.IntStream.of(days)
                .mapToObj(day -> runs.reason(job, LocalDate.of(2026, 1, day)).map(reason -> day + ": " + reason))
                .flatMap(java.util.Optional::stream);
    }
}
