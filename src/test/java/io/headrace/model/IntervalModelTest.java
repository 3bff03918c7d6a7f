package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.headrace.model.IntervalModel.Bounds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalModelTest {
    private static final FeatureEncoder PLAIN = FeatureEncoder.of(List.of(new Encoding.Plain("x")));

    /** Predicts one number up to 0 and another above it, and a third where x is missing. */
    private static TreeModel step(double upTo, double above, double missing) {
        return TreeModel.of(
                PLAIN,
                Output.NUMBER,
                missing,
                List.of(new TreeNode.AtMost(
                        0,
                        0,
                        new TreeNode.Leaf(upTo - missing, 1),
                        new TreeNode.AtMost(0, 1e9, new TreeNode.Leaf(above - missing, 1), new TreeNode.Leaf(0, 1)))));
    }

    private static IntervalModel interval(double margin, boolean fromZero) {
        return new IntervalModel(0.9, step(1, 5, 3), step(4, 2, 3), margin, fromZero);
    }

    private static Bounds at(IntervalModel interval, Double x) {
        return interval.bounds(new Object[] {x});
    }

    @Test
    void theMarginMovesBothBoundsOutwards() {
        assertThat(at(interval(0.5, false), -1.0)).isEqualTo(new Bounds(0.5, 4.5));
        assertThat(at(interval(-0.5, false), -1.0)).isEqualTo(new Bounds(1.5, 3.5));
        assertThat(at(interval(2, false), null)).isEqualTo(new Bounds(1, 5));
    }

    @Test
    void ofPredictionsThatCrossTheSmallerIsTheLowerBound() {
        assertThat(at(interval(0.5, false), 1.0)).isEqualTo(new Bounds(1.5, 5.5));
    }

    @Test
    void boundsThatAMarginBelowZeroWouldCrossAreTheMiddle() {
        assertThat(at(interval(-1.5, false), -1.0)).isEqualTo(new Bounds(2.5, 2.5));
        assertThat(at(interval(-2, false), -1.0)).isEqualTo(new Bounds(2.5, 2.5));
        assertThat(at(interval(-1, false), null)).isEqualTo(new Bounds(3, 3));
    }

    @Test
    void boundsOnNumbersThatAreNeverNegativeAreNotEither() {
        assertThat(at(interval(1.5, true), -1.0)).isEqualTo(new Bounds(0, 5.5));
        assertThat(at(interval(1.5, false), -1.0)).isEqualTo(new Bounds(-0.5, 5.5));
        IntervalModel below = new IntervalModel(0.9, step(-5, -5, -5), step(-4, -4, -4), 1, true);
        assertThat(at(below, 1.0)).isEqualTo(new Bounds(0, 0));
    }

    @Test
    void boundsAreInOrderWhateverTheModels() {
        Random random = new Random(5);
        for (int round = 0; round < 1000; round++) {
            TreeModel one = step(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
            TreeModel other = step(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
            IntervalModel interval =
                    new IntervalModel(0.5, one, other, random.nextGaussian() / 2, random.nextBoolean());
            for (Double x : new Double[] {-1.0, 1.0, null}) {
                Bounds bounds = at(interval, x);
                assertThat(bounds.lower()).isLessThanOrEqualTo(bounds.upper());
                assertThat(bounds.lower()).isGreaterThanOrEqualTo(interval.fromZero() ? 0 : -100);
            }
        }
    }

    @Test
    void aPredictorGivesTheBoundsBesideTheNumberAndItsReasons() {
        TreeModel point = step(2, 4, 3);
        ModelFile file = new ModelFile(point, Calibrator.NONE, Optional.of(interval(0.5, false)), Map.of("model", "m"));
        ModelFile read = ModelFile.read(file.bytes(), file.digest());
        Object[] row = {-1.0};
        Predictor.Prediction found = Predictor.of(read).predict(row, 1, ReasonOrder.STRONGEST);
        Predictor.Prediction plain = Predictor.of(point).predict(row, 1, ReasonOrder.STRONGEST);
        assertThat(found.score()).isEqualTo(2);
        assertThat(found.bounds()).contains(new Bounds(0.5, 4.5));
        assertThat(found.reasons()).isEqualTo(plain.reasons()).hasSize(1);
        assertThat(plain.bounds()).isEmpty();
        assertThat(Predictor.of(read).with(ReasonWords.NONE).interval()).contains(interval(0.5, false));
    }

    @Test
    void whatContradictsItselfIsRefused() {
        TreeModel one = step(1, 2, 3);
        for (double coverage : new double[] {0, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new IntervalModel(coverage, one, one, 0, false))
                    .withMessage("the coverage must lie between 0 and 1, found " + coverage);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntervalModel(0.9, one, one, Double.POSITIVE_INFINITY, false))
                .withMessage("the margin must be finite, found Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntervalModel(0.9, one, Examples.LAPSE, 0, false))
                .withMessage("bounds are models of numbers");
        IntervalModel interval = new IntervalModel(0.9, one, one, 0, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelFile(Examples.LAPSE, Calibrator.NONE, Optional.of(interval), Map.of()))
                .withMessage("an interval bounds numbers, the model predicts probabilities");
        LinearModel other = LinearModel.of(
                FeatureEncoder.of(List.of(new Encoding.Numeric("y", 0, false))),
                Output.NUMBER,
                0,
                new double[] {1},
                new double[] {0});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelFile(other, Calibrator.NONE, Optional.of(interval), Map.of()))
                .withMessage("the interval must have the features of the model, [y], found [x]");
    }
}
