package io.headrace.monitor;

import io.headrace.monitor.DriftTable.Deciding;
import io.headrace.monitor.PerformanceTable.Compared;
import io.headrace.policy.Alert;
import io.headrace.policy.Basis;
import io.headrace.policy.Grouping;
import io.headrace.policy.ObservedDay;
import io.headrace.policy.Persistence;
import io.headrace.policy.Policy;
import io.headrace.policy.PolicyRun;
import io.headrace.policy.RetrainRules;
import io.headrace.policy.RollbackRules;
import io.headrace.run.RunId;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.DriftJudge;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.ReferenceColumn;
import io.headrace.stats.drift.TextBins;
import io.headrace.stats.estimate.Cbpe;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.stats.estimate.RealisedFigures;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Watches a model over windows of rows as a monitor job with its defaults does, from counts and by the same classes, without tables and
 * without Spark.
 */
final class StoryWatch {
    /** What a monitor job has unless its file says otherwise. */
    static final Policy POLICY = new Policy(
            0.01,
            Map.of(),
            new Persistence(2, 3),
            new Persistence(1, 1),
            Set.of(Basis.ESTIMATED, Basis.REALISED),
            7,
            Grouping.TOGETHER,
            90,
            RetrainRules.never(),
            RollbackRules.never());

    private static final double CONFIDENCE = 0.95;
    private static final long ROWS_AT_LEAST = 100;
    private static final String SCORE = "score";
    private static final DayFacts FACTS = new DayFacts("", "", "", List.of(), Set.of(), "", Set.of(), 0, List.of());

    private final Map<String, ColumnBins> bins = new TreeMap<>();
    private final Map<String, ColumnCounts> training = new TreeMap<>();
    private final Map<String, Double> importance;
    private final double tolerance;
    private final ColumnBins scoreBins;
    private final ColumnCounts testScores;
    private final Optional<LabelledCounts> tested;

    /**
     * @param learnt rows whose features are the reference
     * @param importance by feature
     * @param testScores of the rows that the model was tested on
     * @param testLabels 1 or 0; empty for a model of numbers
     */
    StoryWatch(StoryRows learnt, Map<String, Double> importance, double[] testScores, Optional<double[]> testLabels) {
        this(learnt, importance, testScores, testLabels, 0.1);
    }

    /**
     * Watches a model.
     *
     * @param tolerance the effect that does no harm
     */
    StoryWatch(
            StoryRows learnt,
            Map<String, Double> importance,
            double[] testScores,
            Optional<double[]> testLabels,
            double tolerance) {
        this.tolerance = tolerance;
        this.importance = importance;
        importance.keySet().forEach(name -> {
            bins.put(name, bins(learnt, name));
            training.put(name, counts(learnt, name));
        });
        this.scoreBins = NumberBins.ofSorted(Arrays.stream(testScores).sorted().toArray());
        this.testScores = counts(testScores);
        this.tested = testLabels.map(labels -> labelled(testScores, labels));
    }

    private static ColumnBins bins(StoryRows rows, String name) {
        if (!rows.isText(name)) {
            return NumberBins.ofSorted(Arrays.stream(rows.numbers(name))
                    .filter(Double::isFinite)
                    .map(number -> number + 0.0)
                    .sorted()
                    .toArray());
        }
        Map<String, Long> levels = new TreeMap<>();
        Stream.of(rows.texts(name)).filter(text -> text != null).forEach(text -> levels.merge(text, 1L, Long::sum));
        return TextBins.of(levels);
    }

    private ColumnCounts counts(StoryRows rows, String name) {
        ColumnCounter counter = new ColumnCounter(bins.get(name));
        for (int row = 0; row < rows.size(); row++) {
            if (rows.isText(name)) {
                counter.add(rows.texts(name)[row]);
            } else if (Double.isNaN(rows.numbers(name)[row])) {
                counter.addMissing();
            } else {
                counter.add(rows.numbers(name)[row]);
            }
        }
        return counter.counts();
    }

    private ColumnCounts counts(double[] scores) {
        ColumnCounter counter = new ColumnCounter(scoreBins);
        Arrays.stream(scores).forEach(counter::add);
        return counter.counts();
    }

    private static LabelledCounts labelled(double[] scores, double[] labels) {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        for (int row = 0; row < scores.length; row++) {
            counter.add(scores[row], side(scores[row] >= 0.5), side(labels[row] == 1));
        }
        return counter.counts();
    }

    private static Side side(boolean positive) {
        return positive ? Side.POSITIVE : Side.NEGATIVE;
    }

    /** A window as a score job counts it, and the labels that come later. */
    record Counted(
            Map<String, ColumnCounts> columns,
            ColumnCounts score,
            Optional<ScoreCounts> scores,
            Optional<LabelledCounts> labels) {}

    /** Counts a window; of a model of numbers there are no labels, and no probabilities. */
    Counted count(StoryRows rows, double[] scores, Optional<double[]> labels) {
        Map<String, ColumnCounts> columns = new TreeMap<>();
        bins.keySet().forEach(name -> columns.put(name, counts(rows, name)));
        ScoreCounts.Counter counter = new ScoreCounts.Counter();
        if (tested.isPresent()) {
            Arrays.stream(scores).forEach(score -> counter.add(score, side(score >= 0.5)));
        }
        return new Counted(
                columns,
                counts(scores),
                tested.map(found -> counter.counts()),
                labels.map(found -> labelled(scores, found)));
    }

    /** What is said of a window. */
    record Said(
            ObservedDay observed,
            List<Deciding> deciding,
            List<DriftVerdict> drift,
            Optional<Performance> estimated,
            Optional<Performance> calibrated,
            Optional<Performance> realised,
            Optional<JudgedFigure> estimatedArea,
            Optional<JudgedFigure> calibratedArea,
            Optional<JudgedFigure> realisedArea) {
        long drifted() {
            return driftedColumns().size();
        }

        /** Columns that have drifted in the comparison that the policy looks at. */
        List<String> driftedColumns() {
            return observed.columns().stream()
                    .filter(column -> column.q().orElse(1) < POLICY.level()
                            && column.effect() - column.effectError() > column.tolerance())
                    .map(column -> column.column())
                    .distinct()
                    .toList();
        }
    }

    /**
     * Labels of an earlier window that have become known.
     *
     * @param by what watches the version that scored it
     */
    record Matured(StoryWatch by, LocalDate day, LabelledCounts labels) {}

    /** Judges a window before any label is known. */
    Said judge(LocalDate day, Counted now, Optional<Counted> season) {
        return judge(day, now, season, Optional.empty());
    }

    /**
     * Judges a window.
     *
     * @param season the same window a year earlier, where that is compared
     * @param matured labels that are known by now
     */
    Said judge(LocalDate day, Counted now, Optional<Counted> season, Optional<Matured> matured) {
        RunId run = new RunId("monitor-story", day, 1);
        List<DriftVerdict> verdicts = new ArrayList<>();
        List<Deciding> deciding = new ArrayList<>();
        Map<String, Optional<Counted>> against = new LinkedHashMap<>();
        against.put("training", Optional.of(new Counted(training, testScores, Optional.empty(), Optional.empty())));
        against.put("season", season);
        against.forEach((word, reference) -> reference.ifPresent(known -> {
            List<DriftVerdict> features = features(known, now);
            List<DriftVerdict> scores = scores(known, now);
            features.forEach(verdict -> add(deciding, run, word, "population", verdict));
            scores.forEach(verdict -> add(deciding, run, word, "scores", verdict));
            verdicts.addAll(features);
            verdicts.addAll(scores);
        }));
        Optional<Performance> reference = tested.map(found -> RealisedFigures.of(found, CONFIDENCE));
        Optional<Performance> estimated = now.scores().map(found -> Cbpe.of(found, CONFIDENCE));
        Optional<Performance> realised = now.labels().map(found -> RealisedFigures.of(found, CONFIDENCE));
        List<Compared> compared = new ArrayList<>();
        estimated.ifPresent(found -> compared.addAll(compared(run, day, found, reference)));
        matured.ifPresent(found -> compared.addAll(compared(
                run,
                found.day(),
                RealisedFigures.of(found.labels(), CONFIDENCE),
                found.by().tested.map(labels -> RealisedFigures.of(labels, CONFIDENCE)))));
        Optional<Performance> calibrated =
                now.scores().flatMap(found -> tested.map(known -> Cbpe.calibrated(found, known, CONFIDENCE)));
        return new Said(
                ObservedDays.of(day, FACTS, deciding, compared, List.of()),
                deciding,
                verdicts,
                estimated,
                calibrated,
                realised,
                area(estimated, reference),
                area(calibrated, reference),
                area(realised, reference));
    }

    private static List<Compared> compared(
            RunId run, LocalDate day, Performance found, Optional<Performance> reference) {
        return Compared.of(
                run,
                new WindowOfVersion(1, day.toString(), day.toString()),
                found,
                JudgedFigure.of(found, reference, ROWS_AT_LEAST),
                "");
    }

    private static void add(List<Deciding> deciding, RunId run, String against, String of, DriftVerdict verdict) {
        if (verdict.decides()) {
            deciding.add(Deciding.of(run, against, of, verdict));
        }
    }

    private static Optional<JudgedFigure> area(Optional<Performance> found, Optional<Performance> reference) {
        return found.flatMap(figures -> JudgedFigure.of(figures, reference, ROWS_AT_LEAST).stream()
                .filter(figure -> figure.figure().measure() == Measure.AUC)
                .findFirst());
    }

    private DriftRules rules() {
        DriftRules standard = DriftRules.STANDARD;
        DriftRules rules = new DriftRules(
                POLICY.level(),
                ROWS_AT_LEAST,
                standard.leastPower(),
                standard.smoothing(),
                standard.numbers(),
                standard.texts(),
                standard.tolerances(),
                standard.statistics());
        return rules.withTolerance(standard.numbers(), tolerance).withTolerance(standard.texts(), tolerance);
    }

    private List<DriftVerdict> features(Counted known, Counted now) {
        List<ReferenceColumn> columns = bins.keySet().stream()
                .map(name -> new ReferenceColumn(
                        name, bins.get(name), known.columns().get(name), importance.get(name)))
                .toList();
        return new DriftJudge(rules()).judge(columns, List.copyOf(now.columns().values()));
    }

    private List<DriftVerdict> scores(Counted known, Counted now) {
        return new DriftJudge(rules())
                .judge(List.of(new ReferenceColumn(SCORE, scoreBins, known.score(), 1)), List.of(now.score()));
    }

    /** The alerts of days. */
    static List<Alert> alerts(List<Said> said) {
        return PolicyRun.of(POLICY, said.stream().map(Said::observed).toList()).alerts();
    }
}
