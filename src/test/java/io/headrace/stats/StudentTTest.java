package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StudentTTest {
    @Test
    void valuesOfTables() {
        assertThat(StudentT.twoSidedPValue(1, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(StudentT.twoSidedPValue(-2.228138852, 10)).isCloseTo(0.05, within(1e-9));
        assertThat(StudentT.twoSidedCritical(0.95, 10)).isCloseTo(2.228138852, within(1e-8));
        assertThat(StudentT.twoSidedCritical(0.99, 3)).isCloseTo(5.840909310, within(1e-8));
        assertThat(StudentT.twoSidedCritical(0.95, 100_000)).isCloseTo(1.95999, within(1e-4));
        assertThat(StudentT.twoSidedPValue(0, 5)).isOne();
        assertThat(StudentT.twoSidedPValue(Double.NEGATIVE_INFINITY, 5)).isZero();
    }

    @Test
    void takesFractionsOfDegrees() {
        double between = StudentT.twoSidedPValue(2, 4.5);

        assertThat(between).isBetween(StudentT.twoSidedPValue(2, 5), StudentT.twoSidedPValue(2, 4));
        assertThat(StudentT.twoSidedPValue(StudentT.twoSidedCritical(0.9, 7.25), 7.25))
                .isCloseTo(0.1, within(1e-12));
    }

    @Test
    void refusesNoDegrees() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StudentT.twoSidedPValue(1, 0))
                .withMessage("degrees must be 1 or more, found 0.0");
    }
}
