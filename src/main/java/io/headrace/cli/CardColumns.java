package io.headrace.cli;

import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;

import io.headrace.engine.Engine;
import io.headrace.metric.GateJudge.GateResult;
import io.headrace.metric.MulticlassEvaluation;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.report.ModelCard;
import io.headrace.report.ModelCard.Bar;
import io.headrace.report.ModelCard.Charts;
import io.headrace.report.ModelCard.ClassLine;
import io.headrace.report.ModelCard.ClassTable;
import io.headrace.report.ModelCard.Dependence;
import io.headrace.report.ModelCard.Fact;
import io.headrace.report.ModelCard.Feature;
import io.headrace.report.ModelCard.Gate;
import io.headrace.report.ModelCard.Point;
import io.headrace.run.Json;
import io.headrace.run.RunId;
import io.headrace.spec.FeatureView;
import io.headrace.spec.Project;
import io.headrace.train.TrainStage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** A version's card from what was recorded: events of the registry, figures, trials, the run's inputs; and the view's meanings. */
final class CardColumns {
    private static final String IMPORTANCE = "importance";
    private static final String PERMUTED = "permutation_importance";
    private static final String DEPENDENCE = "dependence";
    private static final List<String> OF_FEATURES = List.of(IMPORTANCE, PERMUTED, DEPENDENCE);
    private static final int BARS = 15;
    private static final int DEPENDENCES = 6;
    private static final double THOUSAND = 1000;

    private final Engine engine;
    private final String name;
    private final Project project;
    private final ModelVersion version;
    private final String model;
    private final ModelState state;
    private final List<Row> metrics;

    CardColumns(Engine engine, String name, Project project, String model, ModelVersion version) {
        this.name = name;
        this.engine = engine;
        this.project = project;
        this.model = model;
        this.version = version;
        this.state = engine.registry().state(model);
        this.metrics = engine
                .lake()
                .read(TrainStage.METRICS)
                .where(col(RUN_ID).equalTo(version.runId()))
                .select("metric", "slice", "bin", "value", "lower", "upper", "rows")
                .collectAsList()
                .stream()
                .sorted(Comparator.comparing((Row row) -> row.getString(0))
                        .thenComparing(row -> String.valueOf(row.getString(1)))
                        .thenComparingInt(row -> row.getInt(2)))
                .toList();
    }

    ModelCard card() {
        boolean isChampion = state.champion()
                .filter(champion -> champion.number() == version.number())
                .isPresent();
        boolean isGood = version.verdict().equals("promoted");
        String verdict = (isGood ? "The gates let it pass." : "The gates refused it.")
                + (isChampion ? " It is champion." : " It is not champion.");
        return new ModelCard(
                model,
                version.number(),
                name,
                verdict,
                isGood,
                fact("intended_use"),
                fact("limits"),
                facts(),
                figures(),
                gates(),
                classes(),
                slices(),
                features(),
                trials(),
                charts());
    }

    private String fact(String name) {
        return version.facts().getOrDefault(name, "");
    }

    /** Tables and versions that a run read. */
    static Map<String, Long> inputs(Engine engine, ModelVersion version) {
        RunId run = RunId.parse(version.runId());
        return engine.ledger().claims(run.job()).stream()
                .filter(claim -> claim.run().equals(run))
                .map(claim -> claim.intent().inputs())
                .findFirst()
                .orElse(Map.of());
    }

    private List<Fact> facts() {
        Map<String, String> known = new TreeMap<>();
        List<Fact> facts = new ArrayList<>();
        known.put("learner", fact("learner") + settings(fact("settings")));
        for (String name : List.of("owner", "label", "population", "date", "learner", "calibrator", "seed")) {
            facts.add(new Fact(name, known.getOrDefault(name, fact(name)), ""));
        }
        facts.add(new Fact("view", fact("view") + ", definition " + fact("feature_version"), ""));
        inputs(engine, version).forEach((table, at) -> facts.add(new Fact("table " + table, "version " + at, "")));
        facts.add(new Fact("rows", fact("train_rows") + " to learn from, " + fact("test_rows") + " to test", ""));
        facts.add(new Fact("tells nothing", fact("idle_features"), ""));
        facts.add(new Fact("run", version.runId(), ""));
        facts.add(new Fact("artifact", version.digest(), ""));
        return facts.stream().filter(fact -> !fact.value().isEmpty()).toList();
    }

    private static String settings(String json) {
        return json.isEmpty()
                ? ""
                : " " + json.replace("\"", "").replace(",", ", ").replace(":", " = ");
    }

    private List<Fact> figures() {
        return metrics.stream()
                .filter(row -> row.getInt(2) == 0 && isOfAll(row))
                .map(row -> new Fact(words(row.getString(0)), number(row.getDouble(3)), interval(row)))
                .toList();
    }

    private static boolean isOfAll(Row row) {
        return row.isNullAt(1) || row.getString(1).isEmpty();
    }

    private static String words(String metric) {
        return metric.replace('_', ' ');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= THOUSAND ? "%,.0f" : "%.4g", value);
    }

    private static String interval(Row row) {
        return row.getDouble(4) == row.getDouble(5) ? "" : number(row.getDouble(4)) + " to " + number(row.getDouble(5));
    }

    private List<Gate> gates() {
        return engine.registry().events(model).stream()
                .filter(event -> event.type() == ModelEvent.Type.JUDGED && event.version() == version.number())
                .flatMap(event -> event.facts().entrySet().stream())
                .filter(entry -> !entry.getKey().equals("verdict"))
                .map(entry -> Json.read(entry.getValue(), GateResult.class))
                .map(gate -> new Gate(
                        gate.gate(), gate.asked(), gate.passed() ? "passed" : "failed", gate.passed() ? "good" : "bad"))
                .toList();
    }

    private List<Fact> slices() {
        SortedMap<String, List<Row>> bySlice = new TreeMap<>();
        metrics.stream()
                .filter(row -> !isOfAll(row)
                        && !OF_FEATURES.contains(row.getString(0))
                        && !row.getString(1).startsWith(MulticlassEvaluation.OF_CLASS))
                .forEach(row -> bySlice.computeIfAbsent(row.getString(1), slice -> new ArrayList<>())
                        .add(row));
        return bySlice.entrySet().stream()
                .map(slice -> new Fact(
                        slice.getKey(),
                        slice.getValue().stream().map(CardColumns::figure).collect(Collectors.joining("; ")),
                        String.format(
                                Locale.ROOT, "%,d", slice.getValue().get(0).getLong(6))))
                .toList();
    }

    private static String figure(Row row) {
        return words(row.getString(0)) + " " + number(row.getDouble(3))
                + (interval(row).isEmpty() ? "" : " (" + interval(row) + ")");
    }

    private ClassTable classes() {
        SortedMap<String, Map<String, Row>> byClass = new TreeMap<>();
        metrics.stream()
                .filter(row -> !isOfAll(row) && row.getString(1).startsWith(MulticlassEvaluation.OF_CLASS))
                .forEach(row -> byClass.computeIfAbsent(
                                row.getString(1).substring(MulticlassEvaluation.OF_CLASS.length()),
                                name -> new TreeMap<>())
                        .put(row.getString(0), row));
        List<ClassLine> lines = new ArrayList<>();
        byClass.forEach((name, figures) -> lines.add(new ClassLine(
                name,
                Stream.of("share", "precision", "recall", "auc")
                        .map(figure -> figures.containsKey(figure)
                                ? String.format(
                                        Locale.ROOT, "%.3f", figures.get(figure).getDouble(3))
                                : "")
                        .toList(),
                byClass.keySet().stream()
                        .map(other -> String.format(
                                Locale.ROOT,
                                "%,.0f",
                                figures.get(MulticlassEvaluation.FORESEEN_AS + other)
                                        .getDouble(3)))
                        .toList())));
        return new ClassTable(List.copyOf(byClass.keySet()), lines);
    }

    private List<Row> importance() {
        return named(IMPORTANCE)
                .sorted(Comparator.comparingDouble((Row row) -> -row.getDouble(3))
                        .thenComparing(row -> row.getString(1)))
                .toList();
    }

    private Stream<Row> named(String metric) {
        return metrics.stream().filter(row -> row.getString(0).equals(metric));
    }

    private List<Feature> features() {
        Optional<FeatureView> view = Optional.ofNullable(project.views().get(fact("view")));
        return importance().stream()
                .map(row -> new Feature(
                        row.getString(1),
                        view.flatMap(known -> known.column(row.getString(1)))
                                .map(column ->
                                        column.comment() + (column.unit().isEmpty() ? "" : " [" + column.unit() + "]"))
                                .orElse("")
                                .trim(),
                        number(row.getDouble(3)),
                        named(PERMUTED)
                                .filter(other -> other.getString(1).equals(row.getString(1)))
                                .map(other -> number(other.getDouble(3)) + " (" + interval(other) + ")")
                                .findFirst()
                                .orElse("")))
                .toList();
    }

    private List<Fact> trials() {
        if (!engine.lake().has(TrainStage.TRIALS)) {
            return List.of();
        }
        return engine
                .lake()
                .read(TrainStage.TRIALS)
                .where(col(RUN_ID).equalTo(version.runId()).and(col("fold").equalTo(0)))
                .orderBy(col("chosen").desc(), col("share").desc(), col("trial"))
                .select("settings", "value", "metric", "share", "rows", "chosen")
                .collectAsList()
                .stream()
                .map(row -> new Fact(
                        settings(row.getString(0)).trim(),
                        number(row.getDouble(1)),
                        String.format(
                                Locale.ROOT,
                                "%s, %.0f %% of the training rows, judged on %,d%s",
                                row.getString(2),
                                100 * row.getDouble(3),
                                row.getLong(4),
                                row.getBoolean(5) ? "; chosen" : "")))
                .toList();
    }

    private Charts charts() {
        List<Bar> bars = importance().stream()
                .limit(BARS)
                .map(row -> new Bar(row.getString(1), row.getDouble(3)))
                .toList();
        return new Charts(bars, gains(), calibration(), dependence());
    }

    private List<Dependence> dependence() {
        List<Dependence> shown = new ArrayList<>();
        for (Row feature : importance().stream().limit(DEPENDENCES).toList()) {
            String of = feature.getString(1) + "=";
            List<Bar> bins = named(DEPENDENCE)
                    .filter(row -> row.getString(1).startsWith(of))
                    .sorted(Comparator.comparingInt(row -> row.getInt(2)))
                    .map(row -> new Bar(row.getString(1).substring(of.length()), row.getDouble(3)))
                    .toList();
            if (!bins.isEmpty()) {
                shown.add(new Dependence("dependence-" + (shown.size() + 1), feature.getString(1), bins));
            }
        }
        return shown;
    }

    private List<Point> gains() {
        List<Row> bins = binned("gains_cumulative");
        double rows = bins.stream().mapToLong(row -> row.getLong(6)).sum();
        List<Point> points = new ArrayList<>();
        if (!bins.isEmpty()) {
            points.add(new Point(0, 0, 0, 0));
        }
        long seen = 0;
        for (Row bin : bins) {
            seen += bin.getLong(6);
            points.add(new Point(seen / rows, bin.getDouble(3), bin.getDouble(3), bin.getDouble(3)));
        }
        return points;
    }

    private List<Point> calibration() {
        Map<Integer, Double> scores = new TreeMap<>();
        binned("calibration_mean_score").forEach(row -> scores.put(row.getInt(2), row.getDouble(3)));
        return binned("calibration_observed").stream()
                .map(row -> new Point(scores.get(row.getInt(2)), row.getDouble(3), row.getDouble(4), row.getDouble(5)))
                .toList();
    }

    private List<Row> binned(String metric) {
        return metrics.stream()
                .filter(row -> row.getString(0).equals(metric) && row.getInt(2) > 0)
                .toList();
    }
}
