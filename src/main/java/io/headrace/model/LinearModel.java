package io.headrace.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A regression over the slots of an encoder: logistic, linear, or generalised with a logarithmic link.
 *
 * <p>Raw score = β₀ + Σ β_j x_j, computed as base + Σ β_j (x_j − E x_j) with base = β₀ + Σ β_j E x_j, where
 * E is the mean over the training rows. A slot contributes φ_j = β_j (x_j − E x_j), its exact SHAP value if
 * features are independent (Lundberg and Lee, 2017, corollary 1); a feature contributes the sum of its slots.
 * The {@link Output} gives the meaning of the raw score.
 */
public final class LinearModel implements AdditiveModel {
    private static final long serialVersionUID = 1L;

    private final FeatureEncoder encoder;
    private final Output output;
    private final double intercept;
    private final double[] coefficients;
    private final double[] slotMeans;
    private final double baseValue;

    private LinearModel(
            FeatureEncoder encoder, Output output, double intercept, double[] coefficients, double[] slotMeans) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.output = Objects.requireNonNull(output, "output");
        this.intercept = intercept;
        this.coefficients = coefficients.clone();
        this.slotMeans = slotMeans.clone();
        requireFinite("intercept", intercept);
        requireSlots("coefficient", this.coefficients);
        requireSlots("slot mean", this.slotMeans);
        this.baseValue = baseValue(intercept, this.coefficients, this.slotMeans);
        requireFinite("base value", baseValue);
    }

    /**
     * A model of these numbers.
     *
     * @param intercept β₀, finite
     * @param coefficients β, one per slot, finite
     * @param slotMeans mean of each slot over the training rows, finite
     */
    public static LinearModel of(
            FeatureEncoder encoder, Output output, double intercept, double[] coefficients, double[] slotMeans) {
        return new LinearModel(encoder, output, intercept, coefficients, slotMeans);
    }

    private static double baseValue(double intercept, double[] coefficients, double[] slotMeans) {
        double base = intercept;
        for (int slot = 0; slot < coefficients.length; slot++) {
            base += coefficients[slot] * slotMeans[slot];
        }
        return base;
    }

    @Override
    public Kind kind() {
        return Kind.LINEAR;
    }

    @Override
    public FeatureEncoder encoder() {
        return encoder;
    }

    @Override
    public Output output() {
        return output;
    }

    /** β₀. */
    public double intercept() {
        return intercept;
    }

    /** β, one per slot, as a copy. */
    public double[] coefficients() {
        return coefficients.clone();
    }

    /** Mean of each slot over the training rows, as a copy. */
    public double[] slotMeans() {
        return slotMeans.clone();
    }

    @Override
    public double baseValue() {
        return baseValue;
    }

    @Override
    public double rawScoreOf(double[] slots) {
        double score = baseValue;
        for (int feature = 0; feature < encoder.featureCount(); feature++) {
            score += contribution(feature, slots);
        }
        return score;
    }

    @Override
    public void contributionsOf(double[] slots, double[] into) {
        for (int feature = 0; feature < encoder.featureCount(); feature++) {
            into[feature] = contribution(feature, slots);
        }
    }

    @Override
    public Attribution against(List<double[]> rows) {
        double[] means = new double[slotMeans.length];
        for (double[] row : rows) {
            for (int slot = 0; slot < means.length; slot++) {
                means[slot] += row[slot] / rows.size();
            }
        }
        return new LinearModel(encoder, output, intercept, coefficients, means);
    }

    private double contribution(int feature, double[] slots) {
        int end = encoder.firstSlot(feature + 1);
        double sum = 0;
        for (int slot = encoder.firstSlot(feature); slot < end; slot++) {
            sum += coefficients[slot] * (slots[slot] - slotMeans[slot]);
        }
        return sum;
    }

    private void requireSlots(String what, double[] values) {
        if (values.length != encoder.width()) {
            throw ModelErrors.wrongCount(what + "s", encoder.width(), values.length);
        }
        for (int slot = 0; slot < values.length; slot++) {
            if (!Double.isFinite(values[slot])) {
                throw new IllegalArgumentException("the %s of slot %s must be finite, found %s"
                        .formatted(what, encoder.slotNames()[slot], values[slot]));
            }
        }
    }

    private static void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the %s must be finite, found %s".formatted(what, value));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearModel model
                && encoder.equals(model.encoder)
                && output == model.output
                && Double.doubleToLongBits(intercept) == Double.doubleToLongBits(model.intercept)
                && Arrays.equals(coefficients, model.coefficients)
                && Arrays.equals(slotMeans, model.slotMeans);
    }

    @Override
    public int hashCode() {
        return Objects.hash(encoder, output, intercept, Arrays.hashCode(coefficients), Arrays.hashCode(slotMeans));
    }

    @Override
    public String toString() {
        return "LinearModel[" + output.word() + ", intercept=" + intercept + ", coefficients="
                + Arrays.toString(coefficients) + "]";
    }
}
