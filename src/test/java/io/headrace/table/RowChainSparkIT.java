package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.testing.LakeExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of Headrace's own tables get their places in a chain, whoever writes at the same time. */
@ExtendWith(LakeExtension.class)
class RowChainSparkIT {
    private static final TableName TABLE = Layer.SYSTEM.table("words");
    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field("word", DataTypes.StringType, ""),
        Lake.field("day", DataTypes.DateType, ""),
        Lake.field("at", DataTypes.TimestampType, ""),
        Lake.field("share", DataTypes.DoubleType, ""),
        Lake.field("names", DataTypes.createArrayType(DataTypes.StringType), ""),
        Lake.field("counts", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType), "")
    });
    private static final TableDescription PLAIN = TableDescription.system(TABLE, "a word", SCHEMA, "word");
    private static final TableDescription CHAINED = TableDescription.chained(TABLE, "a word", SCHEMA, "word");

    @Test
    void everyTypeOfValueKeepsItsDigest(Lake lake) {
        SystemTable table = new SystemTable(lake, CHAINED);
        table.appendOnce("a", 1, List.of(word("one"), word("")));
        table.appendOnce(
                "a", 2, List.of(word("half a pair \ud800"), RowFactory.create("none", null, null, null, null, null)));
        assertIntact(lake, 4);
    }

    @Test
    void rowsOfAnEarlierReleaseGetPlacesWhenTheNextRowComes(Lake lake) {
        SystemTable older = new SystemTable(lake, PLAIN);
        older.appendOnce("a", 1, List.of(word("one")));
        older.appendOnce("b", 1, List.of(word("two"), word("three")));
        ChainedTables.Result before = new ChainedTables(lake).audit(TABLE, List.of());
        assertThat(before.unchained()).isEqualTo(3);
        assertThat(before.found()).isEmpty();
        SystemTable table = new SystemTable(lake, CHAINED);
        assertThat(table.rows()).hasSize(3);
        table.appendOnce("a", 2, List.of(word("four")));
        assertIntact(lake, 4);
        assertThat(table.rows())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("one", "two", "three", "four");
        assertThat(older.rows()).as("the earlier release reads on").hasSize(4);
        table.appendOnce("a", 1, List.of(word("one")));
        assertThat(table.rows()).as("what is there is not added again").hasSize(4);
    }

    @Test
    void writersAtOnceGetOnePlaceEach(Lake lake) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(3);
        List<Future<?>> done = new ArrayList<>();
        for (String series : List.of("a", "b", "c")) {
            done.add(writers.submit(() -> {
                SystemTable table = new SystemTable(lake, CHAINED);
                for (int i = 1; i <= 3; i++) {
                    table.appendOnce(series, i, List.of(word(series + i)));
                }
            }));
        }
        for (Future<?> writer : done) {
            writer.get();
        }
        writers.shutdown();
        assertIntact(lake, 9);
        new Upkeep(lake, TABLE).compact(2);
        assertIntact(lake, 9);
    }

    private static Row word(String text) {
        return RowFactory.create(
                text,
                java.sql.Date.valueOf("2026-01-20"),
                java.sql.Timestamp.from(Instant.parse("2026-01-20T10:00:00.123456789Z")),
                -0.0,
                new String[] {"x", null},
                Map.of("b", 2L, "a", 1L));
    }

    private static void assertIntact(Lake lake, long rows) {
        ChainedTables.Result result = new ChainedTables(lake).audit(TABLE, List.of());
        assertThat(result.found()).isEmpty();
        assertThat(result.report().state().size()).isEqualTo(rows);
        assertThat(result.report().anchors()).isEqualTo(1);
        assertThat(lake.mark(TABLE, RowChain.MARK)).isEqualTo(rows);
    }
}
