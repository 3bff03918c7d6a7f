package io.headrace.cli;

import io.headrace.monitor.BacktestSummary;
import io.headrace.monitor.BacktestSummary.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A backtest for people. */
final class BacktestText {
    private static final int MOST = 20;
    private static final String MORE = "               ";

    private BacktestText() {}

    static List<String> lines(BacktestSummary found) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %s to %s: %s, verdicts %s",
                found.job(),
                found.from(),
                found.to(),
                counted(found.days(), "day"),
                found.verdicts()));
        long pages = found.alerts().stream()
                .filter(alert -> alert.severity().equals("page"))
                .count();
        lines.add("  alerts       " + found.alerts().size() + ", of these " + pages + " that page");
        shortened(
                lines,
                found.alerts().stream()
                        .map(alert -> alert.day() + " " + alert.severity() + ": " + alert.text())
                        .toList());
        lines.add("  decisions    " + count(found, "retrain") + " to train, " + count(found, "roll back")
                + " to roll back, " + found.holds() + " to hold");
        shortened(
                lines,
                found.actions().stream()
                        .map(done -> done.day() + " " + done.action() + ": " + done.text())
                        .toList());
        truth(lines, found);
        lines.add("  in force     "
                + String.join(
                        ", ",
                        found.served().stream()
                                .map(served ->
                                        "version " + served.version() + " " + served.from() + " to " + served.to())
                                .toList()));
        found.performance()
                .forEach(mean -> lines.add(String.format(
                        Locale.ROOT,
                        "  performance  %s %s%s %.4f, mean of %s",
                        mean.basis(),
                        mean.measure(),
                        mean.slice().isEmpty() ? "" : " of " + mean.slice(),
                        mean.mean(),
                        counted(mean.days(), "day"))));
        notKnown(lines, found);
        return lines;
    }

    private static void truth(List<String> lines, BacktestSummary found) {
        if (found.truth().equals("unknown")) {
            return;
        }
        lines.add("  truth        " + found.found().size() + " found, "
                + found.missed().size() + " missed, "
                + counted(found.falseAlarms().size(), "false alarm"));
        for (Found change : found.found()) {
            lines.add(MORE + change.change() + " after " + counted(change.delayDays(), "day"));
        }
        found.missed().forEach(change -> lines.add(MORE + change.change() + " never"));
        found.falseAlarms().forEach(id -> lines.add(MORE + "false: " + id));
    }

    private static void notKnown(List<String> lines, BacktestSummary found) {
        if (found.untrained() > 0) {
            lines.add("  not known    which version " + counted(found.untrained(), "decision")
                    + " to train would have led to");
        }
        if (found.unknownDays() > 0) {
            lines.add("  not known    performance on " + counted(found.unknownDays(), "day")
                    + " on which another version was really in force");
        }
    }

    private static String counted(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    private static long count(BacktestSummary found, String action) {
        return found.actions().stream()
                .filter(done -> done.action().equals(action))
                .count();
    }

    private static void shortened(List<String> lines, List<String> all) {
        all.stream().limit(MOST).forEach(line -> lines.add(MORE + line));
        if (all.size() > MOST) {
            lines.add(MORE + (all.size() - MOST) + " more");
        }
    }
}
