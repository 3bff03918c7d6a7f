package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassModelTest {
    private static final FeatureEncoder ENCODER = FeatureEncoder.of(List.of(new Encoding.Numeric("x", 1.0, false)));
    private static final Object[] TWO = {2.0};

    private static LinearModel line(Output output, double intercept, double slope) {
        return LinearModel.of(ENCODER, output, intercept, new double[] {slope}, new double[] {1});
    }

    private static ClassModel softmax() {
        return ClassModel.of(
                List.of("low", "middle", "high"),
                List.of(line(Output.LOG_ODDS, 1, 0), line(Output.LOG_ODDS, 0, 0.25), line(Output.LOG_ODDS, -1, 1.5)));
    }

    @Test
    void logOddsBecomeProbabilitiesBySoftmax() {
        double sum = Math.exp(1) + Math.exp(0.5) + Math.exp(2);
        Scorer scorer = softmax().scorer();
        scorer.rawScore(TWO);
        assertThat(scorer.predicted()).isEqualTo(2);
        assertThat(IntStream.range(0, 3).mapToDouble(scorer::probability).toArray())
                .containsExactly(
                        new double[] {Math.exp(1) / sum, Math.exp(0.5) / sum, Math.exp(2) / sum}, within(1e-15));
    }

    @Test
    void theClassPredictedIsExplained() {
        Explanation explanation = softmax().explain(TWO);
        assertThat(explanation.predictedClass().orElseThrow().name()).isEqualTo("high");
        assertThat(explanation.predictedClass().orElseThrow().probabilities())
                .containsOnlyKeys("low", "middle", "high");
        assertThat(explanation.score())
                .isEqualTo(explanation
                        .predictedClass()
                        .orElseThrow()
                        .probabilities()
                        .get("high"));
        assertThat(explanation.rawScore()).isEqualTo(2);
        assertThat(explanation.baseValue()).isEqualTo(0.5);
        assertThat(explanation.contributions()).containsExactly(new Contribution("x", 2.0, 1.5));
    }

    @Test
    void sharesAreDividedByTheirSum() {
        ClassModel forest = ClassModel.of(
                List.of("a", "b"), List.of(line(Output.PROBABILITY, 0.1, 0), line(Output.PROBABILITY, 0.3, 0)));
        assertThat(forest.explain(TWO).score()).isCloseTo(0.75, within(1e-15));
    }

    @Test
    void greatLogOddsStayFinite() {
        ClassModel sure = ClassModel.of(
                List.of("a", "b"), List.of(line(Output.LOG_ODDS, 5000, 0), line(Output.LOG_ODDS, -5000, 0)));
        Scorer scorer = sure.scorer();
        scorer.rawScore(TWO);
        assertThat(scorer.predicted()).isZero();
        assertThat(scorer.probability(0)).isEqualTo(1);
        assertThat(scorer.probability(1)).isZero();
    }

    @Test
    void ofEqualClassesTheFirstIsPredicted() {
        ClassModel even =
                ClassModel.of(List.of("b", "a"), List.of(line(Output.LOG_ODDS, 1, 0), line(Output.LOG_ODDS, 1, 0)));
        assertThat(even.explain(TWO).predictedClass().orElseThrow().name()).isEqualTo("b");
    }

    @Test
    void anOverflowNamesTheFeature() {
        ClassModel steep =
                ClassModel.of(List.of("a", "b"), List.of(line(Output.LOG_ODDS, 0, 0), line(Output.LOG_ODDS, 0, 1e300)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steep.score(new Object[] {1e300}))
                .withMessageContaining("feature x");
    }

    @Test
    void aFileGivesTheSameModel() {
        ModelFile file = new ModelFile(softmax(), Map.of("model", "m"));
        assertThat(ModelFile.read(file.bytes(), file.digest())).isEqualTo(file);
    }

    @Test
    void partsMustFitTogether() {
        LinearModel a = line(Output.LOG_ODDS, 0, 0);
        assertRefused("two classes or more", List.of("a"), List.of(a));
        assertRefused("each once", List.of("a", "a"), List.of(a, a));
        assertRefused("parts", List.of("a", "b"), List.of(a));
        assertRefused("the same output", List.of("a", "b"), List.of(a, line(Output.PROBABILITY, 0, 0)));
        assertRefused(
                "log-odds or probability",
                List.of("a", "b"),
                List.of(line(Output.NUMBER, 0, 0), line(Output.NUMBER, 0, 0)));
    }

    private static void assertRefused(String words, List<String> classes, List<LinearModel> parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassModel.of(classes, parts))
                .withMessageContaining(words);
    }
}
