package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DeLongTest {
    private static final BinaryOutcomes FIRST =
            Outcomes.of("1111000000", 0.9, 0.8, 0.3, 0.6, 0.7, 0.4, 0.2, 0.1, 0.5, 0.35);
    private static final BinaryOutcomes SECOND =
            Outcomes.of("1111000000", 0.9, 0.75, 0.65, 0.6, 0.7, 0.3, 0.4, 0.2, 0.1, 0.05);

    @Test
    void matchesThePublishedExample() {
        AucComparison comparison = DeLong.compare(FIRST, SECOND);

        assertThat(comparison.first().auc()).isEqualTo(0.7916667, within(5e-8));
        assertThat(comparison.second().auc()).isEqualTo(0.9166667, within(5e-8));
        assertThat(comparison.first().variance()).isEqualTo(0.03078704, within(5e-9));
        assertThat(comparison.second().variance()).isEqualTo(0.00925926, within(5e-9));
        assertThat(comparison.covariance()).isEqualTo(0.01064815, within(5e-9));
        assertThat(comparison.z()).isEqualTo(-0.912871, within(5e-7));
        assertThat(StandardNormal.twoSidedPValue(comparison.z())).isEqualTo(0.361310, within(5e-7));
    }

    @Test
    void givesTheNormalIntervalOfTheDifference() {
        AucComparison comparison = DeLong.compare(FIRST, SECOND);
        double halfWidth = 1.959963984540054 * Math.sqrt(0.03078704 + 0.00925926 - 2 * 0.01064815);

        Interval interval = comparison.differenceInterval(0.95);

        assertThat(interval.lower()).isEqualTo(-0.125 - halfWidth, within(1e-6));
        assertThat(interval.upper()).isEqualTo(-0.125 + halfWidth, within(1e-6));
    }

    @Test
    void cutsTheIntervalOfAnAucToItsRange() {
        Interval interval = DeLong.estimate(SECOND).interval(0.95);

        assertThat(interval.lower()).isEqualTo(0.9166667 - 1.959963984540054 * Math.sqrt(0.00925926), within(1e-6));
        assertThat(interval.upper()).isEqualTo(1);
    }

    @Test
    void findsNoDifferenceBetweenAScoreAndItself() {
        AucComparison comparison = DeLong.compare(FIRST, FIRST);

        assertThat(comparison.z()).isEqualTo(0);
        assertThat(StandardNormal.twoSidedPValue(comparison.z())).isEqualTo(1);
        assertThat(comparison.differenceInterval(0.95)).isEqualTo(new Interval(0, 0, 0.95));
    }

    @Test
    void isCertainBetweenPerfectAndPerfectlyWrong() {
        AucComparison comparison = DeLong.compare(Outcomes.of("0011", 1, 2, 3, 4), Outcomes.of("0011", 4, 3, 2, 1));

        assertThat(comparison.z()).isPositive().isInfinite();
        assertThat(StandardNormal.twoSidedPValue(comparison.z())).isZero();
    }

    @Test
    void ranksInfiniteScores() {
        double top = Double.POSITIVE_INFINITY;
        BinaryOutcomes infinite = Outcomes.of("110100", top, 0, top, -1, -top, -top);
        BinaryOutcomes finite = Outcomes.of("110100", 9, 0, 9, -1, -9, -9);

        assertThat(DeLong.estimate(infinite)).isEqualTo(DeLong.estimate(finite));
    }

    @Test
    void needsTwoRowsOfEachClass() {
        assertThatThrownBy(() -> DeLong.estimate(Outcomes.of("100", 0.3, 0.2, 0.1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The variance of the AUC needs at least 2 positive and 2 negative rows,"
                        + " found 1 positive and 2 negative");
    }

    @Test
    void refusesToCompareDifferentRows() {
        assertThatThrownBy(() -> DeLong.compare(FIRST, Outcomes.of("0011", 1, 2, 3, 4)))
                .hasMessage("first and second must have the same length, found 10 and 4");
        assertThatThrownBy(() -> DeLong.compare(Outcomes.of("0011", 1, 2, 3, 4), Outcomes.of("0101", 1, 2, 3, 4)))
                .hasMessage("first and second must have the same labels in the same order");
    }

    @Property(seed = "21")
    void equalsTheStructuralComponentsOverAllPairs(@ForAll("pairs") Outcomes.Pair pair) {
        AucComparison comparison = DeLong.compare(pair.first(), pair.second());

        assertThat(comparison.first().variance()).isEqualTo(naiveCovariance(pair.first(), pair.first()), within(1e-14));
        assertThat(comparison.second().variance())
                .isEqualTo(naiveCovariance(pair.second(), pair.second()), within(1e-14));
        assertThat(comparison.covariance()).isEqualTo(naiveCovariance(pair.first(), pair.second()), within(1e-14));
    }

    @Property(seed = "22")
    void intervalsHoldTheirEstimates(@ForAll("pairs") Outcomes.Pair pair) {
        AucComparison comparison = DeLong.compare(pair.first(), pair.second());

        assertThat(comparison.first().interval(0.9).contains(comparison.first().auc()))
                .isTrue();
        assertThat(comparison.differenceInterval(0.9).contains(comparison.difference()))
                .isTrue();
        assertThat(StandardNormal.twoSidedPValue(comparison.z())).isBetween(0.0, 1.0);
    }

    @Property(seed = "23")
    void swappingTheScoresTurnsTheSign(@ForAll("pairs") Outcomes.Pair pair) {
        AucComparison forward = DeLong.compare(pair.first(), pair.second());
        AucComparison backward = DeLong.compare(pair.second(), pair.first());

        assertThat(backward.difference()).isEqualTo(-forward.difference(), within(0.0));
        assertThat(StandardNormal.twoSidedPValue(backward.z()))
                .isEqualTo(StandardNormal.twoSidedPValue(forward.z()), within(1e-12));
        assertThat(backward.differenceInterval(0.95).lower())
                .isEqualTo(-forward.differenceInterval(0.95).upper(), within(1e-12));
    }

    @Provide
    Arbitrary<Outcomes.Pair> pairs() {
        return Outcomes.tiedPairs();
    }

    private static double naiveCovariance(BinaryOutcomes first, BinaryOutcomes second) {
        return naiveComponent(first, second, true) + naiveComponent(first, second, false);
    }

    private static double naiveComponent(BinaryOutcomes first, BinaryOutcomes second, boolean ofPositives) {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < first.rows(); row++) {
            if (first.isPositive(row) == ofPositives) {
                sum += (naivePlacement(first, row) - RocAuc.of(first))
                        * (naivePlacement(second, row) - RocAuc.of(second));
                count++;
            }
        }
        return sum / (count - 1) / count;
    }

    private static double naivePlacement(BinaryOutcomes outcomes, int row) {
        double wins = 0;
        int others = 0;
        for (int other = 0; other < outcomes.rows(); other++) {
            if (outcomes.isPositive(other) != outcomes.isPositive(row)) {
                int sign = outcomes.isPositive(row) ? 1 : -1;
                wins += (sign * Double.compare(outcomes.score(row), outcomes.score(other)) + 1) / 2.0;
                others++;
            }
        }
        return wins / others;
    }
}
