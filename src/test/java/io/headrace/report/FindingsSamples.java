package io.headrace.report;

import io.headrace.report.ExperimentFindings.Arm;
import io.headrace.report.ExperimentFindings.DeclaredShares;
import io.headrace.report.ExperimentFindings.Evidence;
import io.headrace.report.ExperimentFindings.Limit;
import io.headrace.report.ExperimentFindings.Look;
import io.headrace.report.ExperimentFindings.Measure;
import io.headrace.report.ExperimentFindings.Measured;
import io.headrace.report.ExperimentFindings.Plan;
import io.headrace.report.ExperimentFindings.Rank;
import io.headrace.report.ExperimentFindings.Uplift;
import io.headrace.report.FairnessFindings.Compared;
import io.headrace.report.FairnessFindings.Figure;
import io.headrace.report.FairnessFindings.Gap;
import io.headrace.report.FairnessFindings.GroupName;
import io.headrace.report.FairnessFindings.Judgement;
import io.headrace.report.FairnessFindings.Metric;
import io.headrace.report.FairnessFindings.Pair;
import io.headrace.report.FairnessFindings.Policy;
import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.RecordedRows.Column;
import io.headrace.report.RecordedRows.Recorded;
import io.headrace.report.ValueFindings.OfDay;
import io.headrace.report.ValueFindings.Sum;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Findings made up by formulas: an experiment that takes a challenger back, 60 days of value, groups judged four times. */
final class FindingsSamples {
    static final LocalDate START = LocalDate.of(2026, 2, 1);
    static final int LOOKS = 12;
    private static final int VALUED = 60;
    private static final int OPEN = 6;
    private static final double HORIZON = 28;

    private FindingsSamples() {}

    static List<JobFindings> all() {
        return List.of(experiment(), value(), fairness());
    }

    private static RowReference row(String table, String run, String... key) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (int i = 0; i < key.length; i += 2) {
            parts.put(key[i], key[i + 1]);
        }
        return new RowReference("headrace." + table, run, parts);
    }

    /** Pages of runs that show rows by their keys. */
    private static List<Day> days(String table, Stream<RowReference> rows) {
        Map<String, Set<RowReference>> byRun = new TreeMap<>();
        rows.forEach(row ->
                byRun.computeIfAbsent(row.run(), run -> new LinkedHashSet<>()).add(row));
        return byRun.entrySet().stream()
                .map(run -> new Day(
                        new Run(run.getKey(), LocalDate.parse(run.getKey().split("/")[1])),
                        List.of(recorded(table, List.copyOf(run.getValue())))))
                .toList();
    }

    private static RecordedRows recorded(String table, List<RowReference> rows) {
        List<String> names = rows.stream()
                .flatMap(row -> row.key().keySet().stream())
                .distinct()
                .toList();
        return new RecordedRows(
                "headrace." + table,
                "something that was found",
                names.stream()
                        .map(name -> new Column(name, "Part of the key", false, true))
                        .toList(),
                rows.stream()
                        .map(row -> new Recorded(
                                row,
                                names.stream()
                                        .map(name -> row.key().getOrDefault(name, ""))
                                        .toList()))
                        .toList(),
                0);
    }

    // An experiment.

    static ExperimentFindings experiment() {
        List<Look> looks =
                IntStream.rangeClosed(1, LOOKS).mapToObj(FindingsSamples::look).toList();
        return experiment(looks, days("verdicts", looks.stream().flatMap(FindingsSamples::rows)));
    }

    static ExperimentFindings experiment(List<Look> looks, List<Day> days) {
        return new ExperimentFindings(
                "lapse",
                "experiment-lapse",
                "crm",
                plan(),
                looks,
                looks.isEmpty() ? 0 : 1,
                looks.stream()
                        .filter(look -> look.action().equals("roll_back"))
                        .map(look -> look.run().id())
                        .findFirst(),
                Optional.of(new DeclaredShares(shares(), 0.41, 0.37)),
                days);
    }

    private static Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("champion", 0.5);
        shares.put("challenger", 0.4);
        shares.put("holdout", 0.1);
        return shares;
    }

    static Plan plan() {
        return new Plan(
                "champion",
                "challenger",
                START,
                (int) HORIZON,
                7,
                100,
                0.05,
                0.001,
                true,
                Optional.empty(),
                List.of(
                        new Measure("primary", "primary", "the label of the model", false, 0.005, false),
                        new Measure(
                                "spend",
                                "guardrail",
                                "quantity * unit_price, summed over silver.invoices in the 30 days after the as-of",
                                true,
                                0.02,
                                true),
                        new Measure("visits", "secondary", "whether silver.visits has a row", true, 0, false)));
    }

    private static String lookRun(int number) {
        return "experiment-lapse/" + START.plusDays(number - 1L) + "/1";
    }

    static Look look(int number) {
        return look(number, number == 1 ? "no_data" : number == LOOKS ? "roll_back" : "running", number == LOOKS);
    }

    static Look look(int number, String verdict, boolean acts) {
        String run = lookRun(number);
        double half = 0.09 / Math.sqrt(number);
        List<Evidence> evidence = number == 1
                ? List.of()
                : List.of(
                        evidence(run, "primary", 0.31, 0.02 + 0.004 * Math.sin(number), half / 2, acts ? 0.004 : 0.3),
                        evidence(run, "spend", 41.5, 0.4 * Math.cos(number), 60 * half, 0.7),
                        evidence(run, "visits", 0.2, 0.01, half, 1));
        return new Look(
                new Run(run, START.plusDays(number - 1L)),
                number,
                verdict,
                OptionalInt.empty(),
                acts ? "roll_back" : "none",
                List.of(
                        acts
                                ? "primary is harmed beyond its margin: p at every look 0.002, after Holm 0.004, at most alpha 0.05"
                                : "day " + number + " of 28"),
                evidence,
                number == 1
                        ? List.of()
                        : List.of(
                                limit(run, "unscored", "kept", "0.2 % of rows have no score, limit 1 %"),
                                limit(run, "psi", "broken", "PSI 0.31, limit 0.25, p 0.0002")),
                number == 1 ? Optional.empty() : Optional.of(uplift(run)),
                List.of(
                        arm(run, "champion", 1_010L * number),
                        arm(run, "challenger", 795L * number),
                        arm(run, "holdout", 195L * number)),
                row("verdicts", run, "measure", ""));
    }

    private static Evidence evidence(
            String run, String measure, double control, double difference, double half, double harm) {
        return new Evidence(
                measure,
                control,
                control + difference,
                difference,
                difference - half,
                difference + half,
                difference - half / 2,
                difference + half / 2,
                0.04,
                harm,
                0.6,
                0.05,
                row("verdicts", run, "measure", measure));
    }

    private static Limit limit(String run, String name, String says, String why) {
        return new Limit(name, says, why, row("verdicts", run, "measure", "limit-" + name));
    }

    /** Twenty points; of the first nothing is known of the control. */
    private static Uplift uplift(String run) {
        List<Rank> ranks = IntStream.rangeClosed(1, 20)
                .mapToObj(at -> new Rank(
                        at / 20.0,
                        at == 20 ? OptionalDouble.empty() : OptionalDouble.of(1 - at / 20.0),
                        at == 1 ? OptionalDouble.empty() : OptionalDouble.of(0.3),
                        OptionalDouble.of(0.3 + 0.1 / at),
                        at == 1 ? OptionalDouble.empty() : OptionalDouble.of(0.1 / at),
                        at == 1 ? OptionalDouble.empty() : OptionalDouble.of(0.1 / at - 0.03),
                        at == 1 ? OptionalDouble.empty() : OptionalDouble.of(0.1 / at + 0.03),
                        120 * (1 - Math.pow(1 - at / 20.0, 2)) - 60 * at / 20.0,
                        row("uplift", run, "point", Integer.toString(at))))
                .toList();
        return new Uplift(0.0131, 0.0012, 0.025, ranks, row("uplift", run, "point", "0"));
    }

    private static Arm arm(String run, String name, long entities) {
        return new Arm(
                name,
                entities,
                entities - 100,
                entities - 120,
                0,
                List.of(
                        new Measured("primary", entities - 120, row("peeks", run, "arm", name, "measure", "primary")),
                        new Measured("spend", entities - 130, row("peeks", run, "arm", name, "measure", "spend"))),
                row("peeks", run, "arm", name, "measure", ""));
    }

    private static Stream<RowReference> rows(Look look) {
        return Stream.of(
                        Stream.of(look.row()),
                        look.evidence().stream().map(Evidence::row),
                        look.limits().stream().map(Limit::row),
                        look.uplift().stream()
                                .flatMap(found -> Stream.concat(
                                        Stream.of(found.row()),
                                        found.ranks().stream().map(Rank::row))),
                        look.arms().stream().map(Arm::row),
                        look.arms().stream()
                                .flatMap(arm -> arm.measures().stream())
                                .map(Measured::row))
                .flatMap(rows -> rows);
    }

    // A value.

    static ValueFindings value() {
        List<OfDay> ofDays = new ArrayList<>();
        Map<String, Sum> soFar = new TreeMap<>();
        for (int day = 0; day < VALUED; day++) {
            ofDays.add(valued(day, soFar));
        }
        List<Sum> sums = new ArrayList<>(soFar.values());
        sums.removeIf(sum -> sum.figure().equals("campaign"));
        int known = VALUED - OPEN;
        for (int place = 1; place < 20; place++) {
            double at = place / 20.0;
            sums.add(new Sum(
                    "realised",
                    "above",
                    OptionalDouble.of(at),
                    4_000 - 30_000 * (at - 0.35) * (at - 0.35),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    1_000L * known,
                    known));
        }
        Optional<Sum> best = sums.stream()
                .filter(sum -> sum.threshold().isPresent())
                .max((one, other) -> Double.compare(one.value(), other.value()));
        return new ValueFindings(
                "lapse",
                "value-lapse",
                "crm",
                "pounds",
                valueRun(VALUED - 1),
                2,
                List.of(1, 2),
                1_000L * VALUED,
                1_000L * OPEN,
                sums,
                best,
                Optional.of(new ValueFindings.Campaign(START.plusDays(VALUED - OPEN), 2.39, 2.1, 2.7, 1_000, 0.2744)),
                arms(known),
                ofDays,
                days(
                        "value",
                        ofDays.stream().flatMap(day -> day.figures().stream()).map(ValueFindings.Figure::row)));
    }

    private static List<ValueFindings.Arm> arms(int known) {
        return List.of(
                new ValueFindings.Arm(
                        "champion", Optional.of(ends(44, 8)), 900L * known, known, 900L * OPEN, Optional.empty()),
                new ValueFindings.Arm(
                        "challenger",
                        Optional.of(ends(62.5, 75)),
                        50L * known,
                        known,
                        50L * OPEN,
                        Optional.of(ends(18.5, 75.4))),
                new ValueFindings.Arm("newcomer", Optional.empty(), 0, 0, 40, Optional.empty()),
                new ValueFindings.Arm(
                        "holdout", Optional.of(ends(0, 0)), 50L * known, known, 50L * OPEN, Optional.of(ends(-44, 8))));
    }

    private static ValueFindings.WithEnds ends(double value, double half) {
        return new ValueFindings.WithEnds(value, OptionalDouble.of(value - half), OptionalDouble.of(value + half));
    }

    static ValueFindings unknownValue() {
        return new ValueFindings(
                "spend",
                "value-of-spend",
                "crm",
                "pounds",
                "",
                1,
                List.of(),
                0,
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    private static String valueRun(int day) {
        return "value-lapse/" + START.plusDays(Math.max(day, VALUED - 20)) + "/1";
    }

    private static OfDay valued(int day, Map<String, Sum> soFar) {
        LocalDate asOf = START.plusDays(day + 1L);
        boolean isKnown = day < VALUED - OPEN;
        double wave = 12 * Math.sin(day / 3.0);
        List<ValueFindings.Figure> figures = new ArrayList<>();
        figures.add(figure(day, asOf, soFar, "expected", "earned", 58 + wave / 2, 20));
        if (isKnown) {
            figures.add(figure(day, asOf, soFar, "realised", "earned", 55 + wave, 31));
            figures.add(figure(day, asOf, soFar, "realised", "none", 0, 0));
            figures.add(figure(day, asOf, soFar, "realised", "all", -21 + 2 * wave, 40));
            figures.add(figure(day, asOf, soFar, "realised", "capacity", 51 + wave, 30));
            figures.add(figure(day, asOf, soFar, "realised", "campaign", 2_390 + wave, 300));
        } else {
            figures.add(figure(day, asOf, soFar, "open", "earned", 58 + wave / 2, 25));
        }
        figures.add(figure(day, asOf, soFar, "spent", "compute", 0.014, -1));
        return new OfDay(asOf, day < 30 ? 1 : 2, 1_000, isKnown ? 0 : 1_000, figures);
    }

    /** @param half below 0 for no interval */
    private static ValueFindings.Figure figure(
            int day, LocalDate asOf, Map<String, Sum> soFar, String basis, String name, double value, double half) {
        Sum own = new Sum(
                basis,
                name,
                OptionalDouble.empty(),
                value,
                half < 0 ? OptionalDouble.empty() : OptionalDouble.of(value - half),
                half < 0 ? OptionalDouble.empty() : OptionalDouble.of(value + half),
                1_000,
                1);
        Sum all = soFar.merge(basis + name, own, FindingsSamples::plus);
        return new ValueFindings.Figure(
                own,
                all,
                row(
                        "value",
                        valueRun(day),
                        "as_of",
                        asOf + " 00:00:00",
                        "basis",
                        basis,
                        "figure",
                        name,
                        "threshold",
                        ""));
    }

    private static Sum plus(Sum one, Sum other) {
        return new Sum(
                one.basis(),
                one.figure(),
                one.threshold(),
                one.value() + other.value(),
                both(one.lower(), other.lower()),
                both(one.upper(), other.upper()),
                one.rows() + other.rows(),
                one.days() + other.days());
    }

    private static OptionalDouble both(OptionalDouble one, OptionalDouble other) {
        return one.isEmpty() || other.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(one.getAsDouble() + other.getAsDouble());
    }

    // Groups.

    static final GroupName EVERYBODY = new GroupName(List.of(), "everybody");
    static final GroupName FEMALE = new GroupName(List.of("gender"), "gender = female");
    static final GroupName MALE = new GroupName(List.of("gender"), "gender = male");
    private static final GroupName OTHER = new GroupName(List.of("gender"), "gender = other");
    private static final GroupName YOUNG = new GroupName(List.of("age_group"), "age_group = under 30");
    private static final GroupName OLD = new GroupName(List.of("age_group"), "age_group = 30 and over");
    private static final GroupName YOUNG_FEMALE =
            new GroupName(List.of("gender", "age_group"), "gender = female, age_group = under 30");
    private static final GroupName OLD_MALE =
            new GroupName(List.of("gender", "age_group"), "gender = male, age_group = 30 and over");
    private static final List<GroupName> GROUPS =
            List.of(EVERYBODY, OLD, YOUNG, FEMALE, MALE, OTHER, YOUNG_FEMALE, OLD_MALE);
    private static final List<Metric> METRICS = List.of(
            new Metric("selection_rate", "selected"),
            new Metric("true_positive_rate", "true positives"),
            new Metric("precision", "precision"),
            new Metric("mean_score", "mean score"),
            new Metric("auc", "AUC"));

    static FairnessFindings fairness() {
        List<Judgement> runs =
                IntStream.range(0, 4).mapToObj(FindingsSamples::judgement).toList();
        return new FairnessFindings(
                "lapse",
                "fairness-lapse",
                "risk",
                METRICS,
                0.05,
                runs,
                days("fairness", runs.stream().flatMap(FindingsSamples::rows)));
    }

    static FairnessFindings fairness(List<Policy> policies) {
        Judgement of = judgement(0);
        return new FairnessFindings(
                "lapse",
                "fairness-lapse",
                "risk",
                METRICS,
                0.05,
                List.of(new Judgement(
                        of.run(),
                        of.versions(),
                        of.firstAsOf(),
                        of.lastAsOf(),
                        of.outcomes(),
                        of.turnedRound(),
                        policies,
                        of.figures(),
                        of.comparisons(),
                        of.gaps(),
                        List.of())),
                List.of());
    }

    private static Judgement judgement(int month) {
        LocalDate date = START.plusMonths(month);
        String run = "fairness-lapse/" + date + "/1";
        List<Figure> figures = METRICS.stream()
                .flatMap(metric -> GROUPS.stream().map(group -> figure(run, metric.name(), group, month)))
                .toList();
        return new Judgement(
                new Run(run, date),
                "1",
                date.minusDays(30) + " 00:00:00",
                date + " 00:00:00",
                "known",
                "",
                policies(run, month),
                figures,
                METRICS.stream()
                        .flatMap(metric -> Stream.of(
                                compared(
                                        run,
                                        metric.name(),
                                        FEMALE,
                                        MALE,
                                        metric.name().equals("auc") ? 0.3 : 0.001),
                                compared(run, metric.name(), OTHER, MALE, Double.NaN),
                                compared(run, metric.name(), YOUNG, OLD, 0.4),
                                compared(run, metric.name(), YOUNG_FEMALE, OLD_MALE, 0.2)))
                        .toList(),
                List.of(
                        gap(run, List.of("gender"), OptionalDouble.of(0.2354)),
                        gap(run, List.of("age_group"), OptionalDouble.of(0.0178)),
                        gap(run, List.of("gender", "age_group"), OptionalDouble.empty())),
                List.of(new Compared(
                        "selection_rate",
                        "age_group",
                        YOUNG_FEMALE,
                        OLD_MALE,
                        OptionalDouble.of(0.02),
                        OptionalDouble.of(0.01),
                        OptionalDouble.of(0.03),
                        OptionalDouble.empty(),
                        "in all rows -0.0310, with age_group held fixed +0.0200: more than chance",
                        row("fairness", run, "kind", "reversal", "metric", "selection_rate", "form", "age_group"))));
    }

    private static Figure figure(String run, String metric, GroupName group, int month) {
        boolean isFew = group.equals(OTHER) || group.equals(YOUNG_FEMALE) && !metric.equals("selection_rate");
        double value = 0.3 + 0.04 * GROUPS.indexOf(group) % 0.2 + 0.01 * month + 0.02 * METRICS.size();
        return new Figure(
                metric,
                group,
                isFew ? OptionalDouble.empty() : OptionalDouble.of(value),
                isFew ? OptionalDouble.empty() : OptionalDouble.of(value - 0.035),
                isFew ? OptionalDouble.empty() : OptionalDouble.of(value + 0.035),
                isFew ? 16 : 700,
                row(
                        "fairness",
                        run,
                        "kind",
                        "figure",
                        "policy",
                        "",
                        "metric",
                        metric,
                        "form",
                        "value",
                        "group",
                        group.words()));
    }

    private static Compared compared(String run, String metric, GroupName group, GroupName reference, double q) {
        return new Compared(
                metric,
                "difference",
                group,
                reference,
                OptionalDouble.of(-0.2),
                OptionalDouble.of(-0.3),
                OptionalDouble.of(-0.1),
                Double.isNaN(q) ? OptionalDouble.empty() : OptionalDouble.of(q),
                "",
                row("fairness", run, "kind", "comparison", "metric", metric, "group", group.words()));
    }

    private static Gap gap(String run, List<String> columns, OptionalDouble value) {
        return new Gap(
                "selection_rate",
                "difference",
                columns,
                value,
                row("fairness", run, "kind", "gap", "columns", String.join("; ", columns)));
    }

    private static List<Policy> policies(String run, int month) {
        return List.of(
                policy(
                        run,
                        "four-fifths",
                        month < 2 ? "ok" : "breach",
                        "ratio",
                        0.8,
                        List.of(
                                pair(
                                        run,
                                        "four-fifths",
                                        FEMALE,
                                        month < 2 ? "ok" : "breach",
                                        month < 2 ? 0.95 : 0.4633),
                                pair(run, "four-fifths", OTHER, "unknown", Double.NaN))),
                policy(
                        run,
                        "equal-opportunity",
                        "unknown",
                        "difference",
                        0.05,
                        List.of(pair(run, "equal-opportunity", FEMALE, "unknown", -0.031))));
    }

    static Policy policy(String run, String name, String verdict, String form, double bound, List<Pair> pairs) {
        return new Policy(
                name,
                verdict,
                form.equals("ratio") ? "selection_rate" : "true_positive_rate",
                form,
                bound,
                List.of("gender"),
                "29 CFR 1607.4(D)",
                "risk",
                pairs,
                row("fairness", run, "kind", "policy", "policy", name));
    }

    static Pair pair(String run, String policy, GroupName group, String verdict, double value) {
        boolean isFew = Double.isNaN(value);
        return new Pair(
                group,
                isFew ? Optional.empty() : Optional.of(MALE),
                verdict,
                isFew ? OptionalDouble.empty() : OptionalDouble.of(value),
                isFew ? OptionalDouble.empty() : OptionalDouble.of(value - 0.08),
                isFew ? OptionalDouble.empty() : OptionalDouble.of(value + 0.08),
                isFew ? 16 : 753,
                isFew ? "insufficient: 16 rows, 100 are needed" : "",
                row("fairness", run, "kind", "policy", "policy", policy, "group", group.words()));
    }

    private static Stream<RowReference> rows(Judgement of) {
        return Stream.of(
                        of.policies().stream().map(Policy::row),
                        of.policies().stream()
                                .flatMap(policy -> policy.pairs().stream())
                                .map(Pair::row),
                        of.figures().stream().map(Figure::row),
                        of.gaps().stream().map(Gap::row),
                        of.reversals().stream().map(Compared::row))
                .flatMap(rows -> rows);
    }
}
