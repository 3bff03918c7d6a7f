package io.headrace.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import io.headrace.spec.RuleSql;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.PresenceBins;
import io.headrace.stats.drift.TextBins;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.StructField;

/**
 * Bins for the columns of a reference, such as a training set: cut points come from all rows where these are few, else from those that the
 * hash of their key chooses, so that they are the same for any order and any partition of the rows.
 */
public final class ReferenceBins {
    /** Values held at most to find cut points. */
    private static final long MOST_VALUES = 5_000_000;

    private static final long MOST_ROWS = 100_000;
    private static final int BUCKETS = 1_000_000;

    private final Set<String> personal;
    private final List<String> key;

    /**
     * @param personal columns whose values must not be kept: only whether there is one is counted
     * @param key columns that name a row
     */
    public ReferenceBins(Set<String> personal, List<String> key) {
        this.personal = Set.copyOf(personal);
        this.key = List.copyOf(key);
    }

    /**
     * What is fixed of a reference.
     *
     * @param together how its columns hang together; empty where there are too few of them, or of rows
     */
    public record Reference(SortedMap<String, ColumnBins> bins, Optional<FittedRows> together) {}

    /**
     * The bins of each column of numbers, times, texts or truth values; others are left out.
     *
     * @param count how many rows there are
     */
    public SortedMap<String, ColumnBins> of(Dataset<Row> rows, long count, List<String> columns) {
        return of(rows, count, columns, List.of()).bins();
    }

    /**
     * The bins of each column, and how columns hang together, from the same rows.
     *
     * @param count how many rows there are
     * @param first columns that are judged together, most important ones first; of these as many as can be
     */
    public Reference of(Dataset<Row> rows, long count, List<String> columns, List<String> first) {
        SortedMap<String, ColumnBins> bins = new TreeMap<>();
        columns.stream().filter(personal::contains).forEach(name -> bins.put(name, PresenceBins.ofPersonal()));
        List<StructField> open = columns.stream()
                .filter(name -> !personal.contains(name))
                .map(name -> rows.schema().apply(name))
                .filter(field -> BinnedColumn.isNumber(field.dataType()) || BinnedColumn.isText(field.dataType()))
                .toList();
        if (open.isEmpty()) {
            return new Reference(bins, Optional.empty());
        }
        List<Values> values = open.stream().map(Values::of).toList();
        List<InternalRow> read = read(rows, count, open);
        read.forEach(row -> {
            for (int at = 0; at < values.size(); at++) {
                values.get(at).add(row, at);
            }
        });
        values.forEach(found -> bins.put(found.name(), found.bins()));
        List<BinnedColumn> binned = open.stream()
                .map(field -> new BinnedColumn(field.name(), bins.get(field.name()), field.dataType()))
                .toList();
        return new Reference(bins, FittedRows.of(read, binned, first));
    }

    /** The fields, then a number that the hash of the row's key gives. */
    private List<InternalRow> read(Dataset<Row> rows, long count, List<StructField> fields) {
        long most = Math.min(MOST_ROWS, MOST_VALUES / fields.size() + 1);
        Column hash = xxhash64(key.stream().map(name -> col(RuleSql.name(name))).toArray(Column[]::new));
        Dataset<Row> some =
                count <= most ? rows : rows.where(pmod(hash, lit(BUCKETS)).lt(lit((int) (BUCKETS * most / count))));
        Stream<Column> columns = fields.stream().map(field -> col(RuleSql.name(field.name())));
        return some.select(Stream.concat(columns, Stream.of(hash)).toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(InternalRow::copy)
                .collect();
    }

    /** The values of a column that have been read. */
    private interface Values {
        static Values of(StructField field) {
            return BinnedColumn.isText(field.dataType()) ? new Texts(field, new HashMap<>()) : new Numbers(field);
        }

        String name();

        void add(InternalRow row, int at);

        ColumnBins bins();
    }

    /** Texts and truth values. */
    private record Texts(StructField field, Map<String, Long> rows) implements Values {
        @Override
        public String name() {
            return field.name();
        }

        @Override
        public void add(InternalRow row, int at) {
            if (!row.isNullAt(at)) {
                String text = field.dataType() instanceof BooleanType
                        ? Boolean.toString(row.getBoolean(at))
                        : row.getString(at);
                rows.merge(text, 1L, Long::sum);
            }
        }

        @Override
        public ColumnBins bins() {
            return TextBins.of(rows);
        }
    }

    /** Numbers and times. */
    private static final class Numbers implements Values {
        private final BinnedColumn column;
        private final DoubleStream.Builder numbers = DoubleStream.builder();

        Numbers(StructField field) {
            this.column = new BinnedColumn(field.name(), NumberBins.ofSorted(new double[0]), field.dataType());
        }

        @Override
        public String name() {
            return column.name();
        }

        @Override
        public void add(InternalRow row, int at) {
            if (!row.isNullAt(at)) {
                numbers.add(column.number(row, at) + 0.0);
            }
        }

        @Override
        public ColumnBins bins() {
            return NumberBins.ofSorted(
                    Arrays.stream(numbers.build().filter(Double::isFinite).toArray())
                            .sorted()
                            .toArray());
        }
    }
}
