package io.headrace.stats.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.Interval;
import io.headrace.stats.StandardNormal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final ArmMean CONTROL = ArmMean.mean(ArmTotals.ofSums(3407, 1396.87, 52377.9767));
    private static final ArmMean TREATED = ArmMean.mean(ArmTotals.ofSums(3461, 2422.7, 134698.29));

    @Test
    void relativeDifferenceIsThatOfTheVector() { // A2
        Difference relative = Difference.relative(CONTROL, TREATED).orElseThrow();

        assertThat(relative.estimate()).isEqualTo(0.70732, within(5e-6));
        assertThat(relative.fixedInterval(0.95).lower()).isEqualTo(-0.03526, within(5e-6));
        assertThat(relative.fixedInterval(0.95).upper()).isEqualTo(1.44989, within(5e-6));
        assertThat(relative.fixedPValue()).isEqualTo(0.06191, within(5e-6));
    }

    @Test
    void absoluteDifferenceIsThatOfTheVector() { // A2
        Difference absolute = Difference.absolute(CONTROL, TREATED).orElseThrow();

        assertThat(absolute.estimate()).isEqualTo(0.29, within(5e-6));
        assertThat(absolute.fixedInterval(0.95).lower()).isEqualTo(0.04538, within(5e-6));
        assertThat(absolute.fixedInterval(0.95).upper()).isEqualTo(0.53462, within(5e-6));
        assertThat(absolute.fixedPValue()).isEqualTo(0.02016, within(5e-6));
    }

    @Test
    void sequentialIntervalOfMeansIsThatOfTheVector() { // A3
        ArmMean control = ArmMean.mean(ArmTotals.ofSums(3000, 1396.87, 52377.9767));
        Difference relative = Difference.relative(control, TREATED).orElseThrow();
        ConfidenceSequence sequence = new ConfidenceSequence(0.05, 1000);

        assertThat(relative.estimate()).isEqualTo(0.503361, within(5e-7));
        assertThat(relative.alwaysInterval(sequence).lower()).isEqualTo(-0.558441, within(5e-7));
        assertThat(relative.alwaysInterval(sequence).upper()).isEqualTo(1.565163, within(5e-7));
        assertThat(relative.alwaysPValue(sequence)).isOne();
    }

    @Test
    void sequentialIntervalOfSharesIsThatOfTheVector() { // A3
        ArmMean control = ArmMean.share(ArmTotals.ofShare(3000, 1396));
        ArmMean treated = ArmMean.share(ArmTotals.ofShare(3461, 2422));
        Difference relative = Difference.relative(control, treated).orElseThrow();
        Interval interval = relative.alwaysInterval(new ConfidenceSequence(0.05, 5000));

        assertThat(relative.estimate()).isEqualTo(0.50386, within(5e-6));
        assertThat(interval.lower()).isEqualTo(0.40098, within(5e-6));
        assertThat(interval.upper()).isEqualTo(0.60675, within(5e-6));
    }

    @Test
    void bothArmsCountInTheSequence() {
        Difference difference = Difference.absolute(new ArmMean(2500, 0, 1), new ArmMean(2500, 0, 1))
                .orElseThrow();
        Interval interval = difference.alwaysInterval(new ConfidenceSequence(0.05, 5000));

        assertThat(interval.upper()).isEqualTo(0.085849, within(5e-7));
        assertThat(difference.fixedInterval(0.95).upper()).isEqualTo(0.055450, within(5e-7));
    }

    @Test
    void mixtureRatioIsThatOfTheVector() { // A5
        MixtureRatio test = new MixtureRatio(1e-4);
        double squaredError = 2 * 0.25 / 10_000;

        assertThat(test.ratio(0.02, squaredError)).isEqualTo(8.309177, within(5e-7));
        assertThat(test.pValue(0.02, squaredError, 1)).isEqualTo(0.120349, within(5e-7));
        assertThat(test.pValue(0.0, squaredError, 0.04)).isEqualTo(0.04);
    }

    @Test
    void anArmOfZerosIsJudgedOnTheAbsoluteScaleAndHasNoRelativeOne() {
        ArmMean zeros = ArmMean.share(ArmTotals.ofShare(5000, 0));
        ArmMean some = ArmMean.share(ArmTotals.ofShare(5000, 200));

        assertThat(Difference.absolute(zeros, some).orElseThrow().fixedPValue()).isLessThan(1e-40);
        assertThat(Difference.relative(zeros, some)).isEmpty();
        assertThat(Difference.absolute(zeros, zeros).orElseThrow().standardError())
                .isEqualTo(Math.sqrt(2.0 / 5002 * 5001 / 5002 / 5000), within(1e-15));
        ArmMean constant = ArmMean.mean(ArmTotals.ofSums(10, 0, 0));
        assertThat(Difference.absolute(constant, constant)).isEmpty();
        Margin margin = new Margin(0.01, Margin.Scale.RELATIVE, Margin.Direction.LOWER_IS_BETTER);
        Difference slack = margin.slack(zeros, some).orElseThrow();
        assertThat(margin.beyondPValue(slack, new ConfidenceSequence(0.05, 5000)))
                .isLessThan(1e-30);
    }

    @Test
    void aControlAroundZeroHasNoRelativeDifference() {
        assertThat(Difference.relative(new ArmMean(100, 0.29, 1), new ArmMean(100, 1, 1)))
                .isEmpty();
        assertThat(Difference.relative(new ArmMean(100, 0.31, 1), new ArmMean(100, 1, 1)))
                .isPresent();
    }

    @Test
    void moreIsPositiveOnTheRelativeScaleOfLossesToo() {
        Difference difference = Difference.relative(new ArmMean(100, -10, 1), new ArmMean(100, -9, 1))
                .orElseThrow();

        assertThat(difference.estimate()).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void aMarginIsLinearInBothMeans() {
        ArmMean control = new ArmMean(400, 0.5, 0.25);
        ArmMean treated = new ArmMean(400, 0.48, 0.25);
        Difference relative = new Margin(0.02, Margin.Scale.RELATIVE, Margin.Direction.HIGHER_IS_BETTER)
                .slack(control, treated)
                .orElseThrow();
        assertThat(relative.estimate()).isEqualTo(0.48 - 0.98 * 0.5, within(1e-15));
        assertThat(relative.standardError()).isEqualTo(Math.sqrt(0.25 / 400 + 0.98 * 0.98 * 0.25 / 400), within(1e-15));
        Difference absolute = new Margin(0.03, Margin.Scale.ABSOLUTE, Margin.Direction.HIGHER_IS_BETTER)
                .slack(control, treated)
                .orElseThrow();
        assertThat(absolute.estimate()).isEqualTo(0.01, within(1e-15));
        Difference lower = new Margin(0.02, Margin.Scale.RELATIVE, Margin.Direction.LOWER_IS_BETTER)
                .slack(control, treated)
                .orElseThrow();
        assertThat(lower.estimate()).isEqualTo(-0.48 + 1.02 * 0.5, within(1e-15));
    }

    @Test
    void aRelativeMarginOfLossesIsAPartOfTheirSize() {
        Margin margin = new Margin(0.1, Margin.Scale.RELATIVE, Margin.Direction.HIGHER_IS_BETTER);

        assertThat(margin.slack(new ArmMean(9, -10, 1), new ArmMean(9, -10.5, 1))
                        .orElseThrow()
                        .estimate())
                .isEqualTo(0.5, within(1e-12));
    }

    @Test
    void refusesWhatHasNoError() {
        assertThatThrownBy(() -> ArmMean.mean(ArmTotals.ofSums(1, 3, 9)))
                .hasMessage("an arm needs 2 entities or more, found 1");
        assertThatThrownBy(() -> ArmMean.share(ArmTotals.ofSums(4, 3, 5)))
                .hasMessageContaining("values of a share must be 0 or 1");
        assertThatThrownBy(() -> new Margin(-0.1, Margin.Scale.ABSOLUTE, Margin.Direction.HIGHER_IS_BETTER))
                .hasMessage("size must be finite and 0 or more, found -0.1");
        assertThatThrownBy(() -> new ConfidenceSequence(0, 10)).hasMessageContaining("alpha");
    }

    /** One truth: the p value of the sequence is the alpha whose interval of this ρ just leaves 0 out. */
    @Property(seed = "11", tries = 200)
    void pValueAndIntervalAgree(
            @ForAll @DoubleRange(min = -8, max = 8) double z,
            @ForAll @IntRange(min = 4, max = 100_000) int entities,
            @ForAll @DoubleRange(min = 0.01, max = 0.4) double alpha) {
        ConfidenceSequence sequence = new ConfidenceSequence(alpha, 5000);

        assertThat(sequence.pValue(z, entities) < alpha).isEqualTo(Math.abs(z) > sequence.halfWidth(entities));
        assertThat(sequence.greaterPValue(z, entities) < alpha).isEqualTo(z > sequence.boundDistance(entities));
        assertThat(sequence.pValue(z, entities)).isGreaterThanOrEqualTo(StandardNormal.twoSidedPValue(z));
        assertThat(sequence.greaterPValue(z, entities)).isGreaterThanOrEqualTo(StandardNormal.cumulative(-z));
    }

    /** The sequence and the ratio test are one mixture: τ² is the outcome's variance times ρ². */
    @Property(seed = "12", tries = 200)
    void sequenceIsTheMixtureRatioInUnitsOfTheOutcome(
            @ForAll @DoubleRange(min = -6, max = 6) double z, @ForAll @IntRange(min = 4, max = 50_000) int entities) {
        double alpha = 0.05;
        double logs = -2 * Math.log(alpha);
        double squaredRho = (logs + Math.log(logs + 1)) / 5000;
        double squaredError = 4.0 / entities;
        MixtureRatio ratio = new MixtureRatio(squaredError * entities * squaredRho);

        assertThat(new ConfidenceSequence(alpha, 5000).pValue(z, entities))
                .isCloseTo(ratio.pValue(z * Math.sqrt(squaredError), squaredError, 1), within(1e-9));
    }

    @Property(seed = "13", tries = 100)
    void swappingArmsTurnsTheSign(
            @ForAll @DoubleRange(min = -5, max = 5) double control,
            @ForAll @DoubleRange(min = -5, max = 5) double treated) {
        Difference forward = Difference.absolute(new ArmMean(20, control, 2), new ArmMean(30, treated, 3))
                .orElseThrow();
        Difference backward = Difference.absolute(new ArmMean(30, treated, 3), new ArmMean(20, control, 2))
                .orElseThrow();

        assertThat(backward.estimate()).isEqualTo(-forward.estimate());
        assertThat(backward.fixedPValue()).isCloseTo(forward.fixedPValue(), within(1e-12));
    }
}
