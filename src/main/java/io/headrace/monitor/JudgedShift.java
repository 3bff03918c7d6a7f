package io.headrace.monitor;

import io.headrace.stats.drift.DriftVerdict.Answer;
import io.headrace.stats.drift.ShiftJudge;
import java.util.Objects;

/**
 * A row of {@code headrace.drift} beside those of columns' values. A number that is not known is NaN.
 *
 * @param subject what has moved
 * @param value signed
 * @param null95 the effect that stays below in 95 of 100 windows without drift
 * @param null99 in 99 of 100
 * @param p chance of such an effect, or a larger one, without drift
 * @param q the same, adjusted over its family
 * @param effect what the tolerance bounds
 * @param power chance to see an effect of the tolerance
 * @param detectable the effect that is seen in 80 of 100 windows
 * @param verdict what is said
 * @param reason why it is unknown, and what else there is to say
 * @param decides whether the policy looks at it
 */
record JudgedShift(
        Subject subject,
        double value,
        double null95,
        double null99,
        double p,
        double q,
        double effect,
        double tolerance,
        double power,
        double detectable,
        Answer verdict,
        String reason,
        boolean decides) {
    /** Of columns that are gone. */
    static final String SCHEMA = "schema";

    JudgedShift {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
    }

    /**
     * What has moved.
     *
     * @param against what it is compared with
     * @param of population or scores
     * @param form which of the definitions in use
     * @param n rows of the reference
     * @param m rows now
     */
    record Subject(
            String against,
            String of,
            String column,
            String statistic,
            String form,
            long n,
            long m,
            double importance) {}

    /** A shift with a normal error; the policy looks at it where something can be said. */
    static JudgedShift of(Subject subject, ShiftJudge.Judged judged) {
        boolean isKnown = judged.verdict() != Answer.UNKNOWN;
        return new JudgedShift(
                subject,
                judged.shift().difference(),
                judged.null95(),
                judged.null99(),
                judged.pValue(),
                judged.qValue(),
                Math.abs(judged.shift().difference()),
                judged.shift().tolerance(),
                judged.power(),
                judged.detectable(),
                judged.verdict(),
                isKnown ? "" : "too few rows to see what is not tolerated",
                isKnown);
    }

    /** Where chance plays no part. */
    static JudgedShift certain(Subject subject, double value, double effect, double tolerance) {
        double chance = effect > 0 ? 0 : 1;
        double none = Double.NaN;
        return new JudgedShift(
                subject,
                value,
                none,
                none,
                chance,
                chance,
                effect,
                tolerance,
                1,
                none,
                effect > tolerance ? Answer.DRIFT : Answer.OK,
                "",
                true);
    }

    /** A column that a version learnt from and that nobody counts any more. */
    static JudgedShift gone(String of, String column, long rows, double importance) {
        return certain(
                new Subject("training", of, column, SCHEMA, "1 for a column that is gone", rows, 0, importance),
                1,
                1,
                0);
    }

    /** Nothing can be said; the policy does not look at it. */
    static JudgedShift unknown(Subject subject, double tolerance, String reason) {
        double none = Double.NaN;
        return new JudgedShift(
                subject, none, none, none, none, none, none, tolerance, none, none, Answer.UNKNOWN, reason, false);
    }
}
