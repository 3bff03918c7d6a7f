package io.headrace.report.models;

import io.headrace.metric.Figure;
import io.headrace.metric.GateOutcome;
import io.headrace.metric.Metric;
import io.headrace.metric.MetricId;
import io.headrace.metric.Of;
import io.headrace.metric.StandardMetrics;
import io.headrace.registry.FigureEncoders;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.registry.VersionRecord.Provenance;
import io.headrace.report.DisplayFormat;
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
import io.headrace.report.ModelCard.Spread;
import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.FeatureView;
import io.headrace.spec.Project;
import io.headrace.spec.RowCheck;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.train.search.TrialEncoders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a version's card: its record and judgement, its figures and trials, the run's inputs, and the view's words for features. */
public final class CardReader {
    private static final int BARS = 15;
    private static final int DEPENDENCES = 6;

    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;

    public CardReader(Lake lake, Ledger ledger, Registry registry) {
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
    }

    /**
     * The card of a version.
     *
     * @param name the project's
     */
    public ModelCard card(String name, Project project, String model, ModelVersion version) {
        boolean isChampion = registry.state(model)
                .champion()
                .filter(champion -> champion.number() == version.number())
                .isPresent();
        return card(name, project, model, version, isChampion ? " It is champion." : " It is not champion.");
    }

    /** The card as it goes with a version to another lake: the same, whichever aliases the version has by now. */
    public ModelCard cardWithoutAliases(String name, Project project, String model, ModelVersion version) {
        return card(name, project, model, version, "");
    }

    private ModelCard card(String name, Project project, String model, ModelVersion version, String alias) {
        boolean isPassed =
                version.verdict().filter(verdict -> verdict != Verdict.REFUSED).isPresent();
        String verdict = (version.imported().isPresent() ? "The gates of its own lake " : "The gates ")
                + (isPassed ? "let it pass." : "refused it.")
                + alias;
        Figures figures = new Figures(
                FigureEncoders.of(lake, version.runId()),
                version.record().terms().currency());
        return new ModelCard(
                model,
                version.number(),
                name,
                verdict,
                isPassed,
                version.record().purpose().intendedUse(),
                version.record().purpose().limits(),
                facts(version),
                figures.whole(),
                gates(model, version),
                figures.classes(),
                figures.slices(),
                figures.features(Optional.ofNullable(
                        project.views().get(version.record().provenance().view()))),
                trials(version),
                figures.charts());
    }

    /** Tables and versions that a version was made from. */
    public Map<String, Long> inputs(ModelVersion version) {
        RunId run = RunId.parse(version.runId());
        return ledger.intent(run).map(Intent::inputs).orElse(Map.of());
    }

    private List<Fact> facts(ModelVersion version) {
        Provenance from = version.record().provenance();
        Map<String, String> facts = new LinkedHashMap<>();
        version.imported().ifPresent(imported -> {
            facts.put("imported from", imported.source().words());
            facts.put(
                    "trained as",
                    imported.trained().words() + ", run " + imported.trained().run());
            facts.put("bundle", imported.bundle());
        });
        facts.put("owner", from.owner());
        facts.put("label", from.label());
        facts.put(
                "population",
                from.population().equals(RowCheck.EVERY_ROW) ? "every row of the view" : from.population());
        facts.put("date", from.date());
        facts.put("learner", from.learner() + " " + settings(version.record().settings()));
        facts.put("calibrator", from.calibration().isEmpty() ? from.calibrator() : from.calibration());
        facts.put("prediction interval", from.interval());
        facts.put("weights of rows", from.weights());
        facts.put("decided positive", version.record().terms().decision());
        facts.put("value of a decision", version.record().terms().valueInWords());
        facts.put("baseline", version.record().terms().baseline());
        facts.put("seed", Long.toString(from.seed()));
        facts.put("view", from.view() + ", definition " + from.featureVersion());
        inputs(version).forEach((table, at) -> facts.put("table " + table, "version " + at));
        facts.put(
                "rows",
                String.format(Locale.ROOT, "%,d to learn from, %,d to test", from.trainRows(), from.testRows()));
        facts.put("no information in", String.join("; ", from.idleFeatures()));
        facts.put("run", version.runId());
        facts.put("artifact", version.digest());
        return facts.entrySet().stream()
                .filter(fact -> !fact.getValue().isEmpty())
                .map(fact -> new Fact(fact.getKey(), fact.getValue(), ""))
                .toList();
    }

    private static String settings(Map<String, Double> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The outcomes of the gates when a version was trained. */
    public List<GateOutcome> outcomes(String model, ModelVersion version) {
        return registry.events(model).stream()
                .filter(event -> event.version() == version.number())
                .flatMap(event -> event.judgement().stream())
                .flatMap(judgement -> judgement.gates().stream())
                .toList();
    }

    private List<Gate> gates(String model, ModelVersion version) {
        return outcomes(model, version).stream()
                .map(gate -> new Gate(
                        gate.gate(), gate.found(), gate.passed() ? "passed" : "failed", gate.passed() ? "good" : "bad"))
                .toList();
    }

    private List<Fact> trials(ModelVersion version) {
        return TrialEncoders.of(lake, version.runId()).stream()
                .map(trial -> new Fact(
                        settings(trial.settings()),
                        DisplayFormat.significant(trial.value()),
                        String.format(
                                Locale.ROOT,
                                "%s, %.0f %% of the training rows, judged on %,d%s",
                                trial.metric().title(),
                                100 * trial.share(),
                                trial.rows(),
                                trial.isChosen() ? "; chosen" : "")))
                .toList();
    }

    /**
     * The figures of a version, as tables and charts.
     *
     * @param currency what values are in; empty where nothing is valued
     */
    private record Figures(List<Figure> all, String currency) {
        List<Fact> whole() {
            return all.stream()
                    .filter(figure -> figure.of() instanceof Of.All
                            || figure.of() instanceof Of.Over
                            || figure.of() instanceof Of.By)
                    .map(figure -> new Fact(words(figure), number(figure), interval(figure)))
                    .toList();
        }

        private static String number(Figure figure) {
            return figure.metric().equals(StandardMetrics.ROWS)
                    ? DisplayFormat.count(Math.round(figure.value()))
                    : DisplayFormat.significant(figure.value());
        }

        private String words(Figure figure) {
            boolean isValue = figure.metric().equals(StandardMetrics.VALUE)
                    || figure.metric().equals(StandardMetrics.VALUE_GAIN);
            return figure.id().words() + (isValue && !currency.isEmpty() ? ", " + currency : "");
        }

        private static String interval(Figure figure) {
            return figure.hasInterval()
                    ? DisplayFormat.significant(figure.lower()) + " to " + DisplayFormat.significant(figure.upper())
                    : "";
        }

        List<Fact> slices() {
            Map<Of, List<Figure>> bySlice = all.stream()
                    .filter(figure -> figure.of() instanceof Of.Slice)
                    .collect(Collectors.groupingBy(Figure::of, LinkedHashMap::new, Collectors.toList()));
            return bySlice.entrySet().stream()
                    .map(slice -> new Fact(
                            slice.getKey().words(),
                            slice.getValue().stream().map(Figures::inWords).collect(Collectors.joining("; ")),
                            String.format(
                                    Locale.ROOT, "%,d", slice.getValue().get(0).rows())))
                    .toList();
        }

        private static String inWords(Figure figure) {
            return figure.metric().title() + " " + withInterval(figure);
        }

        private static String withInterval(Figure figure) {
            String interval = interval(figure);
            return DisplayFormat.significant(figure.value()) + (interval.isEmpty() ? "" : " (" + interval + ")");
        }

        ClassTable classes() {
            List<String> names = List.copyOf(all.stream()
                    .filter(figure -> figure.of() instanceof Of.Label)
                    .map(figure -> ((Of.Label) figure.of()).name())
                    .collect(Collectors.toCollection(TreeSet::new)));
            return new ClassTable(
                    names, names.stream().map(name -> line(name, names)).toList());
        }

        private ClassLine line(String name, List<String> names) {
            return new ClassLine(
                    name,
                    Stream.of(
                                    StandardMetrics.CLASS_SHARE,
                                    StandardMetrics.PRECISION,
                                    StandardMetrics.RECALL,
                                    StandardMetrics.AUC)
                            .map(metric -> find(metric, new Of.Label(name))
                                    .map(figure -> String.format(Locale.ROOT, "%.3f", figure.value()))
                                    .orElse(""))
                            .toList(),
                    names.stream()
                            .map(other -> find(StandardMetrics.PREDICTED_ROWS, new Of.Confusion(name, other))
                                    .map(figure -> String.format(Locale.ROOT, "%,.0f", figure.value()))
                                    .orElse(""))
                            .toList());
        }

        private Optional<Figure> find(Metric metric, Of of) {
            MetricId id = new MetricId(metric, of);
            return all.stream().filter(figure -> figure.id().equals(id)).findFirst();
        }

        private Stream<Figure> of(Metric metric) {
            return all.stream().filter(figure -> figure.metric().equals(metric));
        }

        private List<Figure> importance() {
            return of(StandardMetrics.IMPORTANCE)
                    .sorted(Comparator.comparingDouble((Figure figure) -> -figure.value())
                            .thenComparing(figure -> figure.of().words()))
                    .toList();
        }

        List<Feature> features(Optional<FeatureView> view) {
            return importance().stream()
                    .map(figure -> new Feature(
                            figure.of().words(),
                            meaning(view, figure.of().words()),
                            DisplayFormat.significant(figure.value()),
                            find(StandardMetrics.PERMUTATION_IMPORTANCE, figure.of())
                                    .map(rise -> withInterval(rise))
                                    .orElse("")))
                    .toList();
        }

        private static String meaning(Optional<FeatureView> view, String feature) {
            return view.flatMap(known -> known.column(feature))
                    .map(column -> column.comment() + (column.unit().isEmpty() ? "" : " [" + column.unit() + "]"))
                    .orElse("")
                    .trim();
        }

        Charts charts() {
            List<Bar> bars = importance().stream()
                    .limit(BARS)
                    .map(figure -> new Bar(figure.of().words(), figure.value()))
                    .toList();
            return new Charts(bars, gains(), calibration(), predictions(), dependence());
        }

        private List<Dependence> dependence() {
            List<Dependence> shown = new ArrayList<>();
            for (Figure feature : importance().stream().limit(DEPENDENCES).toList()) {
                String name = feature.of().words();
                List<Bar> bins = of(StandardMetrics.DEPENDENCE)
                        .filter(figure ->
                                ((Of.FeatureBin) figure.of()).feature().equals(name))
                        .sorted(Comparator.comparingInt(figure -> ((Of.FeatureBin) figure.of()).number()))
                        .map(figure -> new Bar(((Of.FeatureBin) figure.of()).label(), figure.value()))
                        .toList();
                if (!bins.isEmpty()) {
                    shown.add(new Dependence("dependence-" + (shown.size() + 1), name, bins));
                }
            }
            return shown;
        }

        private List<Point> gains() {
            List<Figure> bins = of(StandardMetrics.GAINS_CUMULATIVE).toList();
            double rows = bins.stream().mapToLong(Figure::rows).sum();
            List<Point> points = new ArrayList<>();
            if (!bins.isEmpty()) {
                points.add(new Point(0, 0, 0, 0));
            }
            long seen = 0;
            for (Figure bin : bins) {
                seen += bin.rows();
                points.add(new Point(seen / rows, bin.value(), bin.value(), bin.value()));
            }
            return points;
        }

        private List<Spread> predictions() {
            return of(StandardMetrics.ACTUAL_MEAN)
                    .map(bin -> new Spread(
                            value(StandardMetrics.PREDICTED_MEAN, bin.of()),
                            bin.value(),
                            bin.lower(),
                            bin.upper(),
                            value(StandardMetrics.ACTUAL_TENTH, bin.of()),
                            value(StandardMetrics.ACTUAL_NINETIETH, bin.of())))
                    .toList();
        }

        private double value(Metric metric, Of of) {
            return find(metric, of).orElseThrow().value();
        }

        private List<Point> calibration() {
            return of(StandardMetrics.CALIBRATION_OBSERVED)
                    .map(bin -> new Point(
                            value(StandardMetrics.CALIBRATION_MEAN_SCORE, bin.of()),
                            bin.value(),
                            bin.lower(),
                            bin.upper()))
                    .toList();
        }
    }
}
