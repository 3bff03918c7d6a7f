package io.headrace.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.fairness.JudgedAsOfs.Outcomes;
import io.headrace.groups.SeenRows;
import io.headrace.run.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgedAsOfsTest {
    private static final LocalDate DATE = LocalDate.of(2026, 1, 20);

    /** A run for D scores as of the start of D + 1. */
    @Test
    void withoutOutcomesThoseScoredInTheDaysCount() {
        List<String> published =
                List.of("2026-01-21 00:00:00", "2026-01-18 00:00:00", "2026-01-19 00:00:00", "2026-01-10 00:00:00");
        JudgedAsOfs window = JudgedAsOfs.of(published, Optional.empty(), DATE, 3, ZoneOffset.UTC);
        assertThat(window)
                .isEqualTo(new JudgedAsOfs(List.of("2026-01-19 00:00:00", "2026-01-21 00:00:00"), Outcomes.OPEN));
        assertThat(window.seen("7")).isEqualTo(new SeenRows("7", "2026-01-19 00:00:00", "2026-01-21 00:00:00", "open"));
    }

    @Test
    void aRetryReadsWhatWasDecided() {
        JudgedAsOfs window = new JudgedAsOfs(List.of("2026-01-19 00:00:00"), Outcomes.KNOWN);
        assertThat(Json.read(Json.write(window), JudgedAsOfs.class)).isEqualTo(window);
        JudgedAsOfs none = JudgedAsOfs.of(List.of(), Optional.empty(), DATE, 30, ZoneOffset.UTC);
        assertThat(Json.read(Json.write(none), JudgedAsOfs.class)).isEqualTo(none);
    }
}
