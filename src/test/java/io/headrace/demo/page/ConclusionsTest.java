package io.headrace.demo.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.headrace.demo.page.CampaignProfit.Plan;
import io.headrace.demo.page.CampaignProfit.Target;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConclusionsTest {
    @Test
    void callTheLeadRealOnlyIfItsIntervalClearsZero() {
        assertThat(Conclusions.quality(quality(new Estimate(0.05, 0.01, 0.09))))
                .contains("The lead is clear of chance.");
        assertThat(Conclusions.quality(quality(new Estimate(0.05, -0.01, 0.11))))
                .contains("Chance alone could explain the difference.");
        assertThat(Conclusions.quality(quality(new Estimate(-0.05, -0.09, -0.01))))
                .contains("use the rule");
    }

    @Test
    void tellHowFarTheModelGoesTowardsTheBestPossible() {
        assertThat(SampleReport.quality().shareOfPossibleGain())
                .hasValueSatisfying(
                        share -> assertThat(share).isCloseTo((0.7814 - 0.7269) / (0.7962 - 0.7269), offset(1e-12)));
        assertThat(quality(Estimate.exactly(0)).shareOfPossibleGain()).isEmpty();
    }

    @Test
    void trustProbabilitiesWhileChanceExplainsTheMisses() {
        assertThat(calibration(10, 0).isPlausible()).isTrue();
        assertThat(calibration(10, 2).isPlausible()).isTrue();
        assertThat(calibration(10, 3).isPlausible()).isFalse();
        assertThat(calibration(1, 1).isPlausible()).isTrue();
        assertThat(calibration(2, 2).isPlausible()).isFalse();

        assertThat(Conclusions.calibration(calibration(10, 0)))
                .doesNotContain("chance")
                .contains("In 10 of 10");
        assertThat(Conclusions.calibration(calibration(10, 2))).contains("In 8 of 10", "chance may well explain");
        assertThat(Conclusions.calibration(calibration(10, 3))).contains("trust the order of customers");
    }

    @Test
    void putTheGainsInWordsAtTheNearestPoint() {
        Gains gains = new Gains(
                1_000,
                100,
                List.of(new Gains.Point(100, 30), new Gains.Point(200, 50), new Gains.Point(1_000, 100)),
                List.of(new Gains.Point(250, 40), new Gains.Point(1_000, 100)),
                List.of());

        assertThat(Conclusions.gains(gains).replace('\u00a0', ' '))
                .isEqualTo("Contact the riskiest 20.0 % by the model and you reach 50.0 % of all who lapse; "
                        + "by the recency rule 40.0 %, contacting 25.0 %; drawing at random 20.0 %.");
    }

    @Test
    void admitThatAPlanDoesNotPay() {
        CampaignProfit losing = new CampaignProfit(
                Currency.getInstance("EUR"),
                100,
                List.of(
                        new Plan(Target.NOBODY, 0, Estimate.exactly(0)),
                        new Plan(Target.MODEL, 1, new Estimate(-12.4, -30, 5))),
                Optional.of(new Estimate(3, -4, 10)));

        assertThat(Conclusions.profit(losing).replace('\u00a0', ' '))
                .isEqualTo("Sending 1 voucher to those the model names is expected to earn −€12, which chance alone "
                        + "could explain. The best other plan, vouchers to nobody, is expected to earn €0: the model's "
                        + "plan does not pay here. Its lead over as many vouchers at random is €3 (95 % interval −€4 to "
                        + "€10), which chance alone could explain.");
    }

    @Test
    void noticeARollbackThatDidNotComeBack() {
        Rollback.State before = new Rollback.State("3", 41, 100, 0.5);
        Rollback.State after = new Rollback.State("2", 42, 100, 0.4);

        assertThat(new Rollback(before, after, new Rollback.State("3", 43, 100, 0.5)).isUndone())
                .isTrue();
        assertThat(new Rollback(before, after, new Rollback.State("3", 43, 99, 0.5)).isUndone())
                .isFalse();
        assertThat(Conclusions.rollback(new Rollback(before, before, before))).contains("did not come back");
    }

    @Test
    void sayThatLaterRunsSendOnlyWhatDiffers() {
        Handover first = new Handover(LocalDate.of(2025, 12, 30), 914, 0, 0);
        Handover next = new Handover(LocalDate.of(2025, 12, 31), 3, 2, 1);

        assertThat(Conclusions.handovers(List.of(first))).endsWith("The first run sent 914\u00a0rows.");
        assertThat(Conclusions.handovers(List.of(first, next)))
                .endsWith("sent 914\u00a0rows, each later one at most 6: what differs from the run before.");
    }

    private static ModelQuality quality(Estimate modelMinusRule) {
        return new ModelQuality(
                "1", 10, 5, Estimate.exactly(0.6), Estimate.exactly(0.55), Optional.empty(), modelMinusRule);
    }

    private static Calibration calibration(int groups, int outside) {
        Calibration.Group inside = new Calibration.Group(0.3, new Estimate(0.31, 0.28, 0.34), 900);
        Calibration.Group missed = new Calibration.Group(0.2, new Estimate(0.31, 0.28, 0.34), 900);
        return new Calibration(IntStream.range(0, groups)
                .mapToObj(group -> group < outside ? missed : inside)
                .toList());
    }
}
