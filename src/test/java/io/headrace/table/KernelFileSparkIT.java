package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Kernel writes beside what Spark writes of the same rows. */
@ExtendWith(LakeExtension.class)
class KernelFileSparkIT {
    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field("text", DataTypes.StringType, ""),
        Lake.field("number", DataTypes.IntegerType, ""),
        Lake.field("count", DataTypes.LongType, ""),
        Lake.field("share", DataTypes.DoubleType, ""),
        Lake.field("flag", DataTypes.BooleanType, ""),
        Lake.field("bytes", DataTypes.BinaryType, ""),
        Lake.field("day", DataTypes.DateType, ""),
        Lake.field("moment", DataTypes.TimestampType, ""),
        Lake.field("names", DataTypes.createArrayType(DataTypes.StringType), ""),
        Lake.field("days", DataTypes.createArrayType(DataTypes.DateType), ""),
        Lake.field("counts", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType), ""),
        Lake.field(
                "pairs",
                DataTypes.createArrayType(
                        new StructType().add("name", DataTypes.StringType).add("at", DataTypes.TimestampType)),
                ""),
        Lake.field("pair", new StructType().add("name", DataTypes.StringType).add("share", DataTypes.DoubleType), "")
    });

    private static final String LONG = "a text that is longer than the thirty-two characters that statistics keep";

    private static final List<Row> ROWS = List.of(
            row(
                    LONG,
                    -1,
                    Long.MAX_VALUE,
                    0.1,
                    true,
                    new byte[] {0, -1},
                    Date.valueOf("1899-12-31"),
                    Timestamp.from(Instant.parse("1969-12-31T23:59:59.999999Z")),
                    new String[] {"x", null, ""},
                    List.of(Date.valueOf("2024-02-29")),
                    Map.of("k", 7L),
                    List.of(row("p", Timestamp.from(Instant.EPOCH)), row(null, null)),
                    row("q", Double.NaN)),
            row(
                    "",
                    7,
                    0L,
                    Double.NEGATIVE_INFINITY,
                    false,
                    new byte[0],
                    Date.valueOf("2026-02-28"),
                    Timestamp.from(Instant.parse("2026-02-28T12:00:00.123456Z")),
                    new String[0],
                    List.of(),
                    Map.of(),
                    List.of(),
                    row(null, 1.5)),
            row(Collections.nCopies(SCHEMA.length(), null).toArray()));

    private static Row row(Object... values) {
        return RowFactory.create(values);
    }

    @Test
    void holdsTheSameRowsAndStatistics(Lake lake) throws IOException {
        TableLayout byKernel = TableLayout.plain(Layer.SYSTEM.table("kernel"), SCHEMA);
        TableLayout bySpark = TableLayout.plain(Layer.SYSTEM.table("spark"), SCHEMA);
        commit(lake, byKernel, files -> files.write(ROWS, byKernel, lake.hadoop()));
        commit(
                lake,
                bySpark,
                files -> files.write(lake.spark().createDataFrame(ROWS, SCHEMA).coalesce(1)));
        assertThat(texts(lake, byKernel.table()))
                .hasSize(ROWS.size())
                .containsExactlyInAnyOrderElementsOf(texts(lake, bySpark.table()));
        assertThat(lake.read(byKernel.table()).schema())
                .isEqualTo(lake.read(bySpark.table()).schema());
        JsonNode own = statistics(lake, byKernel.table());
        JsonNode sparks = statistics(lake, bySpark.table());
        assertThat(own.get("numRecords").asInt()).isEqualTo(ROWS.size());
        assertThat(own.at("/maxValues/text").asText())
                .startsWith(LONG.substring(0, 32))
                .isGreaterThan(LONG)
                .hasSizeLessThan(LONG.length());
        ((ObjectNode) own.get("maxValues")).remove("text");
        for (String kind : List.of("minValues", "maxValues", "nullCount")) {
            assertThat(own.get(kind)).as(kind).isNotEmpty();
            own.get(kind)
                    .properties()
                    .forEach(entry -> assertThat(entry.getValue())
                            .as(kind + " of " + entry.getKey())
                            .isEqualTo(sparks.get(kind).get(entry.getKey())));
        }
    }

    @Test
    @Tag("full")
    void ofRowsThatFillSeveralFilesAllAreKept(Lake lake) {
        TableLayout layout = TableLayout.plain(Layer.SYSTEM.table("kernel"), SCHEMA);
        Configuration small = new Configuration(lake.hadoop());
        small.setLong("delta.kernel.default.parquet.writer.targetMaxFileSize", 1);
        lake.ensure(layout);
        DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(layout.table()));
        List<Row> many = Collections.nCopies(500, ROWS.get(0));
        files.write(many, layout, small);
        assertThat(files.written().count()).isGreaterThan(1);
        files.commit(DeltaFiles.Files.none(), DeltaFiles.Files.none(), Map.of(), "test");
        assertThat(lake.read(layout.table()).count()).isEqualTo(many.size());
    }

    @Test
    void aPersonalColumnHasNoStatistics(Lake lake) throws IOException {
        TableLayout layout =
                TableLayout.plain(Layer.SYSTEM.table("kernel"), SCHEMA).withPersonal(List.of("text"));
        commit(lake, layout, files -> files.write(ROWS, layout, lake.hadoop()));
        assertThat(statistics(lake, layout.table()).toString())
                .doesNotContain("text")
                .contains("number");
    }

    private static void commit(Lake lake, TableLayout layout, Consumer<DeltaFiles> write) {
        lake.ensure(layout);
        DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(layout.table()));
        write.accept(files);
        files.commit(DeltaFiles.Files.none(), DeltaFiles.Files.none(), Map.of(), "test");
    }

    /** By Spark; bytes as hexadecimal digits. */
    private static List<String> texts(Lake lake, TableName table) {
        return lake.read(table).withColumn("bytes", functions.hex(functions.col("bytes"))).collectAsList().stream()
                .map(Row::json)
                .toList();
    }

    private static JsonNode statistics(Lake lake, TableName table) throws IOException {
        Path log = Path.of(lake.path(table), "_delta_log", "00000000000000000001.json");
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(log)) {
            JsonNode add = mapper.readTree(line).get("add");
            if (add != null) {
                return mapper.readTree(add.get("stats").asText());
            }
        }
        throw new AssertionError("no data file in " + log);
    }
}
