package io.headrace.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunId;
import io.headrace.run.RunStatus;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static final String FIRST = "2026-01-02 00:00:00";
    private static final String SECOND = "2026-01-03 00:00:00";
    private static final LocalDate DAY = LocalDate.of(2026, 1, 2);

    private static Publication publication(String asOf, String run, long version) {
        return new Publication(
                "scores.lapse",
                asOf,
                1,
                "published",
                run,
                version,
                version,
                10,
                "",
                "",
                Instant.EPOCH,
                Publications.Seen.NOTHING);
    }

    private static Claim claim(String job, LocalDate date, String digest, String fact, Object value) {
        RunId run = new RunId(job, date, 1);
        Intent intent = new Intent(run.toString(), digest, Map.of(), List.of(), Map.of(fact, Json.write(value)), 0);
        return new Claim(run, 1, "", Instant.EPOCH, intent, Instant.EPOCH, Optional.of(RunStatus.DONE));
    }

    private static Claim monitoring(LocalDate date, Map<String, Long> matured) {
        return claim(
                "monitor-lapse",
                date,
                "",
                "window",
                Map.of("published", Map.of(), "matured", matured, "base", "", "earlier", List.of(), "history", ""));
    }

    private static Reach of(String... scoredThenOutcomes) {
        TreeMap<String, Reach.Counted> days = new TreeMap<>();
        for (int i = 0; i < scoredThenOutcomes.length; i += 3) {
            days.put(
                    scoredThenOutcomes[i],
                    new Reach.Counted(scoredThenOutcomes[i + 1], scoredThenOutcomes[i + 2], false));
        }
        return new Reach(days);
    }

    @Test
    void theLastOutcomesOfWhatReadersSeeCount() {
        Reach reach = Reach.of(
                Map.of(FIRST, publication(FIRST, "one", 4), SECOND, publication(SECOND, "two", 7)),
                List.of(
                        monitoring(DAY, Map.of(FIRST, 4L)),
                        monitoring(DAY.plusDays(1), Map.of(FIRST, 4L, SECOND, 6L, "2026-01-01 00:00:00", 1L))),
                Set.of());
        assertThat(reach)
                .as("those of what was visible before, version 6, do not")
                .isEqualTo(of(FIRST, "one", "monitor-lapse/2026-01-03/1", SECOND, "two", ""));
    }

    @Test
    void whatIsValuedAlreadyIsLeftOut() {
        Reach now = of(FIRST, "one", "outcomes", SECOND, "two", "");
        Claim before = claim("value-lapse", DAY, "a", Reach.FACT, of(FIRST, "one", "", SECOND, "two", ""));
        Claim after = claim("value-lapse", DAY.plusDays(1), "a", Reach.FACT, of(FIRST, "one", "outcomes"));
        TreeMap<LocalDate, Claim> runs = new TreeMap<>(Map.of(DAY, before));
        assertThat(now.beyond("a", runs)).as("outcomes came").isEqualTo(of(FIRST, "one", "outcomes"));
        assertThat(now.beyond("b", runs)).as("the job has changed").isEqualTo(now);
        runs.put(DAY.plusDays(1), after);
        assertThat(now.beyond("a", runs)).isEqualTo(of());
        assertThat(of(SECOND, "three", "").beyond("a", runs)).as("scored again").isEqualTo(of(SECOND, "three", ""));
    }

    /** Readers see the champion's decisions in place of those of the arms: that is valued anew, without arms. */
    @Test
    void whatHasFallenBackIsValuedAnew() {
        Reach fallen = Reach.of(Map.of(FIRST, publication(FIRST, "one", 4)), List.of(), Set.of(FIRST));
        assertThat(fallen.days()).containsEntry(FIRST, new Reach.Counted("one", "", true));
        Claim before = claim("value-lapse", DAY, "a", Reach.FACT, of(FIRST, "one", ""));
        assertThat(fallen.beyond("a", new TreeMap<>(Map.of(DAY, before)))).isEqualTo(fallen);
    }

    /** Runs before arms were valued did not say whether readers see what was published first. */
    @Test
    void intentsOfOlderRunsAreRead() {
        assertThat(Json.read("{\"days\":{\"" + FIRST + "\":{\"outcomesBy\":\"\",\"scoredBy\":\"one\"}}}", Reach.class))
                .isEqualTo(of(FIRST, "one", ""));
    }

    @Test
    void isReadAsItWasWritten() {
        Reach reach = of(FIRST, "one", "outcomes", SECOND, "two", "");
        assertThat(Json.read(Json.write(reach), Reach.class)).isEqualTo(reach);
    }
}
