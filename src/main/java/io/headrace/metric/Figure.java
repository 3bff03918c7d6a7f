package io.headrace.metric;

import java.util.Objects;

/**
 * A number that is known of a model.
 *
 * @param id which
 * @param value the number
 * @param lower lower end of its 95 % interval; the value itself where none is known
 * @param upper upper end of it
 * @param rows rows it was computed from
 * @param data which data: {@code test}, later {@code live} and the arms of experiments
 */
public record Figure(MetricId id, double value, double lower, double upper, long rows, String data) {
    /** The rows held out of training. */
    public static final String TEST = "test";

    public Figure {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(data, "data");
    }

    /** A figure of the test rows. */
    public static Figure test(Metric metric, Of of, Measured measured, long rows) {
        return new Figure(new MetricId(metric, of), measured.value(), measured.lower(), measured.upper(), rows, TEST);
    }

    /** The metric. */
    public Metric metric() {
        return id.metric();
    }

    /** What it is of. */
    public Of of() {
        return id.of();
    }

    /** Whether its interval is known. */
    public boolean hasInterval() {
        return lower != upper;
    }
}
