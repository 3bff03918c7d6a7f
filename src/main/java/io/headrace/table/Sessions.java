package io.headrace.table;

import io.headrace.spec.Places;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Makes Spark sessions that are set up for the lake. */
public final class Sessions {
    private Sessions() {}

    /** A session for the project: Delta, the safe log store, UTC, and what the project's configuration adds. */
    public static SparkSession open(Places places) {
        SparkSession.Builder builder = SparkSession.builder().appName("headrace");
        if (!places.master().isEmpty()) {
            builder.master(places.master());
        }
        Map<String, String> settings = new TreeMap<>(settings());
        settings.putAll(places.spark());
        settings.forEach(builder::config);
        return builder.getOrCreate();
    }

    /** The properties that every session on a lake needs; the last word is the project's. */
    public static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
        settings.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        settings.put(HardLinkLogStore.PROPERTY, HardLinkLogStore.class.getName());
        settings.put("spark.sql.session.timeZone", "UTC");
        settings.put("spark.ui.enabled", "false");
        settings.put("spark.ui.showConsoleProgress", "false");
        settings.put("spark.driver.host", "127.0.0.1");
        settings.put("spark.driver.bindAddress", "127.0.0.1");
        settings.put("spark.sql.shuffle.partitions", "4");
        settings.put("spark.databricks.delta.snapshotPartitions", "1");
        // Small tables carry their whole state in the checksum beside each commit: no job is needed to know it.
        settings.put("spark.databricks.delta.allFilesInCrc.thresholdNumFiles", "500");
        settings.put("spark.databricks.delta.setTransactionsInCrc.maxAllowed", "10000");
        // By way of Hadoop's FileSystem: its other interface starts two processes for each checksum on local disk.
        settings.put(
                "spark.hadoop.spark.sql.streaming.checkpointFileManagerClass",
                "org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager");
        settings.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2");
        settings.put("spark.sql.catalogImplementation", "in-memory");
        settings.put("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir") + "/headrace-warehouse");
        // A refused schema is better than a silent one: columns are only added by Headrace itself.
        settings.put("spark.databricks.delta.schema.autoMerge.enabled", "false");
        if (new SparkConf().contains("spark.master")) {
            settings.remove("spark.driver.host");
            settings.remove("spark.driver.bindAddress");
        }
        return settings;
    }
}
