package io.headrace.privacy;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_utc_timestamp;

import io.headrace.spec.EngineColumn;
import io.headrace.spec.RetentionSpec.Keep;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** Which rows of a table have been kept long enough, and in which of its files, shown or not, they stand. */
final class OldRows {
    private final Lake lake;
    private final TableName table;
    private final StructType schema;
    private final ZoneId zone;
    private final Column isOld;

    /**
     * @param before rows of an earlier time are old
     * @param zone at whose midnight dates begin
     */
    OldRows(Lake lake, TableName table, Keep keep, Instant before, ZoneId zone) {
        this.lake = lake;
        this.table = table;
        this.schema = lake.read(table).schema();
        this.zone = zone;
        Column[] times = names(keep).stream().map(this::time).toArray(Column[]::new);
        if (times.length == 0) {
            throw PrivacyErrors.noTime(table.toString(), List.of(schema.fieldNames()));
        }
        Column old = coalesce(times).lt(lit(Timestamp.from(before)));
        this.isOld = coalesce(old, lit(false));
    }

    /** The columns of times, the first that is not null counts: a row without a time of its own counts by when it came. */
    private List<String> names(Keep keep) {
        List<String> known = List.of(schema.fieldNames());
        List<String> names = new ArrayList<>();
        keep.time().ifPresent(names::add);
        if (names.isEmpty() && known.contains(EngineColumn.AS_OF)) {
            names.add(EngineColumn.AS_OF);
        }
        if (known.contains(EngineColumn.INGESTED_AT)) {
            names.add(EngineColumn.INGESTED_AT);
        }
        return names;
    }

    private Column time(String name) {
        if (!List.of(schema.fieldNames()).contains(name)) {
            throw PrivacyErrors.notATime(table.toString(), name, "is not there");
        }
        DataType type = schema.apply(name).dataType();
        Column time = col("`" + name + "`");
        if (type instanceof DateType) {
            return to_utc_timestamp(time.cast("timestamp"), zone.getId());
        }
        if (!(type instanceof TimestampType)) {
            throw PrivacyErrors.notATime(table.toString(), name, "is " + type.typeName());
        }
        return time;
    }

    /** Those of some rows of the table. */
    Dataset<Row> in(Dataset<Row> rows) {
        return rows.where(isOld);
    }

    /** The other rows. */
    Dataset<Row> staying(Dataset<Row> rows) {
        return rows.where(not(isOld));
    }

    /** Absolute paths of the table's files that have such rows. */
    Set<String> files() {
        return filesOf(lake.read(table));
    }

    /** The same of files that the table does not show any more, as they are in its folder. */
    Set<String> among(Set<String> old) {
        return old.isEmpty()
                ? Set.of()
                : filesOf(lake.spark()
                        .read()
                        .option("basePath", lake.path(table))
                        .schema(schema)
                        .parquet(old.toArray(String[]::new)));
    }

    private Set<String> filesOf(Dataset<Row> rows) {
        Set<String> files = new TreeSet<>();
        in(rows).select(input_file_name())
                .distinct()
                .collectAsList()
                .forEach(row -> files.add(decoded(row.getString(0))));
        return files;
    }

    /** Spark names files by their URI, in which the folders of as-ofs are encoded. */
    private static String decoded(String uri) {
        return new Path(URI.create(uri)).toUri().getPath();
    }
}
