package io.headrace.features.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.features.windows.MovingWindows.Wanted;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Window;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Entities that share a group, and rows of one step in any order, beside the plain way. */
class EntityPassTest {
    private static final Aggregate COUNT = new Aggregate(Function.COUNT);
    private static final long HOUR = 3_600_000_000L;

    /** @param usable microseconds since 1970 */
    private static Row row(int entity, long usable, boolean moment) {
        long group = entity / 3;
        long steps = (usable >> EntityPass.STEP_BITS) + (1L << EntityPass.TIME_BITS - 1);
        return RowFactory.create(entity, 2 * usable + (moment ? 1 : 0), (group << EntityPass.TIME_BITS) + steps);
    }

    private static Piece piece(Row row) {
        return Piece.event(EntityPass.usable(row) - 1, 1L);
    }

    private static List<String> found(List<Row> rows, long... asOfs) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingLong(row -> row.getLong(EntityPass.ORDER)));
        List<String> found = new ArrayList<>();
        new EntityPass(
                        sorted.iterator(),
                        EntityPassTest::piece,
                        () -> new MovingWindows(
                                List.of(Aggregators.of(COUNT)),
                                List.of(new Wanted(0, COUNT, new Window(1, Window.Unit.HOUR))),
                                ZoneOffset.UTC,
                                0),
                        true,
                        EntityPass.Places.NONE,
                        asOfs)
                .forEachRemaining(result -> found.add(result.toString()));
        return found;
    }

    @Property(tries = 200)
    void eachEntityIsToldOfItsOwnEvents(@ForAll long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        TreeSet<String> expected = new TreeSet<>();
        for (int entity = 0; entity < 9; entity++) {
            TreeSet<Long> moments = new TreeSet<>();
            List<Long> events = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                long time = random.nextInt(3) * HOUR - HOUR + random.nextInt(4) * 400_000L;
                if (random.nextInt(3) == 0) {
                    moments.add(time);
                } else {
                    events.add(time);
                }
            }
            int one = entity;
            moments.forEach(moment -> rows.add(row(one, moment, true)));
            events.forEach(event -> rows.add(row(one, event + 1, false)));
            moments.forEach(moment -> expected.add("[" + one + "," + moment + ","
                    + events.stream()
                            .filter(event -> event < moment && event >= moment - HOUR)
                            .count() + "]"));
        }
        java.util.Collections.shuffle(rows, random);
        assertThat(new TreeSet<>(found(rows))).isEqualTo(expected);
    }

    @Property(tries = 50)
    void commonAsOfsAreToldOfEachEntityWithAnEvent(@ForAll long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        TreeSet<String> expected = new TreeSet<>();
        long[] asOfs = {0, 5, HOUR, 2 * HOUR};
        for (int entity = 0; entity < 7; entity++) {
            List<Long> events = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                events.add(random.nextInt(5) * HOUR / 2 - HOUR + random.nextInt(2));
            }
            int one = entity;
            events.forEach(event -> rows.add(row(one, event + 1, false)));
            for (long asOf : asOfs) {
                long count = events.stream()
                        .filter(event -> event < asOf && event >= asOf - HOUR)
                        .count();
                if (count > 0) {
                    expected.add("[" + one + "," + asOf + "," + count + "]");
                }
            }
        }
        assertThat(new TreeSet<>(found(rows, asOfs))).isEqualTo(expected);
    }
}
