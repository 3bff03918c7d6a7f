package io.headrace.experiment;

import io.headrace.stats.Interval;
import io.headrace.stats.trial.ArmMean;
import io.headrace.stats.trial.Difference;
import java.util.Locale;
import java.util.Optional;

/**
 * What one peek says of one metric, with every number that its verdict needs.
 *
 * @param metric plan of the metric
 * @param control figure of the control arm
 * @param treated figure of the treated arm
 * @param absolute treated less control, in the metric's unit
 * @param relative the same over the control's size; empty where that is too near to 0
 * @param sequences intervals of both, and of the margin
 */
public record MetricEvidence(
        MetricPlan metric,
        ArmMean control,
        ArmMean treated,
        Difference absolute,
        Optional<Difference> relative,
        Sequences sequences) {
    /**
     * What holds at every look, and beside it what holds for one look only.
     *
     * @param fixed interval of the absolute difference, for one look at a size fixed beforehand; marked so wherever it is shown
     * @param always interval of the absolute difference at every look
     * @param relativeAlways interval of the relative difference at every look
     * @param pValue of "no difference", two-sided, the least of all looks so far
     * @param withinPValue of "harm is the margin or more", at this look
     * @param beyondPValue of "harm is the margin or less", at this look
     * @param adjustedBeyondPValue the same after Holm over primary and guardrails; of a secondary metric 1
     * @param qValue of the two-sided p over all metrics, by Benjamini and Hochberg
     */
    public record Sequences(
            Interval fixed,
            Interval always,
            Optional<Interval> relativeAlways,
            double pValue,
            double withinPValue,
            double beyondPValue,
            double adjustedBeyondPValue,
            double qValue) {
        Sequences with(double least, double adjustedBeyond, double q) {
            return new Sequences(fixed, always, relativeAlways, least, withinPValue, beyondPValue, adjustedBeyond, q);
        }
    }

    MetricEvidence with(double least, double adjustedBeyond, double q) {
        return new MetricEvidence(
                metric, control, treated, absolute, relative, sequences.with(least, adjustedBeyond, q));
    }

    /** One sentence with every number. */
    public String words() {
        String better = metric.margin().direction().sign() > 0 ? "higher is better" : "lower is better";
        return metric.name() + " (" + metric.role().name().toLowerCase(Locale.ROOT) + ", " + better + "): control "
                + arm(control) + ", treated " + arm(treated) + "; difference " + number(absolute.estimate())
                + relative.map(difference -> " (" + number(100 * difference.estimate()) + " %)")
                        .orElse("")
                + ", at every look " + interval(sequences.always)
                + sequences
                        .relativeAlways
                        .map(interval ->
                                " (" + number(100 * interval.lower()) + " to " + number(100 * interval.upper()) + " %)")
                        .orElse("")
                + ", for one look only " + interval(sequences.fixed) + ", p at every look " + number(sequences.pValue)
                + "; margin of harm " + margin() + ": within it p " + number(sequences.withinPValue) + ", beyond it p "
                + number(sequences.beyondPValue)
                + (metric.role() == MetricPlan.Role.SECONDARY
                        ? ", q " + number(sequences.qValue)
                        : ", after Holm " + number(sequences.adjustedBeyondPValue));
    }

    private String margin() {
        return switch (metric.margin().scale()) {
            case ABSOLUTE -> number(metric.margin().size());
            case RELATIVE -> number(100 * metric.margin().size()) + " %";
        };
    }

    private static String arm(ArmMean arm) {
        return number(arm.mean()) + " of " + arm.entities() + " entities (variance " + number(arm.variance()) + ")";
    }

    private static String interval(Interval interval) {
        return number(interval.lower()) + " to " + number(interval.upper()) + " at "
                + number(100 * interval.confidence()) + " %";
    }

    /** Six digits, without zeros that say nothing. */
    static String number(double number) {
        String text = String.format(Locale.ROOT, "%.6g", number);
        int exponent = text.indexOf('e');
        String digits = exponent < 0 ? text : text.substring(0, exponent);
        String rest = exponent < 0 ? "" : text.substring(exponent);
        return (digits.contains(".") ? trimmed(digits) : digits) + rest;
    }

    private static String trimmed(String decimals) {
        int end = decimals.length();
        while (decimals.charAt(end - 1) == '0') {
            end--;
        }
        return decimals.substring(0, decimals.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
