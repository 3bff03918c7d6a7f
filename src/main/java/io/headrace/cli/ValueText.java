package io.headrace.cli;

import io.headrace.value.ValueStatus;
import io.headrace.value.ValueStatus.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What decisions are worth, in ten lines. */
final class ValueText {
    private ValueText() {}

    static List<String> lines(ValueStatus status) {
        List<String> lines = new ArrayList<>();
        lines.add(status.model() + ": what acting on its scores is worth, in " + status.currency() + ", by "
                + (status.run().isEmpty() ? status.job() : status.run()));
        if (status.days() == 0) {
            lines.add("  nothing is valued yet: run " + status.job() + " for a day on which scores are published");
        } else {
            lines.add(String.format(
                    Locale.ROOT,
                    "  scored       %,d rows of %s, %s to %s, by version %s",
                    status.rows(),
                    days(status.days()),
                    status.first(),
                    status.last(),
                    status.versions().stream().map(String::valueOf).collect(Collectors.joining(", "))));
            lines.addAll(earned(status));
            status.sum("spent", "compute")
                    .ifPresent(cost -> lines.add(String.format(
                            Locale.ROOT, "  compute      %s for scoring %s", amount(cost.value()), days(cost.days()))));
            status.sum("expected", "earned")
                    .ifPresent(sum -> lines.add(
                            "  expected     " + withInterval(sum) + " of all rows, when they were decided on"));
            lines.add(open(status));
        }
        if (status.notValued() > 0) {
            lines.add("  not valued   " + days(status.notValued())
                    + ": published after the last run, or scored before rows were counted");
        }
        return lines;
    }

    private static List<String> earned(ValueStatus status) {
        Optional<Sum> found = status.sum("realised", "earned");
        if (found.isEmpty()) {
            return List.of("  earned       not known yet: no monitor job has counted an outcome");
        }
        Sum earned = found.get();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  earned       %s, of %,d rows whose outcomes are known, of %s",
                withInterval(earned),
                earned.rows(),
                days(earned.days())));
        status.sum("realised", "none").ifPresent(sum -> lines.add("  on none      " + beside(sum, earned)));
        status.sum("realised", "all").ifPresent(sum -> lines.add("  on all       " + beside(sum, earned)));
        status.best()
                .forEach(best -> lines.add(
                        "  at best      " + beside(best, earned) + ", " + rule(best) + ", as is known in hindsight"));
        status.sum("realised", "capacity")
                .filter(sum -> sum.days() == earned.days())
                .ifPresent(sum -> lines.add("  at capacity  " + beside(sum, earned) + ", on the highest scores"));
        return lines;
    }

    private static String rule(Sum best) {
        return best.threshold() == null
                ? "on " + best.figure()
                : String.format(Locale.ROOT, "on scores above %.2f", best.threshold());
    }

    /** What would have been earned otherwise. */
    private static String beside(Sum other, Sum earned) {
        double more = other.value() - earned.value();
        return amount(other.value()) + ", "
                + (more == 0 ? "the same" : amount(Math.abs(more)) + (more > 0 ? " more" : " less"));
    }

    private static String open(ValueStatus status) {
        return status.sum("open", "earned")
                .map(sum -> String.format(
                        Locale.ROOT,
                        "  not known    %,d rows of %s, expected to earn %s",
                        sum.rows(),
                        days(sum.days()),
                        withInterval(sum)))
                .orElseGet(() -> status.rowsOpen() == 0
                        ? "  not known    nothing: all outcomes are known"
                        : String.format(Locale.ROOT, "  not known    %,d rows", status.rowsOpen()));
    }

    private static String withInterval(Sum sum) {
        return sum.lower() == null || sum.upper() == null
                ? amount(sum.value())
                : amount(sum.value()) + " (" + amount(sum.lower()) + " to " + amount(sum.upper()) + ")";
    }

    private static String amount(double value) {
        String text = String.format(Locale.ROOT, "%,.2f", value);
        return text.equals("-0.00") ? "0.00" : text;
    }

    private static String days(int count) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "day" : "days");
    }
}
