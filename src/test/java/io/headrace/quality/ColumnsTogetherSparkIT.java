package io.headrace.quality;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.TextBins;
import io.headrace.testing.LakeExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows of a table that are counted together are those of the rows one by one, wherever they lie. */
@ExtendWith(LakeExtension.class)
class ColumnsTogetherSparkIT {
    private static final List<String> COLUMNS = List.of("amount", "orders", "country", "age");
    private static final List<String> OPEN = List.of("amount", "orders", "country");

    private static Dataset<Row> rows;
    private static ReferenceBins.Reference reference;

    @BeforeAll
    static void learn() {
        rows = shop(1, 2_000);
        reference = reference(rows);
    }

    private static ReferenceBins.Reference reference(Dataset<Row> of) {
        return new ReferenceBins(Set.of("age"), List.of("id")).of(of, 2_000, COLUMNS, COLUMNS);
    }

    private static Dataset<Row> shop(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> made = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            int orders = random.nextInt(20);
            Double amount = random.nextInt(10) == 0 ? null : (Double) (orders * 5 + 10 * random.nextDouble());
            made.add(RowFactory.create(
                    (long) id, amount, orders, List.of("FR", "DE", "PL").get(random.nextInt(3)), random.nextInt(90)));
        }
        return LakeExtension.session().createDataFrame(made, new StructType(new StructField[] {
            DataTypes.createStructField("id", DataTypes.LongType, false),
            DataTypes.createStructField("amount", DataTypes.DoubleType, true),
            DataTypes.createStructField("orders", DataTypes.IntegerType, false),
            DataTypes.createStructField("country", DataTypes.StringType, false),
            DataTypes.createStructField("age", DataTypes.IntegerType, false)
        }));
    }

    private static SortedMap<String, ColumnBins> bins() {
        SortedMap<String, ColumnBins> bins = new TreeMap<>(reference.bins());
        bins.put(ColumnsTogether.NAME, together().bins());
        return bins;
    }

    private static FittedRows together() {
        return reference.together().orElseThrow();
    }

    @Test
    void personalColumnsAreNoneOfThemAndEveryRowIsOfOneHalf() {
        assertThat(together().columns().columns()).containsExactlyElementsOf(OPEN);
        assertThat(together().rows() + together().errors().rows()).isEqualTo(2_000);
        assertThat(together().rows()).isBetween(900L, 1_100L);
    }

    @Test
    void placesOfRowsChangeNoBit() {
        FittedRows again = reference(rows.repartition(7)).together().orElseThrow();
        assertThat(again.columns().bytes()).isEqualTo(together().columns().bytes());
        assertThat(again.bins()).isEqualTo(together().bins());
        assertThat(again.errors().bytes()).isEqualTo(together().errors().bytes());
        assertThat(again.fittingLeast().bytes())
                .isEqualTo(together().fittingLeast().bytes());
        Optional<ColumnsTogether> columns = Optional.of(together().columns());
        SortedMap<String, ColumnCounts> here = BinnedRows.of(rows, bins(), columns);
        SortedMap<String, ColumnCounts> there = BinnedRows.of(rows.repartition(5), bins(), columns);
        assertThat(here)
                .containsOnlyKeys(
                        "age", "amount", "country", "orders", ColumnsTogether.NAME, ColumnsTogether.FITS_LEAST);
        here.forEach((column, counts) -> assertThat(there.get(column).bytes()).isEqualTo(counts.bytes()));
    }

    @Test
    void countsAreThoseOfTheRowsOneByOne() {
        Dataset<Row> scored = shop(2, 300).repartition(3);
        SortedMap<String, ColumnCounts> counts = BinnedRows.of(
                scored,
                bins(),
                Optional.of(ColumnsTogether.read(together().columns().bytes())));
        ColumnCounter errors = new ColumnCounter(together().bins());
        ColumnCounter least = new ColumnCounter(together().columns().fittingLeast());
        ColumnsTogether.Measuring measuring = together()
                .columns()
                .measuring(OPEN.stream().map(reference.bins()::get).toList());
        for (Row row : scored.collectAsList()) {
            measuring.set(0, row.isNullAt(1) ? -1 : ((NumberBins) bins().get("amount")).bin(row.getDouble(1)));
            measuring.set(1, ((NumberBins) bins().get("orders")).bin(row.getInt(2)));
            measuring.set(2, ((TextBins) bins().get("country")).bin(row.getString(3)));
            errors.add(measuring.error());
            least.add(OPEN.get(measuring.fitsLeast()));
        }
        assertThat(counts.get(ColumnsTogether.NAME)).isEqualTo(errors.counts());
        assertThat(counts.get(ColumnsTogether.FITS_LEAST)).isEqualTo(least.counts());
        assertThat(counts.get("orders"))
                .as("columns are counted as without")
                .isEqualTo(BinnedRows.of(scored, reference.bins()).get("orders"));
    }

    @Test
    void columnsThatAreGoneCountAsMissing() {
        Dataset<Row> scored = shop(3, 300);
        Optional<ColumnsTogether> columns = Optional.of(together().columns());
        assertThat(BinnedRows.of(scored.drop("orders"), bins(), columns).get(ColumnsTogether.NAME))
                .isEqualTo(BinnedRows.of(scored.withColumn("orders", lit(null).cast("int")), bins(), columns)
                        .get(ColumnsTogether.NAME));
        assertThat(BinnedRows.of(scored.where("false"), bins(), columns)
                        .get(ColumnsTogether.NAME)
                        .rows())
                .isZero();
    }
}
