package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {
    @Test
    void findsTheWidestGapAndItsThreshold() {
        assertThat(KolmogorovSmirnov.of(Outcomes.of("00101", 0.1, 0.2, 0.3, 0.4, 0.5)))
                .isEqualTo(new KolmogorovSmirnov(2.0 / 3, 0.3));
    }

    @Test
    void isZeroForAConstantScore() {
        assertThat(KolmogorovSmirnov.of(Outcomes.of("0101", 2, 2, 2, 2))).isEqualTo(new KolmogorovSmirnov(0, 2));
    }

    @Test
    void needsBothClasses() {
        assertThatThrownBy(() -> KolmogorovSmirnov.of(Outcomes.of("11", 0.1, 0.2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 2 positive and 0 negative");
    }

    @Property(seed = "41")
    void isTheLargestGapOfRecallAndFalsePositiveRate(@ForAll("outcomes") BinaryOutcomes outcomes) {
        double widest = 0;
        for (int row = 0; row < outcomes.rows(); row++) {
            widest = Math.max(widest, gapAt(outcomes.score(row), outcomes));
        }
        KolmogorovSmirnov found = KolmogorovSmirnov.of(outcomes);

        assertThat(found.distance()).isEqualTo(widest, within(1e-15));
        assertThat(gapAt(found.threshold(), outcomes)).isEqualTo(widest, within(1e-15));
    }

    @Provide
    Arbitrary<BinaryOutcomes> outcomes() {
        return Outcomes.tied();
    }

    private static double gapAt(double threshold, BinaryOutcomes outcomes) {
        ConfusionCounts counts = ConfusionCounts.at(threshold, outcomes);
        return Math.abs(counts.recall() - counts.falsePositiveRate());
    }
}
