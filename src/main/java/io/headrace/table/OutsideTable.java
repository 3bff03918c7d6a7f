package io.headrace.table;

import io.delta.tables.DeltaTable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A Delta table that is not of the lake: somebody else writes it. */
public final class OutsideTable {
    private final SparkSession spark;
    private final String path;

    public OutsideTable(SparkSession spark, String path) {
        this.spark = spark;
        this.path = path;
    }

    /**
     * One of its data files.
     *
     * @param path absolute
     * @param deletionVector names the rows that no longer count; empty where all do
     * @param rows that count; -1 if the table's log does not give it
     */
    public record DataFile(String path, long bytes, long modifiedMillis, String deletionVector, long rows) {}

    /** Whether there is such a table. */
    public boolean exists() {
        return DeltaFiles.isTable(spark, path);
    }

    /** The newest version committed before the moment; empty where there was none. */
    public OptionalLong versionBefore(Instant moment) {
        Row newest = DeltaTable.forPath(spark, path)
                .history()
                .where(functions.col("timestamp").lt(functions.lit(Timestamp.from(moment))))
                .agg(functions.max("version"))
                .first();
        return newest.isNullAt(0) ? OptionalLong.empty() : OptionalLong.of(newest.getLong(0));
    }

    /** Its data files at a version. */
    public List<DataFile> files(long version) {
        return DeltaFiles.dataFiles(spark, path, version);
    }

    /** The rows of some of its data files at a version. */
    public Dataset<Row> read(long version, Set<String> absolutePaths) {
        return DeltaFiles.read(spark, path, version, absolutePaths);
    }
}
