package io.headrace.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.PairedComparison.Worth;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.StandardNormal;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    private static final boolean[] LABELS = {true, true, true, true, false, false, false, false, false, false};
    private static final BinaryOutcomes FIRST =
            BinaryOutcomes.of(new double[] {0.9, 0.8, 0.3, 0.6, 0.7, 0.4, 0.2, 0.1, 0.5, 0.35}, LABELS);
    private static final BinaryOutcomes SECOND =
            BinaryOutcomes.of(new double[] {0.9, 0.75, 0.65, 0.6, 0.7, 0.3, 0.4, 0.2, 0.1, 0.05}, LABELS);
    private static final Worth WORTH = new Worth(4, -1, 0, 0);

    @Test
    void comparesOnTheSameRows() { // A6
        PairedComparison comparison = PairedComparison.of(DecisionEffect.LEAVES_OUTCOME, SECOND, FIRST, 0.5, WORTH);

        assertThat(comparison.ranking().first().auc()).isEqualTo(0.7916667, within(5e-8));
        assertThat(comparison.ranking().z()).isEqualTo(-0.912871, within(5e-7));
        assertThat(StandardNormal.twoSidedPValue(comparison.ranking().z())).isEqualTo(0.361310, within(5e-7));
        // Row 3 is a positive that only the second acts on, row 9 a negative that only the first acts on.
        assertThat(comparison.decisions().onlyFirst()).isZero();
        assertThat(comparison.decisions().onlySecond()).isEqualTo(2);
        assertThat(comparison.value().mean()).isEqualTo((-4 - 1) / 10.0, within(1e-12));
        assertThat(comparison.brier().mean()).isNegative();
    }

    @Test
    void aModelAgainstItselfDiffersInNothing() {
        PairedComparison comparison = PairedComparison.of(DecisionEffect.LEAVES_OUTCOME, FIRST, FIRST, 0.5, WORTH);

        assertThat(comparison.value().mean()).isZero();
        assertThat(comparison.brier().variance()).isZero();
        assertThat(comparison.decisions().pValue()).isOne();
    }

    @Test
    void isRefusedWhereTheDecisionChangesTheOutcome() {
        assertThatThrownBy(() -> PairedComparison.of(DecisionEffect.CHANGES_OUTCOME, FIRST, SECOND, 0.5, WORTH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a paired comparison needs an outcome that the decision leaves as it is, but this decision changes"
                                + " its outcome: each row shows only what happened under the arm that acted. Compare arms that"
                                + " chance assigned, with entities of each, or declare that the decision leaves the outcome");
        assertThat(DecisionEffect.CHANGES_OUTCOME.refusalOf(Design.RANDOMISED)).isEmpty();
        assertThat(DecisionEffect.LEAVES_OUTCOME.refusalOf(Design.PAIRED)).isEmpty();
        assertThat(DecisionEffect.LEAVES_OUTCOME.refusalOf(Design.RANDOMISED)).isEmpty();
    }
}
