package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.MonitorSpec.Against;
import io.headrace.spec.MonitorSpec.Window;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScoredWindowsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 10);

    /** Published on each day but the eighth; the run of a day has the as-of of the next one. */
    private static final TreeMap<String, String> PUBLISHED = new TreeMap<>(Map.of(
            "2026-01-06 00:00:00", "score/5",
            "2026-01-07 00:00:00", "score/6",
            "2026-01-08 00:00:00", "score/7",
            "2026-01-10 00:00:00", "score/9",
            "2026-01-11 00:00:00", "score/10",
            "2026-01-12 00:00:00", "score/11"));

    @Test
    void ofDaysEndWithTheDateWhateverWasPublished() {
        ScoredWindows windows = new ScoredWindows(PUBLISHED, new Window.Days(3), ZoneOffset.UTC);

        assertThat(windows.at(DAY).values()).containsExactly("score/9", "score/10");
        assertThat(windows.at(DAY, 1).values()).containsExactly("score/5", "score/6", "score/7");
        assertThat(windows.at(DAY, 2)).isEmpty();
    }

    @Test
    void ofRunsHaveSoManyPublications() {
        ScoredWindows windows = new ScoredWindows(PUBLISHED, new Window.Runs(2), ZoneOffset.UTC);

        assertThat(windows.at(DAY).values()).containsExactly("score/9", "score/10");
        assertThat(windows.at(DAY, 1).values()).containsExactly("score/6", "score/7");
        assertThat(windows.at(DAY, 2).values()).containsExactly("score/5");
        assertThat(windows.at(DAY, 3)).isEmpty();
    }

    @Test
    void areComparedWithThoseBeforeOrWithTheSameOfEarlier() {
        ScoredWindows windows = new ScoredWindows(PUBLISHED, new Window.Days(1), ZoneOffset.UTC);

        assertThat(windows.compared(DAY, new Against.Training())).isEmpty();
        assertThat(windows.compared(DAY, new Against.Trailing(3)).values()).containsExactly("score/7", "score/9");
        assertThat(windows.compared(DAY, new Against.Season(4)).values()).containsExactly("score/6");
        assertThat(windows.compared(DAY, new Against.Season(2))).isEmpty();
    }

    @Test
    void beginWhereDaysBegin() {
        TreeMap<String, String> published =
                new TreeMap<>(Map.of("2026-01-10 05:00:00", "score/9", "2026-01-11 05:00:00", "score/10"));
        ScoredWindows windows = new ScoredWindows(published, new Window.Days(1), ZoneId.of("America/New_York"));

        assertThat(windows.at(DAY).values()).containsExactly("score/10");
        assertThat(windows.at(DAY.minusDays(1)).values()).containsExactly("score/9");
    }
}
