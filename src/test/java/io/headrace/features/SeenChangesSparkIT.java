package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.features.SeenChanges.Reading;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.ColumnType;
import io.headrace.spec.EventRows;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.FeatureView.Latest;
import io.headrace.spec.RowCheck;
import io.headrace.spec.TableName;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases E2 and E3: whoever sees another row is named, and nobody else; beside an oracle that compares what each sees, row by row. */
@ExtendWith(LakeExtension.class)
class SeenChangesSparkIT {
    private static final TableName EVENTS = new TableName("silver", "events");
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final StructType SCHEMA = new StructType()
            .add("id", DataTypes.LongType)
            .add("time", DataTypes.TimestampType)
            .add("until", DataTypes.TimestampType)
            .add("amount", DataTypes.LongType)
            .add("kind", DataTypes.StringType)
            .add("note", DataTypes.StringType)
            .add("_file", DataTypes.StringType)
            .add("_run_id", DataTypes.StringType);

    private record Event(long id, Instant time, Instant until, long amount, String kind, String note) {}

    /** A view, and the oracle: whether it sees an event at an as-of. */
    private record Case(FeatureView view, BiPredicate<Event, Instant> sees, boolean isOfLatest) {
        Case(FeatureView view, BiPredicate<Event, Instant> sees) {
            this(view, sees, false);
        }

        /** Of the rows of an id that are known those of the latest instant are seen, if they are seen at all. */
        Stream<Event> seen(List<Event> all, Instant asOf) {
            Map<Long, Instant> latest = new TreeMap<>();
            all.stream()
                    .filter(event -> event.time().isBefore(asOf))
                    .forEach(event -> latest.merge(
                            event.id(), event.time(), (first, second) -> first.isAfter(second) ? first : second));
            return all.stream()
                    .filter(event -> !isOfLatest || event.time().equals(latest.get(event.id())))
                    .filter(event -> sees.test(event, asOf));
        }
    }

    private static Input latest(Optional<Integer> lookback, Optional<String> until) {
        return new Input(
                EVENTS,
                Optional.of("time"),
                lookback,
                until,
                Optional.empty(),
                Optional.of(new Latest(List.of("id"), List.of())));
    }

    private static Input windows(String where, Duration delay, Feature... features) {
        return new Input(EVENTS, "time", new Windows(where, delay, List.of(features)));
    }

    private static Feature spent(Window window, String where) {
        return new Feature("spent_" + window.suffix(), new Aggregate(Function.SUM), "amount", where, window);
    }

    private static Window days(int days) {
        return new Window(days, Window.Unit.DAY);
    }

    private static FeatureView view(Input input, String sql) {
        return new FeatureView(
                "v",
                "id",
                KnownBy.TIME,
                Map.of("e", input),
                sql,
                List.of(new FeatureColumn("x", ColumnType.parse("long").orElseThrow(), "", "", false)),
                Optional.empty(),
                "v1");
    }

    private static FeatureView ofRows(FeatureView looked) {
        EventRows rows = new EventRows(
                EVENTS,
                "time",
                "true",
                2,
                List.of(),
                List.of(new EventRows.Own("amount", "amount")),
                List.of(new EventRows.Lookup("l", looked, "id", List.of("x"), "", false)));
        return new FeatureView(
                "r", "id", KnownBy.TIME, Map.of(), "", looked.columns(), Optional.empty(), "r1", Optional.of(rows));
    }

    private static boolean isWithin(Event event, Instant asOf, Window window, Duration delay) {
        return event.time().isBefore(asOf.minus(delay)) && !event.time().isBefore(window.from(asOf, ZONE));
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        for (int length : new int[] {2, 7, 90}) {
            for (Duration delay : List.of(Duration.ZERO, Duration.ofHours(30))) {
                cases.put(
                        length + " days, delay " + delay,
                        new Case(
                                view(windows("true", delay, spent(days(length), RowCheck.EVERY_ROW)), ""),
                                (event, asOf) -> isWithin(event, asOf, days(length), delay)));
            }
        }
        cases.put(
                "windows of their own",
                new Case(
                        view(
                                windows(
                                        "id < 4",
                                        Duration.ZERO,
                                        spent(days(2), RowCheck.EVERY_ROW),
                                        spent(days(7), "kind = 'b'")),
                                ""),
                        (event, asOf) -> event.id() < 4
                                && (isWithin(event, asOf, days(2), Duration.ZERO)
                                        || event.kind().equals("b") && isWithin(event, asOf, days(7), Duration.ZERO))));
        cases.put(
                "rows of 2 days that look up 7",
                new Case(
                        ofRows(view(windows("true", Duration.ZERO, spent(days(7), RowCheck.EVERY_ROW)), "")),
                        (event, asOf) -> event.time().isBefore(asOf)
                                && !event.time()
                                        .isBefore(days(7).from(
                                                        asOf.atZone(ZONE)
                                                                .minusDays(2)
                                                                .toInstant(),
                                                        ZONE))));
        cases.put(
                "all history",
                new Case(
                        view(windows("true", Duration.ZERO, spent(Window.ALL, RowCheck.EVERY_ROW)), ""),
                        (event, asOf) -> event.time().isBefore(asOf)));
        String sql = "select id, as_of, sum(amount) as x from e group by id, as_of";
        cases.put(
                "rows of 3 days",
                new Case(
                        view(new Input(EVENTS, Optional.of("time"), Optional.of(3)), sql),
                        (event, asOf) -> event.time().isBefore(asOf)
                                && !event.time()
                                        .isBefore(asOf.atZone(ZONE).minusDays(3).toInstant())));
        cases.put(
                "valid rows",
                new Case(
                        view(
                                new Input(
                                        EVENTS,
                                        Optional.of("time"),
                                        Optional.empty(),
                                        Optional.of("until"),
                                        Optional.empty()),
                                sql),
                        (event, asOf) -> event.time().isBefore(asOf)
                                && (event.until() == null || !event.until().isBefore(asOf))));
        cases.put(
                "latest rows",
                new Case(
                        view(latest(Optional.empty(), Optional.empty()), sql),
                        (event, asOf) -> event.time().isBefore(asOf),
                        true));
        // An end of validity counts as seen: the row that ends hides the earlier ones.
        cases.put(
                "latest rows of 3 days, while they are valid",
                new Case(
                        view(latest(Optional.of(3), Optional.of("until")), sql),
                        (event, asOf) -> event.time().isBefore(asOf)
                                && !event.time()
                                        .isBefore(asOf.atZone(ZONE).minusDays(3).toInstant()),
                        true));
        cases.put(
                "without time",
                new Case(view(new Input(EVENTS, Optional.empty(), Optional.empty()), sql), (event, asOf) -> true));
        return cases;
    }

    private final Map<Long, Map<String, List<Event>>> versions = new TreeMap<>();
    private final Map<String, List<Event>> files = new TreeMap<>();
    private final List<Reading> readings = new ArrayList<>();
    private Lake lake;
    private Random random;

    @Test
    @Tag("full")
    void whoSeesAnotherRowIsNamedAndNobodyElse(Lake lake) {
        compare(1, lake);
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(longs = {2, 3, 4, 5, 6})
    void whoSeesAnotherRowIsNamedAndNobodyElse(long seed, Lake lake) {
        compare(seed, lake);
    }

    private void compare(long seed, Lake lake) {
        this.lake = lake;
        this.random = new Random(seed);
        files.put("old", events(12, -100, 0));
        append("old");
        for (int day = 0; day < 9; day++) {
            files.put("day" + day, events(3, day, day + 1));
            append("day" + day);
            readings.add(new Reading(asOf(day + 1), lake.version(EVENTS)));
            somethingElse(day);
        }
        long now = lake.version(EVENTS);
        cases().forEach((name, of) -> assertThat(new SeenChanges(lake, of.view(), ZONE)
                        .of(EVENTS, readings)
                        .orElseThrow()
                        .keySet())
                .as(name)
                .isEqualTo(changed(of, now)));
    }

    /** What happens between two daily files. */
    private void somethingElse(int day) {
        switch (random.nextInt(6)) {
            case 0 -> {
                files.put("late" + day, events(1, day - random.nextInt(12), day));
                append("late" + day);
            }
            case 1 -> corrected("day" + random.nextInt(day + 1), true);
            case 2 -> corrected("day" + random.nextInt(day + 1), false);
            case 3 -> {
                files.put("ancient" + day, events(1, -150, -80));
                append("ancient" + day);
            }
            case 4 -> lake.spark().sql("optimize delta.`" + lake.path(EVENTS) + "`");
            default -> {
                // An undisturbed day.
            }
        }
        remember();
    }

    private void corrected(String file, boolean isOther) {
        lake.spark().sql("delete from delta.`" + lake.path(EVENTS) + "` where _file = '" + file + "'");
        if (isOther) {
            List<Event> events = new ArrayList<>(files.get(file));
            Event event = events.get(0);
            events.set(
                    0,
                    new Event(event.id(), event.time(), event.until(), event.amount() + 1, event.kind(), event.note()));
            files.put(file, events);
        } else {
            // Delivered again; what no view looks at has changed.
            files.put(
                    file,
                    files.get(file).stream()
                            .map(event -> new Event(
                                    event.id(), event.time(), event.until(), event.amount(), event.kind(), "again"))
                            .toList());
        }
        append(file);
    }

    private Set<Integer> changed(Case of, long now) {
        Set<Integer> changed = new TreeSet<>();
        for (int place = 0; place < readings.size(); place++) {
            Reading reading = readings.get(place);
            if (!seen(of, reading.asOf(), reading.version()).equals(seen(of, reading.asOf(), now))) {
                changed.add(place);
            }
        }
        return changed;
    }

    private List<String> seen(Case of, Instant asOf, long version) {
        List<Event> all =
                versions.get(version).values().stream().flatMap(List::stream).toList();
        return of.seen(all, asOf)
                .map(event ->
                        event.id() + " " + event.amount() + (of.view().sql().isEmpty() ? " " + event.time() : ""))
                .sorted()
                .toList();
    }

    private List<Event> events(int count, int from, int to) {
        return Stream.generate(() -> {
                    long hours = 24L * from + random.nextInt(Math.max(1, 24 * (to - from)));
                    Instant time = asOf(0).plus(Duration.ofHours(hours));
                    Instant until = random.nextBoolean() ? null : time.plus(Duration.ofHours(random.nextInt(90)));
                    return new Event(
                            random.nextInt(5),
                            time,
                            until,
                            random.nextInt(1_000_000),
                            random.nextBoolean() ? "a" : "b",
                            "first");
                })
                .limit(count)
                .collect(Collectors.toList());
    }

    private void append(String file) {
        List<Row> rows = files.get(file).stream()
                .map(event -> RowFactory.create(
                        event.id(),
                        Timestamp.from(event.time()),
                        event.until() == null ? null : Timestamp.from(event.until()),
                        event.amount(),
                        event.kind(),
                        event.note(),
                        file,
                        "run " + random.nextInt()))
                .toList();
        lake.spark()
                .createDataFrame(rows, SCHEMA)
                .coalesce(1)
                .write()
                .format("delta")
                .mode("append")
                .option("delta.enableDeletionVectors", "false")
                .save(lake.path(EVENTS));
        remember();
    }

    private void remember() {
        Map<String, List<Event>> copy = new TreeMap<>();
        files.forEach((file, events) -> copy.put(file, List.copyOf(events)));
        versions.put(lake.version(EVENTS), copy);
    }

    private static Instant asOf(int day) {
        return java.time.LocalDate.of(2024, 3, 5)
                .plusDays(day)
                .atStartOfDay(ZONE)
                .toInstant();
    }

    @Test
    void filesOfLaterEventsAreNotEvenRead(Lake lake) {
        this.lake = lake;
        this.random = new Random(7);
        files.put("day0", events(3, 0, 1));
        append("day0");
        readings.add(new Reading(asOf(1), lake.version(EVENTS)));
        files.put("day1", events(3, 1, 2));
        append("day1");
        assertThat(lake.changedRows(EVENTS, 0, Optional.of("time"), version -> asOf(1))
                        .orElseThrow()
                        .count())
                .isZero();
        assertThat(lake.changedRows(EVENTS, 0, Optional.of("time"), version -> asOf(9))
                        .orElseThrow()
                        .count())
                .isEqualTo(3);
        lake.spark().sql("delete from delta.`" + lake.path(EVENTS) + "` where _file = 'day1'");
        assertThat(lake.changedRows(EVENTS, 0, Optional.empty(), version -> asOf(9))
                        .orElseThrow()
                        .where(io.headrace.table.Lake.CAME)
                        .count())
                .isEqualTo(3);
    }
}
