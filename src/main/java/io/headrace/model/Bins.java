package io.headrace.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A number by its bin. A bin includes its upper edge: the first holds values up to the first edge, the last those above the last.
 *
 * <p>One slot for each bin but the first and one for missing values; or, for trees, one slot with the index of the bin, missing last. Null and NaN
 * are missing; infinite values fall into the outer bins.
 *
 * @param edges rising, finite, at least one
 * @param indexed whether one slot holds the number of the bin
 */
public record Bins(String name, List<Double> edges, boolean indexed) implements Encoding {
    public Bins {
        Encoding.requireName(name);
        edges = List.copyOf(edges);
        for (int i = 0; i < edges.size(); i++) {
            if (!Double.isFinite(edges.get(i)) || (i > 0 && edges.get(i) <= edges.get(i - 1))) {
                throw new IllegalArgumentException(
                        "feature %s: edges must be finite and rise, found %s".formatted(name, edges));
            }
        }
    }

    @Override
    public List<String> slotNames() {
        if (indexed) {
            return List.of(name);
        }
        List<String> names = new ArrayList<>(width());
        edges.forEach(edge -> names.add(name + ">" + edge));
        names.add(name + ":missing");
        return List.copyOf(names);
    }

    @Override
    public int width() {
        return indexed ? 1 : edges.size() + 1;
    }

    @Override
    public int[] levelCounts() {
        return indexed ? new int[] {edges.size() + 2} : new int[width()];
    }

    @Override
    public void write(Object raw, double[] into, int first) {
        writeLevel(level(raw), into, first);
    }

    @Override
    public void writeNumber(double raw, double[] into, int first) {
        writeLevel(Double.isNaN(raw) ? edges.size() + 1 : level(raw), into, first);
    }

    private void writeLevel(int level, double[] into, int first) {
        if (indexed) {
            into[first] = level;
        } else if (level > 0) {
            into[first + level - 1] = 1;
        }
    }

    /** The bin from 0, or the number behind the last one when missing. */
    private int level(Object raw) {
        if (Encoding.isMissing(raw)) {
            return edges.size() + 1;
        }
        if (!(raw instanceof Number number)) {
            throw ModelErrors.wrongType(name, "a number", raw);
        }
        return level(number.doubleValue());
    }

    private int level(double value) {
        int low = 0;
        int high = edges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value <= edges.get(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
