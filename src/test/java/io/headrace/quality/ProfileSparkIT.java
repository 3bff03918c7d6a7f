package io.headrace.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.ColumnProfile;
import io.headrace.stats.StabilityIndex;
import io.headrace.testing.LakeExtension;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Profiles as mergeable states, against a naive count. */
class ProfileSparkIT {
    private static final StructType SCHEMA = StructType.fromDDL(
            "n int, l bigint, d decimal(12,3), x double, s string, t timestamp, day date, b boolean");

    private static final List<String> COLUMNS = List.of(SCHEMA.fieldNames());

    @Test
    void everyStatisticIsThatOfANaiveCount() {
        List<Row> rows = rows(new Random(1), 3000);
        for (ColumnProfile profile : profiles(rows)) {
            List<Object> values = values(rows, profile.column());
            assertThat(profile.rows()).isEqualTo(3000);
            assertThat(profile.nulls()).as(profile.column()).isEqualTo(3000 - values.size());
            assertThat((double) profile.distinct())
                    .as("distinct " + profile.column())
                    .isCloseTo(new HashSet<>(values).size(), within(1 + 0.08 * new HashSet<>(values).size()));
        }
        Map<String, ColumnProfile> byColumn = byColumn(profiles(rows));
        assertThat(byColumn.get("d").sum())
                .isEqualByComparingTo(values(rows, "d").stream()
                        .map(BigDecimal.class::cast)
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(byColumn.get("x").nans())
                .isEqualTo(values(rows, "x").stream()
                        .filter(value -> !Double.isFinite((double) value))
                        .count())
                .isPositive();
        assertThat(byColumn.get("n").least()).isEqualTo("" + ints(rows).get(0));
        assertThat(byColumn.get("n").greatest())
                .isEqualTo("" + ints(rows).get(ints(rows).size() - 1));
        assertThat(byColumn.get("n").mean().getAsDouble())
                .isCloseTo(ints(rows).stream().mapToInt(i -> i).average().getAsDouble(), within(1e-9));
        assertThat(byColumn.get("s").lengths().total())
                .isEqualTo(values(rows, "s").stream()
                        .mapToLong(value -> value.toString().length())
                        .sum());
        assertThat(byColumn.get("s").topValues(1).get(0).getKey()).isEqualTo("common");
        assertThat(byColumn.get("s").topShapes(2)).extracting(Map.Entry::getKey).contains("aaaaaa");
    }

    @Test
    void sumsAndEndsAreExactForEveryTypeOfNumber() {
        StructType schema = StructType.fromDDL("i tinyint, h smallint, l bigint, f float, x double, d decimal(38,10)");
        List<Row> rows = List.of(
                RowFactory.create(
                        (byte) -128,
                        (short) 32767,
                        9_007_199_254_740_993L,
                        0.5f,
                        1e308,
                        new BigDecimal("1234567890123456789012345678.0123456789")),
                RowFactory.create(
                        (byte) 127,
                        (short) -32768,
                        9_007_199_254_740_992L,
                        0.25f,
                        1e308,
                        new BigDecimal("-0.0000000001")),
                RowFactory.create((byte) 1, (short) 1, Long.MAX_VALUE, Float.NaN, 1e308, null));
        List<String> columns = List.of(schema.fieldNames());
        Map<String, ColumnProfile> found = byColumn(
                new ColumnProfiler(Set.of()).of(LakeExtension.session().createDataFrame(rows, schema), columns));
        assertThat(found.get("i").sum()).isEqualTo("0");
        assertThat(found.get("h").sum()).isEqualTo("0");
        assertThat(found.get("l").sum()).isEqualTo("9241386435364257792");
        assertThat(found.get("l").least()).isEqualTo("9007199254740992");
        assertThat(found.get("f").sum()).isEqualByComparingTo("0.75");
        assertThat(found.get("f").least()).isEqualTo("0.25");
        assertThat(found.get("f").nans()).isOne();
        assertThat(found.get("f").distinct()).isEqualTo(3);
        assertThat(found.get("d").sum()).isEqualTo("1234567890123456789012345678.0123456788");
        assertThat(found.get("d").least()).isEqualTo("-0.0000000001");
        // Beyond the range of doubles there is no sum to tell.
        assertThat(found.get("x").sum()).isNull();
        assertThat(found.get("x").greatest()).isEqualTo("1.0E308");
    }

    @Test
    void manyDifferentTextsAreCountedLikeFew() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            rows.add(RowFactory.create(i % 3 == 0 ? "common" : "Text " + i + "x".repeat(i % 50 == 1 ? 2000 : 0)));
        }
        ColumnProfile profile = new ColumnProfiler(Set.of())
                .of(
                        LakeExtension.session()
                                .createDataFrame(rows, StructType.fromDDL("s string"))
                                .repartition(3),
                        List.of("s"))
                .get(0);
        assertThat(profile.topValues(1).get(0).getKey()).isEqualTo("common");
        assertThat(profile.topValues(1).get(0).getValue()).isBetween(10_000L, 10_300L);
        assertThat(profile.topShapes(1).get(0).getKey()).isEqualTo("Aaaa 99999");
        assertThat(profile.distinct()).isCloseTo(20_001L, within(1300L));
        assertThat(profile.lengths().total())
                .isEqualTo(rows.stream()
                        .mapToLong(row -> row.getString(0).length())
                        .sum());
        assertThat(profile.least()).isEqualTo("Text 10");
        assertThat(profile.greatest()).isEqualTo("common");
    }

    @Test
    void quantilesLieWithinTheirBound() {
        List<Row> rows = rows(new Random(2), 20_000);
        ColumnProfile profile = byColumn(profiles(rows)).get("n");
        List<Integer> sorted = ints(rows);
        for (double share : List.of(0.01, 0.25, 0.5, 0.9)) {
            double found = profile.quantile(share).getAsDouble();
            double below = sorted.stream().filter(value -> value < found).count() / (double) sorted.size();
            double upTo = sorted.stream().filter(value -> value <= found).count() / (double) sorted.size();
            assertThat(share).isBetween(below - 0.017, upTo + 0.017);
        }
    }

    @Test
    void mergedDaysEqualTheWhole() {
        Random dice = new Random(3);
        for (int round = 0; round < 12; round++) {
            List<Row> rows = rows(dice, 400);
            int parts = 1 + dice.nextInt(9);
            List<List<Row>> days = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                days.add(new ArrayList<>());
            }
            rows.forEach(row -> days.get(dice.nextInt(parts)).add(row));
            Map<String, ColumnProfile> merged = ProfileTable.merged(
                    days.stream().map(day -> byColumn(profiles(day))).toList());
            for (ColumnProfile whole : profiles(rows)) {
                ColumnProfile sum = merged.get(whole.column());
                assertThat(List.of(sum.rows(), sum.nulls(), sum.nans(), sum.lengths(), sum.distinct()))
                        .as(whole.column())
                        .isEqualTo(
                                List.of(whole.rows(), whole.nulls(), whole.nans(), whole.lengths(), whole.distinct()));
                assertThat(Arrays.asList(sum.least(), sum.greatest()))
                        .isEqualTo(Arrays.asList(whole.least(), whole.greatest()));
                if (!whole.column().equals("x") && whole.kind() == ColumnProfile.Kind.NUMBER) {
                    assertThat(sum.sum()).isEqualByComparingTo(whole.sum());
                }
                assertThat(sum.topValues(3)).as(whole.column()).isEqualTo(whole.topValues(3));
            }
        }
    }

    @Test
    void ofPersonalColumnsNoValueIsKept() {
        String planted = "ann.smith@example.com";
        Dataset<Row> rows = LakeExtension.session()
                .createDataFrame(
                        List.of(RowFactory.create(planted, 987_654_321L), RowFactory.create(planted, 987_654_321L)),
                        StructType.fromDDL("mail string, number bigint"));
        for (ColumnProfile profile : new ColumnProfiler(Set.of("mail", "number")).of(rows, List.of("mail", "number"))) {
            assertThat(profile.distinct()).isEqualTo(1);
            assertThat(profile.topValues(5)).isEmpty();
            assertThat(profile.topShapes(5)).isEmpty();
            assertThat(profile.min()).isEmpty();
            assertThat(profile.quantile(0.5)).isEmpty();
            String all = profile + new String(profile.sketches().hll(), StandardCharsets.ISO_8859_1);
            assertThat(all).doesNotContain("smith").doesNotContain("98765");
        }
    }

    @Test
    void twoHundredColumnsAndNoRows() {
        StringBuilder schema = new StringBuilder("c0 string");
        for (int i = 1; i < 200; i++) {
            schema.append(", c").append(i).append(i % 2 == 0 ? " string" : " double");
        }
        StructType type = StructType.fromDDL(schema.toString());
        List<ColumnProfile> profiles = new ColumnProfiler(Set.of())
                .of(LakeExtension.session().createDataFrame(List.of(), type), List.of(type.fieldNames()));
        assertThat(profiles).hasSize(200).allSatisfy(profile -> {
            assertThat(profile.rows()).isZero();
            assertThat(profile.distinct()).isZero();
            assertThat(profile.completeness()).isEmpty();
        });
        assertThat(profiles.get(0).merge(profiles.get(0)).rows()).isZero();
    }

    @Test
    void aChangeOfTheDistributionIsSeen() {
        Map<String, ColumnProfile> one = byColumn(profiles(rows(new Random(4), 5000)));
        Map<String, ColumnProfile> same = byColumn(profiles(rows(new Random(5), 5000)));
        Map<String, ColumnProfile> other = byColumn(profiles(rows(new Random(6), 5000).stream()
                .filter(row -> !"common".equals(row.getAs("s")) && !row.isNullAt(0) && row.getInt(0) > 20)
                .toList()));
        for (String column : List.of("n", "s", "d", "t")) {
            assertThat(StabilityIndex.of(one.get(column), same.get(column)).getAsDouble())
                    .as(column)
                    .isLessThan(0.1);
        }
        for (String column : List.of("n", "s")) {
            assertThat(StabilityIndex.of(one.get(column), other.get(column)).getAsDouble())
                    .as(column)
                    .isGreaterThan(0.25);
        }
    }

    private static List<Row> rows(Random dice, int count) {
        List<Row> rows = new ArrayList<>();
        StructType schema = SCHEMA;
        for (int i = 0; i < count; i++) {
            Object[] cells = {
                dice.nextInt(100) - 20,
                (long) dice.nextInt() * 1_000_000_007L,
                BigDecimal.valueOf(dice.nextInt(100_000), 3),
                dice.nextInt(20) == 0
                        ? Double.NaN
                        : dice.nextInt(30) == 0 ? Double.POSITIVE_INFINITY : dice.nextGaussian(),
                dice.nextInt(3) == 0 ? "common" : dice.nextInt(5) == 0 ? "" : "Value " + dice.nextInt(20),
                new Timestamp(1_700_000_000_000L + dice.nextInt(100_000_000)),
                Date.valueOf(java.time.LocalDate.of(2026, 1, 1).plusDays(dice.nextInt(200))),
                dice.nextBoolean()
            };
            for (int cell = 0; cell < cells.length; cell++) {
                cells[cell] = dice.nextInt(12) == 0 ? null : cells[cell];
            }
            rows.add(new org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema(cells, schema));
        }
        return rows;
    }

    private static List<ColumnProfile> profiles(List<Row> rows) {
        return new ColumnProfiler(Set.of()).of(LakeExtension.session().createDataFrame(rows, SCHEMA), COLUMNS);
    }

    private static Map<String, ColumnProfile> byColumn(List<ColumnProfile> profiles) {
        Map<String, ColumnProfile> byColumn = new TreeMap<>();
        profiles.forEach(profile -> byColumn.put(profile.column(), profile));
        return byColumn;
    }

    private static List<Object> values(List<Row> rows, String column) {
        return rows.stream()
                .map(row -> row.<Object>getAs(column))
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<Integer> ints(List<Row> rows) {
        return values(rows, "n").stream().map(Integer.class::cast).sorted().toList();
    }
}
