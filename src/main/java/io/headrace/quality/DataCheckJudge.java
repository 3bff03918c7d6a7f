package io.headrace.quality;

import io.headrace.quality.CheckResult.Outcome;
import io.headrace.spec.DataCheck;
import io.headrace.spec.DataCheck.Change;
import io.headrace.spec.DataCheck.Control;
import io.headrace.spec.DataCheck.Fixed;
import io.headrace.spec.DataCheck.Usual;
import io.headrace.stats.RobustDeviation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Compares the numbers of checks with their bounds. */
public final class DataCheckJudge {
    private DataCheckJudge() {}

    /** A result without a verdict, because the number or its bound is not known. */
    public static CheckResult error(DataCheck check, long rows, String why) {
        return new CheckResult(check, Outcome.ERROR, rows, 0, 0, null, "", why);
    }

    /** Compares with fixed bounds. */
    public static CheckResult fixed(DataCheck check, Fixed ends, long rows, BigDecimal value) {
        boolean low = ends.least().filter(least -> value.compareTo(least) < 0).isPresent();
        boolean high = ends.most().filter(most -> value.compareTo(most) > 0).isPresent();
        return result(check, !low && !high, rows, value, words(ends), "");
    }

    private static String words(Fixed ends) {
        String least = ends.least().map(BigDecimal::toPlainString).orElse("");
        String most = ends.most().map(BigDecimal::toPlainString).orElse("");
        if (least.isEmpty()) {
            return "at most " + most;
        }
        return most.isEmpty() ? "at least " + least : least + " to " + most;
    }

    /** Compares with the number in the sender's control file. */
    public static CheckResult control(
            DataCheck check, Control control, long rows, BigDecimal value, BigDecimal expected) {
        boolean agrees = value.subtract(expected).abs().compareTo(control.tolerance()) <= 0;
        return result(check, agrees, rows, value, expected.toPlainString() + " in the control file", "");
    }

    /**
     * Compares with earlier values.
     *
     * @param history oldest first, without the value itself
     */
    public static CheckResult usual(DataCheck check, Usual usual, long rows, BigDecimal value, List<Double> history) {
        List<Double> last = history.subList(Math.max(0, history.size() - usual.last()), history.size());
        OptionalDouble deviation = RobustDeviation.of(value.doubleValue(), last, usual.season(), usual.atLeast());
        String bound = "as in the last " + last.size() + " runs";
        if (deviation.isEmpty()) {
            return new CheckResult(
                    check, Outcome.NO_HISTORY, rows, 0, 0, value, bound, "too few earlier runs for a verdict");
        }
        double found = deviation.getAsDouble();
        boolean unusual = switch (usual.direction()) {
            case UP -> found > usual.deviations();
            case DOWN -> found < -usual.deviations();
            case BOTH -> Math.abs(found) > usual.deviations();
        };
        String detail =
                String.format(Locale.ROOT, "%.1f robust standard deviations, allowed %s", found, usual.deviations());
        return result(check, !unusual, rows, value, bound, detail);
    }

    /**
     * Compares a distribution with that of earlier runs.
     *
     * @param index population stability index; empty if there is too little to compare with
     */
    public static CheckResult change(DataCheck check, Change change, long rows, OptionalDouble index) {
        String bound = "at most " + change.atMost();
        if (index.isEmpty()) {
            return new CheckResult(
                    check, Outcome.NO_HISTORY, rows, 0, 0, null, bound, "no earlier run to compare with");
        }
        BigDecimal value = BigDecimal.valueOf(index.getAsDouble());
        return result(check, index.getAsDouble() <= change.atMost(), rows, value, bound, "");
    }

    private static CheckResult result(
            DataCheck check, boolean passed, long rows, BigDecimal value, String bound, String detail) {
        return new CheckResult(check, passed ? Outcome.PASSED : Outcome.FAILED, rows, 0, 0, value, bound, detail);
    }
}
