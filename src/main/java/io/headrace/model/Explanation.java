package io.headrace.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Why a row got its score: {@code baseValue + Σ contributions = rawScore}, added in declared order: to the bit in a linear model, up to
 * rounding in one of trees.
 *
 * <p>The base value is the expected raw score over the training rows; contributions compare the row with that average.
 */
public final class Explanation {
    private final CompiledModel model;
    private final double rawScore;
    private final Object[] values;
    private final double[] contributions;

    Explanation(CompiledModel model, double rawScore, Object[] values, double[] contributions) {
        this.model = model;
        this.rawScore = rawScore;
        this.values = values;
        this.contributions = contributions;
    }

    /** The expected raw score over the training rows. */
    public double baseValue() {
        return model.baseValue();
    }

    /** The raw score of the row. */
    public double rawScore() {
        return rawScore;
    }

    /** The score of the row: a probability, 0 to 1, or the number foreseen, as the model's output says. */
    public double score() {
        return model.scoreOf(rawScore);
    }

    /** Whether the score is a probability. */
    public boolean isProbability() {
        return model.output().isProbability();
    }

    /** All contributions in declared order. */
    public List<Contribution> contributions() {
        return IntStream.range(0, contributions.length)
                .mapToObj(this::contribution)
                .toList();
    }

    /**
     * The strongest reasons, strongest first; of equal ones the feature declared first.
     *
     * @param atMost 0 or more; fewer are returned when fewer features contribute in that direction
     */
    public List<Contribution> topReasons(int atMost, ReasonOrder order) {
        if (atMost < 0) {
            throw new IllegalArgumentException("the number of reasons must be 0 or more, found " + atMost);
        }
        List<Contribution> reasons = new ArrayList<>(Math.min(atMost, contributions.length));
        boolean[] taken = new boolean[contributions.length];
        for (int next = strongest(order, taken); next >= 0 && reasons.size() < atMost; next = strongest(order, taken)) {
            taken[next] = true;
            reasons.add(contribution(next));
        }
        return reasons;
    }

    private int strongest(ReasonOrder order, boolean[] taken) {
        int strongest = -1;
        double most = 0;
        for (int feature = 0; feature < contributions.length; feature++) {
            double strength = order.strength(contributions[feature]);
            if (!taken[feature] && strength > most) {
                strongest = feature;
                most = strength;
            }
        }
        return strongest;
    }

    private Contribution contribution(int feature) {
        return new Contribution(model.encoder().featureName(feature), values[feature], contributions[feature]);
    }
}
