package io.headrace.bundle;

import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Slice;
import io.headrace.stats.drift.ColumnBins;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What training counted of a column or of scores, for JSON: {@link StoredCounts} with null for what it does not have, and the counts in Base64.
 *
 * @param of name of {@link StoredCounts.Of}
 */
@SuppressWarnings("ArrayRecordComponent")
record BundledCounts(
        String of,
        String column,
        String bins,
        byte[] counts,
        long rows,
        long missing,
        Double mean,
        Double deviation,
        Slice slice) {
    private static final Comparator<StoredCounts> ORDER = Comparator.comparing((StoredCounts counts) -> counts.of())
            .thenComparing(counts -> counts.column())
            .thenComparing(
                    (StoredCounts counts) -> counts.slice().orElse(null),
                    Comparator.nullsFirst(Comparator.<Slice>naturalOrder()));

    /** In one order, whatever that of the table. */
    static List<BundledCounts> of(Stream<StoredCounts> statistics) {
        return statistics.sorted(ORDER).map(BundledCounts::of).toList();
    }

    private static BundledCounts of(StoredCounts counts) {
        return new BundledCounts(
                counts.of().name(),
                counts.column(),
                counts.bins().map(ColumnBins::text).orElse(null),
                counts.counts(),
                counts.rows(),
                counts.missing(),
                orNull(counts.mean()),
                orNull(counts.deviation()),
                counts.slice().orElse(null));
    }

    private static Double orNull(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }

    /** @throws IllegalArgumentException if it is no statistic */
    StoredCounts stored() {
        if (column == null || counts == null) {
            throw new IllegalArgumentException("a statistic of " + of + " has no column or no counts");
        }
        return new StoredCounts(
                StoredCounts.Of.valueOf(of),
                column,
                Optional.ofNullable(bins).map(ColumnBins::read),
                counts,
                rows,
                missing,
                orEmpty(mean),
                orEmpty(deviation),
                Optional.ofNullable(slice));
    }

    private static OptionalDouble orEmpty(Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
