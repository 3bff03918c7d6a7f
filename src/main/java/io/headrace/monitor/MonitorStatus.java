package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.registry.DecisionTable;
import io.headrace.spec.MonitorSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * What the last run of a monitor job found.
 *
 * @param job its name
 * @param model the model
 * @param run the run; empty where there was none
 * @param drifted columns that drifted, the most important first, each with the statistic that says so
 * @param columns how many columns and scores were compared
 * @param unknown how many comparisons say nothing
 * @param figures figures that have something to be compared with, in words
 * @param alerts texts of its alerts
 * @param untold targets that could not be told of alerts, and why
 * @param decision what was decided and why
 */
public record MonitorStatus(
        String job,
        String model,
        String run,
        List<String> drifted,
        long columns,
        long unknown,
        List<String> figures,
        List<String> alerts,
        List<String> untold,
        String decision) {
    public MonitorStatus {
        drifted = List.copyOf(drifted);
        figures = List.copyOf(figures);
        alerts = List.copyOf(alerts);
        untold = List.copyOf(untold);
    }

    /** Reads it; starts no Spark. */
    public static MonitorStatus of(MonitorSpec job, Lake lake, Ledger ledger) {
        NavigableMap<LocalDate, String> runs = FinishedRuns.of(job, ledger).names();
        return runs.isEmpty()
                ? new MonitorStatus(
                        job.name(), job.model(), "", List.of(), 0, 0, List.of(), List.of(), List.of(), "never run")
                : found(job, lake, ledger, runs.lastEntry().getValue());
    }

    private static MonitorStatus found(MonitorSpec job, Lake lake, Ledger ledger, String run) {
        List<Row> deciding = new ArrayList<>(DriftTable.in(lake).rows(Map.of(RUN_ID, Set.of(run))).stream()
                .filter(row -> row.<Boolean>getAs("decides"))
                .toList());
        List<Row> decided = DecisionTable.in(lake).rows(Map.of(RUN_ID, Set.of(run)));
        return new MonitorStatus(
                job.name(),
                job.model(),
                run,
                deciding.stream()
                        .filter(row -> row.getAs("verdict").equals("drift"))
                        .sorted(Comparator.comparingDouble(
                                        (Row row) -> -row.<Double>getAs("importance") * row.<Double>getAs("effect"))
                                .thenComparing(MonitorStatus::words))
                        .map(MonitorStatus::words)
                        .toList(),
                deciding.stream()
                        .map(row -> row.getAs("of") + " " + row.getAs("column"))
                        .distinct()
                        .count(),
                deciding.stream()
                        .filter(row -> row.getAs("verdict").equals("unknown"))
                        .count(),
                PerformanceTable.compared(lake, Set.of(run)).stream()
                        .map(PerformanceTable.Compared::words)
                        .toList(),
                decided.stream()
                        .filter(row -> row.getAs("kind").equals("alert"))
                        .map(row -> row.getAs("severity") + ": " + row.getAs("text"))
                        .sorted()
                        .toList(),
                OpenNotices.of(job, lake, ledger, Optional.empty()).words(job),
                decided.stream()
                        .filter(row -> row.getAs("kind").equals("decision"))
                        .map(row -> row.<String>getAs("action").replace('_', ' ') + ": " + row.getAs("text"))
                        .findFirst()
                        .orElse(""));
    }

    private static String words(Row row) {
        return String.format(
                Locale.ROOT,
                "%s of %s against %s, %s %.4f (tolerated %.4f)",
                row.getAs("column"),
                row.getAs("of"),
                row.getAs("against"),
                row.getAs("statistic"),
                row.<Double>getAs("effect"),
                row.<Double>getAs("tolerance"));
    }
}
