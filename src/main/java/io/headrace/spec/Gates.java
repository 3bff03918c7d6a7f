package io.headrace.spec;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Conditions for promotion, all of them to be met.
 *
 * @param bounds by kind: the number that a figure is held against
 */
public record Gates(Map<Kind, Double> bounds) {
    /** No condition. */
    public static final Gates NONE = new Gates(Map.of());

    public Gates {
        Map<Kind, Double> sorted = new EnumMap<>(Kind.class);
        sorted.putAll(bounds);
        bounds = Collections.unmodifiableMap(sorted);
    }

    /** Whether a condition asks for a lot or for little. */
    public enum Side {
        AT_LEAST,
        AT_MOST
    }

    /** What a condition is about. */
    public enum Kind {
        TEST_ROWS_AT_LEAST("rows in the test set", Side.AT_LEAST),
        AUC_AT_LEAST("AUC", Side.AT_LEAST),
        AVERAGE_PRECISION_AT_LEAST("average precision", Side.AT_LEAST),
        LOG_LOSS_AT_MOST("log loss", Side.AT_MOST),
        BRIER_AT_MOST("Brier score", Side.AT_MOST),
        CALIBRATION_ERROR_AT_MOST("expected calibration error", Side.AT_MOST),
        ACCURACY_AT_LEAST("share of rows whose class is predicted", Side.AT_LEAST),
        RMSE_AT_MOST("root mean squared error", Side.AT_MOST),
        MAE_AT_MOST("mean absolute error", Side.AT_MOST),
        R2_AT_LEAST("share of variance explained", Side.AT_LEAST),
        GAIN_OVER_BASELINE_AT_LEAST("gain over the baseline", Side.AT_LEAST),
        GAIN_OVER_CHAMPION_AT_LEAST("gain over the champion", Side.AT_LEAST),
        WORST_SLICE_AUC_AT_LEAST("AUC of the worst slice", Side.AT_LEAST),
        WORST_SLICE_ACCURACY_AT_LEAST("share of rows predicted of the worst slice", Side.AT_LEAST),
        WORST_SLICE_RMSE_AT_MOST("root mean squared error of the worst slice", Side.AT_MOST),
        SCORE_SHIFT_AT_MOST("shift of the scores from training to test", Side.AT_MOST),
        VALUE_PER_1000_AT_LEAST("value per 1,000 rows", Side.AT_LEAST),
        VALUE_GAIN_OVER_CHAMPION_AT_LEAST("value per 1,000 rows over the champion's", Side.AT_LEAST);

        private final String meaning;
        private final Side side;

        Kind(String meaning, Side side) {
            this.meaning = meaning;
            this.side = side;
        }

        /** The word in a job file. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        /** What is measured, in words. */
        public String meaning() {
            return meaning;
        }

        /** Whether much or little is asked for. */
        public Side side() {
            return side;
        }

        /** Whether it can be asked of models that predict such answers. */
        public boolean suits(Target target) {
            return switch (this) {
                case TEST_ROWS_AT_LEAST,
                        GAIN_OVER_BASELINE_AT_LEAST,
                        GAIN_OVER_CHAMPION_AT_LEAST,
                        SCORE_SHIFT_AT_MOST -> true;
                case RMSE_AT_MOST, MAE_AT_MOST, R2_AT_LEAST, WORST_SLICE_RMSE_AT_MOST -> target == Target.REGRESSION;
                case ACCURACY_AT_LEAST, WORST_SLICE_ACCURACY_AT_LEAST -> target == Target.MULTICLASS;
                case AUC_AT_LEAST, LOG_LOSS_AT_MOST, BRIER_AT_MOST, CALIBRATION_ERROR_AT_MOST ->
                    target != Target.REGRESSION;
                case AVERAGE_PRECISION_AT_LEAST,
                        WORST_SLICE_AUC_AT_LEAST,
                        VALUE_PER_1000_AT_LEAST,
                        VALUE_GAIN_OVER_CHAMPION_AT_LEAST -> target == Target.BINARY;
            };
        }

        /** Whether a measured value meets a bound; a value that is not a number does not. */
        public boolean isMet(double value, double bound) {
            return side == Side.AT_LEAST ? value >= bound : value <= bound;
        }
    }
}
