package io.headrace.report;

import io.headrace.report.LineChart.Point;
import io.headrace.report.ValueFindings.Campaign;
import io.headrace.report.ValueFindings.Figure;
import io.headrace.report.ValueFindings.OfDay;
import io.headrace.report.ValueFindings.Sum;
import io.headrace.report.ValueFindings.WithEnds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What the page of a value job shows. */
final class ValueView {
    /** As-ofs in the table, and with points in the drawing. */
    private static final int MOST = 92;

    private static final String REALISED = "realised";
    private static final String EARNED = "earned";
    private static final String CAMPAIGN = "campaign";

    private final ValueFindings of;
    private final SiteAddress addresses;
    private final ValueWords words;

    ValueView(ValueFindings of, SiteAddress addresses) {
        this.of = of;
        this.addresses = addresses;
        this.words = new ValueWords(of);
    }

    ValueWords words() {
        return words;
    }

    String currency() {
        return of.currency();
    }

    String run() {
        return of.run().isEmpty() ? of.job() : of.run();
    }

    boolean hasDays() {
        return !of.ofDays().isEmpty();
    }

    boolean isKnown() {
        return earned().isPresent();
    }

    private Optional<Sum> earned() {
        return of.sum(REALISED, EARNED);
    }

    /** What was scored. */
    String scored() {
        return DisplayFormat.counted(of.rows(), "row") + " of "
                + DisplayFormat.counted(of.ofDays().size(), "day") + ", "
                + DisplayFormat.day(of.ofDays().get(0).day()) + " to "
                + DisplayFormat.day(of.ofDays().get(of.ofDays().size() - 1).day()) + ", scored by version "
                + String.join(", ", of.versions().stream().map(String::valueOf).toList()) + ".";
    }

    /**
     * A sum in large type.
     *
     * @param row rows that were added
     */
    record Tile(String name, String value, String note, String row) {}

    List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        earned().ifPresent(earned -> {
            tiles.add(tile("Earned", earned, ValueWords.interval(earned).orElse("")));
            otherwise(earned, "On none", of.sum(REALISED, "none"), "").ifPresent(tiles::add);
            otherwise(earned, "On all", of.sum(REALISED, "all"), "").ifPresent(tiles::add);
            of.best()
                    .ifPresent(best -> otherwise(
                                    earned,
                                    "At best",
                                    Optional.of(best),
                                    ", " + ValueWords.rule(best) + ", as is known in hindsight")
                            .ifPresent(tiles::add));
            otherwise(earned, "At capacity", of.sum(REALISED, "capacity"), ", on the highest scores")
                    .ifPresent(tiles::add);
        });
        of.campaign().map(ValueView::campaign).ifPresent(tiles::add);
        of.sum("spent", "compute")
                .ifPresent(cost ->
                        tiles.add(tile("Compute", cost, "for scoring " + DisplayFormat.counted(cost.days(), "day"))));
        of.sum("expected", EARNED)
                .ifPresent(sum -> tiles.add(tile(
                        "Expected",
                        sum,
                        ValueWords.interval(sum).map(text -> text + ", ").orElse("")
                                + "of all rows, when they were decided on")));
        tiles.add(open());
        return tiles;
    }

    private static Tile campaign(Campaign campaign) {
        return new Tile(
                "Campaign",
                DisplayFormat.amount(campaign.value()),
                "a customer (" + DisplayFormat.amount(campaign.lower()) + " to "
                        + DisplayFormat.amount(campaign.upper()) + "), contacting "
                        + DisplayFormat.percent(campaign.contacted()) + " of "
                        + DisplayFormat.counted(campaign.rows(), "row") + " of "
                        + DisplayFormat.day(campaign.day()) + ", at best, as is known in hindsight",
                "headrace.value basis=realised figure=campaign, over its rows");
    }

    private static Tile tile(String name, Sum sum, String note) {
        return new Tile(name, DisplayFormat.amount(sum.value()), note, source(sum));
    }

    private static Optional<Tile> otherwise(Sum earned, String name, Optional<Sum> sum, String note) {
        return sum.map(found -> found.days() == earned.days()
                ? tile(name, found, ValueWords.difference(found, earned) + note)
                : tile(name, found, "only of " + DisplayFormat.counted(found.days(), "day") + note));
    }

    private Tile open() {
        return of.sum("open", EARNED)
                .map(sum -> new Tile(
                        "Not known yet",
                        DisplayFormat.counted(sum.rows(), "row"),
                        "expected to earn " + DisplayFormat.amount(sum.value())
                                + ValueWords.interval(sum)
                                        .map(text -> " (" + text + ")")
                                        .orElse(""),
                        source(sum)))
                .orElse(new Tile(
                        "Not known yet",
                        of.rowsOpen() == 0 ? "nothing" : DisplayFormat.counted(of.rowsOpen(), "row"),
                        of.rowsOpen() == 0 ? "all outcomes are known" : "",
                        "headrace.value basis=expected figure=earned"));
    }

    private static String source(Sum sum) {
        return "headrace.value basis=" + sum.basis() + " figure=" + sum.figure()
                + (sum.threshold().isPresent() ? " threshold=" + sum.threshold().getAsDouble() : "") + ", "
                + DisplayFormat.counted(sum.days(), "row") + " added";
    }

    /** What has been earned up to each as-of, and what acting on none and on all would have. */
    String line() {
        List<Point> earned = soFar(EARNED);
        return LineChart.large()
                .band("always", earned)
                .line("none", "on none", soFar("none"))
                .line("all", "on all", soFar("all"))
                .line("main", EARNED, earned)
                .points("spot", earned.subList(Math.max(0, earned.size() - MOST), earned.size()))
                .byDay();
    }

    private List<Point> soFar(String name) {
        return of.ofDays().stream()
                .flatMap(day -> day.figure(REALISED, name).map(figure -> point(day, figure)).stream())
                .toList();
    }

    private Point point(OfDay day, Figure figure) {
        Sum sum = figure.soFar();
        return new Point(
                LineChart.day(day.day()),
                sum.value(),
                sum.lower(),
                sum.upper(),
                day.day() + ": " + DisplayFormat.amount(figure.own().value()) + ", so far "
                        + DisplayFormat.amount(sum.value()),
                Optional.of(figure.row()),
                addresses.of(figure.row()));
    }

    /** What each threshold would have earned, of the as-ofs whose outcomes are known. */
    private List<Sum> thresholds() {
        return of.sums().stream()
                .filter(sum -> sum.basis().equals(REALISED) && sum.figure().equals("above"))
                .sorted((one, other) -> Double.compare(
                        one.threshold().orElseThrow(), other.threshold().orElseThrow()))
                .toList();
    }

    boolean hasThresholds() {
        return !thresholds().isEmpty();
    }

    /** Profit by threshold. */
    String curve() {
        List<Point> above = thresholds().stream().map(ValueView::above).toList();
        LineChart chart = LineChart.large();
        of.sum(REALISED, "none").ifPresent(sum -> chart.line("none", "on none", level(sum)));
        of.sum(REALISED, "all").ifPresent(sum -> chart.line("all", "on all", level(sum)));
        earned().ifPresent(sum -> chart.line("zero", EARNED, level(sum)));
        return chart.line("main", "above", above)
                .points("spot", above)
                .points(
                        "chosen",
                        of.best().stream()
                                .filter(best -> best.threshold().isPresent())
                                .map(ValueView::above)
                                .toList())
                .byShare();
    }

    private static List<Point> level(Sum sum) {
        return List.of(Point.at(0, sum.value()), Point.at(1, sum.value()));
    }

    private static Point above(Sum sum) {
        return new Point(
                sum.threshold().orElseThrow(),
                sum.value(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                ValueWords.rule(sum) + ": " + DisplayFormat.amount(sum.value()),
                Optional.empty(),
                Optional.empty());
    }

    /** A way to decide, as a line of a table. */
    record Rule(String name, String value, String difference, String days, String mark, String row) {}

    List<Rule> rules() {
        Sum earned = earned().orElseThrow();
        return Stream.of(of.sum(REALISED, "all").stream(), thresholds().stream(), of.sum(REALISED, "none").stream())
                .flatMap(sums -> sums)
                .map(sum -> new Rule(
                        ValueWords.rule(sum),
                        DisplayFormat.amount(sum.value()),
                        sum.days() == earned.days() ? ValueWords.difference(sum, earned) : "not of the same days",
                        DisplayFormat.count(sum.days()),
                        of.best().filter(sum::equals).isPresent() ? "best" : "",
                        source(sum)))
                .toList();
    }

    /** An arm as a line of a table. */
    record ArmLine(
            String name,
            String earned,
            String interval,
            String difference,
            String differenceInterval,
            String rows,
            String days,
            String open,
            String row) {}

    boolean hasArms() {
        return !of.arms().isEmpty();
    }

    List<ArmLine> arms() {
        return of.arms().stream()
                .map(arm -> new ArmLine(
                        arm.name(),
                        amount(arm.earned()),
                        ends(arm.earned()),
                        amount(arm.difference()),
                        ends(arm.difference()),
                        DisplayFormat.count(arm.rows()),
                        DisplayFormat.count(arm.days()),
                        DisplayFormat.count(arm.rowsOpen()),
                        "headrace.value basis=realised figure=earned arm=" + arm.name() + ", "
                                + DisplayFormat.counted(arm.days(), "row") + " added"))
                .toList();
    }

    private static String amount(Optional<WithEnds> amount) {
        return amount.map(found -> DisplayFormat.amount(found.value())).orElse("");
    }

    private static String ends(Optional<WithEnds> amount) {
        return amount.filter(found -> found.lower().isPresent() && found.upper().isPresent())
                .map(found -> DisplayFormat.amount(found.lower().getAsDouble()) + " to "
                        + DisplayFormat.amount(found.upper().getAsDouble()))
                .orElse("");
    }

    /** An as-of as a line of a table. */
    record DayLine(String day, int version, String rows, String open, List<Linked> cells, String interval) {}

    /** What is shown of each as-of: heading, basis and figure. */
    private record Column(String heading, String basis, String figure) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("Earned", REALISED, EARNED),
            new Column("On none", REALISED, "none"),
            new Column("On all", REALISED, "all"),
            new Column("At capacity", REALISED, "capacity"),
            new Column("Campaign, at best", REALISED, CAMPAIGN),
            new Column("Expected", "expected", EARNED),
            new Column("Open, expected", "open", EARNED),
            new Column("Compute", "spent", "compute"));

    /** That of campaigns only where there are some. */
    private List<Column> columns() {
        return COLUMNS.stream()
                .filter(column ->
                        !column.figure().equals(CAMPAIGN) || of.campaign().isPresent())
                .toList();
    }

    List<String> headings() {
        return columns().stream().map(Column::heading).toList();
    }

    /** The newest first. */
    List<DayLine> lines() {
        List<DayLine> lines = new ArrayList<>();
        of.ofDays()
                .subList(Math.max(0, of.ofDays().size() - MOST), of.ofDays().size())
                .forEach(day -> lines.add(0, line(day)));
        return lines;
    }

    private DayLine line(OfDay day) {
        return new DayLine(
                day.day().toString(),
                day.version(),
                DisplayFormat.count(day.rows()),
                DisplayFormat.count(day.open()),
                columns().stream().map(column -> cell(day, column)).toList(),
                day.figure(REALISED, EARNED)
                        .flatMap(figure -> ValueWords.interval(figure.own()))
                        .orElse(""));
    }

    private Linked cell(OfDay day, Column column) {
        return day.figure(column.basis(), column.figure())
                .map(figure -> Linked.of(DisplayFormat.amount(figure.own().value()), figure.row(), addresses))
                .orElse(new Linked("", "", Optional.empty()));
    }

    String moreLines() {
        int more = of.ofDays().size() - MOST;
        return more <= 0 ? "" : DisplayFormat.counted(more, "older day") + ": see headrace.value.";
    }
}
