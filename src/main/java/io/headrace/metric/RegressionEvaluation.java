package io.headrace.metric;

import io.headrace.stats.NumberErrors;
import io.headrace.stats.PairedMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Evaluates a model of a numeric label.
 *
 * <p>Gains over others are the share by which the mean squared error is less, so that 0 is as good and 0.1 a tenth better; their intervals
 * come from the differences row by row, divided by the other's error as if it were known exactly.
 *
 * @param outcomes the model's errors
 * @param baseline those of the plain rule
 * @param champion those of the champion
 * @param slices errors by slice
 * @param bins rows by prediction, lowest first
 * @param shift population stability index of the scores, training to test
 */
public record RegressionEvaluation(
        Outcomes.Regression outcomes,
        Optional<Other> baseline,
        Optional<Other> champion,
        List<Slice> slices,
        List<Bin> bins,
        OptionalDouble shift)
        implements Evaluation {
    public RegressionEvaluation {
        slices = List.copyOf(slices);
        bins = List.copyOf(bins);
    }

    /**
     * Rows of about the same prediction.
     *
     * @param predicted their mean prediction
     * @param actual their mean label
     * @param tenth what a tenth of their labels do not exceed
     * @param ninetieth what nine tenths of their labels do not exceed
     */
    public record Bin(double predicted, PairedMean actual, double tenth, double ninetieth) {}

    /**
     * Another model on the same rows.
     *
     * @param errors its own
     * @param gain its squared error minus the model's, row by row
     */
    public record Other(NumberErrors errors, PairedMean gain) {
        private Measured share() {
            return Measured.of(gain).times(errors.rows() / errors.squared());
        }
    }

    @Override
    public String headline() {
        return String.format(Locale.ROOT, "RMSE %.4g", outcomes.errors().rootMeanSquared());
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(Evaluation.measured(outcomes, slices, shift));
        baseline.ifPresent(other -> addOther(figures, Rival.BASELINE, other));
        champion.ifPresent(other -> addOther(figures, Rival.CHAMPION, other));
        for (int place = 0; place < bins.size(); place++) {
            addBin(figures, new Of.Bin(place + 1), bins.get(place));
        }
        return figures;
    }

    private static void addBin(List<Figure> figures, Of of, Bin bin) {
        long rows = bin.actual().rows();
        figures.add(Figure.test(StandardMetrics.PREDICTED_MEAN, of, Measured.exactly(bin.predicted()), rows));
        figures.add(Figure.test(StandardMetrics.ACTUAL_MEAN, of, Measured.of(bin.actual()), rows));
        figures.add(Figure.test(StandardMetrics.ACTUAL_TENTH, of, Measured.exactly(bin.tenth()), rows));
        figures.add(Figure.test(StandardMetrics.ACTUAL_NINETIETH, of, Measured.exactly(bin.ninetieth()), rows));
    }

    private static void addOther(List<Figure> figures, Rival rival, Other other) {
        long rows = other.errors().rows();
        figures.add(Figure.test(
                StandardMetrics.RMSE,
                new Of.By(rival),
                Measured.exactly(other.errors().rootMeanSquared()),
                rows));
        figures.add(Figure.test(StandardMetrics.ERROR_SHARE_GAINED, new Of.Over(rival), other.share(), rows));
    }
}
