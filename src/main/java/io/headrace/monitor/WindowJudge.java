package io.headrace.monitor;

import io.headrace.monitor.DriftTable.Deciding;
import io.headrace.monitor.PerformanceTable.Compared;
import io.headrace.quality.PredictedNumbers;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.quality.StoredCounts.Slice;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.MonitorSpec.Against;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.DriftJudge;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.ReferenceColumn;
import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Performance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Row;

/** Compares what some runs counted with the reference of the version that scored. Reads counts only, never rows. */
final class WindowJudge {
    private static final Map<Of, Of> FIXED_BY = Map.of(Of.POPULATION, Of.TRAINING, Of.SCORES, Of.TEST_SCORES);

    private final MonitorSpec spec;
    private final DriftRules rules;
    private final RunId run;
    private final WindowOfVersion window;
    private final CountedRuns training;
    private final Map<String, Double> importance;
    private final Optional<Performance> tested;
    private final List<Row> driftRows = new ArrayList<>();
    private final List<Deciding> deciding = new ArrayList<>();
    private final List<String> drifted = new ArrayList<>();
    private final List<Row> performanceRows = new ArrayList<>();
    private final List<Compared> compared = new ArrayList<>();

    /**
     * @param rules by which columns are judged
     * @param run the monitor run
     * @param window its rows were scored by one version
     * @param training what the training run of the version counted
     * @param importance of its features
     */
    WindowJudge(
            MonitorSpec spec,
            DriftRules rules,
            RunId run,
            WindowOfVersion window,
            CountedRuns training,
            Map<String, Double> importance) {
        this.spec = spec;
        this.rules = rules;
        this.run = run;
        this.window = window;
        this.training = training;
        this.importance = Map.copyOf(importance);
        this.tested = this.training.tested().map(StoredFigures::realised);
    }

    /** Compares the window with what it is declared to be compared with. */
    void drift(CountedRuns now, Against against, Optional<CountedRuns> earlier) {
        CountedRuns before = earlier.orElse(training);
        FIXED_BY.forEach((of, fixedBy) -> {
            SortedMap<String, ColumnCounts> counted = now.columns(of);
            SortedMap<String, ColumnCounts> reference =
                    earlier.map(runs -> runs.columns(of)).orElseGet(() -> training.columns(fixedBy));
            drift(of, counted, reference, against, new JudgedTogether(training, before, now));
            if (earlier.isEmpty()) {
                gone(of, counted, reference);
            }
        });
    }

    /** A column that the version learnt from and that is not there any more is a finding, not silence. */
    private void gone(Of of, SortedMap<String, ColumnCounts> now, SortedMap<String, ColumnCounts> reference) {
        reference.forEach((column, before) -> {
            if (!now.containsKey(column)
                    && !column.equals(ColumnsTogether.NAME)
                    && !spec.drift().ignored().contains(column)) {
                add(window, JudgedShift.gone(word(of), column, before.rows(), importance(of, column)));
            }
        });
    }

    private static String word(Of of) {
        return of.name().toLowerCase(Locale.ROOT);
    }

    private void drift(
            Of of,
            SortedMap<String, ColumnCounts> now,
            SortedMap<String, ColumnCounts> reference,
            Against against,
            JudgedTogether together) {
        SortedMap<String, ColumnBins> bins = training.bins(FIXED_BY.get(of));
        List<ReferenceColumn> columns = new ArrayList<>();
        List<ColumnCounts> counts = new ArrayList<>();
        bins.forEach((column, fixed) -> {
            if (now.containsKey(column)
                    && reference.containsKey(column)
                    && !spec.drift().ignored().contains(column)) {
                columns.add(new ReferenceColumn(
                        column, fixed, reference.get(column), importance(of, column), tolerance(column)));
                counts.add(now.get(column));
            }
        });
        List<DriftVerdict> verdicts = new DriftJudge(rules)
                .judge(columns, counts).stream()
                        .flatMap(verdict -> together.shown(verdict).stream())
                        .toList();
        String word = word(of);
        driftRows.addAll(DriftTable.rows(run, spec.model(), window, against.word(), word, verdicts, together::words));
        DriftVerdict.ranked(verdicts).stream()
                .filter(verdict -> verdict.verdict() == DriftVerdict.Answer.DRIFT)
                .forEach(verdict -> drifted.add(
                        verdict.column() + " (" + verdict.statistic().word() + ")"));
        verdicts.stream()
                .filter(DriftVerdict::decides)
                .forEach(verdict -> deciding.add(Deciding.of(run, against.word(), word, verdict)));
    }

    private OptionalDouble tolerance(String column) {
        Double own = spec.drift().tolerances().get(column);
        return own == null ? OptionalDouble.empty() : OptionalDouble.of(own);
    }

    /** A score is as important as the most important feature, all columns together as a feature is on average. */
    private double importance(Of of, String column) {
        DoubleStream ofFeatures = importance.values().stream().mapToDouble(Double::doubleValue);
        if (of == Of.SCORES) {
            return ofFeatures.max().orElse(1);
        }
        return column.equals(ColumnsTogether.NAME)
                ? ofFeatures.average().orElse(1)
                : importance.getOrDefault(column, 0.0);
    }

    /** Estimates how good the scores of the window are, before labels come. */
    void estimate(CountedRuns now) {
        now.decisions().ifPresent(scores -> add(window, StoredFigures.estimated(scores)));
        addSlices(window, figures(now.decisionsBySlice(), StoredFigures::estimated));
        training.tested()
                .filter(counted -> counted.of() == Of.TEST_ERRORS)
                .ifPresent(counted -> estimate(now, ErrorCounts.fromBytes(counted.counts())));
    }

    /** Of numbers: the errors that test rows had at the predictions of the window. */
    private void estimate(CountedRuns now, ErrorCounts reference) {
        ColumnBins bins = training.bins(Of.TEST_SCORES).get(StoredCounts.SCORE);
        ColumnCounts scores = now.columns(Of.SCORES).get(StoredCounts.SCORE);
        if (bins != null && scores != null) {
            add(
                    window,
                    reference
                            .errors()
                            .expected(
                                    PredictedNumbers.rows(bins, scores, reference.bins()),
                                    scores.rows() - scores.values(),
                                    StoredFigures.CONFIDENCE));
        }
    }

    /** Measures how good scores were, by their labels, of all rows and by slice. */
    void realised(WindowOfVersion scored, StoredCounts outcomes, SortedMap<Slice, StoredCounts> slices) {
        add(scored, StoredFigures.realised(outcomes));
        addSlices(scored, figures(slices, StoredFigures::realised));
    }

    private static SortedMap<Slice, Performance> figures(
            SortedMap<Slice, StoredCounts> counts, Function<StoredCounts, Performance> figures) {
        SortedMap<Slice, Performance> found = new TreeMap<>();
        counts.forEach((slice, counted) -> found.put(slice, figures.apply(counted)));
        return found;
    }

    private void addSlices(WindowOfVersion scored, SortedMap<Slice, Performance> found) {
        new SliceJudge(spec.drift().rowsAtLeast())
                .judge(found, figures(training.testedBySlice(), StoredFigures::realised))
                .forEach((slice, judged) -> add(scored, found.get(slice), List.of(judged), slice.words()));
    }

    /** Compares the rates that came with the scores. */
    void calibration(WindowOfVersion scored, LabelledCounts outcomes) {
        new CalibrationJudge(spec, training.tested().flatMap(StoredFigures::labelled))
                .judge(outcomes, importance(Of.SCORES, StoredCounts.SCORE))
                .forEach(shift -> add(scored, shift));
    }

    private void add(WindowOfVersion of, JudgedShift shift) {
        driftRows.add(DriftTable.row(run, spec.model(), of, shift));
        if (shift.decides()) {
            deciding.add(Deciding.of(run, shift));
        }
        if (shift.verdict() == DriftVerdict.Answer.DRIFT) {
            drifted.add(shift.subject().column() + " (" + shift.subject().statistic() + ")");
        }
    }

    private void add(WindowOfVersion scored, Performance found) {
        List<JudgedFigure> judged = JudgedFigure.of(
                found,
                scored.version() == window.version() ? tested : Optional.empty(),
                spec.drift().rowsAtLeast());
        add(scored, found, judged, "");
    }

    private void add(WindowOfVersion scored, Performance found, List<JudgedFigure> judged, String slice) {
        performanceRows.addAll(PerformanceTable.rows(run, spec.model(), scored, found, judged, slice));
        compared.addAll(Compared.of(run, scored, found, judged, slice));
    }

    /** What cannot be judged for the version, in words. */
    String untold() {
        return JudgedTogether.isLacking(training) ? ", which keeps nothing to judge its columns together" : "";
    }

    /** Columns and scores that have drifted, those of the greatest importance times effect first. */
    List<String> drifted() {
        return drifted;
    }

    /** Figures that have something to be compared with, in words. */
    List<String> figures() {
        return compared.stream()
                .filter(Compared::isShown)
                .map(figure -> String.format(
                        Locale.ROOT,
                        "%s %s%s %.4f as of %s (test rows %.4f)",
                        figure.basis().name().toLowerCase(Locale.ROOT),
                        figure.measureWords(),
                        figure.slice().isEmpty() ? "" : " of " + figure.slice(),
                        figure.value(),
                        figure.lastAsOf().substring(0, "yyyy-MM-dd".length()),
                        figure.reference()))
                .toList();
    }

    Collection<Row> driftRows() {
        return driftRows;
    }

    Collection<Row> performanceRows() {
        return performanceRows;
    }

    List<Deciding> deciding() {
        return deciding;
    }

    List<Compared> compared() {
        return compared;
    }
}
