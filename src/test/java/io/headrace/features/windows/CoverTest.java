package io.headrace.features.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.features.windows.Cover.Stretch;
import io.headrace.run.RunContext;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;
import io.headrace.spec.Window;
import io.headrace.spec.Windows;
import io.headrace.spec.Windows.Feature;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What windows are computed from holds each moment of a window once and nothing that a window divides. */
class CoverTest {
    private static final List<String> WINDOWS = List.of("6 hours", "1 day", "30 days", "2 months", "100 days", "all");
    private static final LocalDate FIRST = LocalDate.parse("2025-01-20");

    @Property(tries = 300)
    void holdsEachMomentOnce(@ForAll long seed) {
        Random random = new Random(seed);
        ZoneId zone = List.of(ZoneOffset.UTC, ZoneId.of("Europe/London"), ZoneId.of("Asia/Kathmandu"))
                .get(random.nextInt(3));
        List<Feature> features = WINDOWS.stream()
                .filter(window -> random.nextInt(3) == 0)
                .map(CoverTest::feature)
                .toList();
        Windows windows = new Windows(
                "true",
                Duration.ofHours(random.nextInt(3) * 11L),
                features.isEmpty() ? List.of(feature("7 days")) : features);
        List<Instant> asOfs = asOfs(random, zone);
        Periods periods = periods(random);
        List<Stretch> stretches = new Cover(windows, asOfs, periods, zone).stretches();
        for (int i = 0; i < 200; i++) {
            long moment = RunContext.micros(FIRST.atStartOfDay(zone)
                    .plusMinutes(random.nextInt(200 * 24 * 60))
                    .toInstant());
            List<Stretch> holding = stretches.stream()
                    .filter(stretch -> stretch.from() <= moment && moment < stretch.to())
                    .toList();
            assertThat(holding).hasSizeLessThanOrEqualTo(1);
            if (isInAWindow(moment, windows, asOfs, zone) && mayHaveEvents(moment, periods, zone)) {
                assertThat(holding).hasSize(1);
            }
        }
        for (Stretch stretch : stretches) {
            stretch.period().ifPresent(period -> assertWhole(period, stretch, periods, windows, asOfs, zone));
        }
    }

    private static Feature feature(String window) {
        return new Feature(
                "f",
                new Aggregate(Function.COUNT),
                "*",
                "true",
                Window.parse(window).orElseThrow());
    }

    private static List<Instant> asOfs(Random random, ZoneId zone) {
        List<Instant> asOfs = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            ZonedDateTime midnight = FIRST.plusDays(random.nextInt(200)).atStartOfDay(zone);
            asOfs.add((random.nextBoolean() ? midnight : midnight.plusMinutes(random.nextInt(1440))).toInstant());
        }
        return asOfs;
    }

    private static Periods periods(Random random) {
        NavigableSet<LocalDate> changed = new TreeSet<>();
        Set<Period> kept = new HashSet<>();
        for (int i = 0; i < 190; i++) {
            LocalDate day = FIRST.plusDays(i);
            if (random.nextInt(5) > 0) {
                kept.add(new Period(day, 1));
                Period.LENGTHS.stream()
                        .filter(length -> random.nextInt(4) > 0)
                        .forEach(length -> kept.add(Period.of(day, length)));
            }
            if (random.nextInt(40) == 0) {
                changed.add(day);
            }
        }
        return new Periods(kept, changed);
    }

    private static boolean isInAWindow(long moment, Windows windows, List<Instant> asOfs, ZoneId zone) {
        return asOfs.stream()
                .filter(asOf -> moment < RunContext.micros(asOf.minus(windows.delay())))
                .anyMatch(asOf -> windows.begin(asOf, zone)
                        .map(begin -> moment >= RunContext.micros(begin))
                        .orElse(true));
    }

    private static boolean mayHaveEvents(long moment, Periods periods, ZoneId zone) {
        LocalDate day = Instant.ofEpochSecond(moment / 1_000_000).atZone(zone).toLocalDate();
        return periods.days().contains(day);
    }

    private static void assertWhole(
            Period period, Stretch stretch, Periods periods, Windows windows, List<Instant> asOfs, ZoneId zone) {
        assertThat(periods.has(period)).isTrue();
        for (Instant asOf : asOfs) {
            Stream.concat(
                            Stream.of(asOf.minus(windows.delay())),
                            windows.features().stream()
                                    .map(feature -> feature.window().from(asOf, zone))
                                    .filter(begin -> !begin.equals(Instant.MIN)))
                    .map(RunContext::micros)
                    .forEach(cut -> assertThat(cut <= stretch.from() || cut >= stretch.to())
                            .isTrue());
        }
    }

    @Test
    void takesTheLongestPeriodThatIsWhole() {
        Windows windows = new Windows("true", Duration.ZERO, List.of(feature("30 days"), feature("6 hours")));
        Set<Period> kept = new HashSet<>();
        LocalDate.parse("2025-01-01")
                .datesUntil(LocalDate.parse("2025-03-07"))
                .forEach(day -> Period.LENGTHS.forEach(length -> kept.add(Period.of(day, length))));
        Periods periods = new Periods(kept, new TreeSet<>(List.of(LocalDate.parse("2025-03-02"))));
        List<Stretch> stretches =
                new Cover(windows, List.of(Instant.parse("2025-03-05T00:00:00Z")), periods, ZoneOffset.UTC).stretches();
        assertThat(stretches)
                .extracting(stretch -> stretch.period().map(Period::toString).orElse("rows"))
                .containsExactly(
                        "2025-02-03+1",
                        "2025-02-04+1",
                        "2025-02-05+4",
                        "2025-02-09+16",
                        "2025-02-25+4",
                        "2025-03-01+1",
                        "rows",
                        "2025-03-03+1",
                        "rows");
        assertThat(stretches.get(stretches.size() - 1).to())
                .isEqualTo(RunContext.micros(Instant.parse("2025-03-05T00:00:00Z")));
    }
}
