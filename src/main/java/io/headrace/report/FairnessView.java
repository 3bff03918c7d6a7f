package io.headrace.report;

import io.headrace.report.FairnessFindings.Compared;
import io.headrace.report.FairnessFindings.Figure;
import io.headrace.report.FairnessFindings.GroupName;
import io.headrace.report.FairnessFindings.Judgement;
import io.headrace.report.FairnessFindings.Metric;
import io.headrace.report.FairnessFindings.Pair;
import io.headrace.report.FairnessFindings.Policy;
import io.headrace.report.ForestPlot.Block;
import io.headrace.report.ForestPlot.Level;
import io.headrace.report.ForestPlot.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What the page of a fairness job shows. */
final class FairnessView {
    /** Groups in the table. */
    private static final int MOST_GROUPS = 120;

    /** Groups in a drawing: those of single columns where all would be more. */
    private static final int MOST_DRAWN = 24;

    private static final int DECIMALS = 4;

    private final FairnessFindings of;
    private final SiteAddress addresses;
    private final FairnessWords words;

    FairnessView(FairnessFindings of, SiteAddress addresses) {
        this.of = of;
        this.addresses = addresses;
        this.words = new FairnessWords(of);
    }

    FairnessWords words() {
        return words;
    }

    String readers() {
        return FairnessWords.READERS;
    }

    private Judgement last() {
        return of.last().orElseThrow();
    }

    boolean isJudged() {
        return of.last().isPresent();
    }

    /** What was judged. */
    String window() {
        return "Version " + last().versions() + ", scored as of " + last().firstAsOf() + " to "
                + last().lastAsOf() + ", each entity once. "
                + (last().outcomes().equals("known")
                        ? "Outcomes are known."
                        : "Outcomes are not known yet, so only selection and mean score can be told.")
                + (last().turnedRound().isEmpty() ? "" : " " + last().turnedRound());
    }

    String run() {
        return last().run().id();
    }

    /** The page of the last run. */
    Optional<String> runFile() {
        return addresses.of(last().run());
    }

    /** A policy with its pairs. */
    record PolicyCard(
            String name,
            String verdict,
            String mark,
            String asks,
            String basis,
            String owner,
            String row,
            Optional<String> address,
            ForestPlot plot,
            String form,
            String against,
            List<PairLine> pairs) {}

    /** A group as a policy sees it. */
    record PairLine(
            String group, String verdict, String mark, Linked value, String interval, String rows, String reason) {
        boolean isFew() {
            return !reason.isEmpty();
        }
    }

    List<PolicyCard> policies() {
        return last().policies().stream().map(this::card).toList();
    }

    boolean hasPolicies() {
        return !last().policies().isEmpty();
    }

    private PolicyCard card(Policy policy) {
        return new PolicyCard(
                policy.name(),
                policy.verdict(),
                badge(policy.verdict()),
                FairnessWords.asks(policy),
                policy.basis(),
                policy.owner(),
                policy.row().words(),
                addresses.of(policy.row()),
                plot(policy),
                policy.isRatio() ? "Ratio" : "Difference",
                policy.pairs().stream()
                        .flatMap(pair -> pair.reference().stream())
                        .map(GroupName::words)
                        .findFirst()
                        .orElse("no reference, as rows are too few"),
                policy.pairs().stream().map(this::line).toList());
    }

    private static String badge(String verdict) {
        return verdict.equals("breach") ? "bad" : verdict.equals("ok") ? "good" : "none";
    }

    /** A class of the style sheet, whatever the table says. */
    private static String drawn(String verdict) {
        return verdict.equals("breach") || verdict.equals("ok") ? verdict : "unknown";
    }

    private PairLine line(Pair pair) {
        return new PairLine(
                pair.group().words(),
                pair.verdict(),
                pair.verdict().equals("unknown") ? "" : badge(pair.verdict()),
                Linked.of(number(pair.value()), pair.row(), addresses),
                interval(pair.lower(), pair.upper()),
                DisplayFormat.count(pair.rows()),
                pair.reason());
    }

    /** What the reference has is 1 of a ratio and 0 of a difference; a difference is bound on both sides. */
    private ForestPlot plot(Policy policy) {
        List<Level> levels = policy.isRatio()
                ? List.of(new Level("reference", 1), new Level("bound", policy.bound()))
                : List.of(
                        new Level("reference", 0),
                        new Level("bound", policy.bound()),
                        new Level("bound", -policy.bound()));
        return new ForestPlot(List.of(new Block(
                policy.pairs().stream()
                        .map(pair -> new Line(
                                pair.group().words(),
                                pair.verdict(),
                                pair.value(),
                                pair.lower(),
                                pair.upper(),
                                drawn(pair.verdict()),
                                pair.group().words() + ": " + number(pair.value()) + " ("
                                        + interval(pair.lower(), pair.upper()) + "), " + pair.verdict(),
                                pair.row(),
                                addresses.of(pair.row())))
                        .toList(),
                levels)));
    }

    List<Metric> metrics() {
        return of.metrics();
    }

    private List<GroupName> groups() {
        return last().figures().stream().map(Figure::group).distinct().toList();
    }

    /** A group as a line of a table. */
    record GroupLine(String group, String rows, List<FigureCell> figures) {}

    /** A figure of a group. */
    record FigureCell(Linked value, String interval, String mark) {}

    List<GroupLine> groupLines() {
        return groups().stream().limit(MOST_GROUPS).map(this::line).toList();
    }

    String moreGroups() {
        int more = groups().size() - MOST_GROUPS;
        return more <= 0 ? "" : DisplayFormat.counted(more, "more group") + ": see headrace.fairness.";
    }

    private GroupLine line(GroupName group) {
        List<Figure> figures = of.metrics().stream()
                .flatMap(metric -> last().figure(metric.name(), group).stream())
                .toList();
        return new GroupLine(
                group.words(),
                DisplayFormat.count(
                        figures.stream().mapToLong(Figure::rows).max().orElse(0)),
                of.metrics().stream().map(metric -> cell(metric.name(), group)).toList());
    }

    private FigureCell cell(String metric, GroupName group) {
        return last().figure(metric, group)
                .map(figure -> new FigureCell(
                        Linked.of(
                                figure.value().isPresent() ? number(figure.value()) + star(metric, group) : "few",
                                figure.row(),
                                addresses),
                        interval(figure.lower(), figure.upper()),
                        figure.value().isPresent() ? "" : "aside"))
                .orElse(new FigureCell(new Linked("", "", Optional.empty()), "", ""));
    }

    private boolean differs(String metric, GroupName group) {
        OptionalDouble q = last().q(metric, group);
        return q.isPresent() && q.getAsDouble() < of.level();
    }

    private String star(String metric, GroupName group) {
        return differs(metric, group) ? " *" : "";
    }

    double level() {
        return of.level();
    }

    /** A metric, drawn. */
    record Drawn(String name, ForestPlot plot) {}

    List<Drawn> firstPlot() {
        return plots().stream().limit(1).toList();
    }

    List<Drawn> otherPlots() {
        return plots().stream().skip(1).toList();
    }

    boolean hasOtherPlots() {
        return plots().size() > 1;
    }

    private List<Drawn> plots() {
        return of.metrics().stream()
                .map(metric -> new Drawn(metric.heading(), plot(metric.name())))
                .filter(drawn -> drawn.plot().isDrawn())
                .toList();
    }

    boolean isCut() {
        return groups().size() > MOST_DRAWN;
    }

    /** A block for each choice of columns, as these have a reference of their own. */
    private ForestPlot plot(String metric) {
        Map<List<String>, List<GroupName>> byColumns = new LinkedHashMap<>();
        groups().stream()
                .filter(group -> !isCut() || group.columns().size() <= 1)
                .limit(MOST_DRAWN)
                .forEach(group -> byColumns
                        .computeIfAbsent(group.columns(), columns -> new ArrayList<>())
                        .add(group));
        List<Block> blocks = new ArrayList<>();
        byColumns.forEach((columns, groups) -> blocks.add(new Block(
                groups.stream()
                        .flatMap(group -> last().figure(metric, group).stream())
                        .map(this::line)
                        .toList(),
                last().reference(metric, columns).flatMap(reference -> last().figure(metric, reference)).stream()
                        .flatMap(figure -> figure.value().stream().boxed())
                        .map(value -> new Level("reference", value))
                        .toList())));
        return new ForestPlot(blocks);
    }

    private Line line(Figure figure) {
        boolean isReference = last().reference(figure.metric(), figure.group().columns())
                .filter(figure.group()::equals)
                .isPresent();
        boolean differs = differs(figure.metric(), figure.group());
        return new Line(
                figure.group().words(),
                figure.value().isEmpty() ? "few" : isReference ? "reference" : differs ? "*" : "",
                figure.value(),
                figure.lower(),
                figure.upper(),
                differs ? "differs" : "same",
                figure.group().words() + ": " + number(figure.value()) + " (" + interval(figure.lower(), figure.upper())
                        + ")",
                figure.row(),
                addresses.of(figure.row()));
    }

    /** The widest gap of a metric. */
    record GapLine(String metric, String columns, String form, Linked value) {}

    List<GapLine> gaps() {
        return last().gaps().stream()
                .map(gap -> new GapLine(
                        FairnessWords.metric(gap.metric()),
                        String.join(" and ", gap.columns()),
                        gap.form(),
                        Linked.of(gap.value().isPresent() ? number(gap.value()) : "few", gap.row(), addresses)))
                .toList();
    }

    boolean hasGaps() {
        return !last().gaps().isEmpty();
    }

    /** A comparison that turns round. */
    record ReversalLine(String text, String row, Optional<String> address) {}

    List<ReversalLine> reversals() {
        return last().reversals().stream().map(this::line).toList();
    }

    boolean hasReversals() {
        return !last().reversals().isEmpty();
    }

    private ReversalLine line(Compared reversal) {
        return new ReversalLine(
                FairnessWords.metric(reversal.metric()) + " of "
                        + reversal.group().words() + " beside "
                        + reversal.reference().words() + ": " + reversal.reason(),
                reversal.row().words(),
                addresses.of(reversal.row()));
    }

    boolean hasHistory() {
        return of.runs().size() > 1;
    }

    /** A policy at a run, as a line of a table. */
    record PastLine(String date, String policy, Linked verdict, String mark, String groups, String outcomes) {}

    /** The newest first. */
    List<PastLine> history() {
        List<PastLine> lines = new ArrayList<>();
        for (Judgement run : of.runs()) {
            run.policies()
                    .forEach(policy -> lines.add(
                            0,
                            new PastLine(
                                    run.run().date().toString(),
                                    policy.name(),
                                    Linked.of(policy.verdict(), policy.row(), addresses),
                                    policy.verdict().equals("unknown") ? "" : badge(policy.verdict()),
                                    DisplayFormat.count(policy.count("breach")) + " and "
                                            + DisplayFormat.count(policy.count("unknown")) + " of "
                                            + DisplayFormat.count(policy.pairs().size()),
                                    run.outcomes())));
        }
        return lines;
    }

    boolean hasPolicyHistory() {
        return hasHistory()
                && of.runs().stream().anyMatch(run -> !run.policies().isEmpty());
    }

    /** A group over the runs, drawn. */
    record PastGroup(String group, String svg) {}

    /** Shares selected of the groups of single columns, each with its reference. */
    List<PastGroup> groupsOverTime() {
        return groups().stream()
                .filter(group -> group.columns().size() == 1)
                .limit(MOST_DRAWN)
                .flatMap(group -> overTime(group).stream())
                .toList();
    }

    private Optional<PastGroup> overTime(GroupName group) {
        List<LineChart.Point> own = selected(run -> Optional.of(group));
        List<LineChart.Point> reference = selected(run -> run.reference("selection_rate", group.columns()));
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(new PastGroup(
                        group.words(),
                        LineChart.small()
                                .band("always", own)
                                .line("all", "", reference)
                                .line("main", "", own)
                                .points("spot", own)
                                .byDay()));
    }

    private List<LineChart.Point> selected(java.util.function.Function<Judgement, Optional<GroupName>> group) {
        return of.runs().stream()
                .flatMap(run -> group
                        .apply(run)
                        .flatMap(name -> run.figure("selection_rate", name))
                        .filter(figure -> figure.value().isPresent())
                        .map(figure -> point(run, figure))
                        .stream())
                .toList();
    }

    private LineChart.Point point(Judgement run, Figure figure) {
        return new LineChart.Point(
                LineChart.day(run.run().date()),
                figure.value().orElseThrow(),
                figure.lower(),
                figure.upper(),
                run.run().date() + ": " + number(figure.value()) + " (" + interval(figure.lower(), figure.upper())
                        + ")",
                Optional.of(figure.row()),
                addresses.of(figure.row()));
    }

    /** Shares selected over the runs, as a line of a table: a cell for each group. */
    record SelectedLine(String date, List<Linked> cells) {}

    List<String> selectedGroups() {
        return singles().map(GroupName::words).toList();
    }

    private Stream<GroupName> singles() {
        return groups().stream().filter(group -> group.columns().size() == 1).limit(MOST_DRAWN);
    }

    /** The newest first. */
    List<SelectedLine> selectedLines() {
        List<SelectedLine> lines = new ArrayList<>();
        of.runs()
                .forEach(run -> lines.add(
                        0,
                        new SelectedLine(
                                run.run().date().toString(),
                                singles()
                                        .map(group -> run.figure("selection_rate", group)
                                                .map(figure -> Linked.of(
                                                        figure.value().isPresent() ? number(figure.value()) : "few",
                                                        figure.row(),
                                                        addresses))
                                                .orElse(new Linked("none", "", Optional.empty())))
                                        .toList())));
        return lines;
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? DisplayFormat.decimals(value.getAsDouble(), DECIMALS) : "few rows";
    }

    private static String interval(OptionalDouble lower, OptionalDouble upper) {
        return lower.isPresent() && upper.isPresent() ? number(lower) + " to " + number(upper) : "";
    }
}
