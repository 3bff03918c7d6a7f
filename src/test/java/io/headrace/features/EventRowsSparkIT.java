package io.headrace.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.spec.ColumnType;
import io.headrace.spec.EventRows;
import io.headrace.spec.EventRows.Lookup;
import io.headrace.spec.EventRows.Own;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.DefinedView;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** E10, E11: rows with features of two entities and of their own, beside a plain loop over all rows. */
@ExtendWith(LakeExtension.class)
class EventRowsSparkIT {
    private static final TableName PAYMENTS = new TableName("silver", "payments");
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final int DAYS = 6;
    private static final long HOUR = 3600;

    /** A payment; a null card or terminal is unknown. */
    private record Payment(String id, Long card, Long terminal, Instant at, Integer turn, long cents, boolean fraud) {
        boolean isOrderedBefore(Payment other, boolean isOrdered) {
            int compared = at.compareTo(other.at);
            if (compared != 0 || !isOrdered) {
                return compared < 0;
            }
            int turns =
                    Comparator.nullsFirst(Comparator.<Integer>naturalOrder()).compare(turn, other.turn);
            return turns != 0 ? turns < 0 : id.compareTo(other.id) < 0;
        }
    }

    /** Few instants and few entities, so that most payments share an instant with others of the card or the terminal. */
    private static List<Payment> payments(Random random) {
        List<Payment> payments = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            payments.add(new Payment(
                    "p" + random.nextInt(1000) + "-" + i,
                    random.nextInt(20) == 0 ? null : (long) random.nextInt(6),
                    random.nextInt(20) == 0 ? null : (long) random.nextInt(5),
                    BEGIN.plusSeconds(random.nextInt(DAYS * 24) * HOUR),
                    random.nextInt(8) == 0 ? null : random.nextInt(3),
                    random.nextInt(10_000),
                    random.nextInt(4) == 0));
        }
        return payments;
    }

    private static void save(Lake lake, List<Payment> payments) {
        List<Row> rows = payments.stream()
                .map(p -> RowFactory.create(
                        p.id(), p.card(), p.terminal(), Timestamp.from(p.at()), p.turn(), p.cents(), p.fraud()))
                .toList();
        lake.spark()
                .createDataFrame(
                        rows,
                        (StructType)
                                DataType.fromDDL(
                                        "payment_id string, card_id long, terminal_id long, paid_at timestamp, turn int, cents long, fraud boolean"))
                .write()
                .format("delta")
                .save(lake.path(PAYMENTS));
    }

    private static final String PAID = "\"table\":\"silver.payments\",\"time\":\"paid_at\"";

    private static FeatureView byCard() {
        return DefinedView.read(
                "card",
                "{\"columns\":{\"n_24h\":\"long\",\"spend_3d\":\"long\",\"cents_all\":\"long\"},\"entity\":\"card_id\",\"inputs\":{"
                        + "\"paid\":{" + PAID + ",\"aggregates\":{"
                        + "\"n\":{\"count\":\"*\",\"windows\":[\"24 hours\"]},"
                        + "\"spend\":{\"sum\":\"cents\",\"windows\":[\"3 days\"]},"
                        + "\"cents\":{\"last\":\"cents\",\"windows\":[\"all\"]}}}}}\n");
    }

    /** By SQL of its own, over windows that wait, windows that do not, and rows as they are. */
    private static FeatureView byTerminal() {
        return DefinedView.read(
                "terminal",
                "{\"columns\":{\"n\":\"long\",\"risk\":\"double\",\"seen\":\"long\"},\"entity\":\"terminal_id\",\"inputs\":{"
                        + "\"known\":{" + PAID + ",\"delay\":\"2 days\",\"aggregates\":{"
                        + "\"frauds\":{\"count\":\"*\",\"where\":\"fraud\",\"windows\":[\"5 days\"]},"
                        + "\"known\":{\"count\":\"*\",\"windows\":[\"5 days\"]}}},"
                        + "\"paid\":{" + PAID + ",\"aggregates\":{\"n\":{\"count\":\"*\",\"windows\":[\"1 day\"]}}},"
                        + "\"raw\":{" + PAID + ",\"lookback\":\"3 days\"}}}\n"
                        + "select terminal_id, as_of, coalesce(n_1d, 0) as n, frauds_5d / nullif(known_5d, 0) as risk,"
                        + " coalesce(seen, 0) as seen from paid join known using (terminal_id, as_of) left join"
                        + " (select terminal_id, as_of, count(*) as seen from raw group by terminal_id, as_of) using (terminal_id, as_of)");
    }

    private static FeatureView view(boolean isOrdered, boolean includesRow) {
        List<Lookup> lookups = List.of(
                new Lookup("card", byCard(), "card_id", List.of("n_24h", "spend_3d", "cents_all"), "", includesRow),
                new Lookup(
                        "terminal",
                        byTerminal(),
                        "terminal_id",
                        List.of("n", "risk", "seen"),
                        "terminal_",
                        includesRow));
        return new FeatureView(
                "payment",
                "payment_id",
                KnownBy.TIME,
                Map.of(),
                "",
                List.of(
                        column("cents", "long"),
                        column("at_hour", "integer"),
                        column("n_24h", "long"),
                        column("spend_3d", "long"),
                        column("cents_all", "long"),
                        column("terminal_n", "long"),
                        column("terminal_risk", "double"),
                        column("terminal_seen", "long")),
                Optional.empty(),
                "definition",
                Optional.of(new EventRows(
                        PAYMENTS,
                        "paid_at",
                        "cents > 100",
                        1,
                        isOrdered ? List.of("turn") : List.of(),
                        List.of(new Own("cents", "cents"), new Own("at_hour", "hour(paid_at)")),
                        lookups)));
    }

    private static FeatureColumn column(String name, String type) {
        return new FeatureColumn(name, ColumnType.parse(type).orElseThrow(), "", "", false);
    }

    /** The features of a payment by a loop over all. */
    private static List<Object> naively(Payment of, List<Payment> all, boolean isOrdered, boolean includesRow) {
        List<Object> values = new ArrayList<>(
                List.of(of.cents(), of.at().atZone(ZoneOffset.UTC).getHour()));
        Predicate<Payment> before = other -> other.isOrderedBefore(of, isOrdered) || (includesRow && other.equals(of));
        if (of.card() == null) {
            values.addAll(Arrays.asList(null, null, null));
        } else {
            List<Payment> own = all.stream()
                    .filter(p -> of.card().equals(p.card()))
                    .filter(before)
                    .sorted((a, b) -> a.isOrderedBefore(b, true) ? -1 : 1)
                    .toList();
            values.add((long) within(own, of, 24 * HOUR).size());
            List<Payment> three = within(own, of, 72 * HOUR);
            values.add(
                    three.isEmpty()
                            ? null
                            : (Object) three.stream().mapToLong(Payment::cents).sum());
            values.add(own.stream()
                    .max(Comparator.comparing(Payment::at).thenComparing(Payment::cents))
                    .map(Payment::cents)
                    .orElse(null));
        }
        if (of.terminal() == null) {
            values.addAll(Arrays.asList(null, null, null));
        } else {
            List<Payment> own =
                    all.stream().filter(p -> of.terminal().equals(p.terminal())).toList();
            List<Payment> known = within(own, of, 120 * HOUR).stream()
                    .filter(p -> p.at().isBefore(of.at().minusSeconds(48 * HOUR)))
                    .toList();
            values.add((long)
                    within(own.stream().filter(before).toList(), of, 24 * HOUR).size());
            values.add(
                    known.isEmpty()
                            ? null
                            : (Object) (known.stream().filter(Payment::fraud).count() / (double) known.size()));
            values.add(within(own, of, 72 * HOUR).stream()
                    .filter(p -> p.at().isBefore(of.at()))
                    .count());
        }
        return values;
    }

    private static List<Payment> within(List<Payment> payments, Payment of, long seconds) {
        Instant begin = of.at().minusSeconds(seconds);
        return payments.stream().filter(p -> !p.at().isBefore(begin)).toList();
    }

    private static Map<String, List<Object>> found(Dataset<Row> rows, int from) {
        Map<String, List<Object>> found = new TreeMap<>();
        rows.collectAsList()
                .forEach(row -> assertThat(found.put(
                                row.getString(0),
                                Arrays.asList(IntStream.range(from, row.size())
                                        .mapToObj(row::get)
                                        .toArray())))
                        .as("one row for " + row.get(0))
                        .isNull());
        return found;
    }

    @ParameterizedTest
    @CsvSource({"true, true, 2", "false, false, 3"})
    @Tag("full")
    void eachRowSeesWhatWasThereBeforeIt(boolean isOrdered, boolean includesRow, long seed, Lake lake) {
        List<Payment> payments = payments(new Random(seed));
        save(lake, payments);
        FeatureView view = view(isOrdered, includesRow);
        Map<String, List<Object>> expected = new TreeMap<>();
        payments.stream()
                .filter(p -> p.cents() > 100)
                .forEach(p -> expected.put(p.id(), naively(p, payments, isOrdered, includesRow)));

        Map<String, Long> versions = lake.versions(view.tables());
        LakeViewColumns columns = new LakeViewColumns(lake, view, ZoneOffset.UTC, versions, new Tiles(0, true));
        List<Instant> ends = Stream.iterate(1, day -> day <= DAYS, day -> day + 1)
                .map(day -> BEGIN.plusSeconds(day * 24 * HOUR))
                .toList();
        assertThat(found(columns.at(ends), 2)).as("in scoring, day by day").isEqualTo(expected);
        Dataset<Row> labelled = lake.read(PAYMENTS).selectExpr("payment_id", "paid_at as as_of", "fraud");
        assertThat(found(columns.at(labelled), 2)).as("in training").isEqualTo(expected);
        assertThat(view.columns()).hasSameSizeAs(expected.values().iterator().next());
        FeatureView kept = KeptView.read(KeptView.of(view).json());
        assertThat(kept.rows().orElseThrow().lookups())
                .extracting(lookup -> lookup.view().sql())
                .containsExactlyElementsOf(view.rows().orElseThrow().lookups().stream()
                        .map(lookup -> lookup.view().sql())
                        .toList());
    }

    @Test
    void aViewThatComputesWithTheEntityCannotBeLookedUp(Lake lake) {
        FeatureView odd = DefinedView.read(
                "odd",
                "{\"columns\":{\"odd\":\"long\"},\"entity\":\"card_id\",\"inputs\":{\"paid\":{" + PAID + "}}}\n"
                        + "select card_id, as_of, max(card_id % 2) as odd from paid group by card_id, as_of");
        FeatureView view = new FeatureView(
                "payment",
                "payment_id",
                KnownBy.TIME,
                Map.of(),
                "",
                List.of(column("odd", "long")),
                Optional.empty(),
                "definition",
                Optional.of(new EventRows(
                        PAYMENTS,
                        "paid_at",
                        "true",
                        1,
                        List.of(),
                        List.of(),
                        List.of(new Lookup("odd", odd, "card_id", List.of("odd"), "", false)))));
        Map<String, StructType> schemas = Map.of(PAYMENTS.toString(), (StructType)
                DataType.fromDDL("payment_id string, card_id long, paid_at timestamp"));
        assertThatThrownBy(() -> new ViewColumns(view).resolve(lake.spark(), schemas))
                .hasMessageContaining("view odd cannot be looked up, as its SQL computes with the value of card_id");
    }
}
