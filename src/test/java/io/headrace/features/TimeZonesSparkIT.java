package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.features.windows.WindowColumns;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.table.InstantColumns;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PlainClock;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B1 to B3: windows over moments and over dates, with events in every half hour about a change of the clock, beside a plain count. */
@ExtendWith(LakeExtension.class)
class TimeZonesSparkIT {
    private static final List<Integer> DAYS = List.of(1, 2, 7);

    private final SparkSession spark = LakeExtension.session();

    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2026-03-08",
        "America/New_York, 2026-11-01",
        "Europe/Berlin, 2026-03-29",
        "Europe/Berlin, 2026-10-25",
        "Asia/Kathmandu, 1986-01-01",
        "Pacific/Apia, 2011-12-30",
        "America/Havana, 2026-11-01"
    })
    void windowsOfDaysAreThoseOfTheCalendar(ZoneId zone, LocalDate change) {
        List<Instant> events = events(change);
        Dataset<Row> table = table(events, zone);
        List<Instant> asOfs = Stream.iterate(change.minusDays(2), day -> day.plusDays(1))
                .limit(5)
                .map(day -> CalendarDays.begin(day, zone))
                .distinct()
                .toList();
        for (String time : List.of("at", "day", "wall")) {
            List<Row> found = new WindowColumns(windows(), "who", time, zone)
                    .at(table, asOfs)
                    .orderBy("as_of")
                    .collectAsList();
            List<List<Object>> expected = new ArrayList<>();
            asOfs.forEach(asOf -> expected.add(expected(events, time, asOf, zone)));
            assertThat(found)
                    .extracting(TimeZonesSparkIT::cells)
                    .as(time + " in " + zone)
                    .isEqualTo(expected);
        }
        sqlComparesAsColumnsDo(table, zone);
    }

    private static List<Instant> events(LocalDate change) {
        return Stream.iterate(Instant.parse(change.minusDays(10) + "T00:00:00Z"), at -> at.plus(Duration.ofMinutes(30)))
                .limit(2 * 24 * 15)
                .toList();
    }

    private Dataset<Row> table(List<Instant> events, ZoneId zone) {
        return spark.createDataFrame(
                events.stream()
                        .map(at -> RowFactory.create(
                                1,
                                Timestamp.from(at),
                                Date.valueOf(at.atZone(zone).toLocalDate()),
                                at.atZone(zone).toLocalDateTime()))
                        .toList(),
                (StructType) DataType.fromDDL("who int, at timestamp, day date, wall timestamp_ntz"));
    }

    private static Windows windows() {
        return new Windows(
                "true",
                Duration.ZERO,
                DAYS.stream()
                        .map(days -> new Feature(
                                "n" + days,
                                new Aggregate(Function.COUNT),
                                "*",
                                "true",
                                Window.parse(days + " days").orElseThrow()))
                        .toList());
    }

    /** An event of a date counts as its first moment; days are counted back on the calendar. */
    private static List<Object> expected(List<Instant> events, String time, Instant asOf, ZoneId zone) {
        List<Object> cells = new ArrayList<>(List.of(1, Timestamp.from(asOf)));
        for (int days : DAYS) {
            LocalDate first = asOf.atZone(zone).toLocalDate().minusDays(days);
            Instant from = PlainClock.first(first, zone);
            cells.add(events.stream()
                    .map(at -> PlainClock.moment(at, time, zone))
                    .filter(at -> at.isBefore(asOf) && !at.isBefore(from))
                    .count());
        }
        return cells;
    }

    private static List<Object> cells(Row row) {
        List<Object> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(row.get(i));
        }
        return cells;
    }

    /** Dates as instants, by Spark's functions and in Java. */
    private static void sqlComparesAsColumnsDo(Dataset<Row> table, ZoneId zone) {
        List<Row> days = table.select(functions.col("day"), InstantColumns.of(table, "day", zone))
                .distinct()
                .collectAsList();
        assertThat(days)
                .allSatisfy(row -> assertThat(row.getTimestamp(1).toInstant())
                        .isEqualTo(PlainClock.first(row.getDate(0).toLocalDate(), zone)));
    }
}
