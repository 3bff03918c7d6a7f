package io.headrace.metric;

import java.util.Objects;

/**
 * Which figure: a metric, and what it is of.
 *
 * @param metric the metric
 * @param of all rows, a slice, a class, a bin, a feature, or a comparison
 */
public record MetricId(Metric metric, Of of) {
    public MetricId {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(of, "of");
    }

    /** The metric of all rows. */
    public static MetricId of(Metric metric) {
        return new MetricId(metric, Of.ALL);
    }

    /** In tables and files, such as {@code auc_gain over champion}. */
    public String name() {
        return of instanceof Of.Over over
                ? metric.name() + " over " + over.rival().word()
                : of instanceof Of.By by
                        ? metric.name() + " of " + by.rival().word()
                        : of.words().isEmpty() ? metric.name() : metric.name() + " of " + of.words();
    }

    /** In words, such as {@code AUC gain over the champion}. */
    public String words() {
        return of.words().isEmpty() ? metric.title() : metric.title() + " " + of.words();
    }
}
