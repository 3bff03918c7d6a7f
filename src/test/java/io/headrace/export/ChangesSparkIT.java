package io.headrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.ExportSpec.Mode;
import io.headrace.spec.ExportSpec.Target;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What changed between two publications, against a slow and obvious count. */
@ExtendWith(LakeExtension.class)
class ChangesSparkIT {
    private static final StructType SCHEMA =
            StructType.fromDDL("customer_id int, name string, score double, run_id string");

    private final ExportColumns columns =
            new ExportColumns(SmallShop.export(Mode.CHANGES, new Target.Table("crm", "lapse")), ZoneOffset.UTC);

    @Test
    void areThoseOfAPlainComparison(SparkSession spark) {
        Random random = new Random(7);
        for (int i = 0; i < 5; i++) {
            TreeMap<Integer, Row> before = publication(random, "before");
            TreeMap<Integer, Row> now = publication(random, "now");
            assertThat(sorted(columns.changes(rows(spark, before), rows(spark, now))))
                    .isEqualTo(compared(before, now));
        }
    }

    @Test
    void withTheSameRowsThereAreNone(SparkSession spark) {
        TreeMap<Integer, Row> rows = publication(new Random(8), "now");
        assertThat(sorted(columns.changes(rows(spark, rows), rows(spark, rows))))
                .isEmpty();
        assertThat(columns.changesAnew(rows(spark, rows), rows(spark, rows)).count())
                .isEqualTo(rows.size());
    }

    @Test
    void conditionsReadTimesByTheProjectsClock(SparkSession spark) {
        Dataset<Row> published = spark.sql("select timestamp'2026-01-01 05:00:00Z' as as_of, id as customer_id,"
                + " timestamp'2026-01-10 22:30:00Z' + make_dt_interval(0, id) as seen from range(4)");
        ExportColumns there = new ExportColumns(
                SmallShop.export(Mode.CHANGES, new Target.Table("crm", "lapse")), ZoneId.of("America/New_York"));
        Dataset<Row> rows =
                there.of(published, "2026-01-01 05:00:00", "hour(seen) = 18 and seen < timestamp'2026-01-10 19:00:00'");
        assertThat(rows.collectAsList())
                .extracting(row -> row.getAs("customer_id"))
                .containsExactly(1L);
    }

    private static TreeMap<Integer, Row> publication(Random random, String run) {
        List<String> names = List.of("", "a", "b");
        List<Double> scores = List.of(0.0, -0.0, 0.5, Double.NaN, Double.POSITIVE_INFINITY);
        TreeMap<Integer, Row> rows = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            int key = random.nextInt(80);
            String name = random.nextInt(4) == 0 ? null : names.get(random.nextInt(names.size()));
            Double score = random.nextInt(6) == 0 ? null : scores.get(random.nextInt(scores.size()));
            rows.put(key, RowFactory.create(key, name, score, run));
        }
        return rows;
    }

    private static Dataset<Row> rows(SparkSession spark, TreeMap<Integer, Row> rows) {
        return spark.createDataFrame(List.copyOf(rows.values()), SCHEMA);
    }

    private static List<String> sorted(Dataset<Row> rows) {
        List<String> texts = new ArrayList<>();
        rows.collectAsList().forEach(row -> texts.add(row.toString()));
        Collections.sort(texts);
        return texts;
    }

    private static List<String> compared(TreeMap<Integer, Row> before, TreeMap<Integer, Row> now) {
        List<String> changes = new ArrayList<>();
        TreeSet<Integer> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        for (int key : keys) {
            if (!before.containsKey(key)) {
                changes.add(text(now.get(key), "inserted"));
            } else if (!now.containsKey(key)) {
                changes.add(text(before.get(key), "withdrawn"));
            } else if (!same(before.get(key), now.get(key))) {
                changes.add(text(now.get(key), "changed"));
            }
        }
        Collections.sort(changes);
        return changes;
    }

    /** Zero is zero, whatever its sign. */
    private static boolean same(Row one, Row other) {
        Double score = (Double) one.get(2);
        Double otherScore = (Double) other.get(2);
        boolean bothZero = score != null && otherScore != null && score == 0 && otherScore == 0;
        return Objects.equals(one.get(1), other.get(1)) && (bothZero || Objects.equals(score, otherScore));
    }

    private static String text(Row row, String change) {
        return RowFactory.create(row.get(0), row.get(1), row.get(2), row.get(3), change)
                .toString();
    }
}
