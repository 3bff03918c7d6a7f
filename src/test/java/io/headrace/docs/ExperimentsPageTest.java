package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.Interval;
import io.headrace.stats.trial.ArmMean;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.ConfidenceSequence;
import io.headrace.stats.trial.Difference;
import io.headrace.stats.trial.TrialPlanner;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the page on experiments shows first, and what it plans. */
class ExperimentsPageTest {
    @Test
    void showsTheFiguresThatTheCodeGives() throws IOException {
        Difference difference = Difference.absolute(
                        ArmMean.share(ArmTotals.ofShare(5_000, 2_000)), ArmMean.share(ArmTotals.ofShare(5_000, 2_400)))
                .orElseThrow();
        ConfidenceSequence sequence = new ConfidenceSequence(0.05, ConfidenceSequence.STANDARD_TUNING);

        assertThat(Page.of("docs/experiments-statistics.md").text())
                .contains("| interval at every look, 95 % | " + words(difference.alwaysInterval(sequence)) + " |")
                .contains("| interval for one look only, 95 % | " + words(difference.fixedInterval(0.95)) + " |")
                .contains(String.format(Locale.ROOT, "| p at every look | %.1e |", difference.alwaysPValue(sequence)));
    }

    @Test
    void plansAsTheCodeDoes() throws IOException {
        TrialPlanner planner = new TrialPlanner(0.25, 0.5, 0.5, 1_000, 0.05, 0.8);

        assertThat(Page.of("docs/experiments-statistics.md").text().replace('\n', ' '))
                .contains(words(planner.fixed(0.02), "%,d by arm and %d days for one look"))
                .contains(words(planner.sequential(0.02), "%,d and %d days for every look"));
    }

    private static String words(Interval interval) {
        return String.format(Locale.ROOT, "%.4f to %.4f", interval.lower(), interval.upper());
    }

    private static String words(TrialPlanner.Size size, String form) {
        return String.format(Locale.ROOT, form, size.control(), size.days());
    }
}
