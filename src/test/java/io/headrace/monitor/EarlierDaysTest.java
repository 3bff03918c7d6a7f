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
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EarlierDaysTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    private final NavigableMap<LocalDate, Claim> runs = new TreeMap<>();

    /** Runs a day as a stage would: what it looks at is what {@link EarlierDays} says. */
    private EarlierDays run(int day, int generation, String definition) {
        EarlierDays earlier = before(day, definition);
        finish(day, generation, definition, Json.write(Resolution.of(Map.of(), Map.of(), earlier)));
        return earlier;
    }

    private void finish(int day, int generation, String definition, String resolution) {
        RunId run = new RunId("monitor-lapse", FIRST.plusDays(day), generation);
        Intent intent =
                new Intent(run.toString(), definition, Map.of(), List.of(), Map.of(Resolution.FACT, resolution), 0);
        runs.put(
                run.date(), new Claim(run, 1, "me", Instant.EPOCH, intent, Instant.EPOCH, Optional.of(RunStatus.DONE)));
    }

    private EarlierDays before(int day, String definition) {
        return EarlierDays.of(definition, new FinishedRuns(runs), FIRST.plusDays(day));
    }

    private static String name(int day, int generation) {
        return new RunId("monitor-lapse", FIRST.plusDays(day), generation).toString();
    }

    @Test
    void aDayGoesOnFromTheDayBefore() {
        EarlierDays first = run(0, 1, "a");
        assertThat(first.base()).isEmpty();
        assertThat(first.last()).isEmpty();
        for (int day = 1; day < 400; day++) {
            EarlierDays earlier = run(day, 1, "a");
            assertThat(earlier.base()).isEqualTo(name(day - 1, 1));
            assertThat(earlier.since()).isEmpty();
            assertThat(earlier.last()).contains(FIRST.plusDays(day - 1L));
        }
        assertThat(runs.get(FIRST.plusDays(399)).intent().fact(Resolution.FACT)).hasSizeLessThan(200);
    }

    @Test
    void afterADayWasJudgedAgainItAndLaterOnesAreLookedAt() {
        for (int day = 0; day < 10; day++) {
            run(day, 1, "a");
        }
        EarlierDays again = run(6, 2, "a");
        assertThat(again.base())
                .as("the day itself goes on from the one before")
                .isEqualTo(name(5, 1));

        EarlierDays next = run(10, 1, "a");

        assertThat(next.base()).isEqualTo(name(6, 2));
        assertThat(next.since()).containsExactly(name(7, 1), name(8, 1), name(9, 1));
        assertThat(run(11, 1, "a").base()).isEqualTo(name(10, 1));
    }

    @Test
    void aDayThatComesLateIsTakenIntoAccount() {
        run(0, 1, "a");
        run(1, 1, "a");
        run(3, 1, "a");
        assertThat(run(2, 1, "a").base()).isEqualTo(name(1, 1));

        assertThat(before(4, "a").base()).isEqualTo(name(2, 1));
        assertThat(before(4, "a").since()).containsExactly(name(3, 1));
    }

    @Test
    void anotherDefinitionBeginsAnew() {
        for (int day = 0; day < 4; day++) {
            run(day, 1, "a");
        }
        EarlierDays changed = run(4, 1, "b");
        assertThat(changed.base()).isEmpty();
        assertThat(changed.since()).hasSize(4);
        assertThat(run(5, 1, "b").base()).isEqualTo(name(4, 1));
        assertThat(before(6, "a").base()).as("the old one again").isEqualTo(name(3, 1));
    }

    /** Runs of earlier releases have decided neither a base nor a history. */
    @Test
    void runsOfEarlierReleasesAreLookedAtAgain() {
        finish(0, 1, "a", "{\"earlier\":[],\"matured\":{},\"published\":{}}");
        finish(1, 1, "a", "{\"earlier\":[\"" + name(0, 1) + "\"],\"matured\":{},\"published\":{}}");

        EarlierDays earlier = run(2, 1, "a");

        assertThat(earlier.base()).isEmpty();
        assertThat(earlier.since()).containsExactly(name(0, 1), name(1, 1));
        assertThat(before(3, "a").base()).isEqualTo(name(2, 1));
    }
}
