package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.run.HeadraceException;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class KernelTableSparkIT {
    private static final TableName NOTES = Layer.SYSTEM.table("notes");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field("about", DataTypes.StringType, "what it is about"),
        Lake.field("number", DataTypes.IntegerType, "a number"),
        Lake.field("at", DataTypes.TimestampType, "when")
    });

    @Test
    void readsEverySystemTableAsSparkDoes(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        shop.runAll(SmallShop.DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train(), SmallShop.score(1));
        List<TableName> tables = lake.tables(Layer.SYSTEM);
        assertThat(tables).hasSizeGreaterThan(6);
        for (TableName table : tables) {
            StructType schema = lake.read(table).schema();
            assertThat(texts(lake.rows(table, schema, Map.of())))
                    .as(table.toString())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(texts(lake.read(table).collectAsList()));
        }
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(Row::json).toList();
    }

    @Test
    void readsOnlyTheRowsAndColumnsWanted(Lake lake) {
        SystemTable table = notes(lake, 3);
        StructType columns = new StructType(new StructField[] {SCHEMA.apply("about"), SCHEMA.apply("number")});
        assertThat(lake.rows(NOTES, columns, Map.of("about", Set.of("note 1", "note 2"))))
                .extracting(Row::json)
                .containsExactlyInAnyOrder(
                        "{\"about\":\"note 1\",\"number\":1}", "{\"about\":\"note 2\",\"number\":2}");
        assertThat(lake.rows(NOTES, columns, Map.of("about", Set.of()))).isEmpty();
        assertThat(table.rows()).hasSize(3);
    }

    @Test
    void aColumnThatOlderFilesLackIsNull(Lake lake) {
        notes(lake, 1);
        StructType more = SCHEMA.add(Lake.field("reason", DataTypes.StringType, "why"));
        assertThat(lake.rows(NOTES, more, Map.of()))
                .extracting(row -> row.getAs("reason"))
                .containsOnlyNulls();
    }

    @Test
    void rowsAddedSinceAndRowsCompactedAreSeenOnce(Lake lake) {
        SystemTable reader = notes(lake, 12);
        assertThat(reader.rows()).hasSize(12);
        SystemTable writer = new SystemTable(lake, description());
        writer.appendOnce("notes", 13, List.of(note(13)));
        assertThat(reader.rows()).hasSize(13);
        lake.spark().sql("optimize delta.`" + lake.path(NOTES) + "`");
        writer.appendOnce("notes", 14, List.of(note(14)));
        assertThat(reader.rows()).hasSize(14).doesNotHaveDuplicates();
        assertThat(reader.mark("notes")).isEqualTo(14);
        assertThat(reader.mark("nobody's")).isEqualTo(-1);
    }

    @Test
    void aTableThatHasNotBeenMadeHasNoRows(Lake lake) {
        assertThat(lake.has(NOTES)).isFalse();
        assertThat(lake.rows(NOTES, SCHEMA, Map.of())).isEmpty();
        assertThat(new SystemTable(lake, description()).mark("nobody's")).isEqualTo(-1);
    }

    @Test
    void aTableOfANewerDeltaIsNamed(Lake lake) throws IOException {
        notes(lake, 1);
        Path log = Path.of(lake.path(NOTES), "_delta_log");
        Files.writeString(
                log.resolve("00000000000000000002.json"),
                "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"fromTheFuture\"],"
                        + "\"writerFeatures\":[\"fromTheFuture\"]}}\n",
                StandardOpenOption.CREATE_NEW);
        assertThatThrownBy(() -> lake.rows(NOTES, SCHEMA, Map.of()))
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("headrace.notes")
                .hasMessageContaining("newer");
    }

    private static SystemTable notes(Lake lake, int count) {
        SystemTable table = new SystemTable(lake, description());
        IntStream.rangeClosed(1, count).forEach(number -> table.appendOnce("notes", number, List.of(note(number))));
        return table;
    }

    private static Row note(int number) {
        return RowFactory.create(
                "note " + number, number, Timestamp.from(Instant.parse("2026-01-01T00:00:00.123456Z")));
    }

    private static TableDescription description() {
        return TableDescription.system(NOTES, "a note", SCHEMA, "about");
    }
}
