package io.headrace.quality;

import static org.apache.spark.sql.functions.col;

import io.headrace.spec.RuleSql;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import java.util.Iterator;
import java.util.List;
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
        List<String> present = List.of(rows.columns());
        List<BinnedColumn> columns = bins.entrySet().stream()
                .filter(column -> present.contains(column.getKey()))
                .map(column -> new BinnedColumn(
                        column.getKey(),
                        column.getValue(),
                        rows.schema().apply(column.getKey()).dataType()))
                .toList();
        List<ColumnCounts> counts = columns.isEmpty() ? List.of() : counts(rows, columns);
        SortedMap<String, ColumnCounts> byName = new TreeMap<>();
        IntStream.range(0, columns.size())
                .forEach(at -> byName.put(columns.get(at).name(), counts.get(at)));
        return byName;
    }

    private static List<ColumnCounts> counts(Dataset<Row> rows, List<BinnedColumn> columns) {
        JavaRDD<InternalRow> read = rows.select(columns.stream()
                        .map(column -> col(RuleSql.name(column.name())))
                        .toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        return read.getNumPartitions() == 0
                ? counts(columns, List.<InternalRow>of().iterator())
                : read.mapPartitions(part -> List.of(counts(columns, part)).iterator())
                        .treeReduce(BinnedRows::merged);
    }

    private static List<ColumnCounts> counts(List<BinnedColumn> columns, Iterator<InternalRow> rows) {
        ColumnCounter[] counters =
                columns.stream().map(column -> new ColumnCounter(column.bins())).toArray(ColumnCounter[]::new);
        BinnedColumn[] read = columns.toArray(BinnedColumn[]::new);
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            for (int at = 0; at < counters.length; at++) {
                read[at].count(row, at, counters[at]);
            }
        }
        return Stream.of(counters).map(ColumnCounter::counts).toList();
    }

    private static List<ColumnCounts> merged(List<ColumnCounts> some, List<ColumnCounts> others) {
        return IntStream.range(0, some.size())
                .mapToObj(at -> some.get(at).merge(others.get(at)))
                .toList();
    }
}
