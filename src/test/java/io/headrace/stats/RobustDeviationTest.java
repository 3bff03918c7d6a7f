package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RobustDeviationTest {
    @Test
    void isTheDistanceFromTheMedianInRobustStandardDeviations() {
        // Median 3, deviations 2 1 0 1 2, their median 1.
        assertThat(RobustDeviation.of(6, List.of(1.0, 2.0, 3.0, 4.0, 5.0), 1, 1).getAsDouble())
                .isCloseTo(3 / 1.4826022185056018, Offset.offset(1e-12));
        assertThat(RobustDeviation.of(0, List.of(1.0, 2.0, 3.0, 4.0, 5.0), 1, 1).getAsDouble())
                .isNegative();
    }

    /** Where the number itself was among the rest, ten values could never lie 3 standard deviations apart. */
    @Test
    void aShortHistoryIsEnoughToFindWhatIsFarAway() {
        assertThat(RobustDeviation.of(100, List.of(9.0, 10.0, 11.0, 10.0, 9.0, 11.0, 10.0), 1, 7)
                        .getAsDouble())
                .isGreaterThan(50);
    }

    @Test
    void anOutlierInTheHistoryHidesNothing() {
        assertThat(RobustDeviation.of(50, List.of(9.0, 10.0, 11.0, 1000.0, 10.0, 9.0, 11.0), 1, 7)
                        .getAsDouble())
                .isGreaterThan(20);
    }

    @Test
    void ofASeasonOnlyItsOwnRunsCount() {
        // Weeks of 1 2 3 4 5 6 100: the next Monday is like Mondays.
        List<Double> weeks = Collections.nCopies(4, List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 100.0)).stream()
                .flatMap(List::stream)
                .toList();
        assertThat(RobustDeviation.of(1, weeks, 7, 4)).hasValue(0);
        assertThat(RobustDeviation.of(100, weeks, 7, 4)).hasValue(Double.POSITIVE_INFINITY);
        assertThat(RobustDeviation.of(1, weeks, 7, 5)).isEmpty();
    }

    @Test
    void withTooLittleHistoryThereIsNoResult() {
        assertThat(RobustDeviation.of(1, List.of(), 1, 1)).isEqualTo(OptionalDouble.empty());
        assertThat(RobustDeviation.of(1, List.of(1.0, 1.0), 1, 3)).isEmpty();
        assertThat(RobustDeviation.of(1, List.of(1.0, 1.0), 1, 2)).hasValue(0);
        assertThat(RobustDeviation.of(0.5, List.of(1.0, 1.0), 1, 2)).hasValue(Double.NEGATIVE_INFINITY);
    }

    @Test
    void whereMostAreEqualTheMeanDeviationCounts() {
        // Median 20, deviations 0 1 0: median 0, mean 1/3.
        assertThat(RobustDeviation.of(21, List.of(20.0, 21.0, 20.0), 1, 3).getAsDouble())
                .isCloseTo(3 / 1.2533141373155001, Offset.offset(1e-12));
    }

    @Test
    void aSeasonIsAtLeastOneRun() {
        assertThatThrownBy(() -> RobustDeviation.of(1, List.of(1.0), 0, 1)).hasMessageContaining("season must be");
    }
}
