package io.headrace.demo.page;

import static io.headrace.report.DisplayFormat.count;
import static io.headrace.report.DisplayFormat.counted;
import static io.headrace.report.DisplayFormat.money;
import static io.headrace.report.DisplayFormat.percent;

import io.headrace.report.DisplayFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report in the words the template places; a template names a component, so each is used there. */
record DemoView(
        HeadingView heading,
        List<Tile> tiles,
        List<Link> links,
        FlowView flow,
        Optional<QualityView> quality,
        Optional<TrainingsView> trainings,
        Optional<ReachView> reach,
        Optional<RiskView> risk,
        Optional<ProfitView> profit,
        Optional<HandoversView> handovers,
        Optional<RollbackView> rollback,
        Optional<DemoReport.Monitoring> monitoring,
        Optional<PlacesView> places,
        String charts) {

    record HeadingView(String project, String period, String date, String version, String verdict) {}

    /** A headline number. */
    record Tile(String title, String number, String note, String mark) {}

    record Link(String anchor, String text) {}

    record FlowView(
            String conclusion,
            String files,
            String input,
            String bronze,
            String silver,
            String superseded,
            String unreadable,
            String duplicate,
            String quarantined,
            String features,
            String training,
            String scored,
            String errors,
            List<Check> checks) {}

    /** A sum that holds or does not. */
    record Check(String mark, String sign, String subject, String sum, String remark) {}

    record QualityView(String conclusion, String modelVersion, String basis, String difference, List<AreaRow> areas) {}

    record AreaRow(String ranking, String area, String interval) {}

    record TrainingsView(List<TrainingView> list) {}

    record TrainingView(String version, String day, String mark, String decision, List<GateRow> gates) {}

    record GateRow(String gate, String found, String bound, String mark, String outcome) {}

    record ReachView(Optional<GainsView> gains, Optional<CalibrationView> calibration) {}

    record GainsView(String conclusion, List<GainRow> rows) {}

    record GainRow(String contacted, String contactedShare, String found, String foundShare, String precision) {}

    record CalibrationView(String conclusion, List<GroupRow> groups) {}

    record GroupRow(String predicted, String observed, String interval, String cases, String holds) {}

    record RiskView(String number, List<RiskRow> customers) {}

    record RiskRow(String rank, String customerId, String probability, List<String> reasons) {}

    record ProfitView(String conclusion, String customers, List<PlanRow> plans) {}

    record PlanRow(String mark, String target, String vouchers, String profit, String interval) {}

    record HandoversView(String conclusion, List<HandoverRow> runs) {}

    record HandoverRow(String day, String inserted, String changed, String withdrawn) {}

    record RollbackView(
            String conclusion, List<String> versions, List<String> deltas, List<String> rows, List<String> means) {}

    record PlacesView(List<TableRow> tables, List<DemoReport.Command> commands) {}

    record TableRow(String name, String path, String rows, String version) {}

    static DemoView of(DemoReport report) {
        return new DemoView(
                heading(report.heading()),
                tiles(report),
                links(report),
                flow(report.flow()),
                report.quality().map(DemoView::quality),
                trainings(report.trainings()),
                reach(report),
                risk(report.atRisk()),
                report.profit().map(DemoView::profit),
                handovers(report.handovers()),
                report.rollback().map(DemoView::rollback),
                report.monitoring(),
                places(report),
                DemoCharts.of(report).json());
    }

    static String capitalized(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static HeadingView heading(DemoReport.Heading heading) {
        return new HeadingView(
                heading.project(),
                DisplayFormat.day(heading.firstDay()) + " to " + DisplayFormat.day(heading.lastDay()),
                DisplayFormat.day(heading.reportDate()),
                heading.engineVersion(),
                heading.verdict());
    }

    private static List<Tile> tiles(DemoReport report) {
        List<Tile> tiles = new ArrayList<>();
        DataFlow flow = report.flow();
        tiles.add(new Tile(
                "Rows received",
                count(flow.total(DataFlow.Source::inputRows)),
                flow.addsUp() ? "every one accounted for" : "not all accounted for",
                flow.addsUp() ? "good" : "bad"));
        report.quality()
                .ifPresent(quality -> tiles.add(new Tile(
                        "Model AUC",
                        DisplayFormat.area(quality.model().value()),
                        "recency rule "
                                + DisplayFormat.area(quality.recencyRule().value()),
                        "plain")));
        report.gains().ifPresent(gains -> {
            Gains.Point point = gains.nearest(gains.model(), Conclusions.SHARE_IN_WORDS);
            tiles.add(new Tile(
                    "Lapses reached",
                    percent(gains.shareFound(point)),
                    "by contacting " + percent(gains.shareContacted(point)),
                    "plain"));
        });
        report.profit()
                .ifPresent(profit -> tiles.add(new Tile(
                        "Expected profit",
                        money(profit.model().profit().value(), profit.currency()),
                        "from " + counted(profit.model().vouchers(), "voucher"),
                        profit.model().profit().isBelow(0) ? "bad" : "plain")));
        return tiles;
    }

    private static List<Link> links(DemoReport report) {
        List<Link> links = new ArrayList<>();
        links.add(new Link("flow", "Data"));
        report.quality().ifPresent(present -> links.add(new Link("quality", "Model")));
        if (!report.trainings().isEmpty()) {
            links.add(new Link("trainings", "Gates"));
        }
        reach(report).ifPresent(present -> links.add(new Link("reach", "Reach")));
        if (!report.atRisk().isEmpty()) {
            links.add(new Link("risk", "Customers"));
        }
        report.profit().ifPresent(present -> links.add(new Link("profit", "Profit")));
        if (!report.handovers().isEmpty()) {
            links.add(new Link("handovers", "Sent"));
        }
        report.rollback().ifPresent(present -> links.add(new Link("rollback", "Rollback")));
        report.monitoring().ifPresent(present -> links.add(new Link("monitoring", "Monitoring")));
        places(report).ifPresent(present -> links.add(new Link("places", "Tables")));
        return links;
    }

    private static FlowView flow(DataFlow flow) {
        List<Check> checks = new ArrayList<>();
        flow.sources().forEach(source -> checks.add(check(source)));
        checks.add(check(flow.scores()));
        return new FlowView(
                Conclusions.flow(flow),
                counted(flow.total(DataFlow.Source::files), "file"),
                count(flow.total(DataFlow.Source::inputRows)),
                count(flow.total(DataFlow.Source::bronzeRows)),
                count(flow.total(DataFlow.Source::silverRows)),
                count(flow.total(DataFlow.Source::supersededRows)),
                count(flow.total(DataFlow.Source::unreadableRows)),
                count(flow.total(DataFlow.Source::duplicateRows)),
                count(flow.total(DataFlow.Source::quarantinedRows)),
                count(flow.featureRows()),
                count(flow.trainingRows()),
                count(flow.scores().scored()),
                count(flow.scores().errors()),
                checks);
    }

    private static Check check(DataFlow.Source source) {
        String parts = "superseded " + count(source.supersededRows()) + " + unreadable "
                + count(source.unreadableRows()) + " + duplicates " + count(source.duplicateRows())
                + " + quarantined " + count(source.quarantinedRows()) + " + silver " + count(source.silverRows());
        return check(source.name(), "input", source.inputRows(), parts, source.outcomes());
    }

    private static Check check(DataFlow.Scores scores) {
        String parts = "scored " + count(scores.scored()) + " + errors " + count(scores.errors());
        return check("scores", "population", scores.population(), parts, scores.scored() + scores.errors());
    }

    private static Check check(String subject, String whole, long expected, String parts, long sum) {
        boolean holds = expected == sum;
        return new Check(
                holds ? "good" : "bad",
                holds ? "✓" : "✗",
                subject,
                whole + " " + count(expected) + (holds ? " = " : " ≠ ") + parts,
                holds ? "adds up" : "does not add up: the parts make " + count(sum));
    }

    private static QualityView quality(ModelQuality quality) {
        List<AreaRow> areas = new ArrayList<>();
        quality.bestPossible().ifPresent(best -> areas.add(area("Best possible", best)));
        areas.add(area("Model " + quality.modelVersion(), quality.model()));
        areas.add(area("Recency rule", quality.recencyRule()));
        return new QualityView(
                Conclusions.quality(quality),
                quality.modelVersion(),
                counted(quality.testCases(), "test case") + " the model had not seen, " + count(quality.lapsedCases())
                        + " of which lapsed",
                Conclusions.pairedDifference(quality.modelMinusRule()),
                areas);
    }

    private static AreaRow area(String ranking, Estimate area) {
        return new AreaRow(ranking, DisplayFormat.area(area.value()), Conclusions.areaInterval(area));
    }

    private static Optional<TrainingsView> trainings(List<Training> trainings) {
        return Optional.of(trainings)
                .filter(list -> !list.isEmpty())
                .map(list ->
                        new TrainingsView(list.stream().map(DemoView::training).toList()));
    }

    private static TrainingView training(Training training) {
        boolean promoted = training.decision() == Training.Decision.PROMOTED;
        return new TrainingView(
                training.modelVersion(),
                DisplayFormat.day(training.date()),
                promoted ? "good" : "bad",
                promoted ? "✓ promoted" : "✗ refused",
                training.gates().stream().map(DemoView::gate).toList());
    }

    private static GateRow gate(Training.Gate gate) {
        boolean passed = gate.outcome() == Training.Outcome.PASSED;
        return new GateRow(
                gate.name(),
                gate.value().map(DisplayFormat::bound).orElse("nothing to compare"),
                "at least " + DisplayFormat.bound(gate.atLeast()),
                passed ? "good" : "bad",
                passed ? "✓ passed" : "✗ failed");
    }

    private static Optional<ReachView> reach(DemoReport report) {
        return report.gains().isEmpty() && report.calibration().isEmpty()
                ? Optional.empty()
                : Optional.of(new ReachView(
                        report.gains().map(DemoView::gains),
                        report.calibration().map(DemoView::calibration)));
    }

    private static GainsView gains(Gains gains) {
        return new GainsView(
                Conclusions.gains(gains),
                gains.model().stream()
                        .filter(point -> point.contacted() > 0)
                        .map(point -> new GainRow(
                                count(point.contacted()),
                                percent(gains.shareContacted(point)),
                                count(point.found()),
                                percent(gains.shareFound(point)),
                                percent((double) point.found() / point.contacted())))
                        .toList());
    }

    private static CalibrationView calibration(Calibration calibration) {
        return new CalibrationView(
                Conclusions.calibration(calibration),
                calibration.groups().stream()
                        .map(group -> new GroupRow(
                                percent(group.predicted()),
                                percent(group.observed().value()),
                                percent(group.observed().low()) + " to "
                                        + percent(group.observed().high()),
                                count(group.cases()),
                                group.holds() ? "inside" : "outside"))
                        .toList());
    }

    private static Optional<RiskView> risk(List<CustomerAtRisk> customers) {
        return Optional.of(customers)
                .filter(list -> !list.isEmpty())
                .map(list -> new RiskView(
                        counted(list.size(), "customer"),
                        list.stream().map(DemoView::risk).toList()));
    }

    private static RiskRow risk(CustomerAtRisk customer) {
        return new RiskRow(
                count(customer.rank()), customer.customerId(), percent(customer.probability()), customer.reasons());
    }

    private static ProfitView profit(CampaignProfit profit) {
        return new ProfitView(
                Conclusions.profit(profit),
                counted(profit.customers(), "customer"),
                profit.plans().stream()
                        .map(plan -> new PlanRow(
                                plan.isModel() ? "chosen" : "plain",
                                capitalized(plan.target().words()),
                                count(plan.vouchers()),
                                money(plan.profit().value(), profit.currency()),
                                money(plan.profit().low(), profit.currency()) + " to "
                                        + money(plan.profit().high(), profit.currency())))
                        .toList());
    }

    private static Optional<HandoversView> handovers(List<Handover> handovers) {
        return Optional.of(handovers)
                .filter(list -> !list.isEmpty())
                .map(list -> new HandoversView(
                        Conclusions.handovers(list),
                        list.stream().map(DemoView::handover).toList()));
    }

    private static HandoverRow handover(Handover run) {
        return new HandoverRow(
                DisplayFormat.day(run.date()), count(run.inserted()), count(run.changed()), count(run.withdrawn()));
    }

    private static RollbackView rollback(Rollback rollback) {
        List<Rollback.State> states = List.of(rollback.before(), rollback.after(), rollback.backAgain());
        return new RollbackView(
                Conclusions.rollback(rollback),
                states.stream().map(Rollback.State::modelVersion).toList(),
                states.stream().map(state -> count(state.tableVersion())).toList(),
                states.stream().map(state -> count(state.rows())).toList(),
                states.stream()
                        .map(state -> DisplayFormat.score(state.meanScore()))
                        .toList());
    }

    private static Optional<PlacesView> places(DemoReport report) {
        return report.tables().isEmpty() && report.commands().isEmpty()
                ? Optional.empty()
                : Optional.of(new PlacesView(
                        report.tables().stream()
                                .map(table -> new TableRow(
                                        table.name(), table.path(), count(table.rows()), count(table.version())))
                                .toList(),
                        report.commands()));
    }
}
