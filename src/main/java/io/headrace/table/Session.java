package io.headrace.table;

import io.headrace.spec.Places;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** A Spark session that starts when it is needed, and the file systems that are there without it. */
final class Session {
    private static final String HADOOP = "spark.hadoop.";

    private final Places places;
    private final Configuration hadoop;
    private SparkSession spark;
    private final RowsSoFar rowsSoFar = new RowsSoFar();
    private String work;

    private Session(Places places, Configuration hadoop, SparkSession spark) {
        this.places = places;
        this.hadoop = hadoop;
        this.spark = spark;
    }

    /** A session that has started. */
    static Session of(SparkSession spark) {
        return new Session(null, spark.sessionState().newHadoopConf(), spark);
    }

    /** The session of a project, not started yet. */
    static Session later(Places places) {
        return new Session(places, configuration(places), null);
    }

    /** The settings of Hadoop that a session of the project has: its own files, spark-submit's, the project's. */
    static Configuration configuration(Places places) {
        Configuration hadoop = new Configuration();
        Sessions.settings(places, new SparkConf()).forEach((key, value) -> set(hadoop, key, value));
        for (scala.Tuple2<String, String> given : new SparkConf().getAll()) {
            set(hadoop, given._1(), given._2());
        }
        return hadoop;
    }

    private static void set(Configuration hadoop, String key, String value) {
        if (key.startsWith(HADOOP)) {
            hadoop.set(key.substring(HADOOP.length()), value);
        }
    }

    /** Settings of Hadoop. */
    Configuration hadoop() {
        return hadoop;
    }

    /** The session, started by the first call. */
    synchronized SparkSession spark() {
        if (spark == null) {
            spark = Sessions.open(places);
            spark.sparkContext().addSparkListener(rowsSoFar);
            spark.sparkContext().setJobDescription(work);
        }
        return spark;
    }

    /** Counts from the start of the session on, where this started it. */
    RowsSoFar rowsSoFar() {
        return rowsSoFar;
    }

    /** Says in Spark's own pages what is worked on from now on. */
    synchronized void describe(String what) {
        work = what;
        if (spark != null) {
            spark.sparkContext().setJobDescription(what);
        }
    }
}
