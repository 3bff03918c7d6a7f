package io.headrace.report.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.monitor.DriftTable;
import io.headrace.monitor.FinishedRuns;
import io.headrace.monitor.PerformanceTable;
import io.headrace.registry.DecisionTable;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.Registry;
import io.headrace.report.MonitoredModel;
import io.headrace.report.MonitoredModel.ColumnName;
import io.headrace.report.MonitoredModel.ColumnVerdict;
import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Distribution;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.InForce;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.MonitoredModel.Verdict;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import java.sql.Date;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Reads what monitor jobs recorded, for pages; starts no Spark. */
public final class MonitorReader {
    /** Runs whose drift is shown. */
    private static final int MOST_RUNS = 92;

    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;

    public MonitorReader(Lake lake, Ledger ledger, Registry registry) {
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
    }

    /** What a job has recorded of its model. */
    public MonitoredModel model(MonitorSpec job) {
        List<Claim> claims = List.copyOf(FinishedRuns.of(job, ledger).byDate().values());
        List<Run> runs = claims.stream()
                .map(claim -> new Run(claim.run().toString(), claim.date()))
                .toList();
        List<ShownRow> drift = drift(runs);
        return new MonitoredModel(
                job.model(),
                job.name(),
                job.header().owner(),
                runs,
                drift.stream().map(ShownRow::verdict).toList(),
                claims.isEmpty() ? List.of() : distributions(job, claims.get(claims.size() - 1), drift),
                performance(runs),
                decided(runs),
                versions(job.model()));
    }

    /** A row with what is needed to find its counts. */
    private record ShownRow(ColumnVerdict verdict, Judged judged) {}

    private List<ShownRow> drift(List<Run> runs) {
        Set<String> shown = runs.stream()
                .skip(Math.max(0, runs.size() - MOST_RUNS))
                .map(Run::id)
                .collect(Collectors.toSet());
        List<ShownRow> rows = new ArrayList<>();
        DriftTable.forEachDeciding(lake, shown, row -> rows.add(new ShownRow(verdict(row), Judged.of(row))));
        return rows;
    }

    private static ColumnVerdict verdict(Row row) {
        Verdict verdict = Verdict.of(row.getAs("verdict"));
        return new ColumnVerdict(
                row.getAs(RUN_ID),
                row.getAs("against"),
                new ColumnName(row.getAs("of"), row.getAs("column")),
                row.getAs("statistic"),
                verdict,
                number(row, "effect"),
                row.<Double>getAs("tolerance"),
                row.<Double>getAs("importance"),
                row.getAs("reason"),
                row.getAs("levels"));
    }

    private List<Distribution> distributions(MonitorSpec job, Claim last, List<ShownRow> drift) {
        RunId id = last.run();
        String run = id.toString();
        Set<Judged> judged = drift.stream()
                .filter(row -> row.verdict().run().equals(run))
                .map(ShownRow::judged)
                .collect(Collectors.toSet());
        return judged.stream()
                .max(Judged.ORDER)
                .map(newest -> new WindowCounts(lake, job.model(), newest, registry)
                        .most(FinishedRuns.published(last), ranked(run, drift)))
                .orElse(List.of());
    }

    /** Columns of a run, those with the largest importance times effect first. */
    private static List<ColumnName> ranked(String run, List<ShownRow> drift) {
        Map<ColumnName, Double> ranks = new HashMap<>();
        drift.stream()
                .map(ShownRow::verdict)
                .filter(row -> row.run().equals(run))
                .forEach(row -> ranks.merge(
                        row.column(), row.importance() * row.effect().orElse(0), Math::max));
        return ranks.entrySet().stream()
                .sorted(Map.Entry.<ColumnName, Double>comparingByValue()
                        .reversed()
                        .thenComparing(entry ->
                                entry.getKey().of() + " " + entry.getKey().name()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Set<String> ids(List<Run> runs) {
        return runs.stream().map(Run::id).collect(Collectors.toSet());
    }

    private List<Figure> performance(List<Run> runs) {
        return runs.isEmpty()
                ? List.of()
                : PerformanceTable.in(lake).rows(Map.of(RUN_ID, ids(runs), "measure", Set.of("auc"))).stream()
                        .map(MonitorReader::figure)
                        .toList();
    }

    private static Figure figure(Row row) {
        return new Figure(
                row.getAs(RUN_ID),
                row.<Integer>getAs("model_version"),
                row.getAs("first_as_of"),
                row.getAs("last_as_of"),
                row.getAs("method"),
                row.getAs("measure"),
                number(row, "value"),
                number(row, "lower"),
                number(row, "upper"),
                number(row, "reference"),
                number(row, "tolerated"),
                row.getAs("verdict"),
                row.getAs("reason"),
                row.<Long>getAs("rows"),
                row.getAs("blind_to"));
    }

    private static OptionalDouble number(Row row, String column) {
        Double number = row.getAs(column);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private List<Decided> decided(List<Run> runs) {
        return runs.isEmpty()
                ? List.of()
                : DecisionTable.in(lake).rows(Map.of(RUN_ID, ids(runs))).stream()
                        .map(MonitorReader::decided)
                        .toList();
    }

    private static Decided decided(Row row) {
        return new Decided(
                row.getAs(RUN_ID),
                row.<Date>getAs("logical_date").toLocalDate(),
                row.getAs("kind").equals("alert"),
                row.getAs("id"),
                row.getAs("action"),
                row.getAs("severity"),
                row.getAs("version"),
                row.getAs("target"),
                texts(row, "subjects"),
                row.getAs("text"),
                texts(row, "causes"),
                texts(row, "evidence"));
    }

    private static List<String> texts(Row row, String column) {
        return row.getList(row.fieldIndex(column));
    }

    private List<InForce> versions(String model) {
        return registry.events(model).stream()
                .filter(event ->
                        event.type() == ModelEvent.Type.PROMOTED || event.type() == ModelEvent.Type.ROLLED_BACK)
                .map(MonitorReader::inForce)
                .toList();
    }

    private static InForce inForce(ModelEvent event) {
        return new InForce(
                event.seq(),
                event.version(),
                Instant.EPOCH
                        .plus(event.atMicros(), ChronoUnit.MICROS)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                event.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                event.actor().isEmpty() ? event.runId() : event.actor(),
                event.reason());
    }
}
