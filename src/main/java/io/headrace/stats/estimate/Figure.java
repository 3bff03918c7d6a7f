package io.headrace.stats.estimate;

import io.headrace.stats.Interval;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One figure of a window with its error, or the reason why there is none.
 *
 * @param measure what it is a figure of
 * @param value empty where it is not defined, never 0 in its stead
 * @param standardError how much the figure of a window of this size varies from sample to sample: rows and labels are drawn
 *     again. Empty where the value is, or where too few rows tell
 * @param labelError for an estimate: how far the figure that the labels of these very rows will give may lie from it, if
 *     the scores are calibrated. Empty for a realised figure
 * @param interval the value with what its error allows, cut to the range of the measure
 * @param reason why a part is empty; empty text where none is
 */
public record Figure(
        Measure measure,
        OptionalDouble value,
        OptionalDouble standardError,
        OptionalDouble labelError,
        Optional<Interval> interval,
        String reason) {
    public Figure {
        Objects.requireNonNull(measure, "measure");
        if (value.isEmpty() && reason.isEmpty()) {
            throw new IllegalArgumentException(measure + " without a value needs a reason");
        }
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            throw new IllegalArgumentException(measure + " must be finite, found " + value.getAsDouble());
        }
    }

    static Figure undefined(Measure measure, String reason) {
        return new Figure(
                measure,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                reason);
    }

    static Figure withoutError(Measure measure, double value, String reason) {
        return new Figure(
                measure,
                OptionalDouble.of(value),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                reason);
    }

    static Figure estimated(Measure measure, double value, Errors errors, double confidence) {
        return new Figure(
                measure,
                OptionalDouble.of(value),
                OptionalDouble.of(errors.standard()),
                OptionalDouble.of(errors.label()),
                Optional.of(interval(measure, value, errors.standard(), confidence)),
                "");
    }

    static Figure realised(Measure measure, double value, double standardError, Interval interval) {
        return new Figure(
                measure,
                OptionalDouble.of(value),
                OptionalDouble.of(standardError),
                OptionalDouble.empty(),
                Optional.of(interval),
                "");
    }

    /** A realised figure with the normal interval. */
    static Figure realised(Measure measure, double value, double standardError, double confidence) {
        return realised(measure, value, standardError, interval(measure, value, standardError, confidence));
    }

    static Interval interval(Measure measure, double value, double standardError, double confidence) {
        return Interval.normal(value, standardError, confidence).clippedTo(0, measure.highest());
    }

    /** Both errors of an estimate. */
    record Errors(double standard, double label) {
        Errors times(double factor) {
            return new Errors(standard * factor, label * factor);
        }
    }
}
