#!/usr/bin/env bash
# Delta Kernel 4.4.0 cannot write a date or a timestamp that is in its own batch of rows.
# Expected: DefaultRowBasedColumnarBatch of GenericRow, the only ready-made batch of values in memory, can be given to the Parquet
# writer of the same library with every type of a Delta table.
# Seen: texts and numbers are written; a date fails with UnsupportedOperationException, as the writer asks the column for an integer and the
# row compares the type it was asked for with the declared one. A timestamp likewise.
# What it means for us: table/KernelVector, a column of our own.
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
cat > Dates.java <<'JAVA'
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.*;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

public class Dates {
    public static void main(String[] arguments) throws Exception {
        write(arguments[0], IntegerType.INTEGER, 1);
        write(arguments[0], LongType.LONG, 1L);
        write(arguments[0], StringType.STRING, "1");
        write(arguments[0], DateType.DATE, 1);
        write(arguments[0], TimestampType.TIMESTAMP, 1L);
    }

    private static void write(String folder, DataType type, Object value) throws Exception {
        StructType schema = new StructType().add("x", type);
        var batch = new FilteredColumnarBatch(
                new DefaultRowBasedColumnarBatch(schema, List.of(new GenericRow(schema, Map.of(0, value)))),
                Optional.empty());
        try (var files = DefaultEngine.create(new Configuration()).getParquetHandler().writeParquetFiles(
                folder, Utils.singletonCloseableIterator(batch), List.of())) {
            files.next();
            System.out.println(type + " written");
        } catch (UnsupportedOperationException refused) {
            System.out.println(type + " refused: " + refused.getMessage());
        }
    }
}
JAVA
java -cp 'jars/*' Dates.java "$work/table" > seen
cat > known <<'TEXT'
integer written
long written
string written
date refused: Trying to access a `integer` value from vector of type `date`
timestamp refused: Trying to access a `long` value from vector of type `timestamp`
TEXT
diff known seen && echo "as found: delta-kernel-defaults 4.4.0"
