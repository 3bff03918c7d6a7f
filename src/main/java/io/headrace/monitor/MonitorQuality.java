package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.lineage.Quality;
import io.headrace.lineage.Quality.Assertion;
import io.headrace.lineage.Quality.Counted;
import io.headrace.lineage.Quality.Result;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.TableName;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.Statistic;
import io.headrace.table.Lake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** What a monitor run found, of the features and of the scores: rows, missing values, and whether each has drifted or become worse. */
final class MonitorQuality {
    private static final String SCORES = "scores";
    private static final Comparator<Row> NEWEST = Comparator.comparing((Row row) -> row.<String>getAs("last_as_of"))
            .thenComparing(row -> row.<Integer>getAs("model_version"));

    private MonitorQuality() {}

    /**
     * Reads it; starts no Spark.
     *
     * @param features the table of the features
     */
    static Map<TableName, Quality> of(MonitorSpec job, TableName features, Lake lake, RunId run) {
        Map<String, Set<String>> rows = Map.of(RUN_ID, Set.of(run.toString()));
        Map<Boolean, List<Row>> drift = DriftTable.in(lake).rows(rows).stream()
                .collect(Collectors.partitioningBy(row -> row.getAs("of").equals(SCORES)));
        List<Assertion> figures = PerformanceTable.in(lake).rows(rows).stream()
                .filter(row -> row.getAs("reference") != null && row.getAs("tolerated") != null)
                .map(MonitorQuality::performance)
                .toList();
        Map<TableName, Quality> quality = new TreeMap<>();
        quality.put(features, quality(drift.get(false), List.of()));
        quality.put(job.scores(), quality(drift.get(true), figures));
        return quality;
    }

    private static Quality quality(List<Row> drift, List<Assertion> figures) {
        List<Assertion> assertions = new ArrayList<>();
        drift.stream()
                .filter(row -> row.<Boolean>getAs("decides"))
                .map(MonitorQuality::drift)
                .forEach(assertions::add);
        assertions.addAll(figures);
        assertions.sort(Comparator.comparing(Assertion::name));
        SortedMap<String, Counted> counted = counted(drift);
        return new Quality(
                counted.values().stream().mapToLong(column -> column.values() + column.missing()).max().stream()
                        .mapToObj(OptionalLong::of)
                        .findFirst()
                        .orElse(OptionalLong.empty()),
                counted,
                assertions);
    }

    /** By the newest rows: those that decide count rows with a value, that of missing ones counts all. */
    private static SortedMap<String, Counted> counted(List<Row> drift) {
        Map<String, Row> all = newest(drift, row -> row.getAs("statistic").equals(Statistic.MISSING.word()));
        Map<String, Row> values =
                newest(drift, row -> row.<Boolean>getAs("decides") && isOfValues(row) && !isOfAllColumns(row));
        SortedMap<String, Counted> counted = new TreeMap<>();
        values.forEach((column, row) -> {
            long with = row.<Long>getAs("m");
            long rows = all.containsKey(column) ? all.get(column).<Long>getAs("m") : with;
            counted.put(column, new Counted(with, Math.max(0, rows - with)));
        });
        return counted;
    }

    /** Calibration, delivery and lost columns count other rows. */
    private static boolean isOfValues(Row row) {
        String word = row.getAs("statistic");
        return Arrays.stream(Statistic.values())
                .anyMatch(statistic ->
                        statistic != Statistic.MISSING && statistic.word().equals(word));
    }

    private static boolean isOfAllColumns(Row row) {
        return row.getAs("column").equals(ColumnsTogether.NAME);
    }

    private static Map<String, Row> newest(List<Row> drift, Predicate<Row> which) {
        return drift.stream()
                .filter(which)
                .collect(Collectors.toMap(
                        row -> row.<String>getAs("column"),
                        row -> row,
                        (one, other) -> NEWEST.compare(one, other) >= 0 ? one : other));
    }

    private static Assertion drift(Row row) {
        String column = row.getAs("column");
        String against = row.getAs("against");
        SortedMap<String, String> parameters = parameters(row, "against", "statistic", "q", "n", "m");
        parameters.put("reason", row.getAs("reason"));
        return new Assertion(
                "drift",
                isOfAllColumns(row) ? "" : column,
                "drift of " + column + " against " + against + " of version " + row.getAs("model_version") + ", by "
                        + row.getAs("statistic"),
                result(row, DriftVerdict.Answer.OK.word(), DriftVerdict.Answer.DRIFT.word()),
                text(row, "tolerance").isEmpty() ? "" : "an effect of at most " + text(row, "tolerance"),
                text(row, "effect"),
                parameters);
    }

    private static Assertion performance(Row row) {
        String measure = row.getAs("measure");
        String method = row.getAs("method");
        SortedMap<String, String> parameters =
                parameters(row, "measure", "method", "slice", "first_as_of", "last_as_of", "lower", "upper", "rows");
        parameters.remove("slice", "");
        return new Assertion(
                "performance",
                "",
                measure
                        + (PerformanceTable.slice(row).isEmpty() ? "" : " of " + PerformanceTable.slice(row))
                        + " of version " + row.getAs("model_version") + ", " + method + ", as of "
                        + row.getAs("last_as_of"),
                result(row, word(JudgedFigure.Verdict.OK), word(JudgedFigure.Verdict.WORSE)),
                text(row, "reference") + ", worse by at most " + text(row, "tolerated"),
                text(row, "value"),
                parameters);
    }

    private static Result result(Row row, String pass, String fail) {
        String verdict = row.getAs("verdict");
        return verdict.equals(pass) ? Result.PASS : verdict.equals(fail) ? Result.FAIL : Result.SKIP;
    }

    private static SortedMap<String, String> parameters(Row row, String... columns) {
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String column : columns) {
            if (row.getAs(column) != null) {
                parameters.put(column, text(row, column));
            }
        }
        return parameters;
    }

    private static String text(Row row, String column) {
        Object value = row.getAs(column);
        return value == null ? "" : value.toString();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
