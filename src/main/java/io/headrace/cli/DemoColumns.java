package io.headrace.cli;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;

import io.headrace.evaluate.GateJudge;
import io.headrace.model.CompiledModel;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelVersion;
import io.headrace.report.Calibration;
import io.headrace.report.CampaignProfit;
import io.headrace.report.CustomerAtRisk;
import io.headrace.report.DataFlow;
import io.headrace.report.DemoReport;
import io.headrace.report.Estimate;
import io.headrace.report.Gains;
import io.headrace.report.ModelQuality;
import io.headrace.report.Rollback;
import io.headrace.report.Training;
import io.headrace.retail.RetailSettings;
import io.headrace.retail.RetailTruth;
import io.headrace.run.Json;
import io.headrace.run.RunId;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.AucComparison;
import io.headrace.stats.AucEstimate;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.CalibrationTable;
import io.headrace.stats.DeLong;
import io.headrace.stats.GainsTable;
import io.headrace.stats.Interval;
import io.headrace.stats.PolicyValue;
import io.headrace.stats.RandomisedTrial;
import io.headrace.stats.TreatmentPolicy;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads what the demo page shows from the demo's tables, and nothing but these and the generator's truth. */
final class DemoColumns {
    private static final double CONFIDENCE = 0.95;
    private static final int STEPS = 20;
    private static final double VOUCHERS_FOR = 1.0 / 3;

    private final Project project;
    private final Engine engine;
    private final Path place;
    private final RetailSettings settings;
    private final RetailTruth truth;
    private final LocalDate campaign;
    private final String launcher;

    DemoColumns(
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
                .where(col("as_of").equalTo(lit(asOf).cast("timestamp")))
                .agg(first("model_version"), count(lit(1)), avg("score"))
                .first();
        return new Rollback.State(
                String.valueOf(row.get(0)), engine.lake().version(table), row.getLong(1), row.getDouble(2));
    }

    DemoReport report(String model, TableName scores, Rollback rollback) {
        TrainSpec training = (TrainSpec) project.job("train-" + model).orElseThrow();
        ModelVersion champion = engine.registry().champion(model);
        TestRows test = testRows(training, champion);
        ModelQuality quality = quality(champion, test);
        Optional<CampaignProfit> profit = profit(scores);
        return new DemoReport(
                new DemoReport.Heading(
                        "retail",
                        settings.firstDay(),
                        settings.lastDay(),
                        settings.lastDay(),
                        Ledger.codeVersion(),
                        verdict(quality, profit)),
                flow(training, scores),
                Optional.of(quality),
                trainings(training),
                Optional.of(gains(test)),
                Optional.of(calibration(test)),
                atRisk(scores),
                profit,
                Optional.of(rollback),
                tables(training, scores),
                commands(scores));
    }

    private static String verdict(ModelQuality quality, Optional<CampaignProfit> profit) {
        String model = String.format(
                Locale.ROOT,
                "The model foresees lapses with an AUC of %.3f against %.3f for the recency rule",
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

    private DataFlow flow(TrainSpec training, TableName scores) {
        List<DataFlow.Source> sources = new ArrayList<>();
        for (var job : project.inOrder()) {
            if (job instanceof IngestSpec ingest) {
                sources.add(source(ingest));
            }
        }
        Map<String, Long> last = lastScoring(scores);
        return new DataFlow(
                sources,
                rows(training.view().table()),
                rows(training.trainingTable()),
                new DataFlow.Scores(last.get("population"), last.get("scored"), last.get("unscored")));
    }

    /** Outcomes from the committed bronze rows; silver and quarantine from their own tables; input by lines read. */
    private DataFlow.Source source(IngestSpec ingest) {
        Map<String, Long> outcomes = new TreeMap<>();
        engine.lake()
                .read(ingest.bronze())
                .groupBy("_outcome")
                .count()
                .collectAsList()
                .forEach(row -> outcomes.put(row.getString(0), row.getLong(1)));
        long files = engine.ledger().claims(ingest.name()).stream()
                .filter(Ledger.Claim::isDone)
                .mapToLong(claim -> claim.intent().files().size())
                .sum();
        long refused = rows(ingest.quarantine());
        long unreadable = outcomes.getOrDefault("unreadable", 0L);
        return new DataFlow.Source(
                ingest.source(),
                files,
                inputLines(ingest),
                rows(ingest.bronze()),
                outcomes.getOrDefault("superseded", 0L),
                unreadable,
                outcomes.getOrDefault("duplicate", 0L),
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
        return ingest.files().format() == io.headrace.spec.RawFiles.Format.CSV ? lines - paths.size() : lines;
    }

    private long rows(TableName table) {
        return engine.lake().read(table).count();
    }

    private Map<String, Long> lastScoring(TableName scores) {
        String run = currentPublications(scores)
                .get(currentPublications(scores).size() - 1)
                .runId();
        RunId id = RunId.parse(run);
        Row row = engine.ledger().attempts().stream()
                .filter(attempt -> attempt.getAs("run_id").equals(id.toString()))
                .filter(attempt -> attempt.getAs("status").equals("done"))
                .findFirst()
                .orElseThrow();
        Map<String, String> counts = row.getJavaMap(row.fieldIndex("counts"));
        Map<String, Long> numbers = new TreeMap<>();
        List.of("population", "scored", "unscored")
                .forEach(name -> numbers.put(name, Long.parseLong(counts.get(name))));
        return numbers;
    }

    private List<Publications.Publication> currentPublications(TableName scores) {
        Map<String, Publications.Publication> latest = new LinkedHashMap<>();
        engine.publications().history(scores).forEach(p -> latest.put(p.asOf(), p));
        return List.copyOf(latest.values());
    }

    /** The champion's test rows with its scores, the rule's and, where the generator tells it, the true probability. */
    private TestRows testRows(TrainSpec training, ModelVersion champion) {
        CompiledModel model =
                engine.registry().load(training.model(), champion.digest()).model();
        Dataset<Row> truths = engine.lake()
                .spark()
                .read()
                .option("header", "true")
                .schema("customer bigint, as_of date, probability double")
                .csv(place.resolve("truth/lapse.csv").toString())
                .select(col("customer"), col("as_of").cast("timestamp").as("true_as_of"), col("probability"));
        String entity = training.view().entity();
        List<Column> columns = new ArrayList<>(
                List.of(col("label"), expr(training.baseline().orElseThrow()).cast("double"), col("probability")));
        for (int i = 0; i < model.encoder().featureCount(); i++) {
            columns.add(col(model.encoder().featureName(i)));
        }
        List<Row> rows = engine.lake()
                .read(training.trainingTable())
                .where(col("model_version").equalTo(champion.number()))
                .where(col("split").equalTo("test"))
                .join(
                        truths,
                        col(entity).equalTo(col("customer")).and(col("as_of").equalTo(col("true_as_of"))))
                .orderBy(entity)
                .select(columns.toArray(Column[]::new))
                .collectAsList();
        boolean[] labels = new boolean[rows.size()];
        double[] scores = new double[rows.size()];
        double[] rule = new double[rows.size()];
        double[] best = new double[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            Row row = rows.get(i);
            labels[i] = row.getBoolean(0);
            rule[i] = row.getDouble(1);
            best[i] = row.getDouble(2);
            scores[i] = model.probability(values(row, model.encoder().featureCount()));
        }
        return new TestRows(
                BinaryOutcomes.of(scores, labels), BinaryOutcomes.of(rule, labels), BinaryOutcomes.of(best, labels));
    }

    private static Object[] values(Row row, int count) {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.get(i + 3);
        }
        return values;
    }

    private record TestRows(BinaryOutcomes model, BinaryOutcomes rule, BinaryOutcomes best) {}

    private static ModelQuality quality(ModelVersion champion, TestRows test) {
        AucComparison comparison = DeLong.compare(test.model(), test.rule());
        return new ModelQuality(
                Integer.toString(champion.number()),
                test.model().rows(),
                test.model().positives(),
                estimate(comparison.first()),
                estimate(comparison.second()),
                Optional.of(estimate(DeLong.estimate(test.best()))),
                estimate(comparison.difference(), comparison.differenceInterval(CONFIDENCE)));
    }

    private static Estimate estimate(AucEstimate auc) {
        return estimate(auc.auc(), auc.interval(CONFIDENCE));
    }

    private static Estimate estimate(double value, Interval interval) {
        return new Estimate(value, interval.lower(), interval.upper());
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
        List<Training.Gate> gates = new ArrayList<>();
        judged.facts().forEach((name, text) -> {
            if (!name.equals("verdict")) {
                gates.add(gate(Json.read(text, GateJudge.GateResult.class)));
            }
        });
        boolean promoted = "promoted".equals(judged.facts().get("verdict"));
        return new Training(
                Integer.toString(judged.version()),
                date,
                promoted ? Training.Decision.PROMOTED : Training.Decision.REFUSED,
                gates);
    }

    private static Training.Gate gate(GateJudge.GateResult gate) {
        return new Training.Gate(
                gate.meaning(),
                Double.isNaN(gate.value()) ? Optional.empty() : Optional.of(gate.value()),
                gate.bound(),
                gate.passed() ? Training.Outcome.PASSED : Training.Outcome.FAILED);
    }

    private static Gains gains(TestRows test) {
        return new Gains(
                test.model().rows(),
                test.model().positives(),
                curve(test.model()),
                curve(test.rule()),
                curve(test.best()));
    }

    private static List<Gains.Point> curve(BinaryOutcomes outcomes) {
        List<Gains.Point> points = new ArrayList<>();
        long contacted = 0;
        for (GainsTable.Bin bin : GainsTable.of(outcomes, STEPS).bins()) {
            contacted += bin.rows();
            points.add(new Gains.Point(contacted, Math.round(bin.cumulativeGain() * outcomes.positives())));
        }
        return points;
    }

    private static Calibration calibration(TestRows test) {
        return new Calibration(CalibrationTable.equalMass(test.model(), 10).bins().stream()
                .map(bin -> new Calibration.Group(
                        bin.meanScore(),
                        estimate(bin.observedRate(), bin.observedRateInterval(CONFIDENCE)),
                        bin.rows()))
                .toList());
    }

    private List<CustomerAtRisk> atRisk(TableName scores) {
        String asOf = currentPublications(scores)
                .get(currentPublications(scores).size() - 1)
                .asOf();
        List<CustomerAtRisk> result = new ArrayList<>();
        for (Row row : engine.lake()
                .read(scores)
                .where(col("as_of").equalTo(lit(asOf).cast("timestamp")))
                .orderBy(col("score").desc(), col("customer_id"))
                .limit(10)
                .selectExpr("cast(customer_id as string)", "probability", "transform(reasons, r -> r.text)")
                .collectAsList()) {
            result.add(new CustomerAtRisk(result.size() + 1, row.getString(0), row.getDouble(1), row.getList(2)));
        }
        return result;
    }

    /** What the campaign earned by the arm that chance gave each customer, weighted to each plan. */
    private Optional<CampaignProfit> profit(TableName scores) {
        List<Row> rows = engine.lake()
                .read(TableName.parse("silver.campaigns"))
                .where(col("day").equalTo(lit(campaign.toString()).cast("date")))
                .join(
                        engine.lake()
                                .read(scores)
                                .where(col("as_of")
                                        .equalTo(lit(campaign.toString()).cast("timestamp")))
                                .select("customer_id", "score"),
                        "customer_id")
                .orderBy("customer_id")
                .selectExpr(
                        "arm = 'voucher'",
                        "coalesce(margin, 0) - case when arm = 'voucher' then coalesce(cost, 0) else 0 end",
                        "score")
                .collectAsList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        boolean[] treated = new boolean[rows.size()];
        double[] values = new double[rows.size()];
        double[] score = new double[rows.size()];
        for (int i = 0; i < treated.length; i++) {
            treated[i] = rows.get(i).getBoolean(0);
            values[i] = ((BigDecimal) rows.get(i).get(1)).doubleValue();
            score[i] = rows.get(i).getDouble(2);
        }
        return Optional.of(profit(RandomisedTrial.of(treated, values, 1 - holdoutShare()), score));
    }

    private double holdoutShare() {
        return truth.campaigns().stream()
                .filter(planned -> planned.day().equals(campaign))
                .findFirst()
                .orElseThrow()
                .holdoutShare();
    }

    private static CampaignProfit profit(RandomisedTrial trial, double[] score) {
        int all = trial.rows();
        int some = (int) Math.round(all * VOUCHERS_FOR);
        TreatmentPolicy nobody = TreatmentPolicy.nobody(all);
        TreatmentPolicy random = TreatmentPolicy.random(all, (double) some / all);
        TreatmentPolicy named = TreatmentPolicy.highest(score, some);
        return new CampaignProfit(
                Currency.getInstance("GBP"),
                all,
                List.of(
                        new CampaignProfit.Plan(CampaignProfit.Target.NOBODY, 0, Estimate.exactly(0)),
                        plan(CampaignProfit.Target.EVERYBODY, all, TreatmentPolicy.everybody(all), nobody, trial),
                        plan(CampaignProfit.Target.RANDOM, some, random, nobody, trial),
                        plan(CampaignProfit.Target.MODEL, some, named, nobody, trial)),
                Optional.of(gain(named, random, trial)));
    }

    private static CampaignProfit.Plan plan(
            CampaignProfit.Target target,
            long vouchers,
            TreatmentPolicy policy,
            TreatmentPolicy nobody,
            RandomisedTrial trial) {
        return new CampaignProfit.Plan(target, vouchers, gain(policy, nobody, trial));
    }

    private static Estimate gain(TreatmentPolicy policy, TreatmentPolicy other, RandomisedTrial trial) {
        PolicyValue gain = PolicyValue.gain(policy, other, trial);
        return estimate(gain.total(), gain.interval(CONFIDENCE));
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
