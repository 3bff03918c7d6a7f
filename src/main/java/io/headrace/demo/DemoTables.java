package io.headrace.demo;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;

import io.headrace.demo.campaign.CampaignTrial;
import io.headrace.demo.page.CampaignProfit;
import io.headrace.demo.page.CustomerAtRisk;
import io.headrace.demo.page.DataFlow;
import io.headrace.demo.page.DemoReport;
import io.headrace.demo.page.Handover;
import io.headrace.demo.page.ModelQuality;
import io.headrace.demo.page.Rollback;
import io.headrace.demo.page.Training;
import io.headrace.demo.shop.RetailSettings;
import io.headrace.demo.shop.RetailTruth;
import io.headrace.engine.Engine;
import io.headrace.ingest.RowOutcome;
import io.headrace.metric.GateOutcome;
import io.headrace.registry.Judgement;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelVersion;
import io.headrace.report.MonitorSite;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import io.headrace.spec.RawFiles;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Fills the demo's page from the demo's tables and the generator's truth. */
final class DemoTables {
    private final Project project;
    private final Engine engine;
    private final Path place;
    private final RetailSettings settings;
    private final RetailTruth truth;
    private final LocalDate campaign;
    private final String launcher;

    DemoTables(
            Project project,
            Engine engine,
            Path place,
            RetailSettings settings,
            RetailTruth truth,
            LocalDate campaign,
            String launcher) {
        this.project = project;
        this.engine = engine;
        this.place = place;
        this.settings = settings;
        this.truth = truth;
        this.campaign = campaign;
        this.launcher = launcher;
    }

    /** What a reader of a published table finds of one as-of now. */
    static Rollback.State state(Engine engine, TableName table, String asOf) {
        Row row = engine.lake()
                .read(table)
                .where(col(AS_OF).equalTo(lit(asOf).cast("timestamp")))
                .agg(
                        concat_ws(
                                " and ", sort_array(collect_set("model_version").cast("array<string>"))),
                        count(lit(1)),
                        avg("score"))
                .first();
        return new Rollback.State(row.getString(0), engine.lake().version(table), row.getLong(1), row.getDouble(2));
    }

    /**
     * What the page shows.
     *
     * @param glances what monitoring says
     * @param monitoring address of its pages
     */
    DemoReport report(
            String model, TableName scores, Rollback rollback, List<MonitorSite.Glance> glances, String monitoring) {
        TrainSpec training = (TrainSpec) project.job("train-" + model).orElseThrow();
        ModelVersion champion = engine.registry().champion(model);
        TestRows test = TestRows.read(engine.lake(), engine.registry(), place.resolve("truth"), training, champion);
        ModelQuality quality = test.quality();
        Optional<CampaignProfit> profit = new CampaignTrial(engine.lake(), truth, campaign).profit(scores);
        Publications.Publication last = lastPublication(scores);
        return new DemoReport(
                new DemoReport.Heading(
                        "retail",
                        settings.firstDay(),
                        settings.lastDay(),
                        settings.lastDay(),
                        Ledger.codeVersion(),
                        verdict(quality, profit)),
                flow(training, last),
                Optional.of(quality),
                trainings(training),
                Optional.of(test.gains()),
                Optional.of(test.calibration()),
                atRisk(scores, last.asOf()),
                profit,
                handovers(scores),
                Optional.of(rollback),
                glances.stream()
                        .filter(glance -> glance.model().equals(model))
                        .map(glance -> new DemoReport.Monitoring(monitoring, glance.word(), glance.findings()))
                        .findFirst(),
                tables(training, scores),
                commands(scores));
    }

    /** What the export jobs of the table sent. */
    private List<Handover> handovers(TableName scores) {
        return project.inOrder().stream()
                .filter(job ->
                        job instanceof ExportSpec export && export.table().equals(scores))
                .flatMap(job -> engine.ledger().claims(job.name()).stream())
                .filter(Ledger.Claim::isDone)
                .map(claim -> handover(claim.run()))
                .toList();
    }

    private Handover handover(RunId run) {
        Map<String, String> counts = counts(run.toString());
        return new Handover(
                run.date(),
                Long.parseLong(counts.get("inserted")),
                Long.parseLong(counts.get("changed")),
                Long.parseLong(counts.get("withdrawn")));
    }

    private static String verdict(ModelQuality quality, Optional<CampaignProfit> profit) {
        String model = String.format(
                Locale.ROOT,
                "The model predicts lapses with an AUC of %.3f against %.3f for the recency rule",
                quality.model().value(),
                quality.recencyRule().value());
        return profit.flatMap(CampaignProfit::modelMinusRandom)
                .map(lead -> String.format(
                        Locale.ROOT,
                        "%s; vouchers for those it names earned %,.0f pounds more than as many at random"
                                + " (95 %% interval %,.0f to %,.0f).",
                        model,
                        lead.value(),
                        lead.low(),
                        lead.high()))
                .orElse(model + ".");
    }

    private DataFlow flow(TrainSpec training, Publications.Publication shown) {
        List<DataFlow.Source> sources = new ArrayList<>();
        for (var job : project.inOrder()) {
            if (job instanceof IngestSpec ingest) {
                sources.add(source(ingest));
            }
        }
        Map<String, Long> last = scoring(shown.runId());
        return new DataFlow(
                sources,
                rows(training.view().table()),
                rows(training.trainingTable()),
                new DataFlow.Scores(last.get("population"), last.get("scored"), last.get("unscored")));
    }

    /** Outcomes from the committed bronze rows; silver and quarantine from their own tables; input by lines read. */
    private DataFlow.Source source(IngestSpec ingest) {
        Map<RowOutcome, Long> outcomes = new EnumMap<>(RowOutcome.class);
        engine.lake()
                .read(ingest.bronze())
                .groupBy(EngineColumn.OUTCOME)
                .count()
                .collectAsList()
                .forEach(row -> outcomes.put(RowOutcome.of(row.getString(0)), row.getLong(1)));
        long files = engine.ledger().claims(ingest.name()).stream()
                .filter(Ledger.Claim::isDone)
                .mapToLong(claim -> claim.intent().files().size())
                .sum();
        long refused = rows(ingest.quarantine());
        long unreadable = outcomes.getOrDefault(RowOutcome.UNREADABLE, 0L);
        return new DataFlow.Source(
                ingest.source(),
                files,
                inputLines(ingest),
                rows(ingest.bronze()),
                outcomes.getOrDefault(RowOutcome.SUPERSEDED, 0L),
                unreadable,
                outcomes.getOrDefault(RowOutcome.DUPLICATE, 0L),
                refused - unreadable,
                rows(ingest.silver()));
    }

    /** Counted from the raw files by the plainest reader there is; no field of theirs holds a line break. */
    private long inputLines(IngestSpec ingest) {
        List<String> paths = engine.ledger().claims(ingest.name()).stream()
                .filter(Ledger.Claim::isDone)
                .flatMap(claim -> claim.intent().files().stream())
                .map(file -> place.resolve("landing").resolve(file.path()).toString())
                .toList();
        if (paths.isEmpty()) {
            return 0;
        }
        long lines = engine.lake()
                .spark()
                .read()
                .text(scala.jdk.javaapi.CollectionConverters.asScala(paths).toSeq())
                .where("trim(value) <> ''")
                .count();
        return ingest.files().format() == RawFiles.Format.CSV ? lines - paths.size() : lines;
    }

    private long rows(TableName table) {
        return engine.lake().read(table).count();
    }

    private Map<String, Long> scoring(String run) {
        Map<String, String> counts = counts(run);
        Map<String, Long> numbers = new TreeMap<>();
        List.of("population", "scored", "unscored")
                .forEach(name -> numbers.put(name, Long.parseLong(counts.get(name))));
        return numbers;
    }

    /** What a finished run counted. */
    private Map<String, String> counts(String run) {
        Row row = engine.ledger().attempts().stream()
                .filter(attempt -> attempt.getAs(RUN_ID).equals(run))
                .filter(attempt -> attempt.getAs("status").equals("done"))
                .findFirst()
                .orElseThrow();
        return row.getJavaMap(row.fieldIndex("counts"));
    }

    /** What readers see of the latest as-of. */
    private Publications.Publication lastPublication(TableName scores) {
        List<Publications.Publication> history = engine.publications().history(scores);
        return history.get(history.size() - 1);
    }

    private List<Training> trainings(TrainSpec spec) {
        Map<Integer, RunId> runs = new TreeMap<>();
        List<Training> trainings = new ArrayList<>();
        for (ModelEvent event : engine.registry().events(spec.model())) {
            if (event.type() == ModelEvent.Type.REGISTERED) {
                runs.put(event.version(), RunId.parse(event.runId()));
            }
            if (event.type() == ModelEvent.Type.JUDGED) {
                trainings.add(training(event, runs.get(event.version()).date()));
            }
        }
        return trainings;
    }

    private static Training training(ModelEvent judged, LocalDate date) {
        Judgement judgement = judged.judgement().orElseThrow();
        return new Training(
                Integer.toString(judged.version()),
                date,
                judgement.verdict() == Verdict.PROMOTED ? Training.Decision.PROMOTED : Training.Decision.REFUSED,
                judgement.gates().stream()
                        .sorted(Comparator.comparing(GateOutcome::gate))
                        .map(DemoTables::gate)
                        .toList());
    }

    private static Training.Gate gate(GateOutcome gate) {
        return new Training.Gate(
                gate.meaning(),
                Double.isNaN(gate.value()) ? Optional.empty() : Optional.of(gate.value()),
                gate.bound(),
                gate.passed() ? Training.Outcome.PASSED : Training.Outcome.FAILED);
    }

    private List<CustomerAtRisk> atRisk(TableName scores, String asOf) {
        List<CustomerAtRisk> result = new ArrayList<>();
        for (Row row : engine.lake()
                .read(scores)
                .where(col(AS_OF).equalTo(lit(asOf).cast("timestamp")))
                .orderBy(col("score").desc(), col("customer_id"))
                .limit(10)
                .selectExpr("cast(customer_id as string)", "probability", "transform(reasons, r -> r.text)")
                .collectAsList()) {
            result.add(new CustomerAtRisk(result.size() + 1, row.getString(0), row.getDouble(1), row.getList(2)));
        }
        return result;
    }

    private List<DemoReport.Table> tables(TrainSpec training, TableName scores) {
        List<TableName> names = new ArrayList<>();
        project.inOrder().forEach(job -> {
            if (job instanceof IngestSpec ingest) {
                names.addAll(List.of(ingest.bronze(), ingest.silver(), ingest.quarantine()));
            }
        });
        names.addAll(List.of(training.view().table(), training.trainingTable(), scores));
        names.addAll(List.of(Ledger.RUNS, TableName.parse("headrace.models"), Publications.TABLE));
        return names.stream()
                .map(name -> new DemoReport.Table(
                        name.toString(),
                        engine.lake().path(name),
                        rows(name),
                        engine.lake().version(name)))
                .toList();
    }

    private List<DemoReport.Command> commands(TableName scores) {
        String lake = " --set lake=" + place.resolve("lake");
        return List.of(
                new DemoReport.Command("What was run, when, with what result", launcher + " runs list" + lake),
                new DemoReport.Command(
                        "All versions of the model and their verdicts", launcher + " models list" + lake),
                new DemoReport.Command(
                        "What readers of the scores saw and why it changed",
                        launcher + " scores list " + scores + lake));
    }
}
