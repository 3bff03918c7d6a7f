package io.headrace.table;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Who was erased and must not come back, by keyed hashes alone: {@code headrace.tombstones}, whose rows are chained. */
public final class Tombstones {
    /** The table. */
    public static final TableName TABLE = Layer.SYSTEM.table("tombstones");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run of the erasure"),
        Lake.field("subject", DataTypes.StringType, "Whose key it was, such as customer_id"),
        Lake.field("hash", DataTypes.StringType, "HMAC-SHA-256 of the key; its secret is not in the lake"),
        Lake.field("erased_at", DataTypes.TimestampType, "When the erasure began")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.chained(
            TABLE, "a person who was erased, known by a keyed hash alone", SCHEMA, RUN_ID, "subject", "hash");

    private final RunTable table;

    /** Those of a lake. */
    public Tombstones(Lake lake) {
        table = new RunTable(lake, DESCRIPTION);
    }

    /** Adds persons; does nothing when an earlier attempt of the run has added them. */
    public void add(RunId run, String subject, Collection<String> hashes, Instant at) {
        table.append(
                run,
                hashes.stream()
                        .sorted()
                        .map(hash -> RowFactory.create(run.toString(), subject, hash, Timestamp.from(at)))
                        .toList());
    }

    /** Runs that erased persons, as {@link RunId#toString} writes them, each with when it began. */
    SortedMap<String, Instant> runs() {
        SortedMap<String, Instant> runs = new TreeMap<>();
        table.rows(Map.of())
                .forEach(row -> runs.put(
                        row.getAs(RUN_ID), row.<Timestamp>getAs("erased_at").toInstant()));
        return runs;
    }

    /** Kind of subject to the hashes of those who were erased. */
    public SortedMap<String, Set<String>> all() {
        SortedMap<String, Set<String>> all = new TreeMap<>();
        List<Row> rows = table.rows(Map.of());
        rows.forEach(row -> all.computeIfAbsent(row.getAs("subject"), first -> new TreeSet<>())
                .add(row.getAs("hash")));
        return all;
    }
}
