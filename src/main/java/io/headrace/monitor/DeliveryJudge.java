package io.headrace.monitor;

import io.headrace.monitor.JudgedShift.Subject;
import io.headrace.spec.MonitorSpec;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict.Answer;
import io.headrace.stats.drift.VolumeChange;
import io.headrace.table.Partitions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Whether there are as many scores as usual, and those that are due. Pure. */
final class DeliveryJudge {
    /** Of how many rows there are. */
    static final String VOLUME = "volume";

    /** Of how old they are. */
    static final String FRESHNESS = "freshness";

    private static final double POWER_OF_DETECTABLE = 0.8;
    private static final String VOLUME_FORM =
            "rows by the geometric mean of windows before, t of logarithms; effect: the share by which the smaller is less";
    private static final String FRESHNESS_FORM = "days that the newest scores are older than those that were last due";

    private final MonitorSpec spec;
    private final ZoneId zone;

    DeliveryJudge(MonitorSpec spec, ZoneId zone) {
        this.spec = spec;
        this.zone = zone;
    }

    /** Both rows of the window that ends with a date. */
    List<JudgedShift> judge(Delivered delivered, LocalDate date) {
        return List.of(volume(delivered, date), freshness(delivered));
    }

    private JudgedShift volume(Delivered delivered, LocalDate date) {
        NavigableMap<String, String> asOfs = new TreeMap<>();
        delivered.rows().keySet().forEach(asOf -> asOfs.put(asOf, asOf));
        ScoredWindows windows = new ScoredWindows(asOfs, spec.window(), zone);
        List<Long> earlier = new ArrayList<>();
        for (int back = 1; back <= spec.delivery().windows(); back++) {
            if (!windows.at(date, back).isEmpty()) {
                earlier.add(rows(delivered, windows.at(date, back)));
            }
        }
        long now = rows(delivered, windows.at(date));
        if (windows.at(date).isEmpty()) {
            return unknownVolume(earlier, now, "nothing was published");
        }
        if (now == 0 && !earlier.isEmpty() && earlier.stream().allMatch(rows -> rows > 0)) {
            return JudgedShift.certain(
                    subject("trailing", "rows", VOLUME, VOLUME_FORM, mean(earlier), 0),
                    0,
                    1,
                    spec.delivery().volume());
        }
        return earlier.size() < VolumeChange.LEAST_WINDOWS
                ? unknownVolume(earlier, now, "fewer than " + VolumeChange.LEAST_WINDOWS + " windows before it")
                : judged(VolumeChange.of(earlier, now), now);
    }

    private static long rows(Delivered delivered, NavigableMap<String, String> window) {
        return window.keySet().stream()
                .mapToLong(asOf -> delivered.rows().get(asOf))
                .sum();
    }

    private static long mean(List<Long> earlier) {
        return Math.round(earlier.stream().mapToLong(Long::longValue).average().orElse(0));
    }

    private JudgedShift unknownVolume(List<Long> earlier, long now, String reason) {
        return JudgedShift.unknown(
                subject("trailing", "rows", VOLUME, VOLUME_FORM, mean(earlier), now),
                spec.delivery().volume(),
                reason);
    }

    private JudgedShift judged(VolumeChange change, long now) {
        double tolerance = spec.delivery().volume();
        double level = spec.policy().level();
        double p = change.pValue();
        double power = change.power(tolerance, level);
        boolean drift = p < level && change.effect() > tolerance;
        boolean isKnown = drift || power >= DriftRules.STANDARD.leastPower();
        return new JudgedShift(
                subject("trailing", "rows", VOLUME, VOLUME_FORM, Math.round(change.usual()), now),
                Math.exp(change.logRatio()),
                change.quantile(0.95),
                change.quantile(0.99),
                p,
                p,
                change.effect(),
                tolerance,
                power,
                change.detectable(level, POWER_OF_DETECTABLE),
                !isKnown ? Answer.UNKNOWN : drift ? Answer.DRIFT : Answer.OK,
                isKnown ? "" : "windows before vary too much to see what is not tolerated",
                isKnown);
    }

    private JudgedShift freshness(Delivered delivered) {
        Subject subject = subject("when-due", "as_of", FRESHNESS, FRESHNESS_FORM, 0, 0);
        double tolerance = spec.delivery().lateDays();
        if (delivered.due().isEmpty()) {
            return JudgedShift.unknown(subject, tolerance, "no score job with a schedule publishes the table");
        }
        if (delivered.rows().isEmpty()) {
            return JudgedShift.unknown(subject, tolerance, "nothing was ever published");
        }
        long late = Math.max(0, ChronoUnit.DAYS.between(day(delivered.rows().lastKey()), day(delivered.due())));
        return JudgedShift.certain(subject, (double) late, (double) late, tolerance);
    }

    private LocalDate day(String asOf) {
        return LocalDate.ofInstant(Partitions.instant(asOf), zone);
    }

    /** For people, of a row with a verdict. */
    static String words(JudgedShift shift) {
        return words(
                shift.subject().statistic(),
                shift.value(),
                shift.subject().n(),
                shift.subject().m(),
                shift.tolerance());
    }

    /** The same of what stands in the row. */
    static String words(String statistic, double value, long n, long m, double tolerance) {
        return statistic.equals(VOLUME)
                ? String.format(Locale.ROOT, "%,d rows, %,d in windows before, tolerated %.2f", m, n, tolerance)
                : String.format(
                        Locale.ROOT,
                        "scores are %.0f %s late, tolerated %.0f",
                        value,
                        value == 1 ? "day" : "days",
                        tolerance);
    }

    private static Subject subject(String against, String column, String statistic, String form, long n, long m) {
        return new Subject(against, "scores", column, statistic, form, n, m, 0);
    }
}
