package io.headrace.policy;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a policy would have done.
 *
 * @param from the first day
 * @param to the last day
 * @param alerts by day
 * @param decisions one for each day
 * @param falseAlarms alerts of drift or performance that no true change explains; empty where the truth is not known
 * @param detections one for each true change; none where the truth is not known
 * @param served versions with the days they were in force, in order
 * @param performance means over the days, as the versions in force would have had them
 */
public record BacktestReport(
        LocalDate from,
        LocalDate to,
        List<Alert> alerts,
        List<Decision> decisions,
        Optional<List<Alert>> falseAlarms,
        List<Detection> detections,
        List<Served> served,
        List<MeanPerformance> performance) {
    /** A version and the days it was in force, both ends included. */
    public record Served(String version, LocalDate from, LocalDate to) {}

    /**
     * A true change and when it was found.
     *
     * @param found the day of the first alert that it explains; empty if there is none
     */
    public record Detection(TrueChange change, Optional<LocalDate> found) {
        /** Days from the first day of the change; 0 if it was found on that day. */
        public OptionalLong delayDays() {
            return found.isPresent()
                    ? OptionalLong.of(ChronoUnit.DAYS.between(change.from(), found.get()))
                    : OptionalLong.empty();
        }
    }

    /**
     * A figure over all days on which it was defined.
     *
     * @param days on which it was, 1 or more
     * @param mean not weighted
     */
    public record MeanPerformance(String measure, String slice, Basis basis, long days, double mean) {}

    public BacktestReport {
        alerts = List.copyOf(alerts);
        decisions = List.copyOf(decisions);
        falseAlarms = falseAlarms.map(List::copyOf);
        detections = List.copyOf(detections);
        served = List.copyOf(served);
        performance = List.copyOf(performance);
    }

    static BacktestReport of(
            List<Alert> alerts, List<Decision> decisions, List<Served> served, List<ObservedDay> seen, Truth truth) {
        return new BacktestReport(
                seen.get(0).day(),
                seen.get(seen.size() - 1).day(),
                alerts,
                decisions,
                truth.changes().map(changes -> falseAlarms(alerts, changes)),
                truth.changes().orElse(List.of()).stream()
                        .map(change -> new Detection(change, found(alerts, change)))
                        .toList(),
                served,
                performance(seen));
    }

    private static List<Alert> falseAlarms(List<Alert> alerts, List<TrueChange> changes) {
        return alerts.stream()
                .filter(BacktestReport::tellsOfChange)
                .filter(alert -> changes.stream().noneMatch(change -> change.explains(alert)))
                .toList();
    }

    private static Optional<LocalDate> found(List<Alert> alerts, TrueChange change) {
        return alerts.stream()
                .filter(alert -> tellsOfChange(alert) && change.explains(alert))
                .map(Alert::day)
                .findFirst();
    }

    private static boolean tellsOfChange(Alert alert) {
        return alert.kind() != Alert.Kind.UNJUDGED;
    }

    private static List<MeanPerformance> performance(List<ObservedDay> seen) {
        return seen.stream()
                .flatMap(day -> day.performance().stream())
                .filter(figure -> figure.value().isPresent())
                .collect(Collectors.groupingBy(Subject::of, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(BacktestReport::mean)
                .toList();
    }

    private static MeanPerformance mean(List<PerformanceWindow> figures) {
        PerformanceWindow first = figures.get(0);
        double sum = figures.stream()
                .mapToDouble(figure -> figure.value().getAsDouble())
                .sum();
        return new MeanPerformance(first.measure(), first.slice(), first.basis(), figures.size(), sum / figures.size());
    }

    /** How many trainings were decided. */
    public long retrainings() {
        return count(Decision.Action.RETRAIN);
    }

    /** How many rollbacks were decided. */
    public long rollbacks() {
        return count(Decision.Action.ROLL_BACK);
    }

    private long count(Decision.Action action) {
        return decisions.stream()
                .filter(decision -> decision.action() == action)
                .count();
    }

    /** All alerts that page. */
    public List<Alert> pages() {
        return alerts.stream()
                .filter(alert -> alert.severity() == Severity.PAGE)
                .toList();
    }
}
