package io.headrace.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.experiment.UpliftEvidence.Level;
import io.headrace.experiment.UpliftEvidence.Point;
import io.headrace.stats.Interval;
import io.headrace.stats.trial.ArmCounter;
import io.headrace.stats.trial.ArmTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Counted again without any class of the product. */
class UpliftEvidenceTest {
    /** Of each level: score, treated of whom so many have the outcome, control of whom so many have it. */
    private static final int[][] COUNTS = {{4, 10, 8, 10, 2}, {3, 20, 9, 10, 3}, {2, 5, 1, 15, 6}, {1, 15, 6, 15, 6}};

    @Test
    void pointsAddUpLevelsFromTheHighestOn() {
        List<Point> points = evidence(COUNTS).points();
        assertThat(points).hasSize(4);
        assertThat(points.get(1).share()).isEqualTo(50 / 100.0);
        assertThat(points.get(1).treated().entities()).isEqualTo(30);
        assertThat(points.get(1).difference().orElseThrow().estimate()).isCloseTo(17 / 30.0 - 5 / 20.0, within(1e-12));
        assertThat(points.get(1).uplift()).isCloseTo((17 / 30.0 - 5 / 20.0) * 50, within(1e-12));
        assertThat(points.get(1).qini()).isCloseTo(17 - 5 * 30 / 20.0, within(1e-12));
    }

    @Test
    void theCoefficientIsTheAreaAboveTheRandomLine() {
        double area = 0;
        double k = 0;
        double height = 0;
        int[] sums = new int[5];
        for (int[] level : COUNTS) {
            for (int i = 1; i < sums.length; i++) {
                sums[i] += level[i];
            }
            double next = sums[1] + sums[3];
            double nextHeight = sums[2] - sums[4] * (double) sums[1] / sums[3];
            area += (next - k) * (height + nextHeight) / 2;
            k = next;
            height = nextHeight;
        }
        double expected = (area - k * height / 2) / (k * sums[1]);
        assertThat(evidence(COUNTS).coefficient()).isCloseTo(expected, within(1e-12));
        assertThat(expected).isPositive();
    }

    /** Outcomes of each level are drawn again 20,000 times with the shares that were seen. */
    @Test
    void theIntervalIsThatOfOutcomesDrawnAgain() {
        Random random = new Random(20261130);
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            int[][] again = new int[COUNTS.length][];
            for (int at = 0; at < again.length; at++) {
                int[] level = COUNTS[at];
                again[at] = new int[] {
                    level[0], level[1], drawn(random, level[1], level[2]), level[3], drawn(random, level[3], level[4])
                };
            }
            double found = evidence(again).coefficient();
            sum += found;
            squares += found * found;
        }
        double deviation = Math.sqrt(squares / draws - Math.pow(sum / draws, 2));
        Interval interval = evidence(COUNTS).interval(0.95);
        double error = (interval.upper() - interval.lower()) / (2 * 1.959964);
        // Variances of the levels are divided by n - 1, so up to 11 % above those that were drawn by.
        assertThat(error / deviation).isBetween(1.0, 1.06);
    }

    @Test
    void scoresThatSayNothingBringNothing() {
        int[][] same = {{2, 10, 4, 10, 2}, {1, 10, 4, 10, 2}};
        assertThat(evidence(same).coefficient()).isCloseTo(0, within(1e-12));
    }

    @Test
    void nothingIsToldOfOneLevelOrOfAnArmOfOne() {
        assertThat(UpliftEvidence.of(levels(new int[][] {{1, 5, 2, 5, 2}}))).isEmpty();
        assertThat(UpliftEvidence.of(levels(new int[][] {{2, 5, 2, 1, 0}, {1, 5, 2, 0, 0}})))
                .isEmpty();
    }

    private static int drawn(Random random, int entities, int positive) {
        int found = 0;
        for (int i = 0; i < entities; i++) {
            found += random.nextInt(entities) < positive ? 1 : 0;
        }
        return found;
    }

    private static UpliftEvidence evidence(int[][] counts) {
        return UpliftEvidence.of(levels(counts)).orElseThrow();
    }

    private static List<Level> levels(int[][] counts) {
        List<Level> levels = new ArrayList<>();
        for (int[] level : counts) {
            levels.add(new Level(level[0], totals(level[3], level[4]), totals(level[1], level[2])));
        }
        return levels;
    }

    private static ArmTotals totals(int entities, int positive) {
        ArmCounter counter = new ArmCounter();
        for (int i = 0; i < entities; i++) {
            counter.add(i < positive ? 1 : 0);
        }
        return counter.totals();
    }
}
