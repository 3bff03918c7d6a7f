package io.headrace.stats.estimate;

import io.headrace.stats.Interval;
import io.headrace.stats.StandardNormal;
import java.util.Optional;

/**
 * How far the calibration of a window's scores is from that of a reference, such as a version's test rows.
 *
 * @param reference the figure of the reference
 * @param now that of the window
 * @param standardError of their difference, rows and labels of both drawn again
 */
public record CalibrationShift(double reference, double now, double standardError) {
    private static final double CONFIDENCE = 0.95;

    /** {@code now − reference}. */
    public double difference() {
        return now - reference;
    }

    /**
     * Of the level: positives that came, divided by those that the scores lead one to expect.
     *
     * <p>{@code Σy / Σp}, 1 if calibrated. Its error is the greater of that which calibrated scores have, {@code √Σp(1−p) / Σp}, and
     * that of the outcomes minus their scores as they came, so that rare positives of which none came are still judged. Empty where the
     * rows of either have no score above 0, or there are none.
     */
    public static Optional<CalibrationShift> ofRatio(LabelledCounts reference, LabelledCounts window) {
        return shift(ratio(reference), ratio(window));
    }

    /**
     * Of the spread: the slope of the log-odds, 1 if calibrated, below 1 if scores are too extreme.
     *
     * <p>Empty where a line fits neither or one of them: rows of one class, of one score, or perfectly parted.
     */
    public static Optional<CalibrationShift> ofSlope(LabelledCounts reference, LabelledCounts window) {
        return shift(slope(reference), slope(window));
    }

    private static Optional<CalibrationShift> shift(Optional<Estimate> before, Optional<Estimate> after) {
        return before.flatMap(reference -> after.map(now -> new CalibrationShift(
                reference.value(), now.value(), Math.hypot(reference.standardError(), now.standardError()))));
    }

    /** A figure of one set of rows with its error. */
    private record Estimate(double value, double standardError) {}

    private static Optional<Estimate> ratio(LabelledCounts counts) {
        long rows = counts.rows();
        if (rows == 0) {
            return Optional.empty();
        }
        CalibrationDrift drift = CalibrationDrift.of(counts, 1, CONFIDENCE);
        double expected = counts.scores().mean();
        double error = Math.max(error(drift.inTheLargeInterval()), drift.expectedError());
        return expected > 0
                ? Optional.of(new Estimate(1 + drift.inTheLarge() / expected, error / expected))
                : Optional.empty();
    }

    private static Optional<Estimate> slope(LabelledCounts counts) {
        return counts.rows() == 0
                ? Optional.empty()
                : CalibrationSlope.of(counts, CONFIDENCE)
                        .map(line -> new Estimate(line.slope(), error(line.slopeInterval())));
    }

    /** That of a normal interval. */
    private static double error(Interval interval) {
        return (interval.upper() - interval.lower()) / 2 / StandardNormal.twoSidedCritical(interval.confidence());
    }
}
