package io.headrace.report;

import io.headrace.report.Calibration.Group;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A reliability plot with its figures: on the diagonal as many turn out positive as the probabilities say. */
final class CalibrationView {
    private static final double SIZE = 360;
    private static final double LEFT = 48;
    private static final double TOP = 12;
    private static final double SIDE = 300;
    private static final double[] ENDS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1};
    private static final int STEPS = 4;

    private final Calibration of;
    private final double end;

    CalibrationView(Calibration of) {
        this.of = of;
        double most = Stream.concat(of.now().stream(), of.tested().stream())
                .mapToDouble(group -> Math.max(group.predicted(), group.upper()))
                .max()
                .orElse(1);
        this.end = IntStream.range(0, ENDS.length)
                .mapToDouble(i -> ENDS[i])
                .filter(value -> value >= most)
                .findFirst()
                .orElse(1);
    }

    int version() {
        return of.version();
    }

    /** How probabilities and rates agree, in words. */
    String sentence() {
        long rows = of.now().stream().mapToLong(Group::rows).sum();
        long outside = of.now().stream().filter(CalibrationView::isOutside).count();
        return "Version " + of.version() + ", scored as of " + day(of.firstAsOf())
                + (of.firstAsOf().equals(of.lastAsOf()) ? "" : " to " + day(of.lastAsOf())) + ", "
                + DisplayFormat.counted(rows, "row") + " whose labels are known: on average "
                + DisplayFormat.percent(mean(Group::predicted, rows)) + " predicted, "
                + DisplayFormat.percent(mean(Group::observed, rows)) + " came. "
                + (outside == 0
                        ? "The probability lies within the interval of the rate in every group."
                        : "In " + DisplayFormat.count(outside) + " of "
                                + DisplayFormat.counted(of.now().size(), "group")
                                + " the probability lies outside the interval of the rate.");
    }

    private double mean(java.util.function.ToDoubleFunction<Group> part, long rows) {
        return of.now().stream()
                        .mapToDouble(group -> part.applyAsDouble(group) * group.rows())
                        .sum()
                / rows;
    }

    private static boolean isOutside(Group group) {
        return group.predicted() < group.lower() || group.predicted() > group.upper();
    }

    private static String day(String asOf) {
        return asOf.substring(0, "yyyy-MM-dd".length());
    }

    boolean hasTested() {
        return !of.tested().isEmpty();
    }

    String svg() {
        Drawing drawing = Drawing.labelled(
                "reliability",
                SIZE,
                SIZE,
                "Rates that came by the probabilities that were predicted; the figures stand in the table beside");
        StringBuilder grid = new StringBuilder();
        for (int i = 0; i <= STEPS; i++) {
            double at = end * i / STEPS;
            grid.append('M')
                    .append(Drawing.number(LEFT))
                    .append(' ')
                    .append(Drawing.number(y(at)))
                    .append('h')
                    .append(Drawing.number(SIDE));
            drawing.text("tick end", LEFT - 6, y(at) + 4, tick(at));
            drawing.text(i == STEPS ? "tick end" : "tick", i == STEPS ? LEFT + SIDE : x(at), TOP + SIDE + 18, tick(at));
        }
        drawing.text("tick", LEFT + SIDE / 2, TOP + SIDE + 40, "predicted");
        drawing.path("grid", grid.toString());
        drawing.path(
                "same",
                "M" + Drawing.number(x(0)) + " " + Drawing.number(y(0)) + "L" + Drawing.number(x(end)) + " "
                        + Drawing.number(y(end)));
        groups(drawing, "tested", of.tested());
        groups(drawing, "realised", of.now());
        return drawing.markup();
    }

    private void groups(Drawing drawing, String kind, List<Group> groups) {
        StringBuilder whiskers = new StringBuilder("M0 0");
        groups.forEach(group -> whiskers.append('M')
                .append(Drawing.number(x(group.predicted())))
                .append(' ')
                .append(Drawing.number(y(group.lower())))
                .append('V')
                .append(Drawing.number(y(group.upper()))));
        drawing.path("whiskers " + kind, whiskers.toString());
        groups.forEach(group -> drawing.dot(
                kind,
                x(group.predicted()),
                y(group.observed()),
                DisplayFormat.percent(group.predicted()) + " predicted, " + DisplayFormat.percent(group.observed())
                        + " came, " + DisplayFormat.counted(group.rows(), "row")));
    }

    private String tick(double at) {
        return end < 0.04 ? DisplayFormat.percent(at) : Math.round(100 * at) + "\u00a0%";
    }

    private double x(double value) {
        return LEFT + SIDE * value / end;
    }

    private double y(double value) {
        return TOP + SIDE - SIDE * value / end;
    }

    /** A group as a line of a table. */
    record Line(String predicted, String observed, String interval, String rows, String mark) {}

    List<Line> lines() {
        return lines(of.now());
    }

    List<Line> tested() {
        return lines(of.tested());
    }

    private static List<Line> lines(List<Group> groups) {
        return groups.stream()
                .map(group -> new Line(
                        DisplayFormat.percent(group.predicted()),
                        DisplayFormat.percent(group.observed()),
                        DisplayFormat.percent(group.lower()) + " to " + DisplayFormat.percent(group.upper()),
                        DisplayFormat.count(group.rows()),
                        isOutside(group) ? "bad" : ""))
                .toList();
    }

    String source() {
        return "headrace.statistics, now of=outcomes run_id=" + String.join(", ", few(of.counted()))
                + "; test rows of=test_outcomes run_id=" + of.training();
    }

    private static List<String> few(List<String> runs) {
        return runs.size() <= 2
                ? runs
                : List.of(runs.get(0) + " to " + runs.get(runs.size() - 1) + " (" + runs.size() + " runs)");
    }
}
