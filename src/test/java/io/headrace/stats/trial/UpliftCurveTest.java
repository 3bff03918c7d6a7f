package io.headrace.stats.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.RandomisedTrial;
import io.headrace.stats.trial.UpliftCurve.Kind;
import io.headrace.stats.trial.UpliftCurve.Level;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UpliftCurveTest {
    private static final double[] OUTCOMES = {0, 1, 2};
    private static final double[] SCORES = {0.1, 0.3, 0.9};

    @Test
    void scoresAreThoseOfTheVector() { // B4
        RandomisedTrial trial = RandomisedTrial.of(new boolean[] {true, false, true}, OUTCOMES, 0.5);

        assertThat(normalised(Kind.UPLIFT, trial, SCORES)).isEqualTo(1.333333, within(5e-7));
        assertThat(normalised(Kind.QINI, trial, SCORES)).isEqualTo(0.75, within(1e-12));
    }

    @Test
    void scoresOfTheOtherTreatmentAreThoseOfTheVector() { // B4
        RandomisedTrial trial = RandomisedTrial.of(new boolean[] {false, true, false}, OUTCOMES, 0.5);

        assertThat(normalised(Kind.UPLIFT, trial, SCORES)).isEqualTo(-1.333333, within(5e-7));
        assertThat(normalised(Kind.QINI, trial, SCORES)).isEqualTo(-0.5, within(1e-12));
    }

    @Test
    void scoresOfTiedRowsAreThoseOfScikitUplift() {
        double[] outcomes = {0, 1, 1, 0, 1, 0};
        double[] scores = {0.1, 0.3, 0.9, 0.9, 0.2, 0.5};
        RandomisedTrial first =
                RandomisedTrial.of(new boolean[] {true, false, true, false, true, false}, outcomes, 0.5);
        RandomisedTrial second =
                RandomisedTrial.of(new boolean[] {false, true, false, true, true, false}, outcomes, 0.5);

        assertThat(normalised(Kind.UPLIFT, first, scores)).isEqualTo(0.84, within(1e-12));
        assertThat(normalised(Kind.QINI, first, scores)).isEqualTo(4.0 / 13, within(1e-12));
        assertThat(normalised(Kind.UPLIFT, second, scores)).isEqualTo(-1.04, within(1e-12));
        assertThat(normalised(Kind.QINI, second, scores)).isEqualTo(-8.0 / 13, within(1e-12));
    }

    @Property(seed = "41", tries = 200)
    void pointsAreThoseOfEveryThreshold(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int rows) {
        Drawn drawn = Drawn.of(seed, rows);
        TreeSet<Double> thresholds = new TreeSet<>();
        for (double score : drawn.scores) {
            thresholds.add(-score);
        }
        for (Kind kind : Kind.values()) {
            UpliftCurve curve = UpliftCurve.of(kind, drawn.trial, drawn.scores);
            int point = 1;
            for (double threshold : thresholds) {
                assertThat(curve.heights()[point]).isCloseTo(naive(kind, drawn, -threshold), within(1e-9));
                point++;
            }
            assertThat(curve.entities()).hasSize(point);
        }
    }

    @Property(seed = "42", tries = 100)
    void noOrderExceedsThePerfectQini(@ForAll long seed, @ForAll @IntRange(min = 6, max = 40) int rows) {
        Drawn drawn = Drawn.of(seed, rows);
        UpliftCurve perfect = UpliftCurve.perfect(Kind.QINI, drawn.trial);

        assertThat(UpliftCurve.of(Kind.QINI, drawn.trial, drawn.scores).areaAboveRandom())
                .isLessThanOrEqualTo(perfect.areaAboveRandom() + 1e-9);
    }

    @Test
    void oneScoreForAllIsRandomAndItsCutsTakeEqualParts() {
        RandomisedTrial trial =
                RandomisedTrial.of(new boolean[] {true, true, false, false}, new double[] {1, 1, 0, 1}, 0.5);
        UpliftCurve curve = UpliftCurve.of(Kind.QINI, trial, new double[] {0.5, 0.5, 0.5, 0.5});

        assertThat(curve.areaAboveRandom()).isZero();
        assertThat(curve.heightAt(0.25)).isEqualTo(0.25);
        assertThat(curve.heightAt(1)).isEqualTo(1);
        assertThat(curve.heightAt(0)).isZero();
    }

    @Test
    void bothZerosAreOneScore() {
        RandomisedTrial trial = RandomisedTrial.of(new boolean[] {true, false}, new double[] {1, 0}, 0.5);

        assertThat(UpliftCurve.of(Kind.QINI, trial, new double[] {0.0, -0.0}).entities())
                .containsExactly(0, 2);
    }

    @Test
    void countsByBinGiveTheCurveOfTheirRows() {
        RandomisedTrial trial =
                RandomisedTrial.of(new boolean[] {true, false, true, false, true}, new double[] {1, 0, 1, 1, 0}, 0.5);
        UpliftCurve rows = UpliftCurve.of(Kind.UPLIFT, trial, new double[] {2, 2, 1, 1, 1});
        UpliftCurve bins = UpliftCurve.ofLevels(Kind.UPLIFT, List.of(new Level(1, 1, 1, 0), new Level(2, 1, 1, 1)));

        assertThat(bins.heights()).containsExactly(rows.heights());
        assertThat(bins.entities()).containsExactly(0, 2, 5);
    }

    @Test
    void refusesUnequalChancesAndMissingScores() {
        RandomisedTrial unequal =
                RandomisedTrial.of(new boolean[] {true, false}, new double[2], new double[] {0.5, 0.4});
        RandomisedTrial equal = RandomisedTrial.of(new boolean[] {true, false}, new double[2], 0.5);

        assertThatThrownBy(() -> UpliftCurve.of(Kind.QINI, unequal, new double[2]))
                .hasMessageContaining("the same chance of treatment");
        assertThatThrownBy(() -> UpliftCurve.of(Kind.QINI, equal, new double[] {1, Double.NaN}))
                .hasMessage("scores[1] must be a number, found NaN");
        assertThatThrownBy(() -> UpliftCurve.of(Kind.QINI, equal, new double[1]))
                .hasMessage("scores and trial must have the same length, found 1 and 2");
        assertThatThrownBy(() -> UpliftCurve.ofLevels(Kind.QINI, List.of())).hasMessageContaining("at least 1 level");
    }

    private static double normalised(Kind kind, RandomisedTrial trial, double[] scores) {
        return UpliftCurve.of(kind, trial, scores).normalisedBy(UpliftCurve.perfect(kind, trial));
    }

    private record Drawn(RandomisedTrial trial, double[] scores) {
        static Drawn of(long seed, int rows) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean[] treated = new boolean[rows];
            double[] outcomes = new double[rows];
            double[] scores = new double[rows];
            for (int row = 0; row < rows; row++) {
                treated[row] = random.nextBoolean();
                outcomes[row] = random.nextInt(2);
                scores[row] = random.nextInt(8) - 4;
            }
            treated[0] = true;
            treated[1] = false;
            return new Drawn(RandomisedTrial.of(treated, outcomes, 0.5), scores);
        }
    }

    private static double naive(Kind kind, Drawn drawn, double threshold) {
        double treated = 0;
        double treatedSum = 0;
        double held = 0;
        double heldSum = 0;
        for (int row = 0; row < drawn.scores.length; row++) {
            if (drawn.scores[row] >= threshold) {
                treated += drawn.trial.isTreated(row) ? 1 : 0;
                treatedSum += drawn.trial.isTreated(row) ? drawn.trial.value(row) : 0;
                held += drawn.trial.isTreated(row) ? 0 : 1;
                heldSum += drawn.trial.isTreated(row) ? 0 : drawn.trial.value(row);
            }
        }
        double heldMean = held == 0 ? 0 : heldSum / held;
        return kind == Kind.QINI
                ? treatedSum - heldMean * treated
                : ((treated == 0 ? 0 : treatedSum / treated) - heldMean) * (treated + held);
    }
}
