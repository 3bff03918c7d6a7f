package io.headrace.demo.page;

import io.headrace.demo.page.CampaignProfit.Plan;
import io.headrace.demo.page.CampaignProfit.Target;
import io.headrace.demo.page.DemoReport.Command;
import io.headrace.demo.page.DemoReport.Heading;
import io.headrace.demo.page.DemoReport.Monitoring;
import io.headrace.demo.page.DemoReport.Table;
import io.headrace.demo.page.Training.Decision;
import io.headrace.demo.page.Training.Gate;
import io.headrace.demo.page.Training.Outcome;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A report of the size and shape the demo makes, and the parts of it that tests replace. */
final class SampleReport {
    private static final long CASES = 9_214;
    private static final long LAPSED = 3_127;

    private SampleReport() {}

    /** Every section present, everything adding up. */
    static DemoReport full() {
        return new DemoReport(
                heading("The model may go to work: it finds lapsing customers better than the recency rule, its "
                        + "probabilities hold, and vouchers sent by it are expected to pay."),
                flow(),
                Optional.of(quality()),
                trainings(),
                Optional.of(gains()),
                Optional.of(calibration()),
                atRisk(),
                Optional.of(profit()),
                List.of(
                        new Handover(LocalDate.of(2011, 12, 8), 914, 0, 0),
                        new Handover(LocalDate.of(2011, 12, 9), 21, 34, 18)),
                Optional.of(rollback()),
                Optional.of(new Monitoring(
                        "monitoring/index.html",
                        "drift",
                        List.of("1 of 3 columns drifted against training, most of all age.", "No labels have come."))),
                tables(),
                commands());
    }

    /** Only what every project has: no model yet, no campaign, no tables named. */
    static DemoReport bare() {
        return new DemoReport(
                heading("Nothing has been trained yet."),
                flow(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    /** Real data: no truth, no campaign. */
    static DemoReport withoutTruthAndCampaign() {
        DemoReport full = full();
        ModelQuality known = quality();
        ModelQuality quality = new ModelQuality(
                known.modelVersion(),
                known.testCases(),
                known.lapsedCases(),
                known.model(),
                known.recencyRule(),
                Optional.empty(),
                known.modelMinusRule());
        Gains gains = new Gains(CASES, LAPSED, gains().model(), gains().recencyRule(), List.of());
        return new DemoReport(
                full.heading(),
                full.flow(),
                Optional.of(quality),
                full.trainings(),
                Optional.of(gains),
                full.calibration(),
                full.atRisk(),
                Optional.empty(),
                full.handovers(),
                full.rollback(),
                full.monitoring(),
                full.tables(),
                full.commands());
    }

    /** The full report with other row counts. */
    static DemoReport withFlow(DataFlow flow) {
        DemoReport full = full();
        return new DemoReport(
                full.heading(),
                flow,
                full.quality(),
                full.trainings(),
                full.gains(),
                full.calibration(),
                full.atRisk(),
                full.profit(),
                full.handovers(),
                full.rollback(),
                full.monitoring(),
                full.tables(),
                full.commands());
    }

    /** Every text that comes from outside replaced by the one given. */
    static DemoReport saying(String text) {
        DataFlow.Source source = new DataFlow.Source(text, 1, 1, 1, 0, 0, 0, 0, 1);
        ModelQuality known = quality();
        return new DemoReport(
                new Heading(text, LocalDate.EPOCH, LocalDate.EPOCH, LocalDate.EPOCH, text, text),
                new DataFlow(List.of(source), 1, 1, new DataFlow.Scores(1, 1, 0)),
                Optional.of(new ModelQuality(
                        text,
                        known.testCases(),
                        known.lapsedCases(),
                        known.model(),
                        known.recencyRule(),
                        known.bestPossible(),
                        known.modelMinusRule())),
                List.of(new Training(
                        text,
                        LocalDate.EPOCH,
                        Decision.REFUSED,
                        List.of(new Gate(text, Optional.of(0.5), 0.7, Outcome.FAILED)))),
                Optional.of(gains()),
                Optional.of(calibration()),
                List.of(new CustomerAtRisk(1, text, 0.9, List.of(text, text))),
                Optional.of(profit()),
                List.of(),
                Optional.of(new Rollback(
                        new Rollback.State(text, 1, 1, 0.5),
                        new Rollback.State(text, 2, 1, 0.4),
                        new Rollback.State(text, 3, 1, 0.5))),
                Optional.of(new Monitoring("monitoring/index.html", text, List.of(text))),
                List.of(new Table(text, text, 1, 1)),
                List.of(new Command(text, text)));
    }

    static DataFlow flow() {
        return new DataFlow(
                List.of(
                        new DataFlow.Source("invoices", 368, 104_233, 103_921, 300, 12, 40, 900, 102_981),
                        new DataFlow.Source("customers", 12, 2_562, 2_561, 0, 1, 0, 61, 2_500),
                        new DataFlow.Source("campaigns", 365, 18_450, 18_450, 0, 0, 25, 7, 18_418)),
                640_120,
                31_871,
                new DataFlow.Scores(1_714, 1_712, 2));
    }

    static ModelQuality quality() {
        return new ModelQuality(
                "3",
                CASES,
                LAPSED,
                new Estimate(0.7814, 0.7716, 0.7912),
                new Estimate(0.7269, 0.7161, 0.7377),
                Optional.of(new Estimate(0.7962, 0.7867, 0.8057)),
                new Estimate(0.0545, 0.0468, 0.0622));
    }

    static List<Training> trainings() {
        String area = "Area under the ROC curve on test cases";
        String baseline = "Lead over the recency rule, lower end of the interval";
        String champion = "Lead over the champion, lower end of the interval";
        return List.of(
                new Training(
                        "1",
                        LocalDate.of(2011, 8, 31),
                        Decision.PROMOTED,
                        List.of(
                                new Gate("Test cases", Optional.of(6_480.0), 1_000, Outcome.PASSED),
                                new Gate(area, Optional.of(0.7651), 0.7, Outcome.PASSED),
                                new Gate(baseline, Optional.of(0.0312), 0.0, Outcome.PASSED),
                                new Gate(champion, Optional.empty(), 0.0, Outcome.PASSED))),
                new Training(
                        "2",
                        LocalDate.of(2011, 9, 30),
                        Decision.REFUSED,
                        List.of(
                                new Gate("Test cases", Optional.of(7_902.0), 1_000, Outcome.PASSED),
                                new Gate(area, Optional.of(0.7598), 0.7, Outcome.PASSED),
                                new Gate(baseline, Optional.of(0.0240), 0.0, Outcome.PASSED),
                                new Gate(champion, Optional.of(-0.0113), 0.0, Outcome.FAILED))),
                new Training(
                        "3",
                        LocalDate.of(2011, 10, 31),
                        Decision.PROMOTED,
                        List.of(
                                new Gate("Test cases", Optional.of((double) CASES), 1_000, Outcome.PASSED),
                                new Gate(area, Optional.of(0.7814), 0.7, Outcome.PASSED),
                                new Gate(baseline, Optional.of(0.0468), 0.0, Outcome.PASSED),
                                new Gate(champion, Optional.of(0.0021), 0.0, Outcome.PASSED))));
    }

    static Gains gains() {
        return new Gains(CASES, LAPSED, curve(2.35), curve(1.9), curve(2.5));
    }

    private static List<Gains.Point> curve(double steepness) {
        return IntStream.rangeClosed(1, 20)
                .mapToObj(step -> {
                    double share = step / 20.0;
                    return new Gains.Point(
                            Math.round(share * CASES), Math.round((1 - Math.pow(1 - share, steepness)) * LAPSED));
                })
                .toList();
    }

    static Calibration calibration() {
        double[] predicted = {0.052, 0.094, 0.142, 0.195, 0.254, 0.318, 0.391, 0.476, 0.583, 0.741};
        double[] observed = {0.049, 0.101, 0.131, 0.201, 0.249, 0.345, 0.402, 0.469, 0.571, 0.752};
        return new Calibration(IntStream.range(0, predicted.length)
                .mapToObj(group -> new Calibration.Group(
                        predicted[group],
                        new Estimate(
                                observed[group],
                                observed[group] - 0.016 - 0.03 * observed[group] * (1 - observed[group]) * 2,
                                observed[group] + 0.016 + 0.03 * observed[group] * (1 - observed[group]) * 2),
                        group < 4 ? 922 : 921))
                .toList());
    }

    static List<CustomerAtRisk> atRisk() {
        return IntStream.rangeClosed(1, 10)
                .mapToObj(rank -> new CustomerAtRisk(
                        rank,
                        Integer.toString(17_850 - 313 * rank),
                        0.93 - 0.011 * rank,
                        List.of(
                                "last purchase " + (90 - rank) + " days ago",
                                rank % 2 == 0
                                        ? "only one invoice in 90 days"
                                        : "spends 62 % less than the quarter before",
                                rank % 3 == 0 ? "two cancelled invoices" : "customer for 41 days only")))
                .toList();
    }

    static CampaignProfit profit() {
        return new CampaignProfit(
                Currency.getInstance("GBP"),
                1_712,
                List.of(
                        new Plan(Target.NOBODY, 0, Estimate.exactly(0)),
                        new Plan(Target.EVERYBODY, 1_712, new Estimate(-1_843, -2_611, -1_075)),
                        new Plan(Target.RANDOM, 412, new Estimate(-443, -858, -28)),
                        new Plan(Target.MODEL, 412, new Estimate(1_286, 641, 1_931))),
                Optional.of(new Estimate(1_729, 962, 2_496)));
    }

    static Rollback rollback() {
        return new Rollback(
                new Rollback.State("3", 41, 51_204, 0.33871),
                new Rollback.State("1", 42, 51_204, 0.35126),
                new Rollback.State("3", 43, 51_204, 0.33871));
    }

    static List<Table> tables() {
        String lake = "/home/ann/headrace/target/demo/lake/";
        return List.of(
                new Table("bronze.invoices", lake + "bronze/invoices", 103_921, 368),
                new Table("silver.invoices", lake + "silver/invoices", 102_981, 368),
                new Table("quarantine.invoices", lake + "quarantine/invoices", 900, 214),
                new Table("features.customer_activity", lake + "features/customer_activity", 640_120, 365),
                new Table("training.lapse", lake + "training/lapse", 31_871, 3),
                new Table("scores.lapse", lake + "scores/lapse", 51_204, 43),
                new Table("headrace.models", lake + "headrace/models", 9, 9),
                new Table("headrace.runs", lake + "headrace/runs", 1_131, 1_131));
    }

    static List<Command> commands() {
        return List.of(
                new Command("See why rows were refused", "./headrace quarantine list --source invoices"),
                new Command("Compare the champion with the version before", "./headrace models compare lapse 1 3"),
                new Command(
                        "Put the previous model's scores back", "./headrace scores rollback lapse --date 2011-12-09"));
    }

    private static Heading heading(String verdict) {
        return new Heading(
                "retail",
                LocalDate.of(2010, 12, 10),
                LocalDate.of(2011, 12, 9),
                LocalDate.of(2011, 12, 10),
                "0.1.0",
                verdict);
    }
}
