package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Case E7: features that know the answer, in whatever form. */
class OneFeatureTest {
    private static final int ROWS = 4000;

    private final Random random = new Random(1);
    private final boolean[] labels = new boolean[ROWS];
    private final int[] folds = new int[ROWS];

    OneFeatureTest() {
        for (int row = 0; row < ROWS; row++) {
            labels[row] = random.nextDouble() < 0.2;
            folds[row] = random.nextInt(5);
        }
    }

    private OneFeature of(IntFunction<Object> value) {
        return new OneFeature(IntStream.range(0, ROWS).mapToObj(value).toArray(), folds, 5);
    }

    private double auc(IntFunction<Object> value) {
        return of(value).auc(row -> labels[row]).orElseThrow();
    }

    @Test
    void aNumberThatKnowsTheAnswer() {
        assertThat(auc(row -> labels[row] ? 10 + random.nextDouble() : random.nextDouble()))
                .isEqualTo(1);
        assertThat(auc(row -> labels[row] ? -random.nextDouble() : random.nextDouble()))
                .as("falling")
                .isEqualTo(1);
        assertThat(auc(row ->
                        labels[row] ? 5 + random.nextDouble() : random.nextDouble() * (random.nextBoolean() ? 4 : -4)))
                .as("any order")
                .isGreaterThan(0.97);
        assertThat(auc(row -> labels[row] ? random.nextDouble() : 2 * random.nextInt(2) * 5.0 - 5))
                .as("in the middle")
                .isGreaterThan(0.97);
        assertThat(auc(row -> labels[row] ? 1 + random.nextDouble() * 50 : null))
                .as("there only where it is true")
                .isEqualTo(1);
    }

    @Test
    void aCopyOfTheLabelThatIsSpoiltInSomeRows() {
        IntFunction<Object> copy = row -> labels[row] != random.nextDouble() < 0.02 ? 1.0 : 0.0;
        assertThat(auc(copy)).isBetween(0.97, 0.99);
        assertThat(auc(row -> (double) copy.apply(row) > 0 ? "closed" : "open")).isBetween(0.97, 0.99);
        assertThat(auc(row -> (double) copy.apply(row) + 0.3 * random.nextDouble()))
                .isBetween(0.97, 0.99);
    }

    @Test
    void levelsOfFewRowsProveNothing() {
        assertThat(auc(row -> "id" + row)).isCloseTo(0.5, within(0.03));
        assertThat(auc(row -> "pair" + row / 2)).isCloseTo(0.5, within(0.03));
        assertThat(auc(row -> "of" + row % 700)).isCloseTo(0.5, within(0.05));
        assertThat(auc(row -> (double) row)).isCloseTo(0.5, within(0.03));
    }

    @Test
    void honestFeaturesStayBelow() {
        assertThat(auc(row -> random.nextGaussian() + (labels[row] ? 2 : 0))).isBetween(0.88, 0.96);
        assertThat(auc(row -> labels[row] && random.nextDouble() < 0.8 ? "a" : "b"))
                .isLessThan(0.95);
        assertThat(of(row -> labels[row] || random.nextDouble() < 0.1 ? null : 1.0)
                        .missingAuc(row -> !labels[row])
                        .orElseThrow())
                .isBetween(0.9, 0.97);
    }

    @Test
    void missingValuesThatKnowTheAnswer() {
        assertThat(of(row -> labels[row] ? 7.0 : Double.NaN).missingAuc(row -> labels[row]))
                .hasValue(1);
    }

    @Test
    void tooFewRowsSayNothing() {
        OneFeature few = new OneFeature(new Object[] {1.0, 2.0, null}, new int[3], 5);
        assertThat(few.auc(row -> row > 1)).isEmpty();
        assertThat(few.explained(new double[] {1, 2, 3})).isEmpty();
        assertThat(of(row -> null).auc(row -> labels[row]).orElse(0.5)).isCloseTo(0.5, within(0.03));
    }

    @Test
    void copiesOfANumber() {
        double[] amounts = random.doubles(ROWS).map(x -> Math.exp(3 * x)).toArray();
        assertThat(explained(row -> amounts[row], amounts)).isEqualTo(1, within(1e-9));
        assertThat(explained(row -> 100 - 2 * amounts[row], amounts)).isEqualTo(1, within(1e-9));
        assertThat(explained(row -> Math.log(amounts[row]), amounts)).isGreaterThan(0.99);
        assertThat(explained(row -> random.nextDouble() < 0.02 ? 0.0 : amounts[row], amounts))
                .isGreaterThan(0.99);
        assertThat(explained(row -> amounts[row] * (1 + 0.02 * random.nextGaussian()), amounts))
                .isGreaterThan(0.99);
        assertThat(explained(row -> "" + Math.round(amounts[row] * 2), amounts)).isGreaterThan(0.99);
        assertThat(explained(row -> amounts[row] + 2 * random.nextGaussian(), amounts))
                .isBetween(0.6, 0.97);
        assertThat(explained(row -> "id" + row, amounts)).isLessThan(0.05);
    }

    private double explained(IntFunction<Object> value, double[] of) {
        OptionalDouble found = of(value).explained(of);
        return found.orElseThrow();
    }
}
