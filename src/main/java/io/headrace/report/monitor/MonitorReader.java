package io.headrace.report.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.monitor.FinishedRuns;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.Registry;
import io.headrace.report.JobFindings;
import io.headrace.report.LineageStep;
import io.headrace.report.MonitorSite;
import io.headrace.report.MonitoredModel;
import io.headrace.report.MonitoredModel.ColumnName;
import io.headrace.report.MonitoredModel.ColumnVerdict;
import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Distribution;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.InForce;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.MonitoredModel.Verdict;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.ValueJobSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Publications;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Reads what monitor jobs recorded, and what others found of decisions, for pages; starts no Spark. */
public final class MonitorReader {
    private final TableDescription driftTable = RecordedDays.described("drift");
    private final TableDescription performanceTable = RecordedDays.described("performance");
    private final TableDescription decisionTable = RecordedDays.described("decisions");
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final Publications publications;
    private final ZoneId zone;

    /** @param zone of the project */
    public MonitorReader(Lake lake, Ledger ledger, Registry registry, Publications publications, ZoneId zone) {
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
        this.publications = publications;
        this.zone = zone;
    }

    /** The pages of all monitor jobs among some, and of those that have found what decisions did. */
    public MonitorSite site(String project, Collection<JobSpec> jobs) {
        ExperimentReader experiments = new ExperimentReader(lake, ledger);
        ValueReader values = new ValueReader(lake, ledger, publications, zone);
        FairnessReader fairness = new FairnessReader(lake, ledger);
        List<JobFindings> findings = new ArrayList<>();
        of(ExperimentSpec.class, jobs)
                .forEach(job -> experiments.findings(job, jobs).ifPresent(findings::add));
        of(ValueJobSpec.class, jobs).forEach(job -> values.findings(job).ifPresent(findings::add));
        of(FairnessSpec.class, jobs).forEach(job -> fairness.findings(job).ifPresent(findings::add));
        return new MonitorSite(
                project, of(MonitorSpec.class, jobs).map(this::model).toList(), findings);
    }

    private static <T extends JobSpec> Stream<T> of(Class<T> kind, Collection<JobSpec> jobs) {
        return jobs.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** What a job has recorded of its model. */
    private MonitoredModel model(MonitorSpec job) {
        List<Claim> claims = List.copyOf(FinishedRuns.of(job, ledger).byDate().values());
        List<Run> runs = claims.stream()
                .map(claim -> new Run(claim.run().toString(), claim.date()))
                .toList();
        List<Run> shown = RecordedDays.last(claims);
        DayRows driftRows = new DayRows(driftTable);
        DayRows figureRows = new DayRows(performanceTable);
        DayRows decidedRows = new DayRows(decisionTable);
        List<ShownRow> drift = drift(shown, driftRows);
        List<Figure> figures = performance(runs, ids(shown), figureRows);
        List<Decided> decided = decided(runs, ids(shown), decidedRows);
        return new MonitoredModel(
                job.model(),
                job.name(),
                job.header().owner(),
                runs,
                drift.stream().map(ShownRow::verdict).toList(),
                claims.isEmpty() ? List.of() : distributions(job, claims.get(claims.size() - 1), drift),
                figures,
                decided,
                versions(job.model()),
                new Outcomes(lake, registry, job.model()).calibration(runs),
                claims.isEmpty() ? List.of() : lineage(job, claims.get(claims.size() - 1), drift),
                shown.stream()
                        .map(run -> new Day(
                                run,
                                Stream.of(decidedRows, driftRows, figureRows)
                                        .map(rows -> rows.of(run.id()))
                                        .toList()))
                        .toList());
    }

    /** A row with what is needed to find its counts. */
    private record ShownRow(ColumnVerdict verdict, Judged judged) {}

    private List<ShownRow> drift(List<Run> shown, DayRows days) {
        List<ShownRow> rows = new ArrayList<>();
        forEach(driftTable, days, ids(shown), row -> {
            days.add(row);
            if (row.<Boolean>getAs("decides")) {
                rows.add(new ShownRow(verdict(row), Judged.of(row)));
            }
        });
        return rows;
    }

    private void forEach(TableDescription table, DayRows days, Set<String> runs, Consumer<Row> use) {
        if (!runs.isEmpty()) {
            lake.forEachRow(table.table(), days.schema(), Map.of(RUN_ID, runs), use);
        }
    }

    private ColumnVerdict verdict(Row row) {
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
                row.getAs("levels"),
                DayRows.reference(driftTable, row));
    }

    private List<Distribution> distributions(MonitorSpec job, Claim last, List<ShownRow> drift) {
        return judged(last, drift)
                .map(newest -> new WindowCounts(lake, job.model(), newest, registry)
                        .most(FinishedRuns.published(last), ranked(last.run().toString(), drift)))
                .orElse(List.of());
    }

    /** The newest window of a run. */
    private static Optional<Judged> judged(Claim run, List<ShownRow> drift) {
        return drift.stream()
                .filter(row -> row.verdict().run().equals(run.run().toString()))
                .map(ShownRow::judged)
                .max(Judged.ORDER);
    }

    private List<LineageStep> lineage(MonitorSpec job, Claim last, List<ShownRow> drift) {
        return judged(last, drift)
                .map(newest -> new Lineage(ledger)
                        .of(
                                registry.state(job.model())
                                        .version(newest.version())
                                        .runId(),
                                newest.of(FinishedRuns.published(last))))
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

    private List<Figure> performance(List<Run> runs, Set<String> shown, DayRows days) {
        List<Figure> figures = new ArrayList<>();
        forEach(performanceTable, days, ids(runs), row -> {
            if (shown.contains(row.<String>getAs(RUN_ID))) {
                days.add(row);
            }
            figures.add(figure(row, slice(row)));
        });
        return figures;
    }

    /** Rows of earlier releases have none, and are of all rows. */
    private static String slice(Row row) {
        int place = List.of(row.schema().fieldNames()).indexOf("slice");
        return place < 0 || row.isNullAt(place) ? "" : row.getString(place);
    }

    private Figure figure(Row row, String slice) {
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
                row.getAs("blind_to"),
                slice,
                DayRows.reference(performanceTable, row));
    }

    private static OptionalDouble number(Row row, String column) {
        Double number = row.getAs(column);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    private List<Decided> decided(List<Run> runs, Set<String> shown, DayRows days) {
        List<Decided> decided = new ArrayList<>();
        forEach(decisionTable, days, ids(runs), row -> {
            if (shown.contains(row.<String>getAs(RUN_ID))) {
                days.add(row);
            }
            decided.add(decided(row));
        });
        return decided;
    }

    private Decided decided(Row row) {
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
                texts(row, "evidence"),
                DayRows.reference(decisionTable, row));
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
