package io.headrace.demo.page;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.headrace.demo.page.CampaignProfit.Plan;
import io.headrace.demo.page.CampaignProfit.Target;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    @Test
    void refusesIntervalsThatDoNotHoldTheirValue() {
        refuses(() -> new Estimate(0.5, 0.6, 0.7), "low <= value <= high must hold, found 0.6, 0.5, 0.7");
        refuses(() -> new Estimate(Double.NaN, 0, 1), "value, low and high must be finite, found NaN, 0.0, 1.0");
    }

    @Test
    void refusesNegativeCounts() {
        refuses(
                () -> new DataFlow.Source("invoices", 1, -1, 0, 0, 0, 0, 0, 0),
                "inputRows must be 0 or more, found -1");
        refuses(() -> new DataFlow.Scores(0, 0, -2), "errors must be 0 or more, found -2");
    }

    @Test
    void refusesCurvesThatFallOrLeaveTheirBounds() {
        List<Gains.Point> good = List.of(new Gains.Point(10, 5));
        refuses(
                () -> new Gains(10, 5, List.of(new Gains.Point(5, 3), new Gains.Point(6, 2)), good, List.of()),
                "model must not fall, found Point[contacted=6, found=2] after Point[contacted=5, found=3]");
        refuses(
                () -> new Gains(10, 5, good, List.of(new Gains.Point(11, 5)), List.of()),
                "recencyRule must stay within 10 cases and 5 lapsed, found Point[contacted=11, found=5]");
        refuses(
                () -> new Gains(10, 0, good, good, List.of()),
                "1 <= lapsed <= cases must hold, found lapsed 0, cases 10");
        refuses(() -> new Gains.Point(2, 3), "found must be at most contacted, found 3 of 2");
    }

    @Test
    void refusesACampaignWithoutTheModelOrWithOnePlanTwice() {
        Plan nobody = new Plan(Target.NOBODY, 0, Estimate.exactly(0));
        Currency pound = Currency.getInstance("GBP");
        refuses(() -> new CampaignProfit(pound, 1, List.of(nobody), Optional.empty()), "plans must hold the model's");
        refuses(
                () -> new CampaignProfit(pound, 1, List.of(nobody, nobody), Optional.empty()),
                "plans must name each target at most once");
    }

    @Test
    void refusesAHeadingThatEndsBeforeItBegins() {
        LocalDate day = LocalDate.of(2011, 1, 2);
        refuses(
                () -> new DemoReport.Heading("retail", day, day.minusDays(1), day, "0.1.0", "Fine."),
                "lastDay must not be before firstDay, found 2011-01-01 before 2011-01-02");
        refuses(() -> new DemoReport.Heading("retail", day, day, day, "0.1.0", " "), "verdict must not be empty");
    }

    @Test
    void refusesProbabilitiesOutsideZeroToOne() {
        refuses(() -> new CustomerAtRisk(1, "17850", 1.2, List.of()), "probability must lie in 0 to 1, found 1.2");
        refuses(() -> new CustomerAtRisk(0, "17850", 0.2, List.of()), "rank must be 1 or more, found 0");
        refuses(() -> new Calibration(List.of()), "groups must not be empty");
    }

    private static void refuses(ThrowingCallable construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction).withMessage(message);
    }
}
