package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.spec.MonitorSpec;
import io.headrace.spec.MonitorSpec.Window;
import io.headrace.spec.Schedule;
import io.headrace.stats.drift.DriftVerdict.Answer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeliveryJudgeTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
    private static final MonitorSpec SPEC = MonitorSpecs.standard();

    @Test
    void asManyAsUsualOnTimeIsOk() {
        assertThat(volume(daily(30, 1000)).verdict()).isEqualTo(Answer.OK);
        JudgedShift fresh = freshness(daily(30, 1000), Schedule.DAILY);
        assertThat(fresh.verdict()).isEqualTo(Answer.OK);
        assertThat(fresh.effect()).isZero();
        assertThat(fresh.q()).isOne();
    }

    @Test
    void halfOfTheRowsIsDriftAndTenPercentFewerIsTolerated() {
        Map<String, Long> rows = daily(30, 1000);
        rows.put(asOf(DAY), 500L);
        JudgedShift half = volume(rows);
        assertThat(half.verdict()).isEqualTo(Answer.DRIFT);
        assertThat(half.decides()).isTrue();
        assertThat(half.value()).isCloseTo(0.5, within(0.01));
        assertThat(half.subject().n()).isEqualTo(1000);
        assertThat(half.subject().m()).isEqualTo(500);
        assertThat(DeliveryJudge.words(half)).isEqualTo("500 rows, 1,000 in windows before, tolerated 0.30");
        rows.put(asOf(DAY), 900L);
        assertThat(volume(rows).verdict()).isEqualTo(Answer.OK);
    }

    @Test
    void noRowIsAFindingHoweverFewWindowsThereWere() {
        Map<String, Long> rows = daily(2, 1000);
        rows.put(asOf(DAY), 0L);
        assertThat(volume(rows).verdict()).isEqualTo(Answer.DRIFT);
        assertThat(volume(rows).q()).isZero();
    }

    @Test
    void aDayWithoutPublicationIsLate() {
        Map<String, Long> rows = daily(30, 1000);
        rows.remove(asOf(DAY));
        rows.remove(asOf(DAY.minusDays(1)));
        JudgedShift late = freshness(rows, Schedule.DAILY);
        assertThat(late.verdict()).isEqualTo(Answer.DRIFT);
        assertThat(late.effect()).isEqualTo(2);
        assertThat(late.q()).isZero();
        assertThat(DeliveryJudge.words(late)).isEqualTo("scores are 2 days late, tolerated 0");
        assertThat(DeliveryJudge.words(DeliveryJudge.FRESHNESS, 1, 0, 0, 0))
                .isEqualTo("scores are 1 day late, tolerated 0");
        JudgedShift volume = volume(rows);
        assertThat(volume.verdict()).isEqualTo(Answer.UNKNOWN);
        assertThat(volume.reason()).isEqualTo("nothing was published");
    }

    @Test
    void aWeeklyJobIsNotLateOnMonday() {
        // 25 January 2026 is the last Sunday before.
        Map<String, Long> rows = new TreeMap<>(Map.of(asOf(LocalDate.of(2026, 1, 25)), 1000L));
        assertThat(freshness(rows, Schedule.WEEKLY).verdict()).isEqualTo(Answer.OK);
        assertThat(freshness(rows, Schedule.DAILY).effect()).isEqualTo(6);
    }

    @Test
    void withoutAScheduleNothingIsKnownOfFreshness() {
        JudgedShift unknown = freshness(daily(30, 1000), Schedule.MANUAL);
        assertThat(unknown.verdict()).isEqualTo(Answer.UNKNOWN);
        assertThat(unknown.decides()).isFalse();
        assertThat(freshness(Map.of(), Schedule.DAILY).reason()).isEqualTo("nothing was ever published");
    }

    @Test
    void fewWindowsOrWildOnesAreUnknownNeverOk() {
        assertThat(volume(daily(4, 1000)).reason()).isEqualTo("fewer than 4 windows before it");
        Map<String, Long> wild = daily(30, 1000);
        for (int back = 1; back < 30; back += 2) {
            wild.put(asOf(DAY.minusDays(back)), 10L);
        }
        assertThat(volume(wild).verdict()).isEqualTo(Answer.UNKNOWN);
        assertThat(volume(wild).decides()).isFalse();
    }

    @Test
    void aWindowThatBeganBeforeTheFirstPublicationDoesNotCount() {
        MonitorSpec weekly = MonitorSpecs.with(new Window.Days(7));
        JudgedShift volume = new DeliveryJudge(weekly, ZoneOffset.UTC)
                .judge(delivered(weekly, daily(30, 1000), Schedule.DAILY, ZoneOffset.UTC), DAY)
                .get(0);
        // Three whole weeks before, and two days that are no week.
        assertThat(volume.reason()).isEqualTo("fewer than 4 windows before it");
        assertThat(volume.subject().m()).isEqualTo(7000);
        assertThat(volume.subject().n()).isEqualTo(7000);
    }

    @Test
    void daysAreThoseOfTheProject() {
        ZoneId zone = ZoneId.of("Pacific/Auckland");
        Map<String, Long> rows = new TreeMap<>();
        // As-ofs are midnights there, 11:00 UTC of the day before.
        for (int back = 1; back < 10; back++) {
            rows.put(DAY.minusDays(back) + " 11:00:00", 1000L);
        }
        JudgedShift late = new DeliveryJudge(SPEC, zone)
                .judge(delivered(SPEC, rows, Schedule.DAILY, zone), DAY)
                .get(1);
        assertThat(late.effect()).isEqualTo(1);
    }

    private static JudgedShift volume(Map<String, Long> rows) {
        return new DeliveryJudge(SPEC, ZoneOffset.UTC)
                .judge(delivered(SPEC, rows, Schedule.DAILY, ZoneOffset.UTC), DAY)
                .get(0);
    }

    private static JudgedShift freshness(Map<String, Long> rows, Schedule schedule) {
        return new DeliveryJudge(SPEC, ZoneOffset.UTC)
                .judge(delivered(SPEC, rows, schedule, ZoneOffset.UTC), DAY)
                .get(1);
    }

    private static Delivered delivered(MonitorSpec spec, Map<String, Long> rows, Schedule schedule, ZoneId zone) {
        TreeMap<String, String> published = new TreeMap<>();
        rows.keySet().forEach(asOf -> published.put(asOf, "run"));
        return Delivered.of(spec, rows, new ScoredWindows(published, spec.window(), zone), DAY, schedule, 1);
    }

    /** The same count on so many days, that of the date the last. */
    private static Map<String, Long> daily(int days, long rows) {
        Map<String, Long> published = new TreeMap<>();
        for (int back = 0; back < days; back++) {
            published.put(asOf(DAY.minusDays(back)), rows);
        }
        return published;
    }

    private static String asOf(LocalDate date) {
        return date.plusDays(1) + " 00:00:00";
    }
}
