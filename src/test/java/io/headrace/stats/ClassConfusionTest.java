package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Counted by hand: 10 rows of a, 6 of b, 4 of c; d was predicted twice and never came. */
class ClassConfusionTest {
    private static ClassConfusion confusion() {
        SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();
        ClassConfusion.add(counts, "a", "a", 7);
        ClassConfusion.add(counts, "a", "b", 2);
        ClassConfusion.add(counts, "a", "d", 1);
        ClassConfusion.add(counts, "b", "b", 3);
        ClassConfusion.add(counts, "b", "a", 3);
        ClassConfusion.add(counts, "c", "a", 3);
        ClassConfusion.add(counts, "c", "d", 1);
        return new ClassConfusion(counts);
    }

    @Test
    void rowsAreCounted() {
        assertThat(confusion().rows()).isEqualTo(20);
        assertThat(confusion().classes()).containsExactly("a", "b", "c", "d");
        assertThat(confusion().actual("a")).isEqualTo(10);
        assertThat(confusion().predicted("a")).isEqualTo(13);
        assertThat(confusion().actual("d")).isZero();
        assertThat(confusion().count("b", "a")).isEqualTo(3);
    }

    @Test
    void sharesOfTheRows() {
        assertThat(confusion().precision("a")).isEqualTo(7 / 13d);
        assertThat(confusion().recall("a")).isEqualTo(0.7);
        assertThat(confusion().f1("a")).isCloseTo(2 * (7 / 13d) * 0.7 / (7 / 13d + 0.7), within(1e-15));
        assertThat(confusion().precision("c")).isZero();
        assertThat(confusion().recall("d")).isZero();
        assertThat(confusion().macroF1()).isCloseTo((14 / 23d + 6 / 11d + 0) / 3, within(1e-15));
    }

    @Test
    void whoKnowsNoFeatures() {
        assertThat(confusion().mostFrequentShare()).isEqualTo(0.5);
        assertThat(confusion().logLossOfShares())
                .isCloseTo(-(0.5 * Math.log(0.5) + 0.3 * Math.log(0.3) + 0.2 * Math.log(0.2)), within(1e-15));
    }

    @Test
    void withoutRowsThereIsNothingToSay() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassConfusion(new TreeMap<>()));
    }
}
