package io.headrace.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text in one slot: the smoothed mean label of its level in training (D. Micci-Barreca, "A preprocessing scheme for high-cardinality
 * categorical attributes", 2001).
 *
 * @param means level to mean label
 * @param other the mean label of all rows, for levels that training did not see
 * @param missing of null
 */
public record TargetMeans(String name, SortedMap<String, Double> means, double other, double missing)
        implements Encoding {
    public TargetMeans {
        Encoding.requireName(name);
        means = Collections.unmodifiableSortedMap(new TreeMap<>(means));
        means.forEach((level, mean) -> requireFinite(level, mean));
        requireFinite("other", other);
        requireFinite("missing", missing);
    }

    /**
     * Means that are drawn towards the mean of all rows.
     *
     * @param levels level to sum of labels and sum of weights, {@code null} under the empty key of {@code missing}
     * @param missing sum of labels and sum of weights of rows without a value
     * @param smoothing weight of the mean of all that each level is given, 0 or more
     */
    public static TargetMeans of(
            String name, Map<String, double[]> levels, double[] missing, double[] all, double smoothing) {
        double mean = all[1] > 0 ? all[0] / all[1] : 0;
        SortedMap<String, Double> means = new TreeMap<>();
        levels.forEach((level, sums) -> means.put(level, smoothed(sums, mean, smoothing)));
        return new TargetMeans(name, means, mean, smoothed(missing, mean, smoothing));
    }

    private static double smoothed(double[] sums, double mean, double smoothing) {
        double weight = sums[1] + smoothing;
        return weight > 0 ? (sums[0] + smoothing * mean) / weight : mean;
    }

    @Override
    public List<String> slotNames() {
        return List.of(name);
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public void write(Object raw, double[] into, int first) {
        if (raw == null) {
            into[first] = missing;
        } else if (raw instanceof CharSequence text) {
            into[first] = means.getOrDefault(text.toString(), other);
        } else {
            throw ModelErrors.wrongType(name, "a text", raw);
        }
    }

    private void requireFinite(String level, double mean) {
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException(
                    "feature %s: the mean of %s must be finite, found %s".formatted(name, level, mean));
        }
    }
}
