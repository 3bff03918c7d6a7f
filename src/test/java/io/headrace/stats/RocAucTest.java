package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RocAucTest {
    @Test
    void matchesThePublishedExample() {
        assertThat(RocAuc.of(Outcomes.CALIBRATION_EXAMPLE)).isEqualTo(0.84, within(1e-15));
    }

    @Test
    void isOneForPerfectZeroForInvertedHalfForConstantScores() {
        assertThat(RocAuc.of(Outcomes.of("0011", 1, 2, 3, 4))).isEqualTo(1);
        assertThat(RocAuc.of(Outcomes.of("1100", 1, 2, 3, 4))).isEqualTo(0);
        assertThat(RocAuc.of(Outcomes.of("0110", 7, 7, 7, 7))).isEqualTo(0.5);
    }

    @Test
    void ranksInfiniteScores() {
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;

        assertThat(RocAuc.of(Outcomes.of("0101", bottom, bottom, top, top))).isEqualTo(0.5);
        assertThat(RocAuc.of(Outcomes.of("001", bottom, 0, top))).isEqualTo(1);
    }

    @Test
    void namesTheCountsWhenAClassIsMissing() {
        assertThatThrownBy(() -> RocAuc.of(Outcomes.of("000", 0.1, 0.2, 0.3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ROC AUC needs at least 1 positive and 1 negative row, found 0 positive and 3 negative");
        assertThatThrownBy(() -> RocAuc.of(Outcomes.of("11", 0.1, 0.2)))
                .hasMessageContaining("found 2 positive and 0 negative");
        assertThatThrownBy(() -> RocAuc.of(Outcomes.of(""))).hasMessageContaining("found 0 positive and 0 negative");
    }

    @Test
    void staysExactOverManyRows() {
        int rows = 300_000;
        double[] scores = new double[rows];
        boolean[] labels = new boolean[rows];
        SplittableRandom random = new SplittableRandom(7);
        long wins = 0;
        long positives = 0;
        for (int row = 0; row < rows; row++) {
            scores[row] = rows - row;
            labels[row] = random.nextInt(5) == 0;
            positives += labels[row] ? 1 : 0;
            wins += labels[row] ? 0 : positives;
        }

        assertThat(RocAuc.of(BinaryOutcomes.of(scores, labels)))
                .isEqualTo(wins / ((double) positives * (rows - positives)));
    }

    @Property(seed = "11")
    void equalsTheCountOverAllPairs(@ForAll("outcomes") BinaryOutcomes outcomes) {
        double wins = 0;
        for (int first = 0; first < outcomes.rows(); first++) {
            for (int second = 0; second < outcomes.rows(); second++) {
                if (outcomes.isPositive(first) && !outcomes.isPositive(second)) {
                    wins += (Double.compare(outcomes.score(first), outcomes.score(second)) + 1) / 2.0;
                }
            }
        }

        assertThat(RocAuc.of(outcomes)).isEqualTo(wins / (outcomes.positives() * outcomes.negatives()));
    }

    @Property(seed = "12")
    void isUnchangedByAnIncreasingTransform(@ForAll("outcomes") BinaryOutcomes outcomes) {
        assertThat(RocAuc.of(Outcomes.withScores(outcomes, score -> Math.exp(3 * score) - 5)))
                .isEqualTo(RocAuc.of(outcomes));
    }

    @Property(seed = "13")
    void isOneMinusItselfForNegatedScores(@ForAll("outcomes") BinaryOutcomes outcomes) {
        assertThat(RocAuc.of(Outcomes.withScores(outcomes, score -> -score)))
                .isEqualTo(1 - RocAuc.of(outcomes), within(1e-15));
    }

    @Provide
    Arbitrary<BinaryOutcomes> outcomes() {
        return Outcomes.tied();
    }
}
