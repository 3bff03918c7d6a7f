package io.headrace.model;

/**
 * Scores many rows on one thread through buffers of its own; scoring allocates nothing.
 *
 * <p>Not safe for use by several threads: take one scorer per thread from {@link CompiledModel#scorer()}. A score is
 * always finite: a row that cannot be scored fails with {@link IllegalArgumentException} naming feature and value, and
 * the scorer is ready for the next row.
 */
public final class Scorer {
    private final CompiledModel model;
    private final double[] slots;

    Scorer(CompiledModel model) {
        this.model = model;
        this.slots = new double[model.encoder().width()];
    }

    /** The raw score of a row of raw values; see {@link FeatureEncoder#encode} for what they may be. */
    public double rawScore(Object[] raw) {
        model.encoder().encode(raw, slots);
        double score = model.rawScoreOf(slots);
        if (!Double.isFinite(score)) {
            int feature = largestContribution();
            throw ModelErrors.overflow(model.encoder().featureName(feature), raw[feature]);
        }
        return score;
    }

    /** The score of a row of raw values: a probability, 0 to 1, or the number foreseen, as the model's output says. */
    public double score(Object[] raw) {
        return model.scoreOf(rawScore(raw));
    }

    /** Raw score, score and the contribution of every feature; keeps a copy of the row. */
    public Explanation explain(Object[] raw) {
        double score = rawScore(raw);
        double[] contributions = new double[model.encoder().featureCount()];
        model.contributionsOf(slots, contributions);
        return new Explanation(model, score, raw.clone(), contributions);
    }

    private int largestContribution() {
        double[] contributions = new double[model.encoder().featureCount()];
        model.contributionsOf(slots, contributions);
        int largest = 0;
        for (int feature = 1; feature < contributions.length; feature++) {
            if (Math.abs(contributions[feature]) > Math.abs(contributions[largest])) {
                largest = feature;
            }
        }
        return largest;
    }
}
