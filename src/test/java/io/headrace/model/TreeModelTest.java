package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.model.TreeNode.AtMost;
import io.headrace.model.TreeNode.AtMostOrMissing;
import io.headrace.model.TreeNode.Leaf;
import io.headrace.model.TreeNode.OneOf;
import io.headrace.model.TreeNode.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Trees as flat arrays beside trees that are walked, and their Shapley values beside the sum over all subsets. */
class TreeModelTest {
    private static final double ROUNDING = 1e-9;

    static FeatureEncoder numbers(int count) {
        return FeatureEncoder.of(IntStream.range(0, count)
                .<Encoding>mapToObj(i -> new Encoding.Numeric("f" + i, 0, false))
                .toList());
    }

    private static void assertExplained(
            TreeModel model, Object[] row, double base, double score, double... contributions) {
        Explanation found = model.explain(row);
        assertThat(found.baseValue()).isCloseTo(base, within(ROUNDING));
        assertThat(found.rawScore()).isCloseTo(score, within(ROUNDING));
        for (int i = 0; i < contributions.length; i++) {
            assertThat(found.contributions().get(i).amount()).isCloseTo(contributions[i], within(ROUNDING));
        }
    }

    /** Worked by hand, as the ones below. */
    @Test
    void twoFeaturesAveragedByCover() {
        TreeNode tree = new AtMost(0, 0.5, new Leaf(10, 70), new AtMost(1, 0.5, new Leaf(20, 10), new Leaf(50, 20)));
        TreeModel model = TreeModel.of(numbers(2), Output.LOG_ODDS, 0, List.of(tree));
        assertExplained(model, new Object[] {1.0, 1.0}, 19, 50, 24.5, 6.5);
    }

    @Test
    void aFeatureThatIsAskedForTwice() {
        TreeNode tree = new AtMost(
                0,
                0.5,
                new Leaf(0, 60),
                new AtMost(1, 0.5, new Leaf(5, 10), new AtMost(0, 0.8, new Leaf(10, 20), new Leaf(40, 10))));
        TreeModel model = TreeModel.of(numbers(2), Output.LOG_ODDS, 0, List.of(tree));
        assertExplained(model, new Object[] {0.9, 1.0}, 6.5, 40, 28.375, 5.125);
        assertExplained(model, new Object[] {0.6, 1.0}, 6.5, 10, 2.125, 1.375);
        assertExplained(model, new Object[] {0.2, 1.0}, 6.5, 0, -7.25, 0.75);
    }

    @Test
    void conjunctionsShareEqually() {
        TreeNode and = new AtMost(0, 0.5, new Leaf(0, 50), new AtMost(1, 0.5, new Leaf(0, 25), new Leaf(80, 25)));
        assertExplained(
                TreeModel.of(numbers(2), Output.LOG_ODDS, 0, List.of(and)), new Object[] {1, 1}, 20, 80, 30, 30);
        TreeNode more = new AtMost(1, 0.5, new Leaf(0, 50), new Leaf(10, 50));
        assertExplained(
                TreeModel.of(numbers(2), Output.LOG_ODDS, 0, List.of(and, more)), new Object[] {1, 1}, 25, 90, 30, 35);
    }

    @Test
    void logOddsAndProbabilities() {
        List<TreeNode> half = List.of(new Leaf(0.8, 1));
        assertThat(TreeModel.of(numbers(1), Output.LOG_ODDS, 0, half).score(new Object[] {1}))
                .isCloseTo(0.689974, within(1e-6));
        assertThat(TreeModel.of(numbers(1), Output.PROBABILITY, 0.1, half).score(new Object[] {1}))
                .isCloseTo(0.9, within(1e-12));
        assertThat(TreeModel.of(numbers(1), Output.PROBABILITY, 0.3, half).score(new Object[] {1}))
                .isEqualTo(1);
    }

    /** Numbers with an indicator of missing ones, levels, flags: some features have two slots. */
    static FeatureEncoder mixed() {
        return FeatureEncoder.of(List.of(
                new Encoding.Numeric("a", 0.3, true),
                new Encoding.Index("b", Levels.of(List.of("x", "y", "z"))),
                new Encoding.Flag("c"),
                new Encoding.Numeric("d", 0.5, false),
                new Encoding.Plain("f"),
                new Encoding.Index(
                        "e",
                        Levels.of(IntStream.range(0, 70).mapToObj(i -> "l" + i).toList()))));
    }

    static Object[] row(Random random) {
        return new Object[] {
            random.nextInt(4) == 0 ? null : random.nextInt(5) / 4.0,
            List.of("x", "y", "z", "unseen").get(random.nextInt(4)),
            random.nextInt(3) == 0 ? null : random.nextBoolean(),
            random.nextInt(5) / 4.0,
            random.nextInt(3) == 0 ? null : random.nextInt(5) / 4.0,
            random.nextInt(5) == 0 ? null : "l" + random.nextInt(72)
        };
    }

    @Test
    void missingNumbersGoWhereTheSplitSends() {
        FeatureEncoder encoder = FeatureEncoder.of(List.of(new Encoding.Plain("a"), new Encoding.Plain("b")));
        TreeNode tree =
                new AtMostOrMissing(0, 0.5, new AtMost(1, 2, new Leaf(1, 10), new Leaf(2, 20)), new Leaf(4, 30));
        TreeModel model = TreeModel.of(encoder, Output.NUMBER, 0, List.of(tree));
        assertThat(model.score(new Object[] {null, 1})).isEqualTo(1);
        assertThat(model.score(new Object[] {Double.NaN, null})).isEqualTo(2);
        assertThat(model.score(new Object[] {0.6, null})).isEqualTo(4);
        Explanation explanation = model.explain(new Object[] {null, null});
        assertThat(explanation.baseValue()
                        + explanation.contributions().stream()
                                .mapToDouble(Contribution::amount)
                                .sum())
                .isCloseTo(2, within(1e-12));
        ModelFile file = new ModelFile(model, Map.of());
        assertThat(ModelFile.read(file.bytes(), file.digest()).model()).isEqualTo(model);
    }

    static TreeNode tree(Random random, FeatureEncoder encoder, int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return new Leaf(random.nextInt(41) - 20, 1 + random.nextInt(50));
        }
        int slot = random.nextInt(encoder.width());
        TreeNode yes = tree(random, encoder, depth - 1);
        TreeNode no = tree(random, encoder, depth - 1);
        Encoding encoding = encoder.encodings().get(encoder.featureOf(slot));
        if (encoding instanceof Encoding.Index index) {
            List<Integer> levels = IntStream.range(0, index.levelCounts()[0])
                    .filter(level -> level == 0 || random.nextBoolean())
                    .boxed()
                    .toList();
            return new OneOf(slot, levels, yes, no);
        }
        double threshold = random.nextInt(5) / 4.0 - (random.nextBoolean() ? 0.125 : 0);
        return random.nextBoolean()
                ? new AtMost(slot, threshold, yes, no)
                : new AtMostOrMissing(slot, threshold, yes, no);
    }

    @Property(tries = 150)
    void equalsTreesThatAreWalkedAndTheSumOverSubsets(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureEncoder encoder = mixed();
        List<TreeNode> trees = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            trees.add(tree(random, encoder, 1 + random.nextInt(6)));
        }
        TreeModel model = TreeModel.of(encoder, Output.LOG_ODDS, random.nextInt(3), trees);
        ModelFile file = new ModelFile(model, Map.of("a", "b"));
        assertThat(ModelFile.read(file.bytes(), file.digest())).isEqualTo(file);
        for (int i = 0; i < 5; i++) {
            Object[] row = row(random);
            double[] slots = new double[encoder.width()];
            encoder.encode(row, slots);
            double walked = model.intercept();
            for (TreeNode tree : trees) {
                walked += known(tree, slots, encoder, ~0);
            }
            Explanation found = model.explain(row);
            assertThat(found.rawScore()).isEqualTo(walked);
            double sum = found.baseValue();
            for (int feature = 0; feature < encoder.featureCount(); feature++) {
                double amount = found.contributions().get(feature).amount();
                sum += amount;
                assertThat(amount).isCloseTo(shapley(trees, slots, encoder, feature), within(ROUNDING));
            }
            assertThat(sum).isCloseTo(walked, within(ROUNDING * Math.max(1, Math.abs(walked))));
        }
    }

    /** A tree of twelve features, so deep that some are asked for again. */
    @Property(tries = 300)
    void contributionsEqualTheSumOverSubsets(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureEncoder encoder = numbers(12);
        TreeNode tree = tree(random, encoder, 2 + random.nextInt(8));
        TreeModel model = TreeModel.of(encoder, Output.NUMBER, 0, List.of(tree));
        double[] slots =
                IntStream.range(0, 12).mapToDouble(i -> random.nextInt(5) / 4.0).toArray();
        double[] found = new double[12];
        model.contributionsOf(slots, found);
        int feature = random.nextInt(12);
        assertThat(found[feature]).isCloseTo(shapley(List.of(tree), slots, encoder, feature), within(ROUNDING));
        assertThat(model.baseValue() + DoubleStream.of(found).sum())
                .isCloseTo(model.rawScoreOf(slots), within(ROUNDING));
    }

    @Test
    void deepTreesAreExplainedToo() {
        TreeNode tree = new Leaf(1, 10);
        for (int depth = 0; depth < 40; depth++) {
            tree = new AtMost(depth, 0.5, new Leaf(depth, 1 + depth % 7), tree);
        }
        FeatureEncoder encoder = numbers(40);
        TreeModel model = TreeModel.of(encoder, Output.NUMBER, 0, List.of(tree));
        for (int row = 0; row < 40; row++) {
            int turn = row;
            Explanation found = model.explain(
                    IntStream.range(0, 40).mapToObj(i -> i < turn ? 1 : 0).toArray());
            double sum = found.baseValue()
                    + found.contributions().stream()
                            .mapToDouble(Contribution::amount)
                            .sum();
            assertThat(sum).isCloseTo(found.rawScore(), within(ROUNDING));
        }
    }

    @Test
    void quadratureIsExactForPolynomials() {
        for (int degree = 0; degree < 80; degree++) {
            Quadrature quadrature = Quadrature.ofDegree(degree);
            double sum = 0;
            for (int i = 0; i < quadrature.count(); i++) {
                sum += quadrature.weight(i) * Math.pow(quadrature.point(i), degree);
            }
            assertThat(sum).isCloseTo(1.0 / (degree + 1), within(1e-14));
        }
    }

    /** What a tree says where some features are known, and branches of others are averaged by cover. */
    private static double known(TreeNode node, double[] slots, FeatureEncoder encoder, int features) {
        if (node instanceof Leaf leaf) {
            return leaf.value();
        }
        Split split = (Split) node;
        double yes = known(split.yes(), slots, encoder, features);
        double no = known(split.no(), slots, encoder, features);
        if ((features >>> encoder.featureOf(split.slot()) & 1) == 1) {
            boolean isYes = isYes(split, slots[split.slot()]);
            return isYes ? yes : no;
        }
        return (yes * split.yes().cover() + no * split.no().cover()) / split.cover();
    }

    private static boolean isYes(Split split, double value) {
        if (split instanceof OneOf oneOf) {
            return oneOf.levels().contains((int) value);
        }
        return split instanceof AtMost atMost
                ? value <= atMost.threshold()
                : !(value > ((AtMostOrMissing) split).threshold());
    }

    private static double shapley(List<TreeNode> trees, double[] slots, FeatureEncoder encoder, int feature) {
        return shapley(
                encoder.featureCount(),
                feature,
                features -> trees.stream()
                        .mapToDouble(tree -> known(tree, slots, encoder, features))
                        .sum());
    }

    /**
     * A Shapley value by the sum over all subsets.
     *
     * @param game what is said where the features of some bits are known
     */
    static double shapley(int count, int feature, IntToDoubleFunction game) {
        double sum = 0;
        for (int others = 0; others < 1 << count; others++) {
            if ((others >>> feature & 1) == 0) {
                int size = Integer.bitCount(others);
                double weight = factorial(size) * factorial(count - size - 1) / factorial(count);
                sum += weight * (game.applyAsDouble(others | 1 << feature) - game.applyAsDouble(others));
            }
        }
        return sum;
    }

    private static double factorial(int number) {
        return number < 2 ? 1 : number * factorial(number - 1);
    }

    @Test
    void whatIsNoTreeIsRefused() {
        assertThatThrownBy(() -> new Leaf(Double.NaN, 1)).hasMessageContaining("must be finite, found NaN");
        assertThatThrownBy(() -> new Leaf(1, 0)).hasMessageContaining("must be more than 0, found 0");
        assertThatThrownBy(() -> new OneOf(0, List.of(), new Leaf(1, 1), new Leaf(1, 1)))
                .hasMessageContaining("levels must be one or more");
        assertThatThrownBy(() -> TreeModel.of(numbers(1), Output.LOG_ODDS, 0, List.of()))
                .hasMessageContaining("at least one tree");
        assertThatThrownBy(() -> TreeModel.of(
                        numbers(1), Output.LOG_ODDS, 0, List.of(new AtMost(1, 0, new Leaf(1, 1), new Leaf(1, 1)))))
                .hasMessageContaining("slots");
    }
}
