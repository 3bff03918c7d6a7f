package io.headrace.stats;

/**
 * A logistic curve over a score, fitted by the likelihood of smoothed targets.
 *
 * <p>{@code p = 1/(1 + e^−(slope·score + offset))}; positives aim at {@code (P+1)/(P+2)}, negatives at {@code 1/(N+2)} (J. Platt 1999), found by
 * Newton's method with halved steps (H.-T. Lin, C.-J. Lin and R. C. Weng, "A note on Platt's probabilistic outputs", 2007).
 *
 * @param slope what a unit of the score adds to the log-odds
 * @param offset log-odds at score 0
 */
public record PlattScaling(double slope, double offset) {
    private static final int STEPS = 100;
    private static final double RIDGE = 1e-12;
    private static final double ENOUGH = 1e-10;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double SMALLEST_STEP = 1e-10;

    /** Fits the curve; refuses infinite scores and outcomes of one class. */
    public static PlattScaling fit(BinaryOutcomes outcomes) {
        outcomes.requireOfEachClass("A logistic curve", 1);
        double[] scores = new double[outcomes.groups()];
        for (int group = 0; group < scores.length; group++) {
            scores[group] = outcomes.score(group);
        }
        Requirements.requireFinite("scores", scores);
        PlattScaling curve = new PlattScaling(0, Math.log((outcomes.positives() + 1.0) / (outcomes.negatives() + 1.0)));
        for (int step = 0; step < STEPS; step++) {
            PlattScaling next = curve.improved(outcomes);
            if (next.equals(curve)) {
                break;
            }
            curve = next;
        }
        return curve;
    }

    private PlattScaling improved(BinaryOutcomes outcomes) {
        double slopes = RIDGE;
        double mixed = 0;
        double offsets = RIDGE;
        double gradientSlope = 0;
        double gradientOffset = 0;
        double high = (outcomes.positives() + 1.0) / (outcomes.positives() + 2.0);
        double low = 1 / (outcomes.negatives() + 2.0);
        for (int group = 0; group < outcomes.groups(); group++) {
            double score = outcomes.score(group);
            double rows = outcomes.positives(group) + outcomes.negatives(group);
            double p = at(score);
            double error = rows * p - outcomes.positives(group) * high - outcomes.negatives(group) * low;
            double curvature = rows * p * (1 - p);
            gradientSlope += error * score;
            gradientOffset += error;
            slopes += curvature * score * score;
            mixed += curvature * score;
            offsets += curvature;
        }
        if (Math.abs(gradientSlope) < ENOUGH && Math.abs(gradientOffset) < ENOUGH) {
            return this;
        }
        double determinant = slopes * offsets - mixed * mixed;
        double slopeStep = -(offsets * gradientSlope - mixed * gradientOffset) / determinant;
        double offsetStep = -(slopes * gradientOffset - mixed * gradientSlope) / determinant;
        double descent = gradientSlope * slopeStep + gradientOffset * offsetStep;
        double before = loss(outcomes);
        for (double size = 1; size >= SMALLEST_STEP; size /= 2) {
            PlattScaling next = new PlattScaling(slope + size * slopeStep, offset + size * offsetStep);
            if (next.loss(outcomes) < before + SUFFICIENT_DECREASE * size * descent) {
                return next;
            }
        }
        return this;
    }

    private double loss(BinaryOutcomes outcomes) {
        double high = (outcomes.positives() + 1.0) / (outcomes.positives() + 2.0);
        double low = 1 / (outcomes.negatives() + 2.0);
        double loss = 0;
        for (int group = 0; group < outcomes.groups(); group++) {
            double z = slope * outcomes.score(group) + offset;
            double softplus = Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
            loss += outcomes.positives(group) * (softplus - high * z)
                    + outcomes.negatives(group) * (softplus - low * z);
        }
        return loss;
    }

    /** The probability at a score. */
    public double at(double score) {
        return 1 / (1 + Math.exp(-(slope * score + offset)));
    }
}
