package io.headrace.stats.drift;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One statistic of one column in one window, with all that is needed to judge it. A number that is not known is NaN.
 *
 * @param column its name
 * @param statistic what was computed; form and base are the statistic's
 * @param smoothing of empty bins, empty where there is none
 * @param n rows of the reference with a value; all rows for the share of missing ones
 * @param m the same now
 * @param value of the statistic, in its own unit
 * @param null95 the value that stays below in 95 of 100 windows without drift
 * @param null99 in 99 of 100 windows
 * @param pValue the chance of such a value, or a larger one, without drift
 * @param qValue the same, adjusted for the number of columns
 * @param effect what the tolerance bounds: the middle of what it can be
 * @param error the effect is at most so much less or more, for what bins hide
 * @param tolerance the effect that is no drift
 * @param power the chance to see an effect of the tolerance, with the level divided by the number of columns
 * @param detectable the effect that is seen in 80 of 100 windows, likewise
 * @param verdict drift if q is below the level and {@code effect − error} above the tolerance
 * @param reason why it is unknown
 * @param decides whether the column's drift is read off this row
 * @param importance of the column
 * @param levels that came and went, in the row of chi-square
 */
public record DriftVerdict(
        String column,
        Statistic statistic,
        String smoothing,
        long n,
        long m,
        double value,
        double null95,
        double null99,
        double pValue,
        double qValue,
        double effect,
        double error,
        double tolerance,
        double power,
        double detectable,
        Answer verdict,
        UnknownReason reason,
        boolean decides,
        double importance,
        LevelChanges levels) {
    /** What is said of a column. */
    public enum Answer {
        /** Enough rows, and no drift above the tolerance. */
        OK,
        /** Drift that is neither chance nor tolerated. */
        DRIFT,
        /** Nothing can be said; never to be read as ok. */
        UNKNOWN;

        /** The word in rows. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same, as something that is only shown. */
    public DriftVerdict onlyShown() {
        return new DriftVerdict(
                column,
                statistic,
                smoothing,
                n,
                m,
                value,
                null95,
                null99,
                pValue,
                qValue,
                effect,
                error,
                tolerance,
                power,
                detectable,
                verdict,
                reason,
                false,
                importance,
                levels);
    }

    /** Importance times effect; 0 where the effect is not known. */
    public double weight() {
        return Double.isNaN(effect) ? 0 : importance * effect;
    }

    /** The deciding rows, those of the greatest importance times effect first, of equal ones by column. */
    public static List<DriftVerdict> ranked(List<DriftVerdict> verdicts) {
        return verdicts.stream()
                .filter(DriftVerdict::decides)
                .sorted(Comparator.comparingDouble(DriftVerdict::weight)
                        .reversed()
                        .thenComparing(DriftVerdict::column)
                        .thenComparing(DriftVerdict::statistic))
                .toList();
    }
}
