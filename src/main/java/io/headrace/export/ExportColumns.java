package io.headrace.export;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.headrace.export.ExportCounts.Changes;
import io.headrace.spec.ExportSpec;
import io.headrace.table.SqlClock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows and columns of an export. */
final class ExportColumns {
    /** The last column of changes: which of the words of {@link Changes} the row is. */
    static final String CHANGE = "change";

    /** These differ from run to run and do not count as changes. */
    private static final Set<String> OF_THE_RUN = Set.of(AS_OF, RUN_ID, "scored_at");

    private static final Pattern PLAIN = Pattern.compile(
            "string|boolean|tinyint|smallint|int|bigint|float|double|decimal\\(\\d+,\\d+\\)|date|timestamp");
    private static final String NOW = "now";
    private static final String BEFORE = "before";

    private final ExportSpec spec;
    private final ZoneId zone;

    /**
     * @param zone by whose clock conditions read times
     */
    ExportColumns(ExportSpec spec, ZoneId zone) {
        this.zone = zone;
        this.spec = spec;
    }

    /** The rows of an as-of of the published table with the job's columns, each row identified by its key. */
    Dataset<Row> of(Dataset<Row> published, String asOf, String where) {
        List<String> there = List.of(published.columns());
        Stream.concat(spec.columns().stream(), spec.key().stream())
                .filter(column -> !there.contains(column))
                .findFirst()
                .ifPresent(column -> {
                    throw ExportErrors.noSourceColumn(spec.name(), spec.table(), column, there);
                });
        Dataset<Row> asked = published.where(col(AS_OF).equalTo(lit(asOf).cast("timestamp")));
        Dataset<Row> rows = SqlClock.of(published.sparkSession(), zone, () -> asked.where(SqlClock.expr(where)))
                .select(columns(spec.columns().isEmpty() ? there : spec.columns()));
        if (!spec.key().isEmpty()) {
            requireKey(rows);
        }
        return rows;
    }

    private void requireKey(Dataset<Row> rows) {
        Column noKey = spec.key().stream().map(column -> col(column).isNull()).reduce(lit(false), Column::or);
        long broken = rows.groupBy(columns(spec.key()))
                .agg(count(lit(1)).as("rows of the key"))
                .where(noKey.or(col("rows of the key").gt(1)))
                .count();
        if (broken > 0) {
            throw ExportErrors.notAKey(spec.name(), spec.table(), spec.key(), broken);
        }
    }

    /** Column to its type in Spark SQL, in order, without {@code change}. */
    static Map<String, String> types(Dataset<Row> rows) {
        Map<String, String> types = new LinkedHashMap<>();
        for (StructField field : rows.schema().fields()) {
            types.put(field.name(), field.dataType().catalogString());
        }
        types.remove(CHANGE);
        return types;
    }

    /** The rows of a first export of changes. */
    Dataset<Row> allInserted(Dataset<Row> now) {
        return now.withColumn(CHANGE, lit(Changes.INSERTED));
    }

    /** What is different now: rows of a key are equal when all columns are that say more than which run wrote them. */
    Dataset<Row> changes(Dataset<Row> before, Dataset<Row> now) {
        Column differ = Stream.of(now.columns())
                .filter(column -> !spec.key().contains(column) && !OF_THE_RUN.contains(column))
                .map(column -> not(col(NOW + "." + column).eqNullSafe(col(BEFORE + "." + column))))
                .reduce(lit(false), Column::or);
        return changes(before, now, differ);
    }

    /** The same where the earlier export was declared otherwise, so that no row is known to be as it was sent. */
    Dataset<Row> changesAnew(Dataset<Row> before, Dataset<Row> now) {
        return changes(before, now, lit(true));
    }

    private Dataset<Row> changes(Dataset<Row> before, Dataset<Row> now, Column differ) {
        Column sameKey = spec.key().stream()
                .map(column -> col(NOW + "." + column).equalTo(col(BEFORE + "." + column)))
                .reduce(lit(true), Column::and);
        Column change = when(col(BEFORE).isNull(), Changes.INSERTED)
                .when(col(NOW).isNull(), Changes.WITHDRAWN)
                .when(differ, Changes.CHANGED);
        return packed(now, NOW)
                .join(packed(before, BEFORE), sameKey, "full_outer")
                .withColumn(CHANGE, change)
                .where(col(CHANGE).isNotNull())
                .select(coalesce(col(NOW), col(BEFORE)).as(NOW), col(CHANGE))
                .select(NOW + ".*", CHANGE);
    }

    private static Dataset<Row> packed(Dataset<Row> rows, String name) {
        return rows.select(struct(columns(List.of(rows.columns()))).as(name));
    }

    /** The same rows with lists and structures as JSON, for targets that know plain values only. */
    static Dataset<Row> plain(Dataset<Row> rows) {
        return rows.select(Stream.of(rows.schema().fields())
                .map(field -> plain(field).as(field.name()))
                .toArray(Column[]::new));
    }

    private static Column plain(StructField field) {
        if (field.dataType() instanceof ArrayType
                || field.dataType() instanceof MapType
                || field.dataType() instanceof StructType) {
            return to_json(col(field.name()), Map.of("ignoreNullFields", "false"));
        }
        if (!PLAIN.matcher(field.dataType().catalogString()).matches()) {
            throw ExportErrors.unknownType(field.name(), field.dataType().catalogString());
        }
        return col(field.name());
    }

    /** Each row as a line of CSV: nothing stands for null, all else is in quotes; moments are in UTC and say so. */
    static Dataset<String> csvLines(Dataset<Row> rows) {
        Dataset<Row> plain = plain(rows);
        Column[] fields =
                Stream.of(plain.schema().fields()).map(ExportColumns::csvField).toArray(Column[]::new);
        return plain.select(concat_ws(",", fields)).as(Encoders.STRING());
    }

    private static Column csvField(StructField field) {
        Column text = col(field.name()).cast("string");
        if (field.dataType().sameType(DataTypes.TimestampType)) {
            text = concat(text, lit("Z"));
        }
        return coalesce(concat(lit("\""), replace(text, lit("\""), lit("\"\"")), lit("\"")), lit(""));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
    }
}
