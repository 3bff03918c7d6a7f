package io.headrace.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A change as the exact sum of its parts: {@code to − from = model + Σ features}, in decimals.
 *
 * <p>All figures have the same number of decimals. What rounding leaves over is in the part that is greatest without its sign, so that a part that
 * is 0 stays 0.
 *
 * @param from the figure before
 * @param to the figure after
 * @param model what the other model changes
 * @param features what the other values of each feature change, in the order of the one who made the parts
 */
public record ChangeParts(BigDecimal from, BigDecimal to, BigDecimal model, List<BigDecimal> features) {
    /** The decimals of a figure that was not rounded to fewer. */
    public static final int DECIMALS = 9;

    private static final MathContext EXACT_ENOUGH = new MathContext(60, RoundingMode.HALF_EVEN);

    public ChangeParts {
        features = List.copyOf(features);
        BigDecimal sum = features.stream().reduce(model, BigDecimal::add);
        if (to.subtract(from).compareTo(sum) != 0) {
            throw new IllegalArgumentException("the parts sum to " + sum + ", the change is " + to.subtract(from)
                    + ", from " + from + " to " + to);
        }
    }

    /**
     * Parts of a change that sum to it up to rounding.
     *
     * @param decimals of the result, 0 or more
     */
    static ChangeParts rounded(
            BigDecimal from, BigDecimal to, BigDecimal model, List<BigDecimal> features, int decimals) {
        List<BigDecimal> parts = new ArrayList<>(features.size() + 1);
        parts.add(at(model, decimals));
        features.forEach(feature -> parts.add(at(feature, decimals)));
        BigDecimal change = at(to, decimals).subtract(at(from, decimals));
        BigDecimal over = change.subtract(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        int greatest = greatest(model, features);
        parts.set(greatest, parts.get(greatest).add(over));
        return new ChangeParts(at(from, decimals), at(to, decimals), parts.get(0), parts.subList(1, parts.size()));
    }

    private static BigDecimal at(BigDecimal figure, int decimals) {
        return figure.setScale(decimals, RoundingMode.HALF_EVEN);
    }

    /** The place of the greatest part without its sign, 0 for the model; the first wins ties. */
    private static int greatest(BigDecimal model, List<BigDecimal> features) {
        int place = 0;
        BigDecimal most = model.abs();
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).abs().compareTo(most) > 0) {
                place = i + 1;
                most = features.get(i).abs();
            }
        }
        return place;
    }

    /** The whole change. */
    public BigDecimal change() {
        return to.subtract(from);
    }

    /** What other values of the features change, all together. */
    public BigDecimal data() {
        return features.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The same with fewer decimals. */
    public ChangeParts rounded(int decimals) {
        return rounded(from, to, model, features, decimals);
    }

    /**
     * The same divided by a count: of sums over rows their means.
     *
     * @param count 1 or more
     * @param decimals of the result
     */
    public ChangeParts dividedBy(long count, int decimals) {
        BigDecimal divisor = BigDecimal.valueOf(count);
        return rounded(
                from.divide(divisor, EXACT_ENOUGH),
                to.divide(divisor, EXACT_ENOUGH),
                model.divide(divisor, EXACT_ENOUGH),
                features.stream()
                        .map(feature -> feature.divide(divisor, EXACT_ENOUGH))
                        .toList(),
                decimals);
    }
}
