package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** F11: accuracy, precision, recall and F1 of decisions. */
class DecisionCountsTest {
    @Test
    void sharesAreThoseOfTheRowsThemselves() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int rows = 20 + random.nextInt(100);
            long[] counts = new long[4];
            int right = 0;
            int decided = 0;
            int positive = 0;
            int both = 0;
            for (int row = 0; row < rows; row++) {
                boolean label = random.nextInt(3) == 0;
                boolean acts = random.nextInt(4) == 0 || (label && random.nextBoolean());
                counts[acts ? (label ? 0 : 1) : (label ? 2 : 3)]++;
                right += acts == label ? 1 : 0;
                decided += acts ? 1 : 0;
                positive += label ? 1 : 0;
                both += acts && label ? 1 : 0;
            }
            DecisionCounts found = new DecisionCounts(counts[0], counts[1], counts[2], counts[3]);
            double precision = (double) both / decided;
            double recall = (double) both / positive;
            assertThat(found.accuracy().value()).isEqualTo((double) right / rows);
            assertThat(found.precision().value()).isEqualTo(precision);
            assertThat(found.recall().value()).isEqualTo(recall);
            if (both > 0) {
                assertThat(found.f1()).isCloseTo(2 * precision * recall / (precision + recall), within(1e-12));
            }
            assertThat(found.f1Interval(0.95).contains(found.f1())).isTrue();
        }
    }

    @Test
    void intervalsCoverTheTruthAsOftenAsTheySay() {
        Random random = new Random(11);
        double rate = 0.3;
        double recall = 0.6;
        double falseAlarms = 0.2;
        double hits = rate * recall;
        double alarms = (1 - rate) * falseAlarms;
        double f1 = 2 * hits / (2 * hits + alarms + rate - hits);
        int covered = 0;
        for (int round = 0; round < 2000; round++) {
            long[] counts = new long[4];
            for (int row = 0; row < 300; row++) {
                boolean label = random.nextDouble() < rate;
                boolean acts = random.nextDouble() < (label ? recall : falseAlarms);
                counts[acts ? (label ? 0 : 1) : (label ? 2 : 3)]++;
            }
            DecisionCounts found = new DecisionCounts(counts[0], counts[1], counts[2], counts[3]);
            covered += found.f1Interval(0.95).contains(f1) ? 1 : 0;
        }
        assertThat(covered / 2000d).isBetween(0.935, 0.965);
    }

    @Test
    void aConfusionMatrixOfTwoHundredRows() {
        DecisionCounts found = new DecisionCounts(80, 10, 20, 90);
        assertThat(found.accuracy().value()).isEqualTo(0.85);
        assertThat(found.precision().value()).isCloseTo(0.888888888888889, within(1e-12));
        assertThat(found.recall().value()).isEqualTo(0.8);
        assertThat(found.f1()).isCloseTo(160 / 190d, within(1e-12));
        assertThat(found.accuracy().interval(0.95).lower()).isCloseTo(0.7939, within(1e-4));
    }

    @Test
    void withoutDecisionsThereIsNoPrecision() {
        assertThat(new DecisionCounts(0, 0, 5, 5).precision().value()).isNaN();
        assertThatThrownBy(() -> new DecisionCounts(-1, 0, 0, 0)).hasMessageContaining("found -1, 0, 0 and 0");
    }
}
