package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Contributions against background rows, beside the sum over all subsets of known features. */
class BackgroundTest {
    private static final double ROUNDING = 1e-9;

    private static List<Object[]> rows(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TreeModelTest.row(random))
                .toList();
    }

    /** A row with the values of another where features are not known. */
    private static Object[] mixed(Object[] row, Object[] other, int known) {
        return IntStream.range(0, row.length)
                .mapToObj(feature -> (known >>> feature & 1) == 1 ? row[feature] : other[feature])
                .toArray();
    }

    private static double mean(CompiledModel model, List<Object[]> background, Object[] row, int known) {
        return background.stream()
                .mapToDouble(other -> model.rawScore(mixed(row, other, known)))
                .average()
                .orElseThrow();
    }

    private static void assertEqualToTheSumOverSubsets(CompiledModel model, List<Object[]> background, Object[] row) {
        Explanation found = model.scorer(Background.of(model, background)).explain(row);
        int count = model.encoder().featureCount();
        double sum = found.baseValue();
        assertThat(sum).isCloseTo(mean(model, background, row, 0), within(ROUNDING));
        for (int feature = 0; feature < count; feature++) {
            double amount = found.contributions().get(feature).amount();
            sum += amount;
            assertThat(amount)
                    .isCloseTo(
                            TreeModelTest.shapley(count, feature, known -> mean(model, background, row, known)),
                            within(ROUNDING));
        }
        assertThat(found.rawScore()).isEqualTo(model.rawScore(row));
        assertThat(sum).isCloseTo(found.rawScore(), within(ROUNDING * Math.max(1, Math.abs(sum))));
    }

    /** More background rows than a word has bits, levels, missing numbers and features that are asked for again. */
    @Property(tries = 300)
    void treesAreExplainedAsTheSumOverSubsets(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureEncoder encoder = TreeModelTest.mixed();
        List<TreeNode> trees = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            trees.add(TreeModelTest.tree(random, encoder, 1 + random.nextInt(7)));
        }
        TreeModel model = TreeModel.of(encoder, Output.LOG_ODDS, random.nextInt(3), trees);
        assertEqualToTheSumOverSubsets(model, rows(random, 1 + random.nextInt(100)), TreeModelTest.row(random));
    }

    @Property(tries = 50)
    void linearModelsAreExplainedAsTheSumOverSubsets(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureEncoder encoder = TreeModelTest.numbers(4);
        double[] coefficients = random.doubles(4).toArray();
        LinearModel model = LinearModel.of(encoder, Output.NUMBER, 0.5, coefficients, new double[4]);
        List<Object[]> background = IntStream.range(0, 5)
                .mapToObj(i -> random.doubles(4).boxed().toArray())
                .toList();
        assertEqualToTheSumOverSubsets(
                model, background, random.doubles(4).boxed().toArray());
    }

    /** By hand: of the four orders of two features against one row, each gives the last one the whole difference. */
    @Test
    void aConjunctionIsSharedByThoseThatDiffer() {
        TreeNode tree = new TreeNode.AtMost(
                0,
                0.5,
                new TreeNode.Leaf(0, 50),
                new TreeNode.AtMost(1, 0.5, new TreeNode.Leaf(0, 25), new TreeNode.Leaf(80, 25)));
        TreeModel model = TreeModel.of(TreeModelTest.numbers(2), Output.NUMBER, 0, List.of(tree));
        Explanation against = model.scorer(Background.of(model, List.of(new Object[] {0, 0}, new Object[] {0, 1})))
                .explain(new Object[] {1, 1});
        assertThat(against.contributions())
                .extracting(Contribution::amount)
                .containsExactly((40 + 80) / 2.0, (40 + 0) / 2.0);
        assertThat(against.baseValue()).isZero();
    }

    @Test
    void classesAreExplainedByTheModelOfTheClassPredicted() {
        FeatureEncoder encoder = TreeModelTest.numbers(1);
        List<TreeModel> parts = IntStream.range(0, 2)
                .mapToObj(place -> TreeModel.of(
                        encoder,
                        Output.LOG_ODDS,
                        0,
                        List.of(new TreeNode.AtMost(
                                0, 0.5, new TreeNode.Leaf(place, 1), new TreeNode.Leaf(3.0 - 2 * place, 1)))))
                .toList();
        ClassModel model = ClassModel.of(List.of("a", "b"), parts);
        Scorer scorer = model.scorer(Background.of(model, List.<Object[]>of(new Object[] {1})));
        Explanation found = scorer.explain(new Object[] {0});
        assertThat(found.predictedClass().orElseThrow().name()).isEqualTo("b");
        assertThat(found.baseValue()).isEqualTo(1);
        assertThat(found.contributions().get(0).amount()).isEqualTo(0);
        assertThat(scorer.explain(new Object[] {1}).baseValue()).isEqualTo(3);
    }

    @Test
    void noRowIsRefused() {
        TreeModel model = TreeModel.of(TreeModelTest.numbers(1), Output.NUMBER, 0, List.of(new TreeNode.Leaf(1, 1)));
        assertThatThrownBy(() -> Background.of(model, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a background needs one row or more");
    }
}
