package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConformalMarginTest {
    @ParameterizedTest
    @CsvSource({"0.5, 1", "0.55, 2", "0.7, 3", "0.8, 4", "0.9, 9", "0.95, 19", "0.99, 99", "0.999, 999", "0.001, 1"})
    void theFewestRowsAreThoseThatHaveARank(double coverage, int rows) {
        assertThat(ConformalMargin.leastRows(coverage)).isEqualTo(rows);
        double[] scores = IntStream.range(0, rows).mapToDouble(i -> i).toArray();
        assertThat(ConformalMargin.of(scores, coverage)).isEqualTo(rows - 1);
        if (rows > 1) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ConformalMargin.of(Arrays.copyOf(scores, rows - 1), coverage))
                    .withMessage(
                            "a coverage of " + coverage + " needs " + rows + " scores or more, found " + (rows - 1));
        }
    }

    @Test
    void theDecimalsOfTheCoverageCountAndNotItsBits() {
        double[] scores = IntStream.rangeClosed(1, 99).mapToDouble(i -> i).toArray();
        assertThat(0.55 * 100).isGreaterThan(55);
        assertThat(ConformalMargin.of(scores, 0.55)).isEqualTo(55);
    }

    @Test
    void aCoverageIsAProperShare() {
        for (double coverage : new double[] {0, 1, -0.1, 1.5, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ConformalMargin.leastRows(coverage));
        }
    }

    /** The least score that at least (n+1) × coverage of the scores do not exceed, found by counting. */
    private static double oracle(double[] scores, double coverage) {
        BigDecimal wanted = BigDecimal.valueOf(coverage).multiply(BigDecimal.valueOf(scores.length + 1));
        return Arrays.stream(scores)
                .filter(margin -> BigDecimal.valueOf(Arrays.stream(scores)
                                        .filter(score -> score <= margin)
                                        .count())
                                .compareTo(wanted)
                        >= 0)
                .min()
                .orElseThrow();
    }

    @Test
    void isTheOrderStatisticThatCountingFindsTiesIncludedInAnyOrder() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            double coverage = (1 + random.nextInt(98)) / 100d;
            int rows = (int) ConformalMargin.leastRows(coverage) + random.nextInt(40);
            double[] scores =
                    random.doubles(rows).map(x -> Math.rint(x * 12) / 4 - 1).toArray();
            double margin = ConformalMargin.of(scores, coverage);
            assertThat(margin).isEqualTo(oracle(scores, coverage));
            double[] turned = IntStream.range(0, rows)
                    .mapToDouble(i -> scores[rows - 1 - i])
                    .toArray();
            assertThat(ConformalMargin.of(turned, coverage)).isEqualTo(margin);
        }
    }

    @Test
    void boundsThatAreMovedByAScoreHoldItsLabel() {
        Random random = new Random(4);
        for (int round = 0; round < 100_000; round++) {
            double lower = random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3);
            double upper = lower + Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(7) - 3);
            double actual = random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3);
            double score = ConformalMargin.score(lower, upper, actual);
            assertThat(lower - score).isLessThanOrEqualTo(actual);
            assertThat(upper + score).isGreaterThanOrEqualTo(actual);
            double formula = Math.max(lower - actual, actual - upper);
            assertThat(score).isBetween(formula, Math.nextUp(formula));
        }
    }

    /**
     * Bounds that are far from the quantiles hold the share of further labels that theory says: with n rows of continuous scores and rank k,
     * the labels held of m further ones are beta-binomial with k and n + 1 − k.
     */
    @ParameterizedTest
    @CsvSource({"9, 0.9", "50, 0.8", "199, 0.9", "99, 0.99"})
    void theShareHeldIsBetaBinomial(int rows, double coverage) {
        int trials = 2000;
        int further = 100;
        Random random = new Random(rows);
        double held = 0;
        for (int trial = 0; trial < trials; trial++) {
            double margin = ConformalMargin.of(scores(random, rows), coverage);
            held += Arrays.stream(scores(random, further))
                    .filter(score -> score <= margin)
                    .count();
        }
        double rank = Math.ceil((rows + 1) * coverage - 1e-9);
        double rest = rows + 1 - rank;
        double share = rank / (rows + 1);
        double variance = further * share * (1 - share) * (rows + 1 + further) / (rows + 2.0);
        assertThat(rest).isPositive();
        assertThat(held / trials / further)
                .isCloseTo(share, within(4 * Math.sqrt(variance / trials) / further))
                .isGreaterThan(coverage - 4 * Math.sqrt(variance / trials) / further);
    }

    /** Scores of rows whose spread grows with x, by bounds that know neither centre nor spread, and cross. */
    private static double[] scores(Random random, int rows) {
        double[] scores = new double[rows];
        for (int row = 0; row < rows; row++) {
            double x = random.nextDouble();
            double label = 3 * x + (0.2 + x) * random.nextGaussian();
            double one = 1 - x;
            double other = x * x;
            scores[row] = ConformalMargin.score(Math.min(one, other), Math.max(one, other), label);
        }
        return scores;
    }
}
