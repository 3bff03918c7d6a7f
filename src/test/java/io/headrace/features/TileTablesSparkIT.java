package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.features.windows.KeptColumns;
import io.headrace.features.windows.WindowColumns;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Features from tiles beside the same from rows, while the source goes on. */
@ExtendWith(LakeExtension.class)
class TileTablesSparkIT {
    private static final TableName EVENTS = new TableName("silver", "events");
    private static final ZoneId ZONE = ZoneId.of("Europe/London");
    private static final List<Instant> AS_OFS = Stream.of(
                    "2024-03-31T23:00:00Z", "2024-04-14T23:00:00Z", "2024-04-15T10:30:00Z")
            .map(Instant::parse)
            .toList();

    private Lake lake;

    @BeforeEach
    void history(Lake lake) {
        this.lake = lake;
        append(events(0, 2000, "2024-02-01", 70));
    }

    /** Random events of some days, some without customer, amount or country. */
    private Dataset<Row> events(long from, long to, String first, int days) {
        return lake.spark()
                .range(from, to, 1, 2)
                .selectExpr(
                        "nullif(cast(pmod(hash(id, 1), 30) as int), 7) as customer",
                        "timestamp'" + first + "' + make_interval(0, 0, 0, pmod(hash(id, 2), " + days
                                + "), pmod(hash(id, 3), 24)) as time",
                        "nullif(cast(pmod(hash(id, 4), 2000) / 100 as decimal(10,2)), 3.33) as amount",
                        "pmod(hash(id, 5), 1000) / 7d as weight",
                        "element_at(array('GB', 'FR', null, 'DE'), cast(1 + pmod(hash(id, 7), 4) as int)) as country",
                        "id % 3 = 0 as good");
    }

    private void append(Dataset<Row> rows) {
        rows.write().format("delta").mode("append").save(lake.path(EVENTS));
    }

    private static Input input(Duration delay, List<Feature> features) {
        return new Input(EVENTS, "time", new Windows("amount < 15", delay, features));
    }

    private static List<Feature> features(String of, Function... functions) {
        return features(List.of("6 hours", "30 days", "all"), of, functions);
    }

    private static List<Feature> features(List<String> windows, String of, Function... functions) {
        List<Feature> features = new ArrayList<>();
        for (String window : windows) {
            for (Function function : functions) {
                String name = function + "_" + of + "_" + window.replace(' ', '_');
                double parameter = function == Function.LAST ? 2 : function == Function.QUANTILE ? 0.3 : 0;
                features.add(new Feature(
                        name,
                        new Aggregate(function, parameter),
                        of,
                        "true",
                        Window.parse(window).orElseThrow()));
            }
        }
        return features;
    }

    private static List<Feature> everything() {
        List<Feature> all = new ArrayList<>(
                features("amount", Function.SUM, Function.MEAN, Function.MIN, Function.QUANTILE, Function.LAST));
        all.addAll(features("weight", Function.SUM, Function.DEVIATION, Function.MAX, Function.FIRST));
        all.addAll(features("country", Function.DISTINCT, Function.APPROX_DISTINCT, Function.TOP));
        all.addAll(features("*", Function.COUNT, Function.SINCE));
        return all;
    }

    private TileTables tiles(Input input, long version) {
        return new TileTables(lake, input, version, "customer", ZONE);
    }

    private void assertSame(Input input, long version, boolean maintained) {
        Dataset<Row> rows = lake.read(EVENTS, version);
        WindowColumns columns = new WindowColumns(input.windows().orElseThrow(), "customer", "time", ZONE);
        KeptColumns kept = tiles(input, version).kept(maintained).orElseThrow();
        assertThat(texts(columns.at(rows, AS_OFS, kept))).isEqualTo(texts(columns.at(rows, AS_OFS)));
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.orderBy("as_of", "customer").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    private Set<String> written(TableName tiles) {
        long newest = lake.version(tiles);
        return lake.changes(tiles, newest - 1, newest).select("period").distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Tag("full")
    @Test
    void equalRowsWhateverComesAndGoes() {
        Input input = input(Duration.ZERO, everything());
        assertSame(input, 0, true);
        TableName tiles = lake.tables(Layer.TILES).get(0);
        assertThat(lake.partitions(tiles, lake.version(tiles), "period"))
                .contains("2024-02-01+1", "2024-04-10+1", "2024-02-19+4", "2024-02-07+16")
                .doesNotContain("2024-04-07+4");

        append(events(5000, 5100, "2024-04-12", 3));
        append(events(6000, 6010, "2024-02-20", 1));
        assertSame(input, 1, false);
        assertSame(input, 2, true);
        assertThat(written(tiles).stream().filter(period -> period.compareTo("2024-03") < 0))
                .containsExactly("2023-12-21+64", "2024-02-07+16", "2024-02-19+4", "2024-02-20+1");

        lake.spark()
                .sql("delete from delta.`" + lake.path(EVENTS)
                        + "` where time >= '2024-03-05' and time < '2024-03-06'");
        assertSame(input, 3, false);
        assertSame(input, 3, true);
        assertSame(input, 3, true);
        assertSame(input, 0, true);
    }

    @Test
    void anEventMayBeUsedOnlyAfterTheDelay() {
        assertSame(input(Duration.ofHours(5), features("amount", Function.SUM, Function.COUNT)), 0, true);
    }

    @Test
    void areSharedAndOnlyWhatIsMissingIsMade() {
        assertSame(input(Duration.ZERO, features("amount", Function.SUM, Function.MAX)), 0, true);
        List<TableName> first = lake.tables(Layer.TILES);
        assertSame(input(Duration.ofHours(1), features("amount", Function.MEAN)), 0, true);
        assertThat(lake.tables(Layer.TILES)).isEqualTo(first);

        append(events(5000, 5100, "2024-04-12", 3));
        assertSame(input(Duration.ZERO, features("amount", Function.MEAN, Function.COUNT)), 1, true);
        assertThat(lake.tables(Layer.TILES)).hasSize(2).containsAll(first);
        assertSame(input(Duration.ZERO, features("amount", Function.MAX, Function.COUNT)), 1, false);
        assertThat(lake.version(first.get(0))).isEqualTo(2);
    }

    @Test
    void areUsedWhereThereIsMuchToRead() {
        Input input = input(Duration.ZERO, features("amount", Function.SUM));
        FeatureView view =
                new FeatureView("v", "customer", KnownBy.TIME, Map.of("e", input), "", List.of(), Optional.empty(), "");
        PinnedColumns little = new PinnedColumns(lake, view, ZONE, table -> 0, new Tiles(1, true));
        assertThat(little.tiles(input, AS_OFS)).isEmpty();
        PinnedColumns much = new PinnedColumns(lake, view, ZONE, table -> 0, new Tiles(0, true));
        assertThat(much.tiles(input, AS_OFS)).isPresent();
    }

    @Test
    void areNotMadeByThoseWhoOnlyLook() {
        Input input = input(Duration.ZERO, features("amount", Function.SUM));
        assertThat(tiles(input, 0).kept(false)).isEmpty();
        assertThat(lake.tables(Layer.TILES)).isEmpty();
        append(events(5000, 5100, "2024-04-12", 3));
        assertThat(tiles(input, 1).kept(true)).isPresent();
        assertThat(tiles(input, 0).kept(false)).as("of an older version").isEmpty();
    }

    @Test
    @Tag("full")
    void areMadeAnewForATableThatTookThePlaceOfAnother() {
        Input input = input(Duration.ZERO, features("amount", Function.SUM));
        assertSame(input, 0, true);
        Dataset<Row> other = events(100, 300, "2024-03-01", 40).cache();
        other.count();
        deleteFolder();
        append(other);
        assertSame(input, 0, true);
        assertThat(lake.tables(Layer.TILES)).hasSize(2);
        other.unpersist();
    }

    private void deleteFolder() {
        try {
            org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(lake.path(EVENTS));
            Lake.files(lake.spark(), path).delete(path, true);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @Tag("full")
    void whoComesSecondUsesWhatIsThere() {
        Input input = input(Duration.ZERO, features("amount", Function.SUM));
        assertSame(input, 0, true);
        append(events(5000, 5100, "2024-04-12", 3));
        TableName tiles = lake.tables(Layer.TILES).get(0);
        var rival = lake.stage(tiles);
        rival.mark("source-version");
        assertSame(input, 1, true);
        assertThat(rival.publishUnlessChanged(Map.of("source-version", 1L), "headrace tiles at version 1"))
                .isEmpty();
        assertSame(input, 1, true);
    }

    @Test
    void ofATableWithoutRows() {
        append(lake.read(EVENTS).where(functions.lit(false)));
        lake.spark().sql("delete from delta.`" + lake.path(EVENTS) + "`");
        Input input = input(Duration.ZERO, features("amount", Function.SUM));
        assertSame(input, lake.version(EVENTS), true);
        append(events(1, 20, LocalDate.of(2024, 4, 1).toString(), 2));
        assertSame(input, lake.version(EVENTS), true);
    }
}
