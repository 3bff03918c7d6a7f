package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProbabilityLossTest {
    @Test
    void matchesThePublishedExample() {
        assertThat(ProbabilityLoss.brier(Outcomes.CALIBRATION_EXAMPLE)).isEqualTo(0.1671, within(1e-12));
        assertThat(ProbabilityLoss.logLoss(Outcomes.CALIBRATION_EXAMPLE)).isEqualTo(0.485185, within(5e-7));
    }

    @Test
    void clipsCertainAndWrongProbabilities() {
        assertThat(ProbabilityLoss.logLoss(Outcomes.of("10", 0, 1))).isEqualTo(34.5388, within(2e-2));
        assertThat(ProbabilityLoss.logLoss(Outcomes.of("10", 1, 0))).isEqualTo(0, within(2e-15));
    }

    @Test
    void worksWithOneClass() {
        assertThat(ProbabilityLoss.brier(Outcomes.of("11", 0.5, 0.5))).isEqualTo(0.25);
        assertThat(ProbabilityLoss.logLoss(Outcomes.of("11", 0.5, 0.5))).isEqualTo(Math.log(2), within(1e-15));
    }

    @Test
    void refusesScoresThatAreNoProbabilities() {
        assertThatThrownBy(() -> ProbabilityLoss.brier(Outcomes.of("01", 0.5, 1.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The Brier score needs probabilities, found scores[1] = 1.5");
        assertThatThrownBy(() -> ProbabilityLoss.logLoss(Outcomes.of("01", -0.1, 0.5)))
                .hasMessage("Log loss needs probabilities, found scores[0] = -0.1");
    }

    @Test
    void refusesNoRows() {
        assertThatThrownBy(() -> ProbabilityLoss.logLoss(Outcomes.of("")))
                .hasMessage("Log loss needs at least 1 row, found 0");
    }
}
