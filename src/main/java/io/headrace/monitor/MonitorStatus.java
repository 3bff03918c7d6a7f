package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.registry.DecisionTable;
import io.headrace.spec.MonitorSpec;
import io.headrace.stats.drift.ColumnsTogether;
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
import java.util.stream.Stream;
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
 * @param figures figures that have something to be compared with, and calibration, in words
 * @param delivery how many scores there were and how late, in words
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
        List<String> delivery,
        List<String> alerts,
        List<String> untold,
        String decision) {
    public MonitorStatus {
        drifted = List.copyOf(drifted);
        figures = List.copyOf(figures);
        delivery = List.copyOf(delivery);
        alerts = List.copyOf(alerts);
        untold = List.copyOf(untold);
    }

    /** Reads it; starts no Spark. */
    public static MonitorStatus of(MonitorSpec job, Lake lake, Ledger ledger) {
        NavigableMap<LocalDate, String> runs = FinishedRuns.of(job, ledger).names();
        return runs.isEmpty()
                ? new MonitorStatus(
                        job.name(),
                        job.model(),
                        "",
                        List.of(),
                        0,
                        0,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        "never run")
                : found(job, lake, ledger, runs.lastEntry().getValue());
    }

    private static MonitorStatus found(MonitorSpec job, Lake lake, Ledger ledger, String run) {
        List<Row> found = new ArrayList<>(DriftTable.in(lake).rows(Map.of(RUN_ID, Set.of(run))));
        List<Row> deciding = found.stream()
                .filter(row -> row.<Boolean>getAs("decides") && !isDelivery(row))
                .toList();
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
                Stream.concat(
                                PerformanceTable.compared(lake, Set.of(run)).stream()
                                        .filter(PerformanceTable.Compared::isShown)
                                        .map(PerformanceTable.Compared::words),
                                found.stream()
                                        .filter(row ->
                                                row.<String>getAs("statistic").startsWith("calibration"))
                                        .map(MonitorStatus::calibration)
                                        .sorted())
                        .toList(),
                found.stream()
                        .filter(MonitorStatus::isDelivery)
                        .map(MonitorStatus::delivery)
                        .sorted()
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

    private static boolean isDelivery(Row row) {
        return Set.of(DeliveryJudge.VOLUME, DeliveryJudge.FRESHNESS).contains(row.<String>getAs("statistic"));
    }

    private static String delivery(Row row) {
        String statistic = row.getAs("statistic");
        return row.getAs("value") == null
                ? statistic + ": unknown, " + row.getAs("reason")
                : statistic + ": " + row.getAs("verdict") + ", "
                        + DeliveryJudge.words(
                                statistic,
                                row.<Double>getAs("value"),
                                row.<Long>getAs("n"),
                                row.<Long>getAs("m"),
                                row.<Double>getAs("tolerance"));
    }

    private static String calibration(Row row) {
        String start = row.<String>getAs("statistic").replace('-', ' ') + " as of "
                + row.<String>getAs("last_as_of").substring(0, "yyyy-MM-dd".length());
        return row.getAs("value") == null
                ? start + ": unknown, " + row.getAs("reason")
                : String.format(
                        Locale.ROOT,
                        "%s %+.4f from that of the test rows, tolerated %.4f: %s",
                        start,
                        row.<Double>getAs("value"),
                        row.<Double>getAs("tolerance"),
                        row.getAs("verdict"));
    }

    private static String words(Row row) {
        String together = row.getAs("column").equals(ColumnsTogether.NAME) ? row.getAs("levels") : "";
        return String.format(
                Locale.ROOT,
                "%s of %s against %s, %s %.4f (tolerated %.4f)%s",
                row.getAs("column"),
                row.getAs("of"),
                row.getAs("against"),
                row.getAs("statistic"),
                row.<Double>getAs("effect"),
                row.<Double>getAs("tolerance"),
                together.isEmpty() ? "" : ", " + together);
    }
}
