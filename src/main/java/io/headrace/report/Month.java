package io.headrace.report;

import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.MonitoredModel.Verdict;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The runs of a month, with their pages.
 *
 * @param name of the month, with its year
 */
record Month(String name, List<RunOfDay> runs) {
    /**
     * A run.
     *
     * @param number of the day in the month
     * @param words what is said of it
     * @param mark class of the style sheet
     */
    record RunOfDay(String number, String words, String mark, String address) {}

    /** Runs that have a page, the newest month first, its days in order. */
    static List<Month> of(MonitoredModel model, SiteAddress addresses) {
        Set<String> alerted = new HashSet<>();
        model.decided().stream().filter(Decided::isAlert).map(Decided::run).forEach(alerted::add);
        Set<String> worse = new HashSet<>();
        model.figures().stream().filter(Figure::isWorse).map(Figure::run).forEach(worse::add);
        Set<String> drifted = new HashSet<>();
        model.drift().stream().filter(row -> row.verdict() == Verdict.DRIFT).forEach(row -> drifted.add(row.run()));
        List<Month> months = new ArrayList<>();
        List<RunOfDay> runs = new ArrayList<>();
        for (int i = 0; i < model.days().size(); i++) {
            Run run = model.days().get(i).run();
            List<String> found = new ArrayList<>();
            if (alerted.contains(run.id())) {
                found.add("alert");
            }
            if (worse.contains(run.id())) {
                found.add("performance worse");
            }
            if (drifted.contains(run.id())) {
                found.add("drift");
            }
            String mark = found.isEmpty() ? "" : found.get(0).equals("drift") ? "moved" : "told";
            String words = run.date() + (found.isEmpty() ? "" : ": " + String.join(", ", found));
            runs.add(new RunOfDay(
                    Integer.toString(run.date().getDayOfMonth()),
                    words,
                    mark,
                    addresses.of(run).orElseThrow()));
            boolean isLast = i + 1 == model.days().size()
                    || !YearMonth.from(model.days().get(i + 1).run().date()).equals(YearMonth.from(run.date()));
            if (isLast) {
                months.add(0, new Month(name(YearMonth.from(run.date())), List.copyOf(runs)));
                runs.clear();
            }
        }
        return months;
    }

    private static String name(YearMonth month) {
        return month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + month.getYear();
    }
}
