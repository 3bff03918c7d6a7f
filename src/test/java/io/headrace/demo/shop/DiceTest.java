package io.headrace.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.demo.shop.Dice.Purpose;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiceTest {
    private static final int DRAWS = 20_000;

    @Property(tries = 200)
    void drawsDependOnNothingButSeedPurposeAndKeys(@ForAll long seed, @ForAll long customer, @ForAll long day) {
        double drawn = Dice.of(seed, Purpose.ORDER, customer, day).uniform();

        assertThat(drawn)
                .isEqualTo(Dice.of(seed, Purpose.ORDER, customer, day).uniform())
                .isBetween(0.0, Math.nextDown(1.0))
                .isNotEqualTo(Dice.of(seed, Purpose.ARM, customer, day).uniform())
                .isNotEqualTo(Dice.of(seed, Purpose.ORDER, customer, day + 1).uniform())
                .isNotEqualTo(Dice.of(seed, Purpose.ORDER, customer + 1, day).uniform())
                .isNotEqualTo(Dice.of(seed + 1, Purpose.ORDER, customer, day).uniform());
    }

    @Property(tries = 200)
    void wholeNumbersStayBelowTheirBound(@ForAll long seed, @ForAll @IntRange(min = 1) int bound) {
        assertThat(Dice.of(seed, Purpose.ORDER, 0, 0).below(bound)).isBetween(0, bound - 1);
    }

    @Test
    void firstDrawsOfNeighbouringDaysAreSpreadEvenly() {
        double[] mean = new double[1];
        double square = IntStream.range(0, DRAWS)
                .mapToDouble(day -> Dice.of(42, Purpose.PURCHASE, 12_001, day).uniform())
                .peek(drawn -> mean[0] += drawn / DRAWS)
                .map(drawn -> drawn * drawn / DRAWS)
                .sum();

        assertThat(mean[0]).isCloseTo(1.0 / 2, within(0.01));
        assertThat(square).isCloseTo(1.0 / 3, within(0.01));
    }

    @Test
    void normalValuesHaveMeanZeroAndVarianceOne() {
        Dice dice = Dice.of(42, Purpose.TRAITS, 0, 0);
        double[] values =
                IntStream.range(0, DRAWS).mapToDouble(draw -> dice.normal()).toArray();

        assertThat(mean(values)).isCloseTo(0, within(0.03));
        assertThat(mean(IntStream.range(0, DRAWS)
                        .mapToDouble(draw -> values[draw] * values[draw])
                        .toArray()))
                .isCloseTo(1, within(0.05));
    }

    @Test
    void poissonCountsHaveTheirMeanAlsoWhereItIsZeroOrLarge() {
        for (double mean : new double[] {0, 0.3, 4, 900}) {
            Dice dice = Dice.of(42, Purpose.WALK_IN, 0, 0);
            double[] counts = IntStream.range(0, 2_000)
                    .mapToDouble(draw -> dice.poisson(mean))
                    .toArray();

            assertThat(mean(counts)).isCloseTo(mean, within(5 * Math.sqrt(mean / 2_000)));
        }
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(index -> values[index])
                .average()
                .orElseThrow();
    }
}
