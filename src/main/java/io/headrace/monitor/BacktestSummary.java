package io.headrace.monitor;

import io.headrace.monitor.MonitorBacktest.Verdicts;
import io.headrace.policy.Alert;
import io.headrace.policy.BacktestReport;
import io.headrace.policy.BacktestReport.Detection;
import io.headrace.policy.Basis;
import io.headrace.policy.Decision;
import io.headrace.policy.ObservedDay;
import io.headrace.policy.StoredModels;
import io.headrace.policy.Truth;
import io.headrace.spec.MonitorSpec;
import java.util.List;
import java.util.Locale;

/**
 * How a monitor job would have done, in plain values; days as ISO text.
 *
 * @param job the job
 * @param model its model
 * @param from the first day that was replayed
 * @param to the last one
 * @param days how many
 * @param verdicts where they come from: as stored, or from counts
 * @param alerts by day
 * @param actions decisions other than to hold, by day
 * @param holds how many days nothing was to be done
 * @param truth known or unknown
 * @param falseAlarms ids of alerts of drift or performance that no true change explains; none where the truth is not known
 * @param found true changes that an alert tells of
 * @param missed those that none does
 * @param served versions in force, in order
 * @param performance means over the days on which the version in force in the replay really was
 * @param unknownDays days on which another version was really in force, so that performance is not known
 * @param untrained decisions to train of which no stored version came
 */
public record BacktestSummary(
        String job,
        String model,
        String from,
        String to,
        int days,
        String verdicts,
        List<Raised> alerts,
        List<Done> actions,
        long holds,
        String truth,
        List<String> falseAlarms,
        List<Found> found,
        List<Missed> missed,
        List<Served> served,
        List<Mean> performance,
        long unknownDays,
        long untrained) {
    public BacktestSummary {
        alerts = List.copyOf(alerts);
        actions = List.copyOf(actions);
        falseAlarms = List.copyOf(falseAlarms);
        found = List.copyOf(found);
        missed = List.copyOf(missed);
        served = List.copyOf(served);
        performance = List.copyOf(performance);
    }

    /** An alert. */
    public record Raised(
            String id,
            String day,
            String kind,
            String severity,
            List<String> subjects,
            List<String> causes,
            String text) {
        public Raised {
            subjects = List.copyOf(subjects);
            causes = List.copyOf(causes);
        }
    }

    /**
     * A decision.
     *
     * @param action retrain or roll back
     * @param version the one in force
     * @param target of a rollback; else empty
     */
    public record Done(String day, String action, String version, String target, String text) {}

    /**
     * A true change that was found.
     *
     * @param delayDays from its first day to that of the alert
     */
    public record Found(String change, String from, String to, String day, long delayDays) {}

    /** A true change that was not found. */
    public record Missed(String change, String from, String to) {}

    /** A version and the days it was in force, both ends included. */
    public record Served(String version, String from, String to) {}

    /** A figure over the days on which it is known, not weighted. */
    public record Mean(String basis, String measure, String slice, long days, double mean) {}

    static BacktestSummary of(
            MonitorSpec job,
            Verdicts verdicts,
            List<ObservedDay> days,
            BacktestReport report,
            StoredModels models,
            Truth truth) {
        return new BacktestSummary(
                job.name(),
                job.model(),
                report.from().toString(),
                report.to().toString(),
                days.size(),
                verdicts.words(),
                report.alerts().stream().map(BacktestSummary::raised).toList(),
                report.decisions().stream()
                        .filter(decision -> decision.action() != Decision.Action.HOLD)
                        .map(BacktestSummary::done)
                        .toList(),
                days.size() - report.retrainings() - report.rollbacks(),
                truth.changes().isPresent() ? "known" : "unknown",
                report.falseAlarms().orElse(List.of()).stream().map(Alert::id).toList(),
                report.detections().stream()
                        .filter(detection -> detection.found().isPresent())
                        .map(BacktestSummary::found)
                        .toList(),
                report.detections().stream()
                        .filter(detection -> detection.found().isEmpty())
                        .map(detection -> new Missed(
                                detection.change().name(),
                                detection.change().from().toString(),
                                detection.change().to().toString()))
                        .toList(),
                report.served().stream()
                        .map(served -> new Served(
                                served.version(),
                                served.from().toString(),
                                served.to().toString()))
                        .toList(),
                report.performance().stream()
                        .map(mean -> new Mean(
                                mean.basis() == Basis.REALISED ? "realised" : "estimated",
                                mean.measure(),
                                mean.slice(),
                                mean.days(),
                                mean.mean()))
                        .toList(),
                days.stream().filter(day -> isUnknown(day, report)).count(),
                report.decisions().stream()
                        .filter(decision -> decision.action() == Decision.Action.RETRAIN)
                        .filter(decision ->
                                models.retrain(decision.day(), decision).isEmpty())
                        .count());
    }

    private static boolean isUnknown(ObservedDay day, BacktestReport report) {
        return report.served().stream()
                .filter(served ->
                        !day.day().isBefore(served.from()) && !day.day().isAfter(served.to()))
                .anyMatch(served -> !StoredModels.isKnown(day, served.version()));
    }

    private static Raised raised(Alert alert) {
        return new Raised(
                alert.id(),
                alert.day().toString(),
                word(alert.kind()),
                word(alert.severity()),
                alert.subjects(),
                alert.causes().stream()
                        .map(change -> change.day() + ": " + change.what())
                        .toList(),
                alert.text());
    }

    private static Done done(Decision decision) {
        return new Done(
                decision.day().toString(),
                word(decision.action()),
                decision.version(),
                decision.target().orElse(""),
                String.join("; ", decision.reasons()));
    }

    private static Found found(Detection detection) {
        return new Found(
                detection.change().name(),
                detection.change().from().toString(),
                detection.change().to().toString(),
                detection.found().orElseThrow().toString(),
                detection.delayDays().orElseThrow());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
