package io.headrace.quality;

import io.headrace.spec.Check;
import io.headrace.spec.RowCheck.Severity;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * The result of a check in a run.
 *
 * @param rows rows checked
 * @param failed how many of them failed; 0 for a check of all rows together
 * @param errors rows on which it could not be evaluated
 * @param value the number measured, null for checks on rows and keys and where nothing could be measured
 * @param bound the bound on the number, in words; empty for checks on rows and keys
 * @param detail further detail, may be empty
 */
public record CheckResult(
        Check check,
        Outcome outcome,
        long rows,
        long failed,
        long errors,
        BigDecimal value,
        String bound,
        String detail) {
    /** How it ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** It could not be evaluated, on some rows or at all. */
        ERROR,
        /** Too few earlier runs to compare with. */
        NO_HISTORY
    }

    public CheckResult {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(detail, "detail");
    }

    /** The result of a check of rows or keys. */
    public static CheckResult ofRows(Check check, long rows, long failed, long errors) {
        Outcome outcome = errors > 0 ? Outcome.ERROR : failed > 0 ? Outcome.FAILED : Outcome.PASSED;
        return new CheckResult(check, outcome, rows, failed, errors, null, "", "");
    }

    /** Whether the run may not publish for it. */
    public boolean refuses() {
        return check.severity() == Severity.REFUSE && (outcome == Outcome.FAILED || outcome == Outcome.ERROR);
    }

    /** A sentence for people, for a check of all rows together. */
    public String sentence() {
        if (outcome == Outcome.ERROR) {
            return "check " + check.name() + " could not be evaluated: " + detail;
        }
        String found = value == null ? "nothing" : value.stripTrailingZeros().toPlainString();
        return "check " + check.name() + ": " + check.message() + " is " + found + ", expected " + bound
                + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
