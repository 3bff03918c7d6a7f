#!/usr/bin/env bash
# Delta Lake 4.4.0 on Spark 4.1.0: VACUUM asks the LogStore of the table's file system to list from a path whose last name is the character NUL.
# Expected: VACUUM lists folders by Hadoop's file system, or asks a LogStore (a public interface, of which listFrom is documented as listing what
# follows "the given path") for paths that a file could have.
# Seen: each folder of the table is listed by listFrom(folder/NUL), so that all names follow. A LogStore that turns its argument into
# java.nio.file.Path is refused by Java ("Nul character not allowed"), and VACUUM fails, though all reads and writes go well.
# What it means for us: table/HardLinkLogStore takes the folder and the name apart; HardLinkLogStoreTest lists from such a name.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.spark</groupId><artifactId>spark-sql_2.13</artifactId><version>4.1.0</version></dependency>
    <dependency><groupId>io.delta</groupId><artifactId>delta-spark_4.1_2.13</artifactId><version>4.4.0</version></dependency>
  </dependencies>
</project>
XML
mvn -B -q dependency:copy-dependencies -DoutputDirectory=jars
cat > Names.java <<'JAVA'
import io.delta.storage.LocalLogStore;
import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Delta's own log store, which notes what it is asked for. */
public class Names extends LocalLogStore {
    private static final Set<String> ASKED = new ConcurrentSkipListSet<>();

    public Names(Configuration hadoop) {
        super(hadoop);
    }

    @Override
    public Iterator<FileStatus> listFrom(Path path, Configuration hadoop) throws IOException {
        ASKED.add(path.getName());
        return super.listFrom(path, hadoop);
    }

    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.databricks.delta.snapshotPartitions", 1)
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .config("spark.delta.logStore.file.impl", Names.class.getName())
                .config("spark.sql.warehouse.dir", arguments[0] + "/warehouse")
                .getOrCreate();
        spark.range(3).write().format("delta").save(arguments[0] + "/table");
        spark.read().format("delta").load(arguments[0] + "/table").count();
        boolean before = ASKED.contains("\u0000");
        spark.sql("vacuum delta.`" + arguments[0] + "/table`");
        System.out.println("NUL before the vacuum: " + before + ", after it: " + ASKED.contains("\u0000"));
        spark.stop();
    }
}
JAVA
javac -cp 'jars/*' -d classes Names.java
seen="$(java --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED \
    --add-opens=java.base/java.net=ALL-UNNAMED --add-opens=java.base/java.lang.invoke=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
    --add-opens=java.base/sun.util.calendar=ALL-UNNAMED -Djdk.reflect.useDirectMethodHandle=false -cp 'classes:jars/*' Names "$work" 2> log | grep '^NUL')"
[ "$seen" = "NUL before the vacuum: false, after it: true" ] && echo "as found: delta-spark 4.4.0, $seen"
