package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearModelTest {
    private static final LinearModel MODEL = Examples.LAPSE;

    @Test
    void theRawScoreIsInterceptPlusWeightedSlots() {
        double expected = -1.7 + 0.0421 * 84 - 0.0017 * 40.5 - 0.25 - 0.6;

        assertThat(MODEL.rawScore(row(84, 40.5, "Germany", true))).isCloseTo(expected, within(1e-12));
        assertThat(MODEL.score(row(84, 40.5, "Germany", true))).isCloseTo(1 / (1 + Math.exp(-expected)), within(1e-12));
    }

    @Test
    void contributionsCompareWithTheAverageTrainingRow() {
        Explanation explanation = MODEL.explain(row(84, 40.5, null, true));

        assertThat(explanation.baseValue()).isCloseTo(-0.818025, within(1e-12));
        assertThat(explanation.contributions())
                .extracting(Contribution::feature)
                .containsExactly("days_since_purchase", "spend_90d", "country", "is_member");
        assertThat(explanation.contributions()).extracting(Contribution::value).containsExactly(84, 40.5, null, true);
        assertThat(explanation.contributions().get(0).amount())
                .isCloseTo(0.0421 * (84 - 31.5) + 0.3 * (0 - 0.02), within(1e-12));
        assertThat(explanation.contributions().get(2).amount())
                .as("all slots of the country, also those that are zero")
                .isCloseTo(0.25 * 0.06 - 0.1 * 0.03 - 0.05 * 0.1, within(1e-12));
    }

    @Test
    void theExplanationBelongsToItsRowWhenTheCallerReusesTheArray() {
        Object[] raw = row(84, 40.5, "Germany", true);
        Scorer scorer = MODEL.scorer();

        Explanation first = scorer.explain(raw);
        raw[0] = 3;
        scorer.explain(raw);

        assertThat(first.contributions().get(0).value()).isEqualTo(84);
        assertThat(first.rawScore()).isEqualTo(MODEL.rawScore(row(84, 40.5, "Germany", true)));
        assertThat(first.score()).isEqualTo(MODEL.score(row(84, 40.5, "Germany", true)));
    }

    @Test
    void theProbabilityStaysWithinItsBoundsForExtremeScores() {
        assertThat(MODEL.scoreOf(0)).isEqualTo(0.5);
        assertThat(MODEL.scoreOf(1e300)).isEqualTo(1);
        assertThat(MODEL.scoreOf(-1e300)).isEqualTo(0);
    }

    @Test
    void aScoreThatOverflowsIsRefusedAndTheScorerGoesOn() {
        LinearModel steep = LinearModel.of(
                FeatureEncoder.of(List.of(new Encoding.Flag("is_member"), new Encoding.Numeric("spend", 0, false))),
                Output.LOG_ODDS,
                0,
                new double[] {1, 0, 10},
                new double[3]);
        Scorer scorer = steep.scorer();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> scorer.rawScore(row(true, 1e308)))
                .withMessage("feature spend: 1.0E308 cannot be scored, the raw score is not finite");
        assertThatIllegalArgumentException().isThrownBy(() -> scorer.explain(row(true, -1e308)));
        assertThat(scorer.rawScore(row(true, 2))).isEqualTo(21);
    }

    @Test
    void topReasonsFollowTheAskedDirection() {
        Explanation explanation = MODEL.explain(row(84, 40.5, "Germany", true));

        assertThat(names(explanation.topReasons(3, ReasonOrder.RAISING)))
                .containsExactly("days_since_purchase", "spend_90d");
        assertThat(names(explanation.topReasons(1, ReasonOrder.LOWERING))).containsExactly("is_member");
        assertThat(names(explanation.topReasons(3, ReasonOrder.STRONGEST)))
                .containsExactly("days_since_purchase", "is_member", "country");
        assertThat(explanation.topReasons(0, ReasonOrder.STRONGEST)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> explanation.topReasons(-1, ReasonOrder.RAISING))
                .withMessage("the number of reasons must be 0 or more, found -1");
    }

    @Test
    void equalReasonsKeepTheDeclaredOrderAndZeroIsNoReason() {
        LinearModel even = LinearModel.of(
                FeatureEncoder.of(List.of(
                        new Encoding.Numeric("b", 0, false),
                        new Encoding.Numeric("a", 0, false),
                        new Encoding.Numeric("c", 0, false))),
                Output.LOG_ODDS,
                0,
                new double[] {1, 1, 0},
                new double[3]);

        assertThat(names(even.explain(row(2, 2, 2)).topReasons(3, ReasonOrder.STRONGEST)))
                .containsExactly("b", "a");
        assertThat(names(even.explain(row(-2, 2, 2)).topReasons(3, ReasonOrder.STRONGEST)))
                .containsExactly("b", "a");
    }

    @Test
    void numbersThatDoNotFitTheEncoderAreRefused() {
        FeatureEncoder encoder = FeatureEncoder.of(List.of(new Encoding.Flag("is_member")));
        double[] good = {1, 2};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearModel.of(encoder, Output.LOG_ODDS, 0, new double[3], good))
                .withMessage("expected 2 coefficients, found 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearModel.of(encoder, Output.LOG_ODDS, 0, good, new double[1]))
                .withMessage("expected 2 slot means, found 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearModel.of(encoder, Output.LOG_ODDS, Double.NaN, good, good))
                .withMessage("the intercept must be finite, found NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        LinearModel.of(encoder, Output.LOG_ODDS, 0, new double[] {0, Double.NEGATIVE_INFINITY}, good))
                .withMessage("the coefficient of slot is_member:missing must be finite, found -Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearModel.of(encoder, Output.LOG_ODDS, 0, good, new double[] {Double.NaN, 0}))
                .withMessage("the slot mean of slot is_member must be finite, found NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        LinearModel.of(encoder, Output.LOG_ODDS, 0, new double[] {1e308, 0}, new double[] {1e308, 0}))
                .withMessage("the base value must be finite, found Infinity");
    }

    @Test
    void theArraysOfTheModelCannotBeChangedFromOutside() {
        MODEL.coefficients()[0] = 99;
        MODEL.slotMeans()[0] = 99;

        assertThat(MODEL.coefficients()[0]).isEqualTo(0.0421);
        assertThat(MODEL.slotMeans()[0]).isEqualTo(31.5);
    }

    @Test
    void aModelTravelsToOtherProcessesUnchanged() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(MODEL);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(MODEL).hasSameHashCodeAs(MODEL);
        }
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static List<String> names(List<Contribution> reasons) {
        return reasons.stream().map(Contribution::feature).toList();
    }
}
