package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunId;
import io.headrace.run.RunStatus;
import io.headrace.table.Ledger.Claim;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FinishedRunsTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 3);
    private static final String ONE = "2026-01-01 00:00:00";
    private static final String TWO = "2026-01-02 00:00:00";

    private static Claim run(int day, Map<String, Long> matured) {
        RunId run = new RunId("monitor-lapse", FIRST.plusDays(day), 1);
        Resolution looked = new Resolution(new TreeMap<>(), new TreeMap<>(matured), "", List.of(), "");
        Intent intent =
                new Intent(run.toString(), "a", Map.of(), List.of(), Map.of(Resolution.FACT, Json.write(looked)), 0);
        return new Claim(run, 1, "me", Instant.EPOCH, intent, Instant.EPOCH, Optional.of(RunStatus.DONE));
    }

    @Test
    void thePublicationThatWasCountedLastIsKnown() {
        FinishedRuns runs = new FinishedRuns(new TreeMap<>(Map.of(
                FIRST,
                run(0, Map.of(ONE, 4L)),
                FIRST.plusDays(1),
                run(1, Map.of(ONE, 6L, TWO, 5L)),
                FIRST.plusDays(2),
                run(2, Map.of(TWO, 9L)))));

        assertThat(runs.counted(FIRST)).isEmpty();
        assertThat(runs.counted(FIRST.plusDays(2))).isEqualTo(Map.of(ONE, 6L, TWO, 5L));
        assertThat(runs.counted(FIRST.plusDays(9))).isEqualTo(Map.of(ONE, 6L, TWO, 9L));
    }
}
