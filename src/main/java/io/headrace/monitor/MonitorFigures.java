package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.policy.Alert;
import io.headrace.policy.Severity;
import io.headrace.registry.DecisionTable;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.Places;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Partitions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What a monitor job has found, as numbers.
 *
 * @param environment the name of the file in {@code conf/} by which it ran
 * @param days logical dates with a finished run
 * @param last the run of the latest of them
 * @param waiting alerts that a target does not know of, by the target's name
 */
record MonitorFigures(
        String job,
        String model,
        String environment,
        long days,
        Optional<LastRun> last,
        SortedMap<String, Long> waiting) {
    /** Of rows about the same, those of the newest window and version. */
    private static final Comparator<Row> NEWEST = Comparator.comparing((Row row) -> row.<String>getAs("last_as_of"))
            .thenComparing(row -> row.<Integer>getAs("model_version"))
            .thenComparing(row -> row.<String>getAs("first_as_of"));

    /**
     * A run.
     *
     * @param began when its last attempt began
     * @param asOf end of its logical date
     * @param scored newest as-of whose scores it looked at
     * @param comparisons how many have each verdict: ok, drift and unknown
     * @param action what was decided: hold, retrain or roll_back
     */
    record LastRun(
            Instant began,
            Instant asOf,
            Optional<Instant> scored,
            List<Moved> columns,
            Map<String, Long> comparisons,
            List<Measured> figures,
            Map<AlertKind, Long> alerts,
            String action) {}

    /**
     * A column or score, by a statistic that decides: one of its values, or how many are missing.
     *
     * @param of population (a feature) or scores
     * @param effect empty where nothing can be said
     */
    record Moved(
            String against,
            String of,
            String column,
            String statistic,
            OptionalDouble effect,
            double tolerance,
            String verdict,
            double importance) {}

    /**
     * A figure of the scores, of all rows.
     *
     * @param method cbpe, direct_loss or realised
     * @param verdict ok, worse or unknown
     */
    record Measured(
            String method,
            String measure,
            OptionalDouble value,
            OptionalDouble lower,
            OptionalDouble upper,
            OptionalDouble reference,
            String verdict) {}

    /** What is alerted of, and whom it reaches. */
    record AlertKind(Alert.Kind kind, Severity severity) {}

    /**
     * Reads them; starts no Spark.
     *
     * @param current a run that is about to end well, if there is one
     */
    static MonitorFigures of(MonitorSpec job, Lake lake, Ledger ledger, Places places, Optional<RunId> current) {
        NavigableMap<LocalDate, Claim> runs =
                FinishedRuns.with(job, ledger, current).byDate();
        OpenNotices open = OpenNotices.of(job, lake, ledger, current);
        SortedMap<String, Long> waiting = new TreeMap<>();
        job.notices()
                .targets()
                .forEach(target ->
                        waiting.put(target.name(), (long) open.to(target).size()));
        return new MonitorFigures(
                job.name(),
                job.model(),
                places.environment(),
                runs.size(),
                Optional.ofNullable(runs.lastEntry()).map(run -> last(run.getValue(), lake, places)),
                waiting);
    }

    private static LastRun last(Claim run, Lake lake, Places places) {
        Set<String> id = Set.of(run.run().toString());
        Map<List<String>, Row> columns = new HashMap<>();
        DriftTable.forEachDeciding(
                lake,
                id,
                row -> columns.merge(key(row, "against", "of", "column", "statistic"), row, MonitorFigures::newer));
        Map<List<String>, Row> figures = new HashMap<>();
        PerformanceTable.in(lake).rows(Map.of(RUN_ID, id)).stream()
                .filter(row -> PerformanceTable.slice(row).isEmpty())
                .forEach(row -> figures.merge(key(row, "method", "measure"), row, MonitorFigures::newer));
        List<Row> decided = DecisionTable.in(lake).rows(Map.of(RUN_ID, id));
        SortedMap<String, String> published = FinishedRuns.published(run);
        return new LastRun(
                run.claimedAt(),
                RunContext.asOf(run.date(), places.zone()),
                published.isEmpty() ? Optional.empty() : Optional.of(Partitions.instant(published.lastKey())),
                columns.values().stream().map(MonitorFigures::moved).toList(),
                verdicts(columns.values()),
                figures.values().stream().map(MonitorFigures::measured).toList(),
                alerts(decided),
                decided.stream()
                        .filter(row -> row.getAs("kind").equals("decision"))
                        .map(row -> row.<String>getAs("action"))
                        .findFirst()
                        .orElse(""));
    }

    private static List<String> key(Row row, String... columns) {
        return List.of(columns).stream()
                .map(column -> row.<String>getAs(column))
                .toList();
    }

    private static Row newer(Row one, Row other) {
        return NEWEST.compare(one, other) >= 0 ? one : other;
    }

    private static Map<String, Long> verdicts(Collection<Row> columns) {
        return columns.stream()
                .collect(Collectors.groupingBy(row -> row.<String>getAs("verdict"), Collectors.counting()));
    }

    private static Map<AlertKind, Long> alerts(List<Row> decided) {
        return decided.stream()
                .filter(row -> row.getAs("kind").equals("alert"))
                .map(row -> new AlertKind(
                        Alert.Kind.valueOf(row.<String>getAs("action").toUpperCase(Locale.ROOT)),
                        Severity.valueOf(row.<String>getAs("severity").toUpperCase(Locale.ROOT))))
                .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
    }

    private static Moved moved(Row row) {
        return new Moved(
                row.getAs("against"),
                row.getAs("of"),
                row.getAs("column"),
                row.getAs("statistic"),
                number(row, "effect"),
                row.<Double>getAs("tolerance"),
                row.getAs("verdict"),
                row.<Double>getAs("importance"));
    }

    private static Measured measured(Row row) {
        return new Measured(
                row.getAs("method"),
                row.getAs("measure"),
                number(row, "value"),
                number(row, "lower"),
                number(row, "upper"),
                number(row, "reference"),
                row.getAs("verdict"));
    }

    private static OptionalDouble number(Row row, String column) {
        Double number = row.getAs(column);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
