package io.headrace.quality;

import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.NumberBins;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How rows fit the columns of a reference together, counted beside the columns themselves.
 *
 * @param bins of the columns together, in their order
 * @param errors bins of the errors of rows
 * @param places which of the counted columns each of them is, -1 for none
 */
@SuppressWarnings("ArrayRecordComponent")
record FittingRows(ColumnsTogether together, List<ColumnBins> bins, NumberBins errors, int[] places)
        implements Serializable {
    /** @param counted names of the columns that are counted, in the order of their counters */
    static FittingRows of(ColumnsTogether together, Map<String, ColumnBins> bins, List<String> counted) {
        return new FittingRows(
                together,
                together.columns().stream().map(bins::get).toList(),
                (NumberBins) bins.get(ColumnsTogether.NAME),
                together.columns().stream().mapToInt(counted::indexOf).toArray());
    }

    Counter counter() {
        return new Counter();
    }

    /** Counts one row after the other. */
    final class Counter {
        private final ColumnsTogether.Measuring measuring = together.measuring(bins);
        private final List<String> names = together.columns();
        private final ColumnCounter ofErrors = new ColumnCounter(errors);
        private final ColumnCounter fittingLeast = new ColumnCounter(together.fittingLeast());

        /** @param counters of the counted columns, which have counted the row last */
        void add(ColumnCounter[] counters) {
            for (int at = 0; at < places.length; at++) {
                measuring.set(at, places[at] < 0 ? -1 : counters[places[at]].lastBin());
            }
            ofErrors.add(measuring.error());
            int least = measuring.fitsLeast();
            fittingLeast.add(least < 0 ? null : names.get(least));
        }

        /** Errors, and which column fits least. */
        Stream<ColumnCounts> counts() {
            return Stream.of(ofErrors.counts(), fittingLeast.counts());
        }
    }
}
