package io.headrace.quality;

import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.NumberBins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * How the columns of a reference hang together, and how its rows fit that.
 *
 * <p>Where a column bears a name of what is counted of all of them there is nothing. The components come from one half of the rows and the errors from the other, as a hash of the key says: rows that components were made
 * from fit them better than any later row would, and windows without drift would seem to have drifted.
 *
 * @param columns the components
 * @param rows that they come from
 * @param bins of errors
 * @param errors of the other rows
 * @param fittingLeast of the same rows, the column that fits least
 */
public record FittedRows(
        ColumnsTogether columns, long rows, NumberBins bins, ColumnCounts errors, ColumnCounts fittingLeast) {
    /**
     * From rows that have been read.
     *
     * @param rows the columns, then the hash of the key
     * @param first names of columns to be judged together, most important ones first
     */
    static Optional<FittedRows> of(List<InternalRow> rows, List<BinnedColumn> columns, List<String> first) {
        if (columns.stream().anyMatch(column -> ColumnsTogether.isOfAll(column.name()))) {
            return Optional.empty();
        }
        List<Integer> places = first.stream()
                .map(name -> IntStream.range(0, columns.size())
                        .filter(at -> columns.get(at).name().equals(name))
                        .findFirst()
                        .orElse(-1))
                .filter(at -> at >= 0
                        && ColumnsTogether.takes(
                                columns.get(at).name(), columns.get(at).bins()))
                .limit(ColumnsTogether.MOST_COLUMNS)
                .toList();
        List<int[]> made = new ArrayList<>();
        List<int[]> others = new ArrayList<>();
        List<ColumnCounter> counters = places.stream()
                .map(at -> new ColumnCounter(columns.get(at).bins()))
                .toList();
        for (InternalRow row : rows) {
            int[] bins = new int[places.size()];
            for (int i = 0; i < bins.length; i++) {
                columns.get(places.get(i)).count(row, places.get(i), counters.get(i));
                bins[i] = counters.get(i).lastBin();
            }
            (row.getLong(columns.size()) < 0 ? made : others).add(bins);
        }
        List<String> names = places.stream().map(at -> columns.get(at).name()).toList();
        Map<String, ColumnBins> bins = new HashMap<>();
        places.forEach(at -> bins.put(columns.get(at).name(), columns.get(at).bins()));
        return ColumnsTogether.of(names, names.stream().map(bins::get).toList(), made)
                .map(together -> counted(together, made.size(), names, bins, others));
    }

    private static FittedRows counted(
            ColumnsTogether together, long made, List<String> names, Map<String, ColumnBins> bins, List<int[]> rows) {
        int[] places = together.columns().stream().mapToInt(names::indexOf).toArray();
        ColumnsTogether.Measuring measuring =
                together.measuring(together.columns().stream().map(bins::get).toList());
        ColumnCounter fittingLeast = new ColumnCounter(together.fittingLeast());
        double[] errors = new double[rows.size()];
        for (int row = 0; row < errors.length; row++) {
            for (int at = 0; at < places.length; at++) {
                measuring.set(at, rows.get(row)[places[at]]);
            }
            errors[row] = measuring.error();
            int least = measuring.fitsLeast();
            fittingLeast.add(least < 0 ? null : together.columns().get(least));
        }
        NumberBins ofErrors = NumberBins.ofSorted(Arrays.stream(errors).sorted().toArray());
        ColumnCounter counter = new ColumnCounter(ofErrors);
        Arrays.stream(errors).forEach(counter::add);
        return new FittedRows(together, made, ofErrors, counter.counts(), fittingLeast.counts());
    }
}
