package io.headrace.features.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.testing.LakeExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Windows by one sorted pass beside the same in Spark's SQL by a join of as-ofs and events. */
@ExtendWith(LakeExtension.class)
class WindowColumnsSparkIT {
    private static final List<String> WINDOWS = List.of("6 hours", "1 day", "7 days", "1 month", "all");
    private static final List<Instant> AS_OFS = Stream.of(
                    "2024-02-29T00:00:00Z",
                    "2024-03-01T00:00:00Z",
                    "2024-03-31T12:00:00.000001Z",
                    "2024-05-01T00:00:00Z")
            .map(Instant::parse)
            .toList();

    private final SparkSession spark = LakeExtension.session();

    /** Many at the same instants, among them midnights, some without customer, amount or country. */
    private Dataset<Row> events() {
        return spark.range(0, 3000, 1, 4)
                .selectExpr(
                        "nullif(cast(pmod(hash(id, 1), 40) as int), 7) as customer",
                        "timestamp'2024-02-01' + make_interval(0, 0, 0, pmod(hash(id, 2), 90), 6 * pmod(hash(id, 3), 4))"
                                + " + if(id % 10 = 0, interval 1 microsecond, interval 0 microsecond) as time",
                        "nullif(cast(pmod(hash(id, 4), 2000) / 100 as decimal(10,2)), 3.33) as amount",
                        "pmod(hash(id, 5), 1000) / 7d as weight",
                        "cast(pmod(hash(id, 6), 9) as int) as quantity",
                        "element_at(array('GB', 'FR', null, 'DE'), cast(1 + pmod(hash(id, 7), 4) as int)) as country",
                        "date_add(date'2024-01-01', cast(pmod(hash(id, 8), 50) as int)) as day",
                        "id % 3 = 0 as good");
    }

    private static Windows windows(String where, Duration delay, List<Aggregate> aggregates, String... values) {
        List<Feature> features = new ArrayList<>();
        for (String window : WINDOWS) {
            for (int i = 0; i < values.length; i++) {
                Window length = Window.parse(window).orElseThrow();
                features.add(
                        new Feature("f" + i + "_" + length.suffix(), aggregates.get(i), values[i], "true", length));
            }
        }
        return new Windows(where, delay, features);
    }

    @Test
    void equalsSqlForEveryPartitioning() {
        String[] values = {
            "*",
            "amount",
            "amount",
            "quantity",
            "weight",
            "amount",
            "country",
            "day",
            "time",
            "quantity",
            "country",
            "good"
        };
        List<Aggregate> aggregates = Stream.of(
                        Function.COUNT,
                        Function.SUM,
                        Function.MEAN,
                        Function.SUM,
                        Function.MAX,
                        Function.MIN,
                        Function.DISTINCT,
                        Function.LAST,
                        Function.FIRST,
                        Function.TOP,
                        Function.MIN,
                        Function.MAX)
                .map(Aggregate::new)
                .toList();
        String sql =
                "count(i), sum(if(i, amount, null)), double(sum(if(i, amount, null))) / count(if(i, amount, null)),"
                        + " sum(if(i, quantity, null)), max(if(i, weight, null)), min(if(i, amount, null)),"
                        + " count(distinct if(i, country, null)), max(if(i, struct(time, day), null)).day, min(if(i, time, null)),"
                        + " max_by(quantity, if(i, struct(q, -quantity), null)), min(if(i, country, null)), max(if(i, good, null))";
        Windows windows = windows("quantity < 8", Duration.ofHours(1), aggregates, values);
        Dataset<Row> events = events();
        events.where("quantity < 8").createOrReplaceTempView("window_events");
        List<String> expected = new ArrayList<>();
        for (Instant asOf : AS_OFS) {
            String end = "timestamp'" + asOf + "'";
            List<List<String>> byWindow = WINDOWS.stream()
                    .map(window -> {
                        String inside = "time < " + end + " - interval 1 hour"
                                + (window.equals("all") ? "" : " and time >= " + end + " - interval " + window);
                        return spark
                                .sql("select customer, " + sql + " from (select *, nullif(" + inside
                                        + ", false) as i, count(if(" + inside
                                        + ", 1, null)) over (partition by customer, quantity) as q from window_events)"
                                        + " where customer is not null and time < " + end
                                        + " - interval 1 hour group by customer order by customer")
                                .collectAsList()
                                .stream()
                                .map(row -> texts(row, 1))
                                .toList();
                    })
                    .toList();
            for (int i = 0; i < byWindow.get(0).size(); i++) {
                int at = i;
                expected.add(byWindow.stream().map(rows -> rows.get(at)).collect(Collectors.joining("|")));
            }
        }
        WindowColumns columns = new WindowColumns(windows, "customer", "time", ZoneOffset.UTC);
        for (int partitions : new int[] {1, 3}) {
            spark.conf().set("spark.sql.shuffle.partitions", partitions);
            try {
                List<String> found = columns
                        .at(events.repartition(partitions), AS_OFS)
                        .orderBy("as_of", "customer")
                        .collectAsList()
                        .stream()
                        .map(row -> texts(row, 2))
                        .toList();
                assertThat(found).hasSameSizeAs(expected);
                for (int i = 0; i < found.size(); i++) {
                    assertThat(found.get(i)).isEqualTo(expected.get(i));
                }
            } finally {
                spark.conf().unset("spark.sql.shuffle.partitions");
            }
        }
    }

    private static String texts(Row row, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < row.size(); i++) {
            text.append(i == from ? "" : "|").append(row.get(i));
        }
        return text.toString();
    }

    /** What training and scoring see is the same. */
    @Test
    void atMomentsOfEachEntityAsAtCommonAsOfs() {
        Windows windows = windows(
                "true",
                Duration.ofHours(2),
                Stream.of(Function.COUNT, Function.SUM, Function.LAST, Function.DISTINCT, Function.VARIANCE)
                        .map(Aggregate::new)
                        .toList(),
                "*",
                "amount",
                "day",
                "country",
                "weight");
        WindowColumns columns = new WindowColumns(windows, "customer", "time", ZoneOffset.UTC);
        Dataset<Row> common = columns.at(events(), AS_OFS);
        Dataset<Row> moments =
                common.select("customer", "as_of").union(spark.sql("select 1000, timestamp'2024-03-01'"));
        Dataset<Row> each = columns.at(events(), moments, true);
        assertThat(columns.at(events(), moments).exceptAll(common).count()).isZero();
        assertThat(each.schema()).isEqualTo(common.schema());
        assertThat(each.where("customer < 1000").exceptAll(common).count()).isZero();
        assertThat(common.exceptAll(each).count()).isZero();
        Row ofNothing = each.where("customer = 1000").first();
        assertThat(ofNothing.<Long>getAs("f0_all")).isZero();
        assertThat(ofNothing.<Object>getAs("f1_all")).isNull();
    }

    @Test
    void valuesKeepTheirTypes() {
        Windows windows = windows(
                "true",
                Duration.ZERO,
                Stream.of(
                                Function.LAST,
                                Function.LAST,
                                Function.SUM,
                                Function.SUM,
                                Function.SINCE,
                                Function.APPROX_DISTINCT)
                        .map(Aggregate::new)
                        .toList(),
                "day",
                "quantity",
                "quantity",
                "amount",
                "*",
                "country");
        assertThat(new WindowColumns(windows, "customer", "time", ZoneOffset.UTC)
                        .at(events(), AS_OFS)
                        .select("customer", "as_of", "f0_all", "f1_all", "f2_all", "f3_all", "f4_all", "f5_all")
                        .schema()
                        .toDDL())
                .isEqualTo("customer INT NOT NULL,as_of TIMESTAMP NOT NULL,f0_all DATE,f1_all INT,f2_all BIGINT,"
                        + "f3_all DECIMAL(38,2),f4_all DOUBLE,f5_all BIGINT");
    }

    @Test
    void onlyEntitiesWithAnEventInAWindowHaveARow() {
        Windows windows = new Windows(
                "true",
                Duration.ZERO,
                List.of(new Feature(
                        "n_1d", new Aggregate(Function.COUNT), "*", "true", new Window(1, Window.Unit.DAY))));
        Dataset<Row> events = spark.sql("select * from values (1, timestamp'2024-03-01 00:00:00'),"
                + " (1, timestamp'2024-03-01 23:59:59.999999'), (2, timestamp'2024-03-02 00:00:00'), (null, timestamp'2024-03-01')"
                + " as e(customer, time)");
        assertThat(new WindowColumns(windows, "customer", "time", ZoneOffset.UTC)
                        .at(
                                events,
                                List.of(Instant.parse("2024-03-02T00:00:00Z"), Instant.parse("2024-03-03T00:00:00Z")))
                        .selectExpr("concat(customer, ' ', as_of, ' ', n_1d)")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("1 2024-03-02 00:00:00 2", "2 2024-03-03 00:00:00 1");
    }

    @Test
    void aDayIsOneOfTheProjectsCalendar() {
        Windows windows = new Windows(
                "true",
                Duration.ZERO,
                List.of(new Feature(
                        "n_1d", new Aggregate(Function.COUNT), "*", "true", new Window(1, Window.Unit.DAY))));
        // On 31 March 2024 London's clocks went forward: the day had 23 hours.
        Dataset<Row> events = spark.sql("select 1 as customer, timestamp'2024-03-30 23:30:00' as time");
        List<Instant> asOf = List.of(Instant.parse("2024-03-31T23:00:00Z"));
        assertThat(new WindowColumns(windows, "customer", "time", ZoneOffset.UTC)
                        .at(events, asOf)
                        .count())
                .isEqualTo(1);
        assertThat(new WindowColumns(windows, "customer", "time", ZoneId.of("Europe/London"))
                        .at(events, asOf)
                        .count())
                .isZero();
    }

    @Test
    void whatCannotBeAggregatedIsSaid() {
        Windows windows = windows("true", Duration.ZERO, List.of(new Aggregate(Function.LAST)), "array(quantity)");
        assertThatThrownBy(() -> new WindowColumns(windows, "customer", "time", ZoneOffset.UTC).at(events(), AS_OFS))
                .hasMessageContaining("ARRAY<INT> cannot be aggregated");
    }
}
