package io.headrace.table;

import io.headrace.spec.Places;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Makes Spark sessions that are set up for the lake. */
public final class Sessions {
    private Sessions() {}

    /**
     * A session for the project. Settings of spark-submit win over the project's configuration, and that
     * over our defaults; only what tables rely on (Delta, log store, UTC) is the project's to change and nobody else's.
     */
    public static SparkSession open(Places places) {
        SparkSession.Builder builder = SparkSession.builder().appName("headrace");
        if (!places.master().isEmpty()) {
            builder.master(places.master());
        }
        settings(places, new SparkConf()).forEach(builder::config);
        try {
            SparkSession spark = builder.getOrCreate();
            Shutdown.watch(spark);
            return spark;
        } catch (Exception e) {
            // Spark throws checked exceptions from methods that declare none.
            throw LakeErrors.noSession(new SparkConf().get("spark.master", places.master()), e);
        }
    }

    static Map<String, String> settings(Places places, SparkConf given) {
        return settings(places.spark(), given, given.get("spark.master", places.master()));
    }

    private static Map<String, String> settings(Map<String, String> project, SparkConf given, String master) {
        Map<String, String> settings = new TreeMap<>(defaults());
        if (master.startsWith("local")) {
            // Elsewhere, Spark's own processes need the file system before they have our classes.
            settings.put(LocalDisk.PROPERTY, LocalDisk.class.getName());
        }
        if (given.contains("spark.master")) {
            settings.remove("spark.driver.host");
            settings.remove("spark.driver.bindAddress");
        }
        settings.putAll(project);
        settings.keySet().removeIf(given::contains);
        required().forEach((key, value) -> settings.put(key, project.getOrDefault(key, value)));
        return settings;
    }

    /** The properties of a session on a lake, on one machine. */
    public static Map<String, String> settings() {
        return settings(Map.of(), new SparkConf(false), "local");
    }

    private static Map<String, String> required() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(
                "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension," + RuleFunctions.class.getName());
        settings.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        settings.put(HardLinkLogStore.PROPERTY, HardLinkLogStore.class.getName());
        settings.put(HardLinkLogStore.KERNEL_PROPERTY, HardLinkLogStore.class.getName());
        settings.put("spark.sql.catalog.headrace", "io.headrace.score.ModelCatalog");
        settings.put("spark.plugins", PortableAlgebra.class.getName());
        settings.put("spark.sql.session.timeZone", "UTC");
        // Moments in nanoseconds come as numbers, so that ingest can tell what a timestamp of Spark would cut off.
        settings.put("spark.sql.legacy.parquet.nanosAsLong", "true");
        // What Spark infers from a row's many derived columns doubles with each of them.
        settings.put("spark.sql.constraintPropagation.enabled", "false");
        // A refused schema is better than a silent one: columns are only added by Headrace itself.
        settings.put("spark.databricks.delta.schema.autoMerge.enabled", "false");
        return settings;
    }

    private static Map<String, String> defaults() {
        Map<String, String> settings = new TreeMap<>();
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
        return settings;
    }
}
