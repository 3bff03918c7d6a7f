package io.headrace.quality;

import static org.apache.spark.sql.functions.col;

import io.headrace.spec.RuleSql;
import io.headrace.stats.ColumnProfile;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;

/** Profiles of the columns of a table, in one pass. */
public final class ColumnProfiler {
    private final Set<String> personal;

    /** @param personal columns whose values must not be kept: they get no minimum, maximum, quantiles, frequent values or shapes */
    public ColumnProfiler(Set<String> personal) {
        this.personal = Set.copyOf(personal);
    }

    /** A profile of each of the columns; columns of other than plain types are left out. */
    public List<ColumnProfile> of(Dataset<Row> rows, List<String> columns) {
        List<StructField> fields = columns.stream()
                .map(name -> rows.schema().apply(name))
                .filter(field -> ColumnCollector.isPlain(field.dataType()))
                .toList();
        JavaRDD<InternalRow> read = rows.select(fields.stream()
                        .map(field -> col(RuleSql.name(field.name())))
                        .toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        return fields.isEmpty() || read.getNumPartitions() == 0
                ? profiles(fields, personal, List.<InternalRow>of().iterator())
                : profiles(read, fields, personal);
    }

    private static List<ColumnProfile> profiles(
            JavaRDD<InternalRow> rows, List<StructField> fields, Set<String> personal) {
        return rows.mapPartitions(
                        part -> List.of(profiles(fields, personal, part)).iterator())
                .treeReduce(ColumnProfiler::merged);
    }

    private static List<ColumnProfile> profiles(
            List<StructField> fields, Set<String> personal, Iterator<InternalRow> rows) {
        ColumnCollector[] collectors = fields.stream()
                .map(field -> ColumnCollector.of(field, personal.contains(field.name())))
                .toArray(ColumnCollector[]::new);
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            for (int at = 0; at < collectors.length; at++) {
                collectors[at].add(row, at);
            }
        }
        return Stream.of(collectors).map(ColumnCollector::profile).toList();
    }

    private static List<ColumnProfile> merged(List<ColumnProfile> some, List<ColumnProfile> others) {
        return IntStream.range(0, some.size())
                .mapToObj(at -> some.get(at).merge(others.get(at)))
                .toList();
    }
}
