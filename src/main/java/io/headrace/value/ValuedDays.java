package io.headrace.value;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.monitor.FinishedRuns;
import io.headrace.spec.ValueJobSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Of each as-of that readers see now the rows of the last run that valued it, by the job as it is now.
 *
 * @param run the last run; empty where there was none of the job as it is now
 * @param visible how many as-ofs there are to value
 * @param byAsOf as-of, as partitions spell it, to the rows of one run, without those of arms
 * @param ofArms the same of arms, of as-ofs on which more than one decided
 * @param zone of the project
 */
public record ValuedDays(
        ValueJobSpec job,
        String run,
        int visible,
        NavigableMap<String, List<Row>> byAsOf,
        NavigableMap<String, List<Row>> ofArms,
        ZoneId zone) {
    public ValuedDays {
        byAsOf = Collections.unmodifiableNavigableMap(new TreeMap<>(byAsOf));
        ofArms = Collections.unmodifiableNavigableMap(new TreeMap<>(ofArms));
    }

    /** Reads them; starts no Spark. */
    public static ValuedDays of(ValueJobSpec job, Lake lake, Ledger ledger, Publications publications, ZoneId zone) {
        NavigableMap<LocalDate, String> runs = new TreeMap<>();
        FinishedRuns.of(job, ledger).byDate().values().stream()
                .filter(claim -> claim.intent().specDigest().equals(job.digest()))
                .forEach(claim -> runs.put(claim.date(), claim.run().toString()));
        NavigableMap<String, Publication> visible = publications.visible(job.scores());
        visible.keySet().removeIf(asOf -> job.on(day(asOf, zone)).isEmpty());
        List<Row> rows =
                runs.isEmpty() ? List.of() : ValueTable.in(lake).rows(Map.of(RUN_ID, new TreeSet<>(runs.values())));
        NavigableMap<String, List<Row>> newest = newest(rows, List.copyOf(runs.values()), visible);
        return new ValuedDays(
                job,
                runs.isEmpty() ? "" : runs.lastEntry().getValue(),
                visible.size(),
                having(newest, row -> ValueTable.armOf(row).isEmpty()),
                having(newest, row -> !ValueTable.armOf(row).isEmpty()),
                zone);
    }

    private static NavigableMap<String, List<Row>> having(
            NavigableMap<String, List<Row>> byAsOf, Predicate<Row> wanted) {
        NavigableMap<String, List<Row>> found = new TreeMap<>();
        byAsOf.forEach(
                (asOf, rows) -> found.put(asOf, rows.stream().filter(wanted).toList()));
        found.values().removeIf(List::isEmpty);
        return found;
    }

    /** @param runs the earlier first */
    private static NavigableMap<String, List<Row>> newest(
            List<Row> rows, List<String> runs, Map<String, Publication> visible) {
        Map<String, List<Row>> byRun = rows.stream().collect(Collectors.groupingBy(row -> row.<String>getAs(RUN_ID)));
        NavigableMap<String, List<Row>> newest = new TreeMap<>();
        for (String run : runs) {
            newest.putAll(byRun.getOrDefault(run, List.of()).stream()
                    .filter(row -> Optional.ofNullable(visible.get(row.<String>getAs(AS_OF)))
                            .filter(now -> now.runId().equals(row.getAs("scored_by")))
                            .isPresent())
                    .collect(Collectors.groupingBy(row -> row.<String>getAs(AS_OF))));
        }
        return newest;
    }

    /** The day that begins at an as-of. */
    public LocalDate day(String asOf) {
        return day(asOf, zone);
    }

    private static LocalDate day(String asOf, ZoneId zone) {
        return LocalDate.ofInstant(Partitions.instant(asOf), zone);
    }
}
