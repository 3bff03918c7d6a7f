package io.headrace.report.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.groups.FairnessStatus;
import io.headrace.groups.FairnessTable;
import io.headrace.monitor.FinishedRuns;
import io.headrace.report.FairnessFindings;
import io.headrace.report.FairnessFindings.Compared;
import io.headrace.report.FairnessFindings.Figure;
import io.headrace.report.FairnessFindings.Gap;
import io.headrace.report.FairnessFindings.GroupName;
import io.headrace.report.FairnessFindings.Judgement;
import io.headrace.report.FairnessFindings.Metric;
import io.headrace.report.FairnessFindings.Pair;
import io.headrace.report.FairnessFindings.Policy;
import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.RowReference;
import io.headrace.spec.FairnessSpec;
import io.headrace.stats.fairness.Group;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.TableDescription;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Reads what decisions did to groups of people, for pages; starts no Spark. */
final class FairnessReader {
    private final TableDescription table = RecordedDays.described("fairness");
    private final Lake lake;
    private final Ledger ledger;

    FairnessReader(Lake lake, Ledger ledger) {
        this.lake = lake;
        this.ledger = ledger;
    }

    /** What a job has found; empty where no run has judged anything. */
    Optional<FairnessFindings> findings(FairnessSpec job) {
        List<Run> runs = RecordedDays.last(FinishedRuns.of(job, ledger).byDate().values());
        Map<String, List<Row>> rows =
                FairnessTable.rows(lake, runs.stream().map(Run::id).collect(Collectors.toSet())).stream()
                        .collect(Collectors.groupingBy(row -> row.<String>getAs(RUN_ID)));
        List<Judgement> judged = runs.stream()
                .filter(run -> rows.containsKey(run.id()))
                .map(run -> judgement(run, rows.get(run.id())))
                .toList();
        List<Day> days = RecordedDays.of(lake, runs, judged.stream().flatMap(this::ledTo), "fairness");
        return judged.isEmpty()
                ? Optional.empty()
                : Optional.of(new FairnessFindings(
                        job.model(),
                        job.name(),
                        job.header().owner(),
                        FairnessStatus.SHOWN.stream()
                                .map(metric -> new Metric(metric.getKey(), metric.getValue()))
                                .toList(),
                        FairnessStatus.LEVEL,
                        judged,
                        days));
    }

    private Judgement judgement(Run run, List<Row> rows) {
        Row first = rows.get(0);
        return new Judgement(
                run,
                first.getAs("model_versions"),
                first.getAs("first_as_of"),
                first.getAs("last_as_of"),
                first.getAs("outcomes"),
                FairnessStatus.turnedRound(Objects.requireNonNullElse(first.getAs("favourable"), "")),
                policies(rows),
                of(rows, FairnessTable.FIGURE, this::figure),
                of(rows, FairnessTable.COMPARISON, this::compared),
                of(rows, FairnessTable.GAP, this::gap),
                of(rows, FairnessTable.REVERSAL, this::compared));
    }

    private static <T> List<T> of(List<Row> rows, String kind, Function<Row, T> made) {
        return rows.stream()
                .filter(row -> row.getAs("kind").equals(kind))
                .sorted(FairnessTable.ORDER)
                .map(made)
                .toList();
    }

    /** A policy has a row over all groups, which names none, and one for each. */
    private List<Policy> policies(List<Row> rows) {
        return of(rows, FairnessTable.POLICY, row -> row).stream()
                .filter(row -> isWhole(row))
                .map(whole -> policy(
                        whole,
                        of(rows, FairnessTable.POLICY, row -> row).stream()
                                .filter(row ->
                                        !isWhole(row) && row.getAs("policy").equals(whole.getAs("policy")))
                                .map(this::pair)
                                .toList()))
                .toList();
    }

    private static boolean isWhole(Row row) {
        return FairnessTable.group(row).conditions().isEmpty();
    }

    private Policy policy(Row row, List<Pair> pairs) {
        return new Policy(
                row.getAs("policy"),
                row.getAs("verdict"),
                row.getAs("metric"),
                row.getAs("form"),
                row.<Double>getAs("bound"),
                row.getList(row.fieldIndex("columns")),
                row.getAs("legal_basis"),
                row.getAs("owner"),
                pairs,
                reference(row));
    }

    private Pair pair(Row row) {
        return new Pair(
                group(row),
                FairnessTable.reference(row).map(FairnessReader::name),
                row.getAs("verdict"),
                number(row, "value"),
                number(row, "lower"),
                number(row, "upper"),
                row.<Long>getAs("rows"),
                row.getAs("reason"),
                reference(row));
    }

    private Figure figure(Row row) {
        return new Figure(
                row.getAs("metric"),
                group(row),
                number(row, "value"),
                number(row, "lower"),
                number(row, "upper"),
                row.<Long>getAs("rows"),
                reference(row));
    }

    private Compared compared(Row row) {
        return new Compared(
                row.getAs("metric"),
                row.getAs("form"),
                group(row),
                FairnessTable.reference(row).map(FairnessReader::name).orElseThrow(),
                number(row, "value"),
                number(row, "lower"),
                number(row, "upper"),
                number(row, "q"),
                row.getAs("reason"),
                reference(row));
    }

    private Gap gap(Row row) {
        return new Gap(
                row.getAs("metric"),
                row.getAs("form"),
                row.getList(row.fieldIndex("columns")),
                number(row, "value"),
                reference(row));
    }

    private static GroupName group(Row row) {
        return name(FairnessTable.group(row));
    }

    private static GroupName name(Group group) {
        return new GroupName(group.columns(), group.toString());
    }

    private RowReference reference(Row row) {
        return DayRows.reference(table, row);
    }

    private static OptionalDouble number(Row row, String column) {
        Double number = row.getAs(column);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** Rows that the page leads to. */
    private Stream<RowReference> ledTo(Judgement of) {
        return Stream.of(
                        of.policies().stream().map(Policy::row),
                        of.policies().stream()
                                .flatMap(policy -> policy.pairs().stream())
                                .map(Pair::row),
                        of.figures().stream().map(Figure::row),
                        of.gaps().stream().map(Gap::row),
                        of.reversals().stream().map(Compared::row))
                .flatMap(rows -> rows);
    }
}
