package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.LabelSpec;
import io.headrace.spec.LabelSpec.Event.Positive;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.AsOfRows;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PlainClock;
import io.headrace.testing.SmallShop;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B1 to B3: labels of events in every half hour about a change of the clock, beside a plain count. */
@ExtendWith(LakeExtension.class)
class LabelTimeZonesSparkIT {
    private static final TableName EVENTS = TableName.parse("silver.events");
    private static final TableName QUESTIONS = TableName.parse("silver.questions");
    private static final int HORIZON = 2;
    private static final int AS_OFS = 6;

    private final SparkSession spark = LakeExtension.session();

    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2026-03-08, at",
        "America/New_York, 2026-11-01, day",
        "Europe/Berlin, 2026-03-29, wall",
        "Europe/Berlin, 2026-10-25, at",
        "Asia/Kathmandu, 1986-01-01, day",
        "Pacific/Apia, 2011-12-30, wall",
        "Pacific/Apia, 2011-12-30, day"
    })
    void horizonsAreDaysOfTheCalendar(ZoneId zone, LocalDate change, String time) {
        LocalDate runDay = change.plusDays(3L + HORIZON);
        List<Instant> happened = happened(change);
        Map<Instant, Double> expected = new TreeMap<>();
        for (int back = 0; back < AS_OFS; back++) {
            LocalDate day = runDay.minusDays(HORIZON).minusDays(back);
            if (!PlainClock.first(day, zone).atZone(zone).toLocalDate().equals(day)) {
                continue; // the calendar leaves it out
            }
            Instant end = PlainClock.first(day.plusDays(HORIZON), zone);
            expected.put(PlainClock.first(day, zone), (double) happened.stream()
                    .map(at -> PlainClock.moment(at, time, zone))
                    .filter(at -> !at.isBefore(PlainClock.first(day, zone)) && at.isBefore(end))
                    .count());
        }
        assertThat(byGrid(runDay.minusDays(1), zone, time, happened)).isEqualTo(expected);
        assertThat(byRows(runDay, zone, time, happened)).isEqualTo(expected);
    }

    /** Labels at each as-of of a grid. */
    private Map<Instant, Double> byGrid(LocalDate date, ZoneId zone, String time, List<Instant> happened) {
        TrainSpec spec = spec(time, new AsOfGrid(1, AS_OFS, 1));
        AsOfs asOfs = AsOfs.of(spec, date, zone);
        Dataset<Row> features = spark.createDataFrame(
                asOfs.instants().stream()
                        .distinct()
                        .map(at -> RowFactory.create(1, Timestamp.from(at)))
                        .toList(),
                schema("customer_id int, as_of timestamp"));
        return labels(new LabelColumns(spec, asOfs, zone).labelled(features, events(happened, zone)));
    }

    /** Labels at each day of a table, of which later ones are not known yet. */
    private Map<Instant, Double> byRows(LocalDate runDay, ZoneId zone, String time, List<Instant> happened) {
        Dataset<Row> questions = spark.createDataFrame(
                Stream.iterate(runDay.minusDays(HORIZON + AS_OFS - 1L), day -> day.plusDays(1))
                        .limit(AS_OFS + 3)
                        .filter(day -> PlainClock.first(day, zone)
                                .atZone(zone)
                                .toLocalDate()
                                .equals(day))
                        .map(day -> RowFactory.create(1, Date.valueOf(day)))
                        .toList(),
                schema("customer_id int, asked date"));
        TrainSpec spec = spec(time, new AsOfRows(QUESTIONS, "asked", "true"));
        return labels(new LabelTimeColumns(spec, runDay.minusDays(1), zone)
                .labels(table -> table.equals(QUESTIONS) ? questions : events(happened, zone)));
    }

    private static Map<Instant, Double> labels(Dataset<Row> rows) {
        Map<Instant, Double> labels = new TreeMap<>();
        rows.select("as_of", TrainingNames.LABEL)
                .collectAsList()
                .forEach(row -> labels.put(row.getTimestamp(0).toInstant(), row.getDouble(1)));
        return labels;
    }

    private static TrainSpec spec(String time, TrainSpec.AsOfs asOfs) {
        TrainSpec spec = SmallShop.train();
        return new TrainSpec(
                spec.header(),
                spec.model(),
                spec.view(),
                spec.features(),
                spec.population(),
                new LabelSpec.Event(EVENTS, time, "true", Positive.EVENT, Optional.of("1"), HORIZON, 0),
                asOfs,
                spec.group(),
                new TrainSpec.Holdout.ShareOfEntities(0.5),
                spec.recipe(),
                spec.assessment(),
                spec.gates());
    }

    private static List<Instant> happened(LocalDate change) {
        return Stream.iterate(Instant.parse(change.minusDays(6) + "T00:00:00Z"), at -> at.plus(Duration.ofMinutes(30)))
                .limit(2 * 24 * 14)
                .toList();
    }

    private Dataset<Row> events(List<Instant> happened, ZoneId zone) {
        return spark.createDataFrame(
                happened.stream()
                        .map(at -> RowFactory.create(
                                1,
                                Timestamp.from(at),
                                Date.valueOf(at.atZone(zone).toLocalDate()),
                                at.atZone(zone).toLocalDateTime()))
                        .toList(),
                schema("customer_id int, at timestamp, day date, wall timestamp_ntz"));
    }

    private static StructType schema(String ddl) {
        return (StructType) DataType.fromDDL(ddl);
    }
}
