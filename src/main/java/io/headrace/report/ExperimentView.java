package io.headrace.report;

import io.headrace.report.ExperimentFindings.Arm;
import io.headrace.report.ExperimentFindings.DeclaredShares;
import io.headrace.report.ExperimentFindings.Evidence;
import io.headrace.report.ExperimentFindings.Look;
import io.headrace.report.ExperimentFindings.Measure;
import io.headrace.report.ExperimentFindings.Measured;
import io.headrace.report.ExperimentFindings.Plan;
import io.headrace.report.ExperimentFindings.Rank;
import io.headrace.report.ExperimentFindings.Uplift;
import io.headrace.report.LineChart.Point;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What the page of an experiment shows. */
final class ExperimentView {
    private static final String BETWEEN = " to ";
    private static final int TENTHS = 10;

    /** So that a share of 0.1 is a tenth. */
    private static final double HAIR = 1e-9;

    private final ExperimentFindings of;
    private final SiteAddress addresses;
    private final ExperimentWords words;

    ExperimentView(ExperimentFindings of, SiteAddress addresses) {
        this.of = of;
        this.addresses = addresses;
        this.words = new ExperimentWords(of);
    }

    private Plan plan() {
        return of.plan();
    }

    ExperimentWords words() {
        return words;
    }

    String control() {
        return plan().control();
    }

    String treated() {
        return plan().treated();
    }

    boolean hasLooks() {
        return !of.looks().isEmpty();
    }

    Optional<Look> last() {
        return of.last();
    }

    /** The last look's reasons, with their row. */
    Optional<Linked> source() {
        return last().map(look -> Linked.of(look.run().id(), look.row(), addresses));
    }

    /** When it may decide. */
    String rules() {
        return "It may ship from day " + plan().fewestDays() + " on, and is over on "
                + DisplayFormat.day(plan().lastDay()) + ", day " + plan().horizonDays()
                + "; nothing is decided before each of both arms has "
                + DisplayFormat.count(plan().fewestEntities()) + " entities with an outcome. Harm "
                + (plan().rollsBack() ? "takes " + plan().treated() + " back." : "is only told.");
    }

    String otherLooks() {
        return of.otherLooks() == 0
                ? ""
                : DisplayFormat.counted(of.otherLooks(), "run")
                        + " looked before the start or under another plan of this job: see headrace.verdicts. "
                        + new ExperimentWords(of).takenBackBefore();
    }

    String confidence() {
        return Math.round(100 * (1 - plan().alpha())) + "\u00a0%";
    }

    /** A measure as it was declared. */
    record Asked(String name, String role, String meaning, String better, String margin) {}

    List<Asked> asked() {
        return plan().measures().stream()
                .map(measure -> new Asked(
                        measure.name(),
                        measure.role(),
                        measure.meaning(),
                        ExperimentWords.better(measure).replace(" is better", ""),
                        measure.margin() == 0 ? "none" : ExperimentWords.margin(measure)))
                .toList();
    }

    /** A measure at the last look. */
    record MeasureLine(
            String name,
            String role,
            String says,
            String mark,
            String control,
            String treated,
            Linked difference,
            String always,
            String once,
            String pHarm,
            String pWithin,
            String pValue,
            String qValue,
            List<Linked> entities) {}

    List<MeasureLine> measures() {
        return last().map(look -> plan().measures().stream()
                        .flatMap(measure -> look.of(measure.name()).map(found -> line(look, measure, found)).stream())
                        .toList())
                .orElse(List.of());
    }

    boolean hasMeasures() {
        return !measures().isEmpty();
    }

    private MeasureLine line(Look look, Measure measure, Evidence found) {
        String says = says(look, measure, found);
        return new MeasureLine(
                measure.name(),
                measure.name().equals(measure.role()) ? "" : ", " + measure.role(),
                says,
                says.startsWith("harmed") ? "bad" : says.startsWith("gains") || says.startsWith("within") ? "good" : "",
                DisplayFormat.figure(found.control()),
                DisplayFormat.figure(found.treated()),
                Linked.of(DisplayFormat.figure(found.difference()), found.row(), addresses),
                interval(found.lower(), found.upper()),
                interval(found.lowerOnce(), found.upperOnce()),
                probability(found.pHarm()),
                probability(found.pWithin()),
                probability(found.pValue()),
                probability(found.qValue()),
                List.of(plan().control(), plan().treated()).stream()
                        .map(arm -> entities(look, arm, measure.name()))
                        .toList());
    }

    /** By the tests that decide, not by the interval, which has two sides. */
    private String says(Look look, Measure measure, Evidence found) {
        if (measure.role().equals("secondary")) {
            return "decides nothing";
        }
        if (isSmall(look)) {
            return "too few entities to decide";
        }
        if (found.pHarm() <= plan().alpha()) {
            return "harmed beyond its margin";
        }
        if (found.pWithin() <= plan().alpha()) {
            return measure.margin() == 0 ? "gains" : "within its margin";
        }
        return "not shown yet";
    }

    private boolean isSmall(Look look) {
        return List.of(plan().control(), plan().treated()).stream()
                .anyMatch(arm -> look.arm(arm).map(Arm::known).orElse(0L) < plan().fewestEntities());
    }

    private Linked entities(Look look, String arm, String measure) {
        return look.arm(arm)
                .flatMap(found -> found.measures().stream()
                        .filter(of -> of.measure().equals(measure))
                        .findFirst())
                .map((Measured found) -> Linked.of(DisplayFormat.count(found.entities()), found.row(), addresses))
                .orElse(new Linked("0", "", Optional.empty()));
    }

    private static String interval(double lower, double upper) {
        return DisplayFormat.figure(lower) + BETWEEN + DisplayFormat.figure(upper);
    }

    /** Three decimals, or that it is less. */
    private static String probability(double value) {
        return value < 0.001 ? "< 0.001" : DisplayFormat.decimals(value, 3);
    }

    /** The differences of a measure over the looks. */
    record Drawn(String name, String svg) {}

    /** Of the primary measure, large; of the others, small. */
    List<Drawn> primary() {
        return drawn("primary");
    }

    List<Drawn> others() {
        return plan().measures().stream()
                .filter(measure -> !measure.role().equals("primary"))
                .flatMap(measure -> drawn(measure, LineChart.small()).stream())
                .toList();
    }

    boolean hasOthers() {
        return !others().isEmpty();
    }

    boolean isDrawn() {
        return !primary().isEmpty();
    }

    boolean hasMargins() {
        return plan().measures().stream().anyMatch(measure -> measure.margin() > 0);
    }

    private List<Drawn> drawn(String role) {
        return plan().measures().stream()
                .filter(measure -> measure.role().equals(role))
                .flatMap(measure -> drawn(measure, LineChart.large()).stream())
                .toList();
    }

    private Optional<Drawn> drawn(Measure measure, LineChart chart) {
        List<Point> differences = new ArrayList<>();
        List<Point> harm = new ArrayList<>();
        for (Look look : of.looks()) {
            double day = LineChart.day(look.run().date());
            look.of(measure.name()).ifPresent(found -> {
                differences.add(point(look, day, found));
                harm.add(Point.at(day, measure.harm(found.control())));
            });
        }
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        List<Point> nothing = harm.stream().map(point -> Point.at(point.x(), 0)).toList();
        chart.band("always", differences).line("zero", "no difference", nothing);
        if (measure.margin() > 0) {
            chart.line("margin", "margin of harm", harm);
        }
        String svg = chart.line("main", "difference", differences)
                .points("spot", differences)
                .byDay();
        return Optional.of(new Drawn(measure.name(), svg));
    }

    private Point point(Look look, double day, Evidence found) {
        return new Point(
                day,
                found.difference(),
                OptionalDouble.of(found.lower()),
                OptionalDouble.of(found.upper()),
                look.run().date() + ", look " + look.number() + ": " + DisplayFormat.figure(found.difference()) + " ("
                        + interval(found.lower(), found.upper()) + "), " + look.words(),
                Optional.of(found.row()),
                addresses.of(found.row()));
    }

    /** A limit at the last look. */
    record LimitLine(String name, Linked says, String mark, String why) {}

    List<LimitLine> limits() {
        return last().stream()
                .flatMap(look -> look.limits().stream())
                .map(limit -> new LimitLine(
                        limit.name(),
                        Linked.of(limit.says(), limit.row(), addresses),
                        limit.says().equals("broken") ? "bad" : "good",
                        limit.why()))
                .toList();
    }

    boolean hasLimits() {
        return !limits().isEmpty();
    }

    /**
     * What the score is good for: whom to treat first.
     *
     * @param ranks some tenths of the entities
     */
    record UpliftPart(String words, Linked coefficient, String svg, List<RankLine> ranks) {}

    /** Those with a score or a higher one. */
    record RankLine(String share, String score, String control, String treated, Linked difference, String interval) {}

    Optional<UpliftPart> uplift() {
        return last().flatMap(Look::uplift)
                .map(found -> new UpliftPart(
                        upliftWords(found),
                        Linked.of(DisplayFormat.figure(found.coefficient()), found.row(), addresses),
                        curve(found),
                        tenths(found).stream().map(this::line).toList()));
    }

    boolean hasUplift() {
        return uplift().isPresent();
    }

    private String upliftWords(Uplift found) {
        String says = found.lower() > 0
                ? "The score says whom to treat first: "
                : found.upper() < 0
                        ? "The score puts those first who gain least: "
                        : "That the score says whom to treat first is not shown: ";
        return says
                + "on average over all shares that may be treated, the highest scores first bring this much more by treated entity than"
                + " a random order, " + interval(found.lower(), found.upper()) + " at one look:";
    }

    /** The curve, and the line of a random order, by treated entity. */
    private String curve(Uplift found) {
        List<LineChart.Point> heights = new ArrayList<>(List.of(LineChart.Point.at(0, 0)));
        found.ranks()
                .forEach(rank -> heights.add(new LineChart.Point(
                        rank.share(),
                        rank.qini(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        "highest " + DisplayFormat.percent(rank.share()) + ": " + DisplayFormat.figure(rank.qini()),
                        Optional.of(rank.row()),
                        addresses.of(rank.row()))));
        LineChart.Point end = heights.get(heights.size() - 1);
        return LineChart.large()
                .line(
                        "zero",
                        "random order",
                        List.of(LineChart.Point.at(0, 0), LineChart.Point.at(end.x(), end.value())))
                .line("main", "highest first", heights)
                .points("spot", heights.subList(1, heights.size()))
                .byShare();
    }

    /** For each tenth the first point that reaches it. */
    private static List<Rank> tenths(Uplift found) {
        Set<Rank> ranks = new LinkedHashSet<>();
        for (int tenth = 1; tenth <= TENTHS; tenth++) {
            double share = tenth / (double) TENTHS - HAIR;
            found.ranks().stream()
                    .filter(rank -> rank.share() >= share)
                    .findFirst()
                    .ifPresent(ranks::add);
        }
        return List.copyOf(ranks);
    }

    private RankLine line(Rank rank) {
        return new RankLine(
                DisplayFormat.percent(rank.share()),
                rank.score().isPresent() ? DisplayFormat.figure(rank.score().getAsDouble()) : "all",
                figure(rank.control()),
                figure(rank.treated()),
                Linked.of(figure(rank.difference()), rank.row(), addresses),
                rank.lower().isPresent()
                        ? interval(rank.lower().getAsDouble(), rank.upper().getAsDouble())
                        : "");
    }

    private static String figure(OptionalDouble number) {
        return number.isPresent() ? DisplayFormat.figure(number.getAsDouble()) : "not known";
    }

    /** An arm at the last look. */
    record ArmLine(
            String name, String use, String declared, String expected, Linked seen, String share, String known) {}

    List<ArmLine> arms() {
        Look look = last().orElseThrow();
        long all = look.arms().stream().mapToLong(Arm::entities).sum();
        Set<String> names = new LinkedHashSet<>();
        of.shares().ifPresent(declared -> names.addAll(declared.byArm().keySet()));
        look.arms().forEach(arm -> names.add(arm.name()));
        return names.stream().map(name -> arm(name, look, all)).toList();
    }

    private ArmLine arm(String name, Look look, long all) {
        Optional<Double> declared =
                of.shares().map(DeclaredShares::byArm).flatMap(shares -> Optional.ofNullable(shares.get(name)));
        Optional<Arm> seen = look.arm(name);
        long entities = seen.map(Arm::entities).orElse(0L);
        return new ArmLine(
                name,
                name.equals(control()) ? "control" : name.equals(treated()) ? "treated" : "not compared",
                declared.map(DisplayFormat::percent).orElse("not known"),
                declared.map(share -> DisplayFormat.count(Math.round(share * all)))
                        .orElse("not known"),
                seen.map(arm -> Linked.of(DisplayFormat.count(entities), arm.row(), addresses))
                        .orElse(new Linked("0", "", Optional.empty())),
                all == 0 ? "" : DisplayFormat.percent((double) entities / all),
                seen.map(arm -> DisplayFormat.count(arm.known()) + " of " + DisplayFormat.count(arm.due()))
                        .orElse(""));
    }

    /** Whether arms hold what they should. */
    String ratio() {
        long several = last().orElseThrow().arms().stream()
                .mapToLong(Arm::inSeveral)
                .max()
                .orElse(0);
        return of.shares()
                        .map(this::ratio)
                        .orElse("What arms should hold is not known: the job has other arms than this look saw.")
                + " " + (several == 0 ? "No entity was" : DisplayFormat.count(several) + " entities were")
                + " seen in several arms.";
    }

    private String ratio(DeclaredShares declared) {
        boolean isKept = Math.min(declared.pValue(), declared.outcomesPValue()) >= plan().healthLevel();
        return (isKept ? "Shares are as declared, as far as can be told" : "Shares are not as declared") + ": p "
                + probability(declared.pValue()) + " of the entities and " + probability(declared.outcomesPValue())
                + " of those with an outcome, at every look; below " + DisplayFormat.declared(plan().healthLevel())
                + " they contradict the plan.";
    }

    /** A look as a line of a table. */
    record LookLine(
            String number,
            String date,
            Linked verdict,
            String mark,
            String takesBack,
            String action,
            Optional<Linked> difference,
            String always,
            String entities,
            String reasons) {}

    /** The newest first. */
    List<LookLine> looks() {
        List<LookLine> lines = new ArrayList<>();
        of.looks().forEach(look -> lines.add(0, line(look)));
        return lines;
    }

    private LookLine line(Look look) {
        Optional<Evidence> found = plan().measures().stream()
                .filter(measure -> measure.role().equals("primary"))
                .findFirst()
                .flatMap(measure -> look.of(measure.name()));
        return new LookLine(
                Integer.toString(look.number()),
                look.run().date().toString(),
                Linked.of(look.words(), look.row(), addresses),
                look.verdict().equals("unhealthy") ? "bad" : ExperimentWords.mark(look.verdict()),
                look.takesBack().isPresent()
                        ? "that of look " + look.takesBack().getAsInt()
                        : "",
                look.action().equals("roll_back")
                        ? "arm taken back"
                        : look.action().replace('_', ' '),
                found.map(
                        evidence -> Linked.of(DisplayFormat.figure(evidence.difference()), evidence.row(), addresses)),
                found.map(evidence -> interval(evidence.lower(), evidence.upper()))
                        .orElse(""),
                counted(look, control()) + " and " + counted(look, treated()),
                String.join("; ", look.reasons()));
    }

    private static String counted(Look look, String arm) {
        return DisplayFormat.count(look.arm(arm).map(Arm::known).orElse(0L));
    }
}
