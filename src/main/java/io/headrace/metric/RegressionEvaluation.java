package io.headrace.metric;

import io.headrace.spec.Gates;
import io.headrace.stats.Interval;
import io.headrace.stats.NumberErrors;
import io.headrace.stats.PairedMean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of a model that predicts a number.
 *
 * <p>Gains over others are the share by which the mean squared error is less, so that 0 is as good and 0.1 a tenth better; their
 * intervals come from the differences row by row, divided by the other's error as if it were known exactly.
 *
 * @param errors of the model
 * @param baseline the plain rule's errors, and its squared error minus the model's row by row
 * @param champion the same of the champion
 * @param slices errors by slice
 * @param shift population stability index of the scores, training against test
 */
public record RegressionEvaluation(
        NumberErrors errors,
        Optional<Other> baseline,
        Optional<Other> champion,
        List<Slice<NumberErrors>> slices,
        OptionalDouble shift)
        implements Evaluation {
    public RegressionEvaluation {
        slices = List.copyOf(slices);
    }

    /**
     * Another model on the same rows.
     *
     * @param errors its own
     * @param gain its squared error minus the model's, row by row
     */
    public record Other(NumberErrors errors, PairedMean gain) {
        private double share() {
            return gain.mean() / meanSquared();
        }

        private double meanSquared() {
            return errors.squared() / errors.rows();
        }

        private Interval interval() {
            Interval of = gain.interval(CONFIDENCE);
            return new Interval(of.lower() / meanSquared(), of.upper() / meanSquared(), CONFIDENCE);
        }
    }

    @Override
    public int rows() {
        return Math.toIntExact(errors.rows());
    }

    @Override
    public String headline() {
        return String.format(Locale.ROOT, "RMSE %.4g", errors.rootMeanSquared());
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        addErrors(figures, "", errors);
        baseline.ifPresent(other -> addOther(figures, "baseline", other));
        champion.ifPresent(other -> addOther(figures, "champion", other));
        shift.ifPresent(index -> figures.add(Figure.plain("score_shift_from_training", index, rows())));
        slices.forEach(slice -> addErrors(figures, slice.name(), slice.outcomes()));
        return figures;
    }

    private static void addErrors(List<Figure> figures, String slice, NumberErrors of) {
        Interval rmse = of.rootMeanSquaredInterval(CONFIDENCE);
        Interval mae = of.meanAbsoluteInterval(CONFIDENCE);
        figures.add(new Figure("rmse", slice, 0, of.rootMeanSquared(), rmse.lower(), rmse.upper(), of.rows()));
        figures.add(new Figure("mae", slice, 0, of.meanAbsolute(), mae.lower(), mae.upper(), of.rows()));
        figures.add(new Figure("bias", slice, 0, of.bias(), of.bias(), of.bias(), of.rows()));
        figures.add(new Figure("r2", slice, 0, of.explained(), of.explained(), of.explained(), of.rows()));
    }

    private static void addOther(List<Figure> figures, String name, Other other) {
        figures.add(Figure.plain(
                name + "_rmse", other.errors().rootMeanSquared(), other.errors().rows()));
        Interval interval = other.interval();
        figures.add(new Figure(
                "error_share_gained_over_" + name,
                "",
                0,
                other.share(),
                interval.lower(),
                interval.upper(),
                other.errors().rows()));
    }

    @Override
    public Measured measured(Gates.Kind kind) {
        return switch (kind) {
            case TEST_ROWS_AT_LEAST -> new Measured(rows(), "test rows");
            case RMSE_AT_MOST -> new Measured(errors.rootMeanSquared(), "root mean squared error on the test rows");
            case MAE_AT_MOST -> new Measured(errors.meanAbsolute(), "mean absolute error on the test rows");
            case R2_AT_LEAST -> new Measured(errors.explained(), "share of variance explained on the test rows");
            case GAIN_OVER_BASELINE_AT_LEAST -> gain(baseline, "the baseline");
            case GAIN_OVER_CHAMPION_AT_LEAST -> gain(champion, "the champion");
            case WORST_SLICE_RMSE_AT_MOST -> worstSlice();
            case SCORE_SHIFT_AT_MOST -> Measured.shift(shift);
            case ACCURACY_AT_LEAST,
                    WORST_SLICE_ACCURACY_AT_LEAST,
                    AUC_AT_LEAST,
                    AVERAGE_PRECISION_AT_LEAST,
                    LOG_LOSS_AT_MOST,
                    BRIER_AT_MOST,
                    CALIBRATION_ERROR_AT_MOST,
                    WORST_SLICE_AUC_AT_LEAST,
                    VALUE_PER_1000_AT_LEAST,
                    VALUE_GAIN_OVER_CHAMPION_AT_LEAST -> Measured.none("is not known of answers that are numbers");
        };
    }

    private static Measured gain(Optional<Other> other, String name) {
        return other.map(found -> new Measured(
                        found.interval().lower(),
                        String.format(
                                Locale.ROOT,
                                "lower 95 %% end of the share of %.4f of the squared error gained over %s",
                                found.share(),
                                name)))
                .orElse(Measured.none("cannot be compared with " + name));
    }

    private Measured worstSlice() {
        return slices.stream()
                .filter(slice -> slice.outcomes().rows() >= 2 * Slice.LEAST_OF_EACH)
                .max(Comparator.comparingDouble(slice -> slice.outcomes().rootMeanSquared()))
                .map(worst -> new Measured(
                        worst.outcomes().rootMeanSquared(),
                        "root mean squared error of the worst slice, " + worst.name()))
                .orElse(Measured.none("no slice holds " + 2 * Slice.LEAST_OF_EACH + " rows"));
    }
}
