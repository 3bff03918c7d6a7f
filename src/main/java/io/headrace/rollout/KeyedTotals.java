package io.headrace.rollout;

import io.headrace.stats.trial.ArmCounter;
import io.headrace.stats.trial.ArmTotals;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Exact totals of outcomes by a key, in one pass; the same for any order and any partition of the rows. */
final class KeyedTotals {
    private KeyedTotals() {}

    /** What the totals of a row are kept by. */
    interface Key extends Serializable {
        /** The key of a row. */
        String of(Row row);
    }

    /**
     * Totals by key; none of a key without rows.
     *
     * @param rows value, base and covariate in the first three columns, none of them null; then what the key reads
     */
    static Map<String, ArmTotals> of(Dataset<Row> rows, Key key) {
        Map<String, ArmTotals> totals = new TreeMap<>();
        rows.toJavaRDD()
                .mapPartitions(part -> counted(part, key))
                .collect()
                .forEach(part -> totals.merge(part._1(), ArmTotals.ofBytes(part._2()), ArmTotals::plus));
        return totals;
    }

    private static Iterator<Tuple2<String, byte[]>> counted(Iterator<Row> rows, Key key) {
        Map<String, ArmCounter> counters = new TreeMap<>();
        rows.forEachRemaining(row -> counters.computeIfAbsent(key.of(row), name -> new ArmCounter())
                .add(row.getDouble(0), row.getDouble(1), row.getDouble(2)));
        return counters.entrySet().stream()
                .map(found ->
                        new Tuple2<>(found.getKey(), found.getValue().totals().toBytes()))
                .iterator();
    }
}
