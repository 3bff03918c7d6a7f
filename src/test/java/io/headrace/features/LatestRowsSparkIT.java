package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.FeatureView;
import io.headrace.spec.hocon.DefinedView;
import io.headrace.testing.LakeExtension;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F6: the latest row of a key, at many as-ofs at once, beside an oracle that looks for it row by row. */
@ExtendWith(LakeExtension.class)
class LatestRowsSparkIT {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final StructType SCHEMA = new StructType()
            .add("person", DataTypes.LongType)
            .add("contract", DataTypes.StringType)
            .add("day", DataTypes.TimestampType)
            .add("until", DataTypes.TimestampType)
            .add("seq", DataTypes.IntegerType)
            .add("plan", DataTypes.StringType)
            .add("_file", DataTypes.StringType)
            .add("_row", DataTypes.LongType);
    private static final Instant START = Instant.parse("2024-03-01T05:00:00Z");

    private record Snapshot(
            Long person, String contract, Instant day, Instant until, Integer seq, String plan, String file, long row) {
        Row cells() {
            return RowFactory.create(person, contract, timestamp(day), timestamp(until), seq, plan, file, row);
        }
    }

    private static Timestamp timestamp(Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private final SparkSession spark = LakeExtension.session();
    private Random random;

    @Test
    void theLatestRowIsTheOneThatTheOracleFinds() {
        compare(1);
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8})
    void theLatestRowIsTheOneThatTheOracleFinds(long seed) {
        compare(seed);
    }

    private void compare(long seed) {
        random = new Random(seed);
        List<Snapshot> snapshots = snapshots();
        Dataset<Row> table = spark.createDataFrame(
                        snapshots.stream().map(Snapshot::cells).toList(), SCHEMA)
                .repartition(3);
        List<Instant> asOfs = Stream.iterate(0, day -> day + 1)
                .limit(10)
                .map(day -> START.plusSeconds(86_400L * day))
                .toList();
        assertThat(found("contract", List.of("contract"), "", table, asOfs))
                .isEqualTo(expected(snapshots, asOfs, false, Optional.empty()));
        assertThat(found("contract", List.of("contract"), ", until = until", table, asOfs))
                .isEqualTo(expected(snapshots, asOfs, true, Optional.empty()));
        assertThat(found("contract", List.of("contract"), ", lookback = 2 days", table, asOfs))
                .isEqualTo(expected(snapshots, asOfs, false, Optional.of(2)));
    }

    /** Every as-of at once, and each entity at moments of its own, give the same. */
    private List<String> found(
            String entity, List<String> key, String further, Dataset<Row> table, List<Instant> asOfs) {
        FeatureView view = DefinedView.read(
                "v",
                "{columns { plan = string, seq = integer }, entity = " + entity
                        + ", inputs { s { table = silver.s, time = day, latest = [" + String.join(", ", key)
                        + "], order = [seq]" + further + " } } }\nselect " + entity
                        + ", as_of, plan, seq from s where contract is not null");
        Dataset<Row> atOnce = new ViewColumns(view).at(spark, ZONE, asOfs, input -> table);
        Dataset<Row> moments = spark.createDataFrame(
                        asOfs.stream()
                                .map(asOf -> RowFactory.create(Timestamp.from(asOf)))
                                .toList(),
                        new StructType().add("as_of", DataTypes.TimestampType))
                .crossJoin(table.select(entity).where("contract is not null").distinct())
                .select(entity, "as_of");
        List<String> rows = texts(atOnce);
        assertThat(texts(new ViewColumns(view).at(spark, ZONE, moments, input -> table)))
                .isEqualTo(rows);
        return rows;
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> row.getTimestamp(1).toInstant() + " " + row.get(0) + " " + row.get(2) + " " + row.get(3))
                .sorted()
                .toList();
    }

    private static List<String> expected(
            List<Snapshot> snapshots, List<Instant> asOfs, boolean whileValid, Optional<Integer> days) {
        List<String> rows = new ArrayList<>();
        for (Instant asOf : asOfs) {
            Map<String, Snapshot> latest = new TreeMap<>();
            for (Snapshot row : snapshots) {
                if (row.contract() != null && row.day() != null && row.day().isBefore(asOf)) {
                    latest.merge(
                            row.contract(), row, (first, second) -> ORDER.compare(first, second) > 0 ? first : second);
                }
            }
            latest.values().stream()
                    .filter(row ->
                            !whileValid || row.until() == null || !row.until().isBefore(asOf))
                    .filter(row -> days.isEmpty()
                            || !row.day()
                                    .isBefore(asOf.atZone(ZONE)
                                            .minusDays(days.get())
                                            .toInstant()))
                    .forEach(row -> rows.add(asOf + " " + row.contract() + " " + row.plan() + " " + row.seq()));
        }
        return rows.stream().sorted().toList();
    }

    private static final Comparator<Snapshot> ORDER = Comparator.comparing(Snapshot::day)
            .thenComparing(Snapshot::seq, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Snapshot::file)
            .thenComparing(Snapshot::row);

    /** Few contracts, few instants: ties of every kind, rows that come back, end, or have no time or key. */
    private List<Snapshot> snapshots() {
        return Stream.iterate(0, place -> place + 1)
                .limit(160)
                .map(place -> {
                    Instant day = random.nextInt(20) == 0 ? null : START.plusSeconds(43_200L * random.nextInt(18));
                    return new Snapshot(
                            (long) random.nextInt(4),
                            random.nextInt(15) == 0 ? null : "c" + random.nextInt(7),
                            day,
                            day == null || random.nextBoolean() ? null : day.plusSeconds(43_200L * random.nextInt(5)),
                            random.nextInt(4) == 0 ? null : random.nextInt(3),
                            "p" + place,
                            "f" + random.nextInt(3),
                            (long) place);
                })
                .filter(Objects::nonNull)
                .toList();
    }

    /** Without a key a row hides none and is hidden by none: the audit of one row per key tells of it. */
    @Test
    void aRowWithoutAKeyIsShownAsItIs() {
        FeatureView view = DefinedView.read(
                "v",
                "{columns { plan = string }, entity = person, inputs { s { table = silver.s, time = day, latest = contract } } }\n"
                        + "select person, as_of, plan from s");
        Dataset<Row> table = spark.createDataFrame(
                List.of(
                        new Snapshot(1L, null, START, null, 1, "a", "f", 1).cells(),
                        new Snapshot(2L, null, START.plusSeconds(5), null, 1, "b", "f", 2).cells(),
                        new Snapshot(3L, "c", START, null, 1, "c", "f", 3).cells(),
                        new Snapshot(4L, "c", START.plusSeconds(5), null, 1, "d", "f", 4).cells()),
                SCHEMA);
        assertThat(new ViewColumns(view)
                        .at(spark, ZONE, List.of(START.plusSeconds(9)), input -> table)
                        .orderBy("person")
                        .collectAsList())
                .extracting(row -> row.getString(2))
                .containsExactly("a", "b", "d");
    }

    /** A table without file and line breaks ties by its other columns, so that no layout of files decides. */
    @Test
    void tiesOfOtherTablesAreBrokenByTheirColumns() {
        FeatureView view = DefinedView.read(
                "v",
                "{columns { plan = string }, entity = contract, inputs { s { table = silver.s, time = day, latest = contract } } }\n"
                        + "select contract, as_of, plan from s");
        List<Row> rows = Stream.of("b", "z", "k")
                .map(plan -> new Snapshot(1L, "c", START, null, 1, plan, "f", 1).cells())
                .toList();
        Dataset<Row> table = spark.createDataFrame(rows, SCHEMA).drop("_file", "_row");
        assertThat(new ViewColumns(view)
                        .at(spark, ZONE, List.of(START.plusSeconds(9)), input -> table)
                        .collectAsList())
                .extracting(row -> row.getString(2))
                .containsExactly("z");
    }
}
