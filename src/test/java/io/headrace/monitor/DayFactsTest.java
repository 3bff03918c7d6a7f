package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.registry.EventDetail;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.ModelEvent.Type;
import io.headrace.run.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayFactsTest {
    private final List<ModelEvent> events = new ArrayList<>();

    private void run(Type type, int version, String date) {
        event(type, version, "train-lapse/" + date + "/1", "2030-01-01T00:00:00Z");
    }

    private void person(Type type, int version, String instant) {
        event(type, version, "", instant);
    }

    private void event(Type type, int version, String run, String instant) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
        events.add(
                new ModelEvent("lapse", events.size() + 1L, type, version, "x", "", EventDetail.NONE, run, micros, ""));
    }

    private DayFacts on(String date) {
        return DayFacts.of(events, LocalDate.parse(date), ZoneOffset.UTC, 0, List.of());
    }

    @Test
    void knowNothingBeforeTheFirstVersion() {
        run(Type.REGISTERED, 1, "2026-01-05");
        run(Type.PROMOTED, 1, "2026-01-05");

        assertThat(on("2026-01-04").champion()).isEmpty();
        assertThat(on("2026-01-05").champion()).hasValueSatisfying(champion -> {
            assertThat(champion.version()).isEqualTo("1");
            assertThat(champion.trained()).isEqualTo("2026-01-05");
            assertThat(champion.before()).isEmpty();
        });
    }

    @Test
    void knowARollbackAndARelease() {
        run(Type.REGISTERED, 1, "2026-01-05");
        run(Type.PROMOTED, 1, "2026-01-05");
        run(Type.REGISTERED, 2, "2026-02-05");
        run(Type.PROMOTED, 2, "2026-02-05");
        person(Type.ROLLED_BACK, 1, "2026-02-07T12:00:00Z");
        person(Type.PROMOTED, 2, "2026-02-09T12:00:00Z");

        assertThat(on("2026-02-06").champion().orElseThrow().before()).containsExactly("1");
        assertThat(on("2026-02-08")).satisfies(facts -> {
            assertThat(facts.version()).isEqualTo("1");
            assertThat(facts.trained()).isEqualTo("2026-01-05");
            assertThat(facts.promoted()).isEqualTo("2026-02-07");
            assertThat(facts.rolledBackFrom()).containsExactly("2");
            assertThat(facts.released()).isEmpty();
        });
        assertThat(on("2026-02-09").released()).containsExactly("2");
        assertThat(on("2026-02-10")).satisfies(facts -> {
            assertThat(facts.version()).isEqualTo("2");
            assertThat(facts.rolledBackFrom()).isEmpty();
            assertThat(facts.rolledBack()).isEqualTo("2026-02-07");
            assertThat(facts.released()).isEmpty();
            assertThat(Json.read(Json.write(facts), DayFacts.class)).isEqualTo(facts);
        });
    }

    @Test
    void takeAPersonsDayByTheProjectsClock() {
        run(Type.REGISTERED, 1, "2026-01-05");
        person(Type.PROMOTED, 1, "2026-01-06T03:00:00Z");

        ZoneId newYork = ZoneId.of("America/New_York");
        assertThat(DayFacts.of(events, LocalDate.parse("2026-01-05"), newYork, 0, List.of())
                        .version())
                .isEqualTo("1");
        assertThat(on("2026-01-05").version()).isEmpty();
    }
}
