#!/usr/bin/env bash
# Delta Kernel 4.4.0 (delta-kernel-defaults) puts the longest and the shortest text of a column whole into a file's statistics.
# Expected: minimum and maximum cut to 32 characters, as Delta Lake's writer on Spark does, so that a log of a table with long texts
# stays small, and what is in the texts is not in the log.
# Seen: a text of 1,000 characters stands twice in the statistics of its data file; one of 10,000 has none, as Parquet keeps none of it.
# What it means for us: table/KernelFile cuts them, KernelFileSparkIT compares with Spark's of the same rows.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.delta</groupId><artifactId>delta-kernel-api</artifactId><version>4.4.0</version></dependency>
    <dependency><groupId>io.delta</groupId><artifactId>delta-kernel-defaults</artifactId><version>4.4.0</version></dependency>
    <dependency><groupId>org.apache.hadoop</groupId><artifactId>hadoop-client-runtime</artifactId><version>3.4.2</version></dependency>
  </dependencies>
</project>
XML
mvn -B -q dependency:copy-dependencies -DoutputDirectory=jars
cat > Texts.java <<'JAVA'
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

public class Texts {
    public static void main(String[] arguments) throws Exception {
        StructType schema = new StructType().add("text", StringType.STRING);
        var row = new GenericRow(schema, Map.of(0, "x".repeat(1_000)));
        var batch = new FilteredColumnarBatch(
                new DefaultRowBasedColumnarBatch(schema, List.of(row)), Optional.empty());
        try (var files = DefaultEngine.create(new Configuration()).getParquetHandler().writeParquetFiles(
                arguments[0], Utils.singletonCloseableIterator(batch), List.of(new Column("text")))) {
            System.out.println(files.next().getStatistics().orElseThrow().serializeAsJson(schema).length());
        }
    }
}
JAVA
seen="$(java -cp 'jars/*' Texts.java "$work/table")"
[ "$seen" -gt 2000 ] && echo "as found: delta-kernel-defaults 4.4.0, $seen characters of statistics"
