package io.headrace.stats.fairness;

import io.headrace.stats.value.DecisionRule;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Thresholds of which chance picks one for each row.
 *
 * @param parts one or more, lowest threshold first, with shares that sum to 1
 */
public record ThresholdMix(List<Part> parts) {
    private static final double ROUNDING = 1e-9;

    /**
     * One threshold.
     *
     * @param threshold act where the score is above; 0 acts on all rows, 1 on none
     * @param share of the rows for which it is picked, above 0
     */
    public record Part(double threshold, double share) {
        public Part {
            if (!(threshold >= 0 && threshold <= 1 && share > 0 && share <= 1 + ROUNDING)) {
                throw new IllegalArgumentException(
                        "threshold and share must lie in 0 to 1, found " + threshold + " and " + share);
            }
        }
    }

    public ThresholdMix {
        parts = List.copyOf(parts);
        double sum = parts.stream().mapToDouble(Part::share).sum();
        if (!(Math.abs(sum - 1) < ROUNDING)) {
            throw new IllegalArgumentException("shares must sum to 1, found " + sum);
        }
    }

    /** One threshold for all rows. */
    static ThresholdMix at(double threshold) {
        return new ThresholdMix(List.of(new Part(threshold, 1)));
    }

    /** Sums the shares of equal thresholds, and leaves out those of nothing. */
    static ThresholdMix of(List<double[]> thresholdsAndShares) {
        SortedMap<Double, Double> shares = new TreeMap<>();
        thresholdsAndShares.forEach(part -> shares.merge(part[0], part[1], Double::sum));
        return new ThresholdMix(shares.entrySet().stream()
                .filter(part -> part.getValue() > ROUNDING / 10)
                .map(part -> new Part(part.getKey(), part.getValue()))
                .toList());
    }

    /** This for a part of the rows, the other for the rest. */
    ThresholdMix blend(ThresholdMix other, double shareOfOther) {
        List<double[]> both = new ArrayList<>();
        parts.forEach(part -> both.add(new double[] {part.threshold(), part.share() * (1 - shareOfOther)}));
        other.parts.forEach(part -> both.add(new double[] {part.threshold(), part.share() * shareOfOther}));
        return of(both);
    }

    /** Whether chance plays no part. */
    public boolean isFixed() {
        return parts.size() == 1;
    }

    /**
     * The decision for a row.
     *
     * @param score 0 to 1
     * @param draw 0 up to, not including, 1, even and independent of the score; by a keyed hash of the row's key it is the same on each run
     */
    public boolean acts(double score, double draw) {
        double before = 0;
        for (Part part : parts) {
            before += part.share();
            if (draw < before || part.equals(parts.get(parts.size() - 1))) {
                return score > part.threshold() || part.threshold() == 0;
            }
        }
        throw new IllegalStateException("no threshold");
    }

    /** The share of rows acted on in each bin. */
    public DecisionRule rule() {
        return (bin, decided) -> Math.min(
                1,
                parts.stream()
                        .mapToDouble(part -> part.share()
                                * DecisionRule.above(part.threshold()).share(bin, decided))
                        .sum());
    }
}
