package io.headrace.value;

import io.headrace.spec.ValueJobSpec.Version;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.value.DecisionRule;
import io.headrace.stats.value.ProfitCurve;
import io.headrace.stats.value.Regret;
import io.headrace.stats.value.ValueBins;
import io.headrace.stats.value.Worth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rows of an as-of as they were counted, and what they are worth. Pure.
 *
 * @param decisions all rows, 1 or more with a score
 * @param outcomes those whose outcomes are known
 * @param tested labelled rows that the version was tested on, by whose rates values are expected; empty to take scores as they are
 */
record ScoredDay(ScoreCounts decisions, Optional<LabelledCounts> outcomes, Optional<LabelledCounts> tested) {
    /** Thresholds are a twentieth apart. */
    static final int STEPS = 20;

    /** A hair, so that a share of 0.29 of 100 rows is 29 rows. */
    private static final double ROUNDING = 1e-9;

    ScoredDay {
        Objects.requireNonNull(decisions, "decisions");
        outcomes = outcomes.filter(known -> known.rows() > 0);
        tested = tested.filter(known -> known.rows() > 0);
        if (decisions.rows() < 1) {
            throw new IllegalArgumentException("decisions must hold a row with a score, found none");
        }
    }

    /** Rows whose outcomes are not known yet. */
    long open() {
        return Math.max(0, decisions.rows() - outcomes.map(LabelledCounts::rows).orElse(0L));
    }

    /** What is known of their worth under a version of a value. */
    List<ValueFigure> figures(Version version) {
        List<ValueFigure> figures = new ArrayList<>(all(Basis.EXPECTED, expected(decisions, version), version));
        outcomes.ifPresent(
                known -> figures.addAll(all(Basis.REALISED, ValueBins.realised(known, version.matrix()), version)));
        campaign(version).ifPresent(figures::add);
        open(version).ifPresent(figures::add);
        return figures;
    }

    /** What the decisions earn, without what others would. */
    List<ValueFigure> earned(Version version) {
        List<ValueFigure> figures = new ArrayList<>(List.of(earned(Basis.EXPECTED, expected(decisions, version))));
        outcomes.ifPresent(known -> figures.add(earned(Basis.REALISED, ValueBins.realised(known, version.matrix()))));
        open(version).ifPresent(figures::add);
        return figures;
    }

    private static ValueFigure earned(Basis basis, ValueBins bins) {
        return figure(basis, Measured.EARNED, bins.worth(DecisionRule.AS_DECIDED));
    }

    private Optional<ValueFigure> open(Version version) {
        return openRows().map(rows -> earned(Basis.OPEN, expected(rows, version)));
    }

    /** Of outcomes of one class nobody can tell. */
    private Optional<ValueFigure> campaign(Version version) {
        return version.campaign()
                .flatMap(campaign -> outcomes.filter(known -> known.positives().rows() > 0
                                && known.negatives().rows() > 0)
                        .map(known -> ValueFigure.campaign(campaign.expectedMaximum(known.binned()))));
    }

    private Optional<ScoreCounts> openRows() {
        return outcomes.map(known -> decisions.without(known.scores()))
                .orElse(Optional.of(decisions))
                .filter(rows -> rows.rows() > 0);
    }

    private ValueBins expected(ScoreCounts rows, Version version) {
        return tested.map(reference -> ValueBins.calibrated(rows, reference, version.matrix()))
                .orElseGet(() -> ValueBins.expected(rows, version.matrix()));
    }

    private static List<ValueFigure> all(Basis basis, ValueBins bins, Version version) {
        List<ValueFigure> figures = new ArrayList<>();
        figures.add(earned(basis, bins));
        figures.add(figure(basis, Measured.NONE, bins.worth(DecisionRule.NONE)));
        figures.add(figure(basis, Measured.ALL, bins.worth(DecisionRule.ALL)));
        Regret regret = bins.regret(DecisionRule.AS_DECIDED, ValueFigure.CONFIDENCE);
        OptionalDouble best = OptionalDouble.of(regret.bestThreshold());
        figures.add(ValueFigure.of(basis, Measured.BEST, best, regret.best()));
        figures.add(ValueFigure.of(basis, Measured.REGRET, best, regret.regret(), regret.interval()));
        version.capacity()
                .map(share -> bins.worthAtCapacity((long) Math.floor(share * bins.rows() + ROUNDING)))
                .ifPresent(worth -> figures.add(figure(basis, Measured.CAPACITY, worth)));
        ProfitCurve.overThresholds(bins, STEPS).points().stream()
                .filter(point -> point.threshold() > 0 && point.threshold() < 1)
                .forEach(point -> figures.add(
                        ValueFigure.of(basis, Measured.ABOVE, OptionalDouble.of(point.threshold()), point.worth())));
        return figures;
    }

    private static ValueFigure figure(Basis basis, Measured measured, Worth worth) {
        return ValueFigure.of(basis, measured, OptionalDouble.empty(), worth);
    }
}
