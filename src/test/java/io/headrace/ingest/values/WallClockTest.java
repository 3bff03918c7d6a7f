package io.headrace.ingest.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.ColumnType;
import io.headrace.spec.SourceClock;
import io.headrace.spec.SourceClock.Repeated;
import io.headrace.spec.SourceClock.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B3: times without an offset beside what a clock of the zone shows, looked up instant by instant. */
class WallClockTest {
    private static final int STEP_MINUTES = 5;
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Days with a change of the clock, or of the calendar, about the middle of five days. */
    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2026-03-08",
        "America/New_York, 2026-11-01",
        "Europe/Berlin, 2026-03-29",
        "Europe/Berlin, 2026-10-25",
        "Asia/Kathmandu, 1986-01-01",
        "Asia/Kathmandu, 2026-03-29",
        "Pacific/Apia, 2011-12-30",
        "Pacific/Apia, 2012-04-01",
        "Pacific/Apia, 2012-09-30",
        "America/Havana, 2026-03-08",
        "America/Havana, 2026-11-01",
        "Australia/Lord_Howe, 2026-04-05"
    })
    void everyTimeIsTheInstantAtWhichTheClockShowsIt(ZoneId zone, LocalDate day) {
        Map<LocalDateTime, List<Instant>> shown = shown(zone, day);
        ValueReader strict = reader(zone, Skipped.REFUSE, Repeated.REFUSE);
        ValueReader first = reader(zone, Skipped.FORWARD, Repeated.EARLIER);
        ValueReader second = reader(zone, Skipped.FORWARD, Repeated.LATER);
        for (LocalDateTime time = day.minusDays(2).atStartOfDay();
                time.isBefore(day.plusDays(3).atStartOfDay());
                time = time.plusMinutes(STEP_MINUTES)) {
            String text = TEXT.format(time);
            List<Instant> instants = shown.getOrDefault(time, List.of());
            assertThat(strict.read(text)).as(text).isEqualTo(instants.size() == 1 ? micros(instants.get(0)) : null);
            assertThat(strict.reason(text))
                    .as(text)
                    .contains(instants.isEmpty() ? "passes over" : instants.size() == 2 ? "shows this time twice" : "");
            if (instants.isEmpty()) {
                assertThat(first.read(text)).as(text).isEqualTo(micros(forward(shown, time)));
            } else {
                assertThat(first.read(text)).as(text).isEqualTo(micros(instants.get(0)));
                assertThat(second.read(text)).as(text).isEqualTo(micros(instants.get(instants.size() - 1)));
            }
        }
    }

    /** What the clock showed last before it was put forward, and then as long as to the time. */
    private static Instant forward(Map<LocalDateTime, List<Instant>> shown, LocalDateTime skipped) {
        LocalDateTime last = skipped;
        while (!shown.containsKey(last)) {
            last = last.minusMinutes(STEP_MINUTES);
        }
        return shown.get(last).get(0).plus(Duration.between(last, skipped));
    }

    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2026-03-08",
        "Asia/Kathmandu, 1986-01-01",
        "Pacific/Apia, 2011-12-29",
        "Pacific/Apia, 2011-12-30",
        "Pacific/Apia, 2011-12-31",
        "America/Havana, 2026-03-08",
        "America/Havana, 2026-11-01"
    })
    void aDayAloneIsItsFirstInstant(ZoneId zone, LocalDate day) {
        Optional<Instant> first = shown(zone, day).entrySet().stream()
                .filter(time -> time.getKey().toLocalDate().equals(day))
                .flatMap(time -> time.getValue().stream())
                .min(Instant::compareTo);
        assertThat(reader(zone, Skipped.REFUSE, Repeated.REFUSE).read(day.toString()))
                .isEqualTo(first.map(WallClockTest::micros).orElse(null));
    }

    @Test
    void aDayThatTheCalendarLeavesOutHasNoBeginning() {
        ValueReader apia = reader(ZoneId.of("Pacific/Apia"), Skipped.REFUSE, Repeated.REFUSE);
        assertThat(apia.read("2011-12-30")).isNull();
        assertThat(apia.reason("2011-12-30")).isEqualTo("the calendar of Pacific/Apia leaves out this day");
        assertThat(apia.read("2011-12-30 10:00:00")).isNull();
    }

    @Test
    void anOffsetTellsWhichOfTwoInstantsIsMeant() {
        ValueReader newYork = reader(ZoneId.of("America/New_York"), Skipped.REFUSE, Repeated.REFUSE);
        assertThat(newYork.read("2026-11-01 01:30:00-04:00")).isEqualTo(micros(Instant.parse("2026-11-01T05:30:00Z")));
        assertThat(newYork.read("2026-11-01 01:30:00-05:00")).isEqualTo(micros(Instant.parse("2026-11-01T06:30:00Z")));
        assertThat(newYork.read("2026-10-25 02:30:00 Europe/Berlin")).isNull();
        assertThat(newYork.reason("2026-10-25 02:30:00 Europe/Berlin")).contains("Europe/Berlin", "twice");
    }

    @Test
    void declaredFormatsFollowTheSameRule() {
        WallClock clock = new WallClock(ZoneId.of("Europe/Berlin"), Skipped.REFUSE, Repeated.REFUSE);
        ValueReader reader =
                ValueReader.of(timestamp(), List.of("dd.MM.yyyy HH:mm['|'XXX]['|'VV]", "dd.MM.yyyy"), clock);
        assertThat(reader.read("01.07.2026 12:00")).isEqualTo(micros(Instant.parse("2026-07-01T10:00:00Z")));
        assertThat(reader.read("01.07.2026 12:00|-04:00")).isEqualTo(micros(Instant.parse("2026-07-01T16:00:00Z")));
        assertThat(reader.read("01.07.2026 12:00|America/New_York"))
                .isEqualTo(micros(Instant.parse("2026-07-01T16:00:00Z")));
        assertThat(reader.read("01.07.2026")).isEqualTo(micros(Instant.parse("2026-06-30T22:00:00Z")));
        assertThat(reader.read("25.10.2026 02:30|+01:00|Europe/Berlin"))
                .isEqualTo(micros(Instant.parse("2026-10-25T01:30:00Z")));
        assertThat(reader.read("25.10.2026 02:30")).isNull();
        assertThat(reader.reason("25.10.2026 02:30")).contains("twice");
        assertThat(reader.read("29.03.2026 02:30")).isNull();
        assertThat(reader.reason("29.03.2026 02:30")).contains("passes over");
    }

    private static Map<LocalDateTime, List<Instant>> shown(ZoneId zone, LocalDate day) {
        Map<LocalDateTime, List<Instant>> shown = new HashMap<>();
        Instant end = Instant.parse(day.plusDays(5) + "T00:00:00Z");
        for (Instant at = Instant.parse(day.minusDays(5) + "T00:00:00Z");
                at.isBefore(end);
                at = at.plus(Duration.ofMinutes(STEP_MINUTES))) {
            shown.computeIfAbsent(LocalDateTime.ofInstant(at, zone), time -> new ArrayList<>())
                    .add(at);
        }
        return shown;
    }

    private static ValueReader reader(ZoneId zone, Skipped skipped, Repeated repeated) {
        return ValueReader.of(
                timestamp(), List.of(), WallClock.of(new SourceClock(Optional.of(zone), skipped, repeated), zone));
    }

    private static ColumnType timestamp() {
        return ColumnType.parse("timestamp").orElseThrow();
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }
}
