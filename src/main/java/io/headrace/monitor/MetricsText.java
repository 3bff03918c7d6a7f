package io.headrace.monitor;

import io.headrace.monitor.MonitorFigures.AlertKind;
import io.headrace.monitor.MonitorFigures.LastRun;
import io.headrace.monitor.MonitorFigures.Measured;
import io.headrace.monitor.MonitorFigures.Moved;
import io.headrace.policy.Alert;
import io.headrace.policy.Decision;
import io.headrace.policy.Severity;
import io.headrace.stats.drift.DriftVerdict;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Figures of monitor jobs as metrics. All are gauges without a timestamp, so that the text is OpenMetrics and Prometheus' own text format at once.
 *
 * <p>Of features only the most important ones have series of their own, so that their number stays bounded and the same while a version scores.
 */
final class MetricsText {
    /** Features with series of their own. */
    static final int MOST_FEATURES = 20;

    private static final String POPULATION = "population";
    private static final double NANOS = 1e9;

    private final Map<Metric, Map<Labels, Double>> values = new EnumMap<>(Metric.class);

    private MetricsText() {}

    /** Their names and meanings, in the order of the text. No meaning holds a quote or a backslash, which the two formats write differently. */
    enum Metric {
        DAYS("monitor_days", "Logical dates with a finished run of the monitor job."),
        RUN("monitor_run_timestamp_seconds", "When the run of the latest logical date began, in seconds since 1970."),
        AS_OF("monitor_as_of_timestamp_seconds", "End of its logical date, in seconds since 1970."),
        SCORED(
                "monitor_scored_as_of_timestamp_seconds",
                "Newest as-of whose scores it looked at, in seconds since 1970."),
        COMPARISONS("drift_comparisons", "Statistics of columns and scores that decide and have the verdict."),
        EFFECT("drift_effect", "How far a column or score has moved, by a statistic that decides."),
        TOLERANCE("drift_tolerance", "The effect that counts as no drift."),
        FOUND("drift_found", "1 for drift, 0 for none; absent where nothing can be said."),
        VALUE("performance_value", "A figure of the scores: estimated from them (cbpe) or realised from labels."),
        LOWER("performance_lower", "Lower end of its 95 % interval."),
        UPPER("performance_upper", "Upper end of its 95 % interval."),
        REFERENCE("performance_reference", "The same measure on the test rows of the version."),
        WORSE(
                "performance_worse",
                "1 where it is worse than chance explains, 0 where not; absent where it is not judged."),
        ALERTS("alerts", "Alerts of the run."),
        DECISION("decision", "1 for what the run decided about the model, 0 for the rest."),
        WAITING("notices_waiting", "Alerts that a target could not be told of.");

        private final String key;
        private final String help;

        Metric(String key, String help) {
            this.key = "headrace_" + key;
            this.help = help;
        }
    }

    /** The text of some jobs. */
    static String of(List<MonitorFigures> jobs) {
        MetricsText text = new MetricsText();
        jobs.forEach(text::add);
        return text.written();
    }

    private void add(MonitorFigures job) {
        Labels labels = Labels.of("environment", job.environment(), "model", job.model(), "monitor", job.job());
        put(Metric.DAYS, labels, job.days());
        job.waiting().forEach((target, count) -> put(Metric.WAITING, labels.add("target", target), count));
        job.last().ifPresent(run -> add(run, labels));
    }

    private void add(LastRun run, Labels labels) {
        put(Metric.RUN, labels, seconds(run.began()));
        put(Metric.AS_OF, labels, seconds(run.asOf()));
        run.scored().ifPresent(asOf -> put(Metric.SCORED, labels, seconds(asOf)));
        for (DriftVerdict.Answer verdict : DriftVerdict.Answer.values()) {
            put(
                    Metric.COMPARISONS,
                    labels.add("verdict", verdict.word()),
                    run.comparisons().getOrDefault(verdict.word(), 0L));
        }
        Set<String> shown = shown(run.columns());
        run.columns().stream()
                .filter(column -> !column.of().equals(POPULATION) || shown.contains(column.column()))
                .forEach(column -> add(column, labels));
        run.figures().forEach(figure -> add(figure, labels));
        for (Alert.Kind kind : Alert.Kind.values()) {
            for (Severity severity : Severity.values()) {
                put(
                        Metric.ALERTS,
                        labels.merge(Labels.of("kind", word(kind), "severity", word(severity))),
                        run.alerts().getOrDefault(new AlertKind(kind, severity), 0L));
            }
        }
        for (Decision.Action action : Decision.Action.values()) {
            put(
                    Metric.DECISION,
                    labels.add("action", word(action)),
                    run.action().equals(word(action)) ? 1 : 0);
        }
    }

    /** The most important features; of equals the first by name. */
    private static Set<String> shown(List<Moved> columns) {
        Map<String, Double> importance = new TreeMap<>();
        columns.stream()
                .filter(column -> column.of().equals(POPULATION))
                .forEach(column -> importance.merge(column.column(), column.importance(), Math::max));
        return importance.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_FEATURES)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void add(Moved column, Labels job) {
        Labels labels = job.merge(Labels.of(
                "against", column.against(),
                "of", column.of(),
                "column", column.column(),
                "statistic", column.statistic()));
        put(Metric.TOLERANCE, labels, column.tolerance());
        if (!column.verdict().equals(DriftVerdict.Answer.UNKNOWN.word())) {
            put(Metric.EFFECT, labels, column.effect());
            put(Metric.FOUND, labels, column.verdict().equals(DriftVerdict.Answer.DRIFT.word()) ? 1 : 0);
        }
    }

    private void add(Measured figure, Labels job) {
        Labels labels = job.merge(Labels.of("method", figure.method(), "measure", figure.measure()));
        put(Metric.VALUE, labels, figure.value());
        put(Metric.LOWER, labels, figure.lower());
        put(Metric.UPPER, labels, figure.upper());
        put(Metric.REFERENCE, labels, figure.reference());
        if (!figure.verdict().equals(word(JudgedFigure.Verdict.UNKNOWN))) {
            put(Metric.WORSE, labels, figure.verdict().equals(word(JudgedFigure.Verdict.WORSE)) ? 1 : 0);
        }
    }

    private void put(Metric metric, Labels labels, OptionalDouble value) {
        value.ifPresent(number -> put(metric, labels, number));
    }

    private void put(Metric metric, Labels labels, long value) {
        put(metric, labels, (double) value);
    }

    private void put(Metric metric, Labels labels, double value) {
        values.computeIfAbsent(metric, first -> new TreeMap<>()).put(labels, value);
    }

    private static double seconds(Instant instant) {
        return (double) instant.getEpochSecond() + instant.getNano() / NANOS;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private String written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            OpenMetricsTextFormatWriter.create().write(bytes, snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private MetricSnapshots snapshots() {
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        values.forEach((metric, points) -> {
            GaugeSnapshot.Builder gauge =
                    GaugeSnapshot.builder().name(metric.key).help(metric.help);
            points.forEach((labels, value) -> gauge.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
            snapshots.metricSnapshot(gauge.build());
        });
        return snapshots.build();
    }
}
