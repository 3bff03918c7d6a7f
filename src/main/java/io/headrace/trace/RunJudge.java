package io.headrace.trace;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static io.headrace.spec.EngineColumn.SOURCE_RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.metric.GateOutcome;
import io.headrace.monitor.DriftTable;
import io.headrace.monitor.PerformanceTable;
import io.headrace.quality.CheckResultTable;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.Registry;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.SqlClock;
import io.headrace.trace.Criterion.Bound;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Judges runs of a job by what they recorded, or by the rows that they wrote, at the version of the table that they left. */
final class RunJudge {
    private final JobSpec job;
    private final Criterion criterion;
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final ZoneId zone;

    RunJudge(JobSpec job, Criterion criterion, Lake lake, Ledger ledger, Registry registry, ZoneId zone) {
        this.job = job;
        this.criterion = criterion;
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
        this.zone = zone;
        requireOfKind();
    }

    private void requireOfKind() {
        boolean fits = criterion instanceof Criterion.Metric
                || (criterion instanceof Criterion.Gate && job instanceof TrainSpec)
                || (criterion instanceof Criterion.Check && job instanceof IngestSpec)
                || (criterion instanceof Criterion.Drift && job instanceof MonitorSpec)
                || (criterion instanceof Criterion.Rows && table().isPresent());
        if (!fits) {
            throw TraceErrors.notOfKind(criterion.words(), job.name(), job.kind());
        }
    }

    JudgedRun judge(RunId run) {
        if (criterion instanceof Criterion.Metric metric) {
            return byNumber(run, metric.name(), figure(run, metric.name()), metric.bound());
        }
        if (criterion instanceof Criterion.Rows rows) {
            return byNumber(run, rows.sql(), ofRows(run, rows.sql()), rows.bound());
        }
        if (criterion instanceof Criterion.Gate gate) {
            return byGate(run, gate.name());
        }
        return criterion instanceof Criterion.Check check
                ? byCheck(run, check.name())
                : byDrift(run, ((Criterion.Drift) criterion).column());
    }

    private static JudgedRun unknown(RunId run, String words) {
        return new JudgedRun(run, RunVerdict.UNKNOWN, words);
    }

    private static JudgedRun judged(RunId run, boolean isGood, String words) {
        return new JudgedRun(run, isGood ? RunVerdict.GOOD : RunVerdict.BAD, words);
    }

    private static JudgedRun byNumber(RunId run, String name, OptionalDouble value, Bound bound) {
        return value.isPresent() && !Double.isNaN(value.getAsDouble())
                ? judged(run, bound.holds(value.getAsDouble()), name + " is " + value.getAsDouble())
                : unknown(run, "it has no " + name);
    }

    private OptionalDouble figure(RunId run, String name) {
        return counts(run).get(name) != null
                ? number(counts(run).get(name))
                : Stream.of(trained(run, name), realised(run, name))
                        .filter(OptionalDouble::isPresent)
                        .findFirst()
                        .orElse(OptionalDouble.empty());
    }

    private static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private Optional<Row> attempt(RunId run) {
        return ledger.attempts().stream()
                .filter(row -> row.getAs(RUN_ID).equals(run.toString()))
                .findFirst();
    }

    private Map<String, String> counts(RunId run) {
        return attempt(run)
                .map(row -> row.<String, String>getJavaMap(row.fieldIndex("counts")))
                .orElse(Map.of());
    }

    private Stream<ModelEvent> events(RunId run) {
        return job instanceof TrainSpec train
                ? registry.events(train.model()).stream()
                        .filter(event -> event.runId().equals(run.toString()))
                : Stream.of();
    }

    private OptionalDouble trained(RunId run, String name) {
        return events(run)
                .flatMap(event -> event.trained().stream())
                .flatMap(version -> version.figures().stream())
                .filter(figure -> figure.id().name().equals(name))
                .mapToDouble(figure -> figure.value())
                .findFirst();
    }

    /** Of all rows, of the newest window of the run. */
    private OptionalDouble realised(RunId run, String name) {
        return job instanceof MonitorSpec
                ? PerformanceTable.in(lake).rows(Map.of(RUN_ID, Set.of(run.toString()))).stream()
                        .filter(row -> row.<String>getAs("slice") == null
                                || row.<String>getAs("slice").isEmpty())
                        .filter(row -> (row.getAs("method") + "." + row.getAs("measure")).equals(name))
                        .filter(row -> row.getAs("value") != null)
                        .max(Comparator.comparing((Row row) -> row.<String>getAs("last_as_of")))
                        .map(row -> OptionalDouble.of(row.<Double>getAs("value")))
                        .orElse(OptionalDouble.empty())
                : OptionalDouble.empty();
    }

    private JudgedRun byGate(RunId run, String name) {
        Optional<GateOutcome> outcome = events(run)
                .flatMap(event -> event.judgement().stream())
                .flatMap(judgement -> judgement.gates().stream())
                .filter(gate -> gate.gate().equals(name))
                .findFirst();
        return outcome.map(gate -> judged(run, gate.passed(), gate.text()))
                .orElseGet(() -> unknown(run, "it has no gate " + name));
    }

    private JudgedRun byCheck(RunId run, String name) {
        List<Row> rows = CheckResultTable.in(lake).rows(Map.of(RUN_ID, Set.of(run.toString()), "check", Set.of(name)));
        if (rows.isEmpty()) {
            return unknown(run, "it has no check " + name);
        }
        String words = rows.stream()
                .map(row -> "check " + name + " of " + row.getAs("checked") + " " + row.getAs("outcome"))
                .sorted()
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
        return rows.stream().anyMatch(row -> row.getAs("outcome").equals("failed"))
                ? judged(run, false, words)
                : rows.stream().allMatch(row -> row.getAs("outcome").equals("passed"))
                        ? judged(run, true, words)
                        : unknown(run, words);
    }

    /** Drift against anything is bad; good is what was seen, and has not drifted. */
    private JudgedRun byDrift(RunId run, String column) {
        List<Row> rows = new ArrayList<>();
        DriftTable.forEachDeciding(lake, Set.of(run.toString()), row -> {
            if (row.getAs("column").equals(column)) {
                rows.add(row);
            }
        });
        String words = rows.stream()
                .map(row -> row.getAs("verdict") + " against " + row.getAs("against"))
                .sorted()
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .orElse("it has no column " + column);
        if (rows.stream().anyMatch(row -> row.getAs("verdict").equals("drift"))) {
            return judged(run, false, words);
        }
        return rows.stream().anyMatch(row -> row.getAs("verdict").equals("ok"))
                ? judged(run, true, words)
                : unknown(run, words);
    }

    private Optional<TableName> table() {
        if (job instanceof ScoreSpec score) {
            return Optional.of(score.table());
        }
        if (job instanceof FeaturesSpec features) {
            return Optional.of(features.view().table());
        }
        return job instanceof IngestSpec ingest ? Optional.of(ingest.silver()) : Optional.empty();
    }

    private OptionalDouble ofRows(RunId run, String sql) {
        TableName table = table().orElseThrow();
        Long version = attempt(run)
                .map(row ->
                        row.<String, Long>getJavaMap(row.fieldIndex("outputs")).get(table.toString()))
                .orElse(null);
        if (version == null) {
            return OptionalDouble.empty();
        }
        Dataset<Row> rows = lake.read(table, version);
        Dataset<Row> own = List.of(rows.columns()).contains(AS_OF)
                ? rows.where(col(AS_OF).equalTo(lit(Timestamp.from(RunContext.asOf(run.date(), zone)))))
                : rows.where(col(SOURCE_RUN_ID).equalTo(run.toString()));
        Row found = SqlClock.of(lake.spark(), zone, () -> number(own, sql)).first();
        return found.isNullAt(0) ? OptionalDouble.empty() : OptionalDouble.of(found.getDouble(0));
    }

    private static Dataset<Row> number(Dataset<Row> rows, String sql) {
        try {
            return rows.agg(SqlClock.expr(sql).cast("double"));
        } catch (Exception e) {
            throw TraceErrors.noAggregate(sql, e);
        }
    }
}
