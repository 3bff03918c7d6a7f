package io.headrace.features.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.features.windows.MovingWindows.Wanted;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Windows that move beside the plain way: for each as-of look at all events. */
class MovingWindowsTest {
    private static final List<Aggregate> AGGREGATES = List.of(
            new Aggregate(Function.COUNT),
            new Aggregate(Function.SUM),
            new Aggregate(Function.MEAN),
            new Aggregate(Function.MIN),
            new Aggregate(Function.MAX),
            new Aggregate(Function.VARIANCE),
            new Aggregate(Function.DEVIATION),
            new Aggregate(Function.FIRST),
            new Aggregate(Function.LAST),
            new Aggregate(Function.LAST, 3),
            new Aggregate(Function.DISTINCT),
            new Aggregate(Function.APPROX_DISTINCT),
            new Aggregate(Function.QUANTILE, 0.5),
            new Aggregate(Function.QUANTILE, 0.1),
            new Aggregate(Function.TOP),
            new Aggregate(Function.SINCE));
    private static final List<Window> WINDOWS = Stream.of("1 hour", "1 day", "7 days", "1 month", "2 months", "all")
            .map(text -> Window.parse(text).orElseThrow())
            .toList();
    private static final List<ZoneId> ZONES = List.of(
            ZoneOffset.UTC, ZoneId.of("Europe/London"), ZoneId.of("America/New_York"), ZoneId.of("Asia/Kathmandu"));

    private record Event(long micros, Object value) {}

    @Property(tries = 60)
    void equalsThePlainWay(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
        long delay = random.nextInt(3) == 0 ? random.nextInt(90_000) * 1_000_000L : 0;
        List<Event> events = events(random, zone);
        long[] asOfs = asOfs(random, events, zone);
        List<Aggregator<?>> aggregators =
                AGGREGATES.stream().<Aggregator<?>>map(Aggregators::of).toList();
        List<Wanted> wanted = new ArrayList<>();
        for (Window window : WINDOWS) {
            for (int i = 0; i < aggregators.size(); i++) {
                wanted.add(new Wanted(i, AGGREGATES.get(i), window));
            }
        }
        Deque<Piece> pieces = new ArrayDeque<>(pieces(random, events, aggregators, cuts(asOfs, delay, zone)));
        MovingWindows moving = new MovingWindows(aggregators, wanted, zone, delay);
        for (long asOf : asOfs) {
            while (!pieces.isEmpty() && pieces.peek().end() <= asOf - delay) {
                moving.add(pieces.remove());
            }
            Object[] found = moving.at(asOf);
            for (int i = 0; i < found.length; i++) {
                Window window = wanted.get(i).window();
                Aggregate aggregate = wanted.get(i).aggregate();
                assertThat(comparable(found[i]))
                        .as("%s over %s at %s in %s, delay %s", aggregate, window, instant(asOf), zone, delay)
                        .isEqualTo(comparable(plainly(events, asOf, delay, window, zone, aggregate)));
            }
        }
    }

    /** Decimals by value. */
    private static Object comparable(Object value) {
        return value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value;
    }

    /** Around the days on which clocks change and February ends, several at an instant, some without a value. */
    private static List<Event> events(Random random, ZoneId zone) {
        int kind = random.nextInt(3);
        long middle =
                micros(Instant.parse(List.of("2024-02-29T12:00:00Z", "2025-03-30T01:00:00Z", "2025-11-02T06:00:00Z")
                        .get(random.nextInt(3))));
        List<Event> events = new ArrayList<>();
        int size = random.nextInt(60);
        for (int i = 0; i < size; i++) {
            long spread = random.nextBoolean() ? 70L * 24 * 3600 : 36 * 3600;
            long micros = middle + Math.round((random.nextDouble() - 0.5) * spread) * 1_000_000 + random.nextInt(2);
            events.add(new Event(micros, value(random, kind)));
            if (random.nextInt(3) == 0) {
                events.add(new Event(micros, value(random, kind)));
            }
        }
        return events;
    }

    private static Object value(Random random, int kind) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        return switch (kind) {
            case 0 -> (long) random.nextInt(9) - 4;
            case 1 -> Values.canonical(BigDecimal.valueOf(random.nextInt(2000) - 1000, 2));
            default ->
                Values.canonical(List.of(0.1, 0.2, -0.0, 1e16, -1e16, 1e300, 1e-300, random.nextGaussian(), 3.0)
                        .get(random.nextInt(9)));
        };
    }

    /** At random, at events, a microsecond beside them, at midnights and a window's length after events. */
    private static long[] asOfs(Random random, List<Event> events, ZoneId zone) {
        TreeSet<Long> asOfs = new TreeSet<>();
        for (Event event : events) {
            switch (random.nextInt(6)) {
                case 0 -> asOfs.add(event.micros() + random.nextInt(3) - 1);
                case 1 ->
                    asOfs.add(micros(instant(event.micros())
                            .atZone(zone)
                            .truncatedTo(ChronoUnit.DAYS)
                            .plusDays(random.nextInt(40))
                            .toInstant()));
                case 2 ->
                    asOfs.add(micros(
                            instant(event.micros()).atZone(zone).plusMonths(1).toInstant()));
                case 3 -> asOfs.add(event.micros() + 24L * 3600 * 1_000_000);
                default -> {}
            }
        }
        asOfs.add(micros(Instant.parse("2025-03-31T00:00:00Z")));
        return asOfs.stream().mapToLong(Long::longValue).toArray();
    }

    private static TreeSet<Long> cuts(long[] asOfs, long delay, ZoneId zone) {
        TreeSet<Long> cuts = new TreeSet<>();
        for (long asOf : asOfs) {
            cuts.add(asOf - delay);
            WINDOWS.stream()
                    .filter(window -> !window.equals(Window.ALL))
                    .forEach(window -> cuts.add(micros(window.from(instant(asOf), zone))));
        }
        return cuts;
    }

    /** Neighbours go together into a piece where no window begins or ends between them; pieces are written and read again. */
    private static List<Piece> pieces(
            Random random, List<Event> events, List<Aggregator<?>> aggregators, TreeSet<Long> cuts) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        List<Event> sorted =
                events.stream().sorted(Comparator.comparingLong(Event::micros)).toList();
        for (Event event : sorted) {
            Object[] partials = new Object[aggregators.size()];
            for (int i = 0; i < partials.length; i++) {
                partials[i] = event.value() == null ? null : aggregators.get(i).of(event.value(), event.micros());
            }
            Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (last != null
                    && random.nextBoolean()
                    && cuts.subSet(last.start(), false, event.micros(), true).isEmpty()) {
                for (int i = 0; i < partials.length; i++) {
                    partials[i] = merged(aggregators.get(i), last.partials()[i], partials[i]);
                }
                pieces.set(pieces.size() - 1, new Piece(last.start(), event.micros() + 1, partials));
            } else {
                pieces.add(Piece.event(event.micros(), partials));
            }
        }
        return pieces;
    }

    @SuppressWarnings("unchecked")
    private static <P> Object merged(Aggregator<P> aggregator, Object earlier, Object later) throws IOException {
        if (earlier == null || later == null) {
            return earlier == null ? later : earlier;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        aggregator.write(aggregator.merge((P) earlier, (P) later), new DataOutputStream(bytes));
        return aggregator.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    private static Object plainly(
            List<Event> events, long asOf, long delay, Window window, ZoneId zone, Aggregate aggregate) {
        Instant from = window.from(instant(asOf), zone);
        List<Event> inside = events.stream()
                .filter(event -> event.value() != null)
                .filter(event -> !instant(event.micros()).isBefore(from) && event.micros() < asOf - delay)
                .sorted(Comparator.comparingLong(Event::micros).thenComparing(Event::value, Values.ORDER))
                .toList();
        List<Object> values = inside.stream().map(Event::value).toList();
        int n = values.size();
        return switch (aggregate.function()) {
            case COUNT -> (long) n;
            case DISTINCT -> (long) new HashSet<>(values).size();
            case APPROX_DISTINCT -> approximately(values);
            case SUM -> n == 0 ? null : sum(values);
            case MEAN -> n == 0 ? null : number(sum(values)) / n;
            case VARIANCE -> variance(values);
            case DEVIATION -> n < 2 ? null : (Object) Math.sqrt(variance(values));
            case MIN -> values.stream().min(Values.ORDER).orElse(null);
            case MAX -> values.stream().max(Values.ORDER).orElse(null);
            case FIRST -> n == 0 ? null : values.get(0);
            case LAST -> n < aggregate.parameter() ? null : values.get(n - (int) aggregate.parameter());
            case QUANTILE -> quantile(values, aggregate.parameter());
            case TOP -> top(values);
            case SINCE -> n == 0 ? null : (asOf - inside.get(n - 1).micros()) / 86_400_000_000.0;
        };
    }

    private static BigDecimal exact(Object value) {
        return value instanceof Double real ? new BigDecimal(real) : new BigDecimal(value.toString());
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static Object sum(List<Object> values) {
        BigDecimal sum = values.stream().map(MovingWindowsTest::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
        return values.get(0) instanceof Double ? (Object) sum.doubleValue() : sum;
    }

    private static Double variance(List<Object> values) {
        if (values.size() < 2) {
            return null;
        }
        BigDecimal n = BigDecimal.valueOf(values.size());
        BigDecimal sum = values.stream().map(MovingWindowsTest::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal squares = values.stream()
                .map(value -> exact(value).multiply(exact(value)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        double spread = n.multiply(squares).subtract(sum.multiply(sum)).doubleValue();
        return spread / (n.doubleValue() * (n.doubleValue() - 1));
    }

    private static Object quantile(List<Object> values, double share) {
        List<Object> sorted = values.stream().sorted(Values.ORDER).toList();
        for (int i = 0; i < sorted.size(); i++) {
            BigDecimal reached =
                    BigDecimal.valueOf(i + 1).divide(BigDecimal.valueOf(sorted.size()), 20, RoundingMode.UP);
            if (reached.compareTo(BigDecimal.valueOf(share)) >= 0) {
                return sorted.get(i);
            }
        }
        return null;
    }

    private static Object top(List<Object> values) {
        Map<Object, Integer> times = new TreeMap<>(Values.ORDER);
        values.forEach(value -> times.merge(value, 1, Integer::sum));
        int most = times.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return times.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** The sketch made anew. */
    private static Object approximately(List<Object> values) {
        Registers registers = new Registers();
        Map<Integer, Integer> best = new HashMap<>();
        values.forEach(
                value -> best.merge(registers.of(value, 0)[0] >>> 6, registers.of(value, 0)[0] & 63, Math::max));
        int[] registersOfRank = new int[54];
        registersOfRank[0] = 4096 - best.size();
        best.values().forEach(rank -> registersOfRank[rank]++);
        return Math.round(Registers.estimate(registersOfRank));
    }

    @Test
    void aSketchIsLittleOff() {
        for (int distinct : new int[] {1, 10, 1_000, 10_000, 100_000}) {
            Aggregator<int[]> registers = new Registers();
            Aggregator.Running<int[]> running = registers.running();
            LongStream.range(0, distinct).forEach(value -> running.add(registers.of(value, 0)));
            long estimate = (long) running.value(new Aggregate(Function.APPROX_DISTINCT), 0);
            assertThat(Math.abs(estimate - distinct)).isLessThanOrEqualTo(Math.round(distinct * 3 * 0.0163));
        }
    }

    @Test
    void sumsOfDoublesForgetWhatLeaves() {
        long hour = 3_600_000_000L;
        MovingWindows moving = moving(Function.SUM, new Window(1, Window.Unit.HOUR));
        double[] values = {1e16, 0.1, -1e16, Double.NaN, 0.2};
        for (int i = 0; i < values.length; i++) {
            moving.add(Piece.event(i * hour, Totals.sums().of(values[i], i * hour)));
            assertThat(moving.at((i + 1) * hour)).containsExactly(values[i]);
        }
    }

    private static MovingWindows moving(Function function, Window window) {
        Aggregate aggregate = new Aggregate(function);
        return new MovingWindows(
                List.of(Aggregators.of(aggregate)), List.of(new Wanted(0, aggregate, window)), ZoneOffset.UTC, 0);
    }

    @Test
    void nothingIsKnownBeforeItMayBe() {
        MovingWindows moving = moving(Function.COUNT, Window.ALL);
        moving.add(new Piece(5, 20, new Object[] {1L}));
        assertThatThrownBy(() -> moving.at(19)).hasMessageContaining("events until 20 may not be used at 19");
        assertThat(moving.at(20)).containsExactly(1L);
    }

    @Test
    void aPieceAcrossTheBeginningOfAWindowIsAnError() {
        long hour = 3_600_000_000L;
        MovingWindows moving = moving(Function.COUNT, new Window(1, Window.Unit.HOUR));
        moving.add(new Piece(5, 20, new Object[] {1L}));
        assertThatThrownBy(() -> moving.at(hour + 10)).hasMessageContaining("a piece from 5 goes beyond 10");
    }

    @Test
    void asOfsComeInOrder() {
        MovingWindows moving = moving(Function.COUNT, Window.ALL);
        moving.at(5);
        assertThatThrownBy(() -> moving.at(4)).hasMessageContaining("as-of 4 is before 5");
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
