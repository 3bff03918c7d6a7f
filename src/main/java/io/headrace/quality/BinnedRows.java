package io.headrace.quality;

import static org.apache.spark.sql.functions.col;

import io.headrace.spec.RuleSql;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Rows counted by the bins of their columns, in one pass; the same counts for any order and any partition of the rows. */
public final class BinnedRows {
    private BinnedRows() {}

    /**
     * The counts of each column that the rows have; others are left out.
     *
     * @param bins by column
     */
    public static SortedMap<String, ColumnCounts> of(Dataset<Row> rows, SortedMap<String, ColumnBins> bins) {
        return of(rows, bins, Optional.empty());
    }

    /**
     * The counts of each column that the rows have, and of how rows fit the columns together.
     *
     * @param bins by column, those of the errors of rows by {@link ColumnsTogether#NAME}
     * @param together columns that have bins; one that the rows lack counts as missing
     * @return also the errors by {@link ColumnsTogether#NAME}, and by {@link ColumnsTogether#FITS_LEAST} which column that is
     */
    public static SortedMap<String, ColumnCounts> of(
            Dataset<Row> rows, SortedMap<String, ColumnBins> bins, Optional<ColumnsTogether> together) {
        List<String> present = List.of(rows.columns());
        List<BinnedColumn> columns = bins.entrySet().stream()
                .filter(column -> present.contains(column.getKey())
                        && !(together.isPresent() && ColumnsTogether.isOfAll(column.getKey())))
                .map(column -> new BinnedColumn(
                        column.getKey(),
                        column.getValue(),
                        rows.schema().apply(column.getKey()).dataType()))
                .toList();
        Optional<FittingRows> fitting = together.map(found -> FittingRows.of(
                found, bins, columns.stream().map(BinnedColumn::name).toList()));
        List<ColumnCounts> counts = columns.isEmpty() ? List.of() : counts(rows, columns, fitting);
        SortedMap<String, ColumnCounts> byName = new TreeMap<>();
        IntStream.range(0, columns.size())
                .forEach(at -> byName.put(columns.get(at).name(), counts.get(at)));
        if (fitting.isPresent() && !columns.isEmpty()) {
            byName.put(ColumnsTogether.NAME, counts.get(columns.size()));
            byName.put(ColumnsTogether.FITS_LEAST, counts.get(columns.size() + 1));
        }
        return byName;
    }

    private static List<ColumnCounts> counts(
            Dataset<Row> rows, List<BinnedColumn> columns, Optional<FittingRows> fitting) {
        JavaRDD<InternalRow> read = rows.select(columns.stream()
                        .map(column -> col(RuleSql.name(column.name())))
                        .toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        FittingRows all = fitting.orElse(null);
        return read.getNumPartitions() == 0
                ? counts(columns, all, List.<InternalRow>of().iterator())
                : read.mapPartitions(part -> List.of(counts(columns, all, part)).iterator())
                        .treeReduce(BinnedRows::merged);
    }

    /** Of each column, then of how rows fit all of them unless that is null. */
    private static List<ColumnCounts> counts(List<BinnedColumn> columns, FittingRows all, Iterator<InternalRow> rows) {
        ColumnCounter[] counters =
                columns.stream().map(column -> new ColumnCounter(column.bins())).toArray(ColumnCounter[]::new);
        BinnedColumn[] read = columns.toArray(BinnedColumn[]::new);
        FittingRows.Counter fitting = all == null ? null : all.counter();
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            for (int at = 0; at < counters.length; at++) {
                read[at].count(row, at, counters[at]);
            }
            if (fitting != null) {
                fitting.add(counters);
            }
        }
        Stream<ColumnCounts> ofColumns = Stream.of(counters).map(ColumnCounter::counts);
        return (fitting == null ? ofColumns : Stream.concat(ofColumns, fitting.counts())).toList();
    }

    private static List<ColumnCounts> merged(List<ColumnCounts> some, List<ColumnCounts> others) {
        return IntStream.range(0, some.size())
                .mapToObj(at -> some.get(at).merge(others.get(at)))
                .toList();
    }
}
