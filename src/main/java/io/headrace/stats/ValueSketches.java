package io.headrace.stats;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;

/**
 * Sketches of the values of a column, as bytes of Apache DataSketches; null where a sketch does not apply or would hold
 * personal values.
 *
 * @param hll distinct values, 2^12 registers
 * @param kll ordered values, k = 200
 * @param items frequent values
 * @param forms frequent shapes of texts
 */
@SuppressWarnings("ArrayRecordComponent")
public record ValueSketches(byte[] hll, byte[] kll, byte[] items, byte[] forms) implements Serializable {
    /** Registers of the sketch of distinct values, as a power of two. */
    public static final int LOG_REGISTERS = 12;

    /** Precision of the sketch of ordered values. */
    public static final int KLL_K = 200;

    /** Values that the sketch of frequent values keeps an eye on at most. */
    public static final int MOST_ITEMS = 256;

    /** Of nothing. */
    public static final ValueSketches NONE = new ValueSketches(null, null, null, null);

    /** Of the values of both. */
    ValueSketches merge(ValueSketches other) {
        return new ValueSketches(
                mergedHll(hll, other.hll),
                mergedKll(kll, other.kll),
                mergedItems(items, other.items),
                mergedItems(forms, other.forms));
    }

    private static byte[] mergedHll(byte[] one, byte[] other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Union union = new Union(LOG_REGISTERS);
        union.update(HllSketch.heapify(one));
        union.update(HllSketch.heapify(other));
        return union.getResult(TgtHllType.HLL_8).toUpdatableByteArray();
    }

    private static byte[] mergedKll(byte[] one, byte[] other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        KllDoublesSketch merged = KllDoublesSketch.heapify(Memory.wrap(one));
        merged.merge(KllDoublesSketch.heapify(Memory.wrap(other)));
        return merged.toByteArray();
    }

    private static byte[] mergedItems(byte[] one, byte[] other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return itemsOf(one).merge(itemsOf(other)).toByteArray(new ArrayOfStringsSerDe());
    }

    private static ItemsSketch<String> itemsOf(byte[] bytes) {
        return ItemsSketch.getInstance(Memory.wrap(bytes), new ArrayOfStringsSerDe());
    }

    long distinct() {
        return hll == null ? 0 : Math.round(HllSketch.heapify(hll).getEstimate());
    }

    OptionalDouble quantile(double share) {
        if (kll == null) {
            return OptionalDouble.empty();
        }
        KllDoublesSketch sketch = KllDoublesSketch.heapify(Memory.wrap(kll));
        return sketch.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sketch.getQuantile(share));
    }

    /** The share of values at or below each of the ascending points. */
    double[] shares(double[] points) {
        return KllDoublesSketch.heapify(Memory.wrap(kll)).getCDF(points);
    }

    boolean hasQuantiles() {
        return kll != null && !KllDoublesSketch.heapify(Memory.wrap(kll)).isEmpty();
    }

    List<Map.Entry<String, Long>> frequent(int most) {
        return top(items, most);
    }

    List<Map.Entry<String, Long>> shapes(int most) {
        return top(forms, most);
    }

    private static List<Map.Entry<String, Long>> top(byte[] bytes, int most) {
        if (bytes == null) {
            return List.of();
        }
        return Stream.of(itemsOf(bytes).getFrequentItems(ErrorType.NO_FALSE_NEGATIVES))
                .map(row -> Map.entry(row.getItem(), row.getEstimate()))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .toList();
    }
}
