package io.headrace.train;

import io.headrace.model.Calibrator;
import io.headrace.spec.Recipe.Calibration;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.IsotonicCurve;
import io.headrace.stats.PlattScaling;
import io.headrace.stats.ProbabilityLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Chooses a calibrator by out-of-fold scores: by the mean log loss in nats on each fold of what was fitted to the others, and without any.
 * The one with the least loss is fitted to all of them; none is kept where none has less than the scores themselves.
 */
final class CalibratorChoice {
    private final double[] scores;
    private final boolean[] labels;
    private final int[] folds;

    /**
     * The order of the rows does not matter.
     *
     * @param scores of rows, each by a model that has not learnt from the row's fold
     * @param labels whether each is positive
     * @param folds the fold of each; outside each fold there are rows of both labels
     */
    CalibratorChoice(double[] scores, boolean[] labels, int[] folds) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> scores[i])
                        .thenComparing(i -> labels[i])
                        .thenComparing(i -> folds[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.scores = IntStream.of(order).mapToDouble(i -> scores[i]).toArray();
        this.labels = new boolean[order.length];
        IntStream.range(0, order.length).forEach(i -> this.labels[i] = labels[order[i]]);
        this.folds = IntStream.of(order).map(i -> folds[i]).toArray();
    }

    /**
     * A calibrator and why it was chosen.
     *
     * @param calibrator {@link Calibrator#NONE} where none is kept
     * @param why in words; empty where none was asked for
     */
    record Chosen(Calibrator calibrator, String why) {
        /** None was asked for. */
        static final Chosen UNASKED = new Chosen(Calibrator.NONE, "");

        Chosen {
            Objects.requireNonNull(calibrator, "calibrator");
            Objects.requireNonNull(why, "why");
        }

        /** Whether one was asked for and none is kept. */
        boolean isDropped() {
            return !why.isEmpty() && calibrator == Calibrator.NONE;
        }
    }

    /** The best of the declared kind or kinds. */
    Chosen of(Calibration declared) {
        double plain = crossLoss(Calibration.NONE);
        double least = plain;
        Calibrator best = Calibrator.NONE;
        List<String> tried = new ArrayList<>();
        for (Calibration kind : kinds(declared)) {
            double loss = crossLoss(kind);
            tried.add(String.format(Locale.ROOT, "%.5f with %s", loss, word(kind)));
            Calibrator calibrator = loss < least ? fitted(kind, outcomes(i -> true, score -> score)) : Calibrator.NONE;
            if (calibrator != Calibrator.NONE) {
                least = loss;
                best = calibrator;
            }
        }
        return new Chosen(
                best,
                String.format(
                        Locale.ROOT,
                        "%s, as the out-of-fold log loss is %.5f without, %s",
                        best == Calibrator.NONE ? "none is kept" : best.word() + " is kept",
                        plain,
                        String.join(", ", tried)));
    }

    private static List<Calibration> kinds(Calibration declared) {
        return declared == Calibration.BEST ? List.of(Calibration.PLATT, Calibration.ISOTONIC) : List.of(declared);
    }

    private static String word(Calibration kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private double crossLoss(Calibration kind) {
        double sum = 0;
        for (int fold : IntStream.of(folds).distinct().sorted().toArray()) {
            Calibrator calibrator = fitted(kind, outcomes(i -> folds[i] != fold, score -> score));
            BinaryOutcomes own = outcomes(i -> folds[i] == fold, calibrator::calibrated);
            sum += ProbabilityLoss.logLoss(own) * own.rows();
        }
        return sum / scores.length;
    }

    private BinaryOutcomes outcomes(IntPredicate isOf, DoubleUnaryOperator calibrated) {
        int[] rows = IntStream.range(0, scores.length).filter(isOf).toArray();
        boolean[] own = new boolean[rows.length];
        IntStream.range(0, rows.length).forEach(i -> own[i] = labels[rows[i]]);
        return BinaryOutcomes.of(
                IntStream.of(rows)
                        .mapToDouble(i -> calibrated.applyAsDouble(scores[i]))
                        .toArray(),
                own);
    }

    private static Calibrator fitted(Calibration kind, BinaryOutcomes outcomes) {
        return switch (kind) {
            case ISOTONIC -> {
                IsotonicCurve curve = IsotonicCurve.fit(outcomes);
                yield Calibrator.Isotonic.through(curve.centres(), curve.rates());
            }
            case PLATT -> platt(outcomes);
            case NONE, BEST -> Calibrator.NONE;
        };
    }

    /** A line through log-odds; none where it would not rise. */
    private static Calibrator platt(BinaryOutcomes outcomes) {
        double[] logOdds = IntStream.range(0, outcomes.groups())
                .mapToDouble(group -> Calibrator.logOdds(outcomes.score(group)))
                .toArray();
        boolean[] labels = new boolean[logOdds.length];
        IntStream.range(0, labels.length).forEach(group -> labels[group] = outcomes.isPositive(group));
        PlattScaling curve = PlattScaling.fit(BinaryOutcomes.of(logOdds, labels));
        return curve.slope() > 0 ? new Calibrator.Platt(curve.slope(), curve.offset()) : Calibrator.NONE;
    }
}
