package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RocHullTest {
    @Test
    void keepsTheVerticesAboveTheChords() {
        RocHull hull = RocHull.of(Outcomes.of("10101010", .9, .8, .7, .5, .4, .3, .2, .1));
        assertThat(hull.vertices())
                .extracting(RocHull.Vertex::lowestScore)
                .containsExactly(Double.POSITIVE_INFINITY, .9, .2, .1);
    }

    @Test
    void aConstantOrInvertedScoreHasTheDiagonal() {
        assertThat(RocHull.of(Outcomes.of("0110", 1, 1, 1, 1)).area()).isEqualTo(0.5);
        assertThat(RocHull.of(Outcomes.of("1100", 1, 2, 3, 4)).vertices()).hasSize(2);
    }

    /** No threshold lies above the hull, each vertex is a threshold, edges get flatter. */
    @Test
    void isTheLeastConcaveCurveAboveAllThresholds() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 100; run++) {
            int rows = 2 + random.nextInt(40);
            double[] scores = random.ints(rows, 0, 15).asDoubleStream().toArray();
            boolean[] labels = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = row == 0 || (row > 1 && random.nextInt(15) < scores[row]);
            }
            BinaryOutcomes outcomes = BinaryOutcomes.of(scores, labels);
            RocHull hull = RocHull.of(outcomes);
            for (int threshold = 0; threshold < 15; threshold++) {
                double hits = 0;
                double alarms = 0;
                for (int row = 0; row < rows; row++) {
                    hits += scores[row] >= threshold && labels[row] ? 1.0 / outcomes.positives() : 0;
                    alarms += scores[row] >= threshold && !labels[row] ? 1.0 / outcomes.negatives() : 0;
                }
                RocHull.Place place = hull.at(Math.min(1, alarms));
                assertThat(place.falsePositiveRate()).isCloseTo(alarms, within(1e-12));
                assertThat(place.truePositiveRate()).isGreaterThanOrEqualTo(hits - 1e-12);
            }
            assertThat(hull.area()).isGreaterThanOrEqualTo(RocAuc.of(outcomes) - 1e-12);
        }
    }

    @Test
    void needsBothClasses() {
        assertThatThrownBy(() -> RocHull.of(Outcomes.of("111", 1, 2, 3)))
                .hasMessage(
                        "A ROC curve needs at least 1 positive and 1 negative row, found 3 positive and 0 negative");
    }
}
