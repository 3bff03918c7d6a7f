package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.model.ChangeSplit.Rows;
import io.headrace.model.ChangeSplit.Split;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Splits beside the mean, over all orders in which model and features can be exchanged, of what each exchange changes. */
class ChangeSplitTest {
    private static final double ROUNDING = 5e-9;

    /** What each exchange changes, in the mean over all orders with the model first or last; the model's place is 0. */
    private static double[] byAllOrders(
            List<String> features,
            ToDoubleFunction<Map<String, Object>> before,
            ToDoubleFunction<Map<String, Object>> after,
            Map<String, Object> first,
            Map<String, Object> second) {
        List<List<Integer>> orders = new ArrayList<>();
        permutations(features.size(), new ArrayList<>(), orders);
        double[] parts = new double[features.size() + 1];
        for (List<Integer> order : orders) {
            for (boolean isModelFirst : List.of(true, false)) {
                Map<String, Object> row = new HashMap<>(first);
                ToDoubleFunction<Map<String, Object>> asked = isModelFirst ? after : before;
                double known = asked.applyAsDouble(row);
                parts[0] += isModelFirst ? known - before.applyAsDouble(row) : 0;
                for (int feature : order) {
                    row.put(features.get(feature), second.get(features.get(feature)));
                    double now = asked.applyAsDouble(row);
                    parts[feature + 1] += now - known;
                    known = now;
                }
                parts[0] += isModelFirst ? 0 : after.applyAsDouble(row) - known;
            }
        }
        return Arrays.stream(parts).map(part -> part / (2 * orders.size())).toArray();
    }

    private static void permutations(int count, List<Integer> begun, List<List<Integer>> all) {
        if (begun.size() == count) {
            all.add(List.copyOf(begun));
            return;
        }
        for (int next = 0; next < count; next++) {
            if (!begun.contains(next)) {
                begun.add(next);
                permutations(count, begun, all);
                begun.remove(begun.size() - 1);
            }
        }
    }

    private static Object[] row(CompiledModel model, Map<String, Object> values) {
        return model.encoder().featureNames().stream().map(values::get).toArray();
    }

    private static Rows rows(CompiledModel model, Map<String, Object> first, Map<String, Object> second) {
        return Rows.of(row(model, first), row(model, second));
    }

    private static Split split(
            Predictor before, Predictor after, Map<String, Object> first, Map<String, Object> second) {
        return ChangeSplit.between(before, after)
                .of(rows(before.model(), first, second), rows(after.model(), first, second));
    }

    private static void assertByAllOrders(
            CompiledModel before, CompiledModel after, Map<String, Object> first, Map<String, Object> second) {
        Split found = split(Predictor.of(before), Predictor.of(after), first, second);
        List<String> features =
                ChangeSplit.between(Predictor.of(before), Predictor.of(after)).features();
        double[] expected = byAllOrders(
                features,
                values -> before.rawScore(row(before, values)),
                values -> after.rawScore(row(after, values)),
                first,
                second);
        assertSums(found.scores());
        assertThat(found.scores().from().doubleValue())
                .isCloseTo(before.rawScore(row(before, first)), within(ROUNDING));
        assertThat(found.scores().to().doubleValue()).isCloseTo(after.rawScore(row(after, second)), within(ROUNDING));
        assertThat(found.firstRawScore()).isEqualTo(before.rawScore(row(before, first)));
        assertThat(found.secondRawScore()).isEqualTo(after.rawScore(row(after, second)));
        assertThat(found.scores().model().doubleValue()).isCloseTo(expected[0], within(ROUNDING));
        for (int feature = 0; feature < features.size(); feature++) {
            assertThat(found.scores().features().get(feature).doubleValue())
                    .as(features.get(feature))
                    .isCloseTo(expected[feature + 1], within(ROUNDING));
        }
        assertSums(found.predictions());
    }

    /** To the last digit that is shown. */
    private static void assertSums(ChangeParts parts) {
        assertThat(parts.from().add(parts.model()).add(parts.data())).isEqualTo(parts.to());
        assertThat(parts.to().scale()).isEqualTo(ChangeParts.DECIMALS);
        for (int decimals : List.of(0, 3, 6)) {
            ChangeParts fewer = parts.rounded(decimals);
            assertThat(fewer.from().add(fewer.model()).add(fewer.data())).isEqualTo(fewer.to());
            assertThat(fewer.change().doubleValue())
                    .isCloseTo(parts.change().doubleValue(), within(Math.pow(10, -decimals)));
        }
    }

    private static Map<String, Object> values(FeatureEncoder encoder, Object[] row) {
        Map<String, Object> values = new HashMap<>();
        for (int feature = 0; feature < row.length; feature++) {
            values.put(encoder.featureName(feature), row[feature]);
        }
        return values;
    }

    /** A row of {@link TreeModelTest#mixed} that a linear model can score, too. */
    private static Map<String, Object> row(FeatureEncoder encoder, Random random) {
        Map<String, Object> row = values(encoder, TreeModelTest.row(random));
        row.putIfAbsent("f", 0.25);
        return row;
    }

    private static TreeModel trees(Random random, FeatureEncoder encoder, Output output) {
        List<TreeNode> trees = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> TreeModelTest.tree(random, encoder, 1 + random.nextInt(6)))
                .toList();
        return TreeModel.of(encoder, output, random.nextInt(3), trees);
    }

    private static LinearModel linear(Random random, FeatureEncoder encoder, Output output) {
        return LinearModel.of(
                encoder,
                output,
                random.nextGaussian(),
                random.doubles(encoder.width(), -2, 2).toArray(),
                random.doubles(encoder.width()).toArray());
    }

    @Property(seed = "21", tries = 12)
    void modelsOfEachFamilyAreSplitAsByAllOrders(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureEncoder encoder = TreeModelTest.mixed();
        Map<String, Object> first = row(encoder, random);
        Map<String, Object> second = row(encoder, random);
        for (Output output : List.of(Output.LOG_ODDS, Output.NUMBER)) {
            assertByAllOrders(trees(random, encoder, output), trees(random, encoder, output), first, second);
            assertByAllOrders(linear(random, encoder, output), trees(random, encoder, output), first, second);
        }
        FeatureEncoder numbers = TreeModelTest.numbers(4);
        assertByAllOrders(
                linear(random, numbers, Output.LOG),
                linear(random, numbers, Output.LOG),
                values(numbers, random.doubles(4).boxed().toArray()),
                values(numbers, random.doubles(4).boxed().toArray()));
    }

    @Property(seed = "22", tries = 100)
    void modelsMayHaveOtherFeatures(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureEncoder old = FeatureEncoder.of(List.of(new Encoding.Plain("a"), new Encoding.Plain("b")));
        FeatureEncoder now =
                FeatureEncoder.of(List.of(new Encoding.Plain("c"), new Encoding.Plain("b"), new Encoding.Plain("d")));
        Map<String, Object> first = numbers(random);
        Map<String, Object> second = numbers(random);
        assertByAllOrders(trees(random, old, Output.LOG_ODDS), linear(random, now, Output.LOG_ODDS), first, second);
        assertThat(ChangeSplit.between(
                                Predictor.of(linear(random, old, Output.NUMBER)),
                                Predictor.of(linear(random, now, Output.NUMBER)))
                        .features())
                .containsExactly("c", "b", "d", "a");
    }

    private static Map<String, Object> numbers(Random random) {
        Map<String, Object> row = new HashMap<>();
        List.of("a", "b", "c", "d").forEach(name -> row.put(name, random.nextDouble()));
        return row;
    }

    @Property(seed = "23", tries = 100)
    void whatIsTheSameHasNoPart(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureEncoder encoder = TreeModelTest.mixed();
        TreeModel model = trees(random, encoder, Output.LOG_ODDS);
        Map<String, Object> first = row(encoder, random);
        Map<String, Object> second = row(encoder, random);
        String kept = encoder.featureName(random.nextInt(encoder.featureCount()));
        second.put(kept, first.get(kept));
        Split data = split(Predictor.of(model), Predictor.of(model), first, second);
        assertThat(data.scores().model()).isZero();
        assertThat(data.predictions().model()).isZero();
        assertThat(data.scores().features().get(encoder.featureNames().indexOf(kept)))
                .isZero();
        Split ofModel =
                split(Predictor.of(model), Predictor.of(linear(random, encoder, Output.LOG_ODDS)), first, first);
        assertThat(ofModel.scores().features()).allMatch(part -> part.signum() == 0);
        assertThat(ofModel.scores().model()).isEqualTo(ofModel.scores().change());
        assertThat(ofModel.predictions().data()).isZero();
        Split nothing = split(Predictor.of(model), Predictor.of(model), first, first);
        assertThat(nothing.scores().change()).isZero();
        assertThat(nothing.predictions().change()).isZero();
    }

    /** A forest of probabilities after a regression of log-odds: scores are split, and each Shapley value is scaled. */
    @Property(seed = "24", tries = 200)
    void otherScalesAreComparedByScores(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureEncoder encoder = TreeModelTest.numbers(3);
        LinearModel before = linear(random, encoder, Output.LOG_ODDS);
        TreeNode leaves = new TreeNode.AtMost(
                0,
                0.5,
                new TreeNode.AtMost(1, 0.5, new TreeNode.Leaf(0.1, 20), new TreeNode.Leaf(0.4, 20)),
                new TreeNode.Leaf(0.9, 60));
        TreeModel after = TreeModel.of(encoder, Output.PROBABILITY, 0, List.of(leaves));
        Map<String, Object> first = values(encoder, random.doubles(3).boxed().toArray());
        Map<String, Object> second = values(encoder, random.doubles(3).boxed().toArray());
        ChangeSplit split = ChangeSplit.between(Predictor.of(before), Predictor.of(after));
        ChangeParts found = split.of(rows(before, first, second), rows(after, first, second))
                .scores();
        assertThat(split.isOfRawScores()).isFalse();
        assertSums(found);
        double a = before.score(row(before, first));
        double b = before.score(row(before, second));
        double c = after.score(row(after, first));
        double d = after.score(row(after, second));
        assertThat(found.from().doubleValue()).isCloseTo(a, within(ROUNDING));
        assertThat(found.to().doubleValue()).isCloseTo(d, within(ROUNDING));
        assertThat(found.model().doubleValue()).isCloseTo((c - a + d - b) / 2, within(ROUNDING));
        double slope = (b - a) / (before.rawScore(row(before, second)) - before.rawScore(row(before, first)));
        double[] ofAfter = byAllOrders(
                encoder.featureNames(), values -> after.rawScore(row(after, values)), values -> 0, first, second);
        for (int feature = 0; feature < 3; feature++) {
            String name = encoder.featureName(feature);
            double ofBefore =
                    before.coefficients()[feature] * ((double) second.get(name) - (double) first.get(name)) * slope;
            // Half of the orders ask the model that is always 0.
            assertThat(found.features().get(feature).doubleValue())
                    .isCloseTo(ofBefore / 2 + ofAfter[feature + 1], within(ROUNDING));
        }
    }

    /** Contributions that cancel leave the score as it is; their parts still do not explode. */
    @Test
    void partsThatCancelHaveTheSlopeAroundTheScore() {
        FeatureEncoder encoder = TreeModelTest.numbers(2);
        LinearModel before = LinearModel.of(encoder, Output.LOG_ODDS, 0, new double[] {1, 1}, new double[2]);
        TreeModel after = TreeModel.of(encoder, Output.PROBABILITY, 0.5, List.of(new TreeNode.Leaf(0, 1)));
        Object[] first = {0.25, -0.25};
        Object[] second = {-0.75, 0.75};
        ChangeParts found = ChangeSplit.between(Predictor.of(before), Predictor.of(after))
                .of(Rows.of(first, second), Rows.of(first, second))
                .scores();
        assertThat(found.change()).isZero();
        assertThat(found.features().get(0)).isEqualByComparingTo("-0.125");
        assertThat(found.features().get(1)).isEqualByComparingTo("0.125");
    }

    @Test
    void predictionsAreCalibratedAndTheCalibratorIsOfTheModel() {
        FeatureEncoder encoder = TreeModelTest.numbers(1);
        LinearModel model = LinearModel.of(encoder, Output.LOG_ODDS, 0, new double[] {1}, new double[1]);
        Predictor before = Predictor.of(model, Calibrator.NONE);
        Predictor after = Predictor.of(model, new Calibrator.Platt(1, -1));
        Rows rows = Rows.of(new Object[] {0.0}, new Object[] {1.0});
        Split found = ChangeSplit.between(before, after).of(rows, rows);
        assertThat(found.scores().model()).isZero();
        assertThat(found.scores().data()).isEqualByComparingTo("1");
        ChangeParts predictions = found.predictions();
        assertSums(predictions);
        double old = 0.5;
        double oldOfSecond = 1 / (1 + Math.exp(-1));
        double newOfFirst = 1 / (1 + Math.exp(1));
        double now = 0.5;
        assertThat(predictions.from()).isEqualByComparingTo("0.5");
        assertThat(predictions.to()).isEqualByComparingTo("0.5");
        assertThat(predictions.model().doubleValue())
                .isCloseTo((newOfFirst - old + now - oldOfSecond) / 2, within(ROUNDING));
    }

    @Test
    void ofClassesItIsTheOnePredictedAtLast() {
        ClassModel before = (ClassModel) Examples.CLASSES.model();
        ClassModel after =
                ClassModel.of(List.of("NO", "<30", ">30"), List.of(before.part(2), before.part(0), before.part(1)));
        Map<String, Object> first = new HashMap<>(Map.of("days", 2.0, "age", "[70-80)"));
        Map<String, Object> second = Map.of("days", 20.0, "age", "[70-80)");
        Split found = split(Predictor.of(before), Predictor.of(after), first, second);
        assertThat(found.ofClass()).contains("<30");
        assertSums(found.scores());
        assertThat(found.scores().model()).as("only the order differs").isZero();
        assertThat(found.scores().features())
                .extracting(BigDecimal::doubleValue)
                .containsExactly(0.25 * 18, 0.0);
        assertThat(found.predictions().to().doubleValue()).isCloseTo(after.score(row(after, second)), within(ROUNDING));
        ClassModel other = ClassModel.of(List.of("yes", "NO"), List.of(before.part(0), before.part(2)));
        assertThatThrownBy(() -> split(Predictor.of(before), Predictor.of(other), first, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class yes is not one of [<30, >30, NO]");
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        FeatureEncoder encoder = TreeModelTest.numbers(1);
        Random random = new Random(1);
        LinearModel number = linear(random, encoder, Output.NUMBER);
        LinearModel odds = linear(random, encoder, Output.LOG_ODDS);
        assertThatThrownBy(() -> ChangeSplit.between(Predictor.of(number), Predictor.of(odds)))
                .hasMessageContaining("labels of different kinds: number and log-odds");
        assertThatThrownBy(() -> ChangeSplit.between(Predictor.of(odds), Predictor.of(Examples.CLASSES)))
                .hasMessageContaining("labels of different kinds");
        LinearModel huge = LinearModel.of(encoder, Output.NUMBER, 1e18, new double[1], new double[1]);
        Rows rows = Rows.of(new Object[] {0.0}, new Object[] {1.0});
        assertThatThrownBy(() -> ChangeSplit.between(Predictor.of(number), Predictor.of(huge))
                        .of(rows, rows))
                .hasMessageContaining("too large to be split to nine decimals");
    }

    /** Beside a term of 1e12 a double holds a step of 0.1 to some 1e-4, although the raw scores are small. */
    @Test
    void termsThatDoublesCannotHoldAreRefused() {
        FeatureEncoder encoder = TreeModelTest.numbers(2);
        LinearModel model = LinearModel.of(encoder, Output.NUMBER, -1e12, new double[] {1, 1e12}, new double[2]);
        Rows rows = Rows.of(new Object[] {0.0, 1.0}, new Object[] {0.1, 1.0});
        assertThatThrownBy(() -> ChangeSplit.between(Predictor.of(model), Predictor.of(model))
                        .of(rows, rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sums to 0.1: its terms are too large for doubles");
    }

    @Test
    void meansOfSumsAreRoundedToo() {
        ChangeParts sums = ChangeParts.rounded(
                BigDecimal.ZERO,
                BigDecimal.ONE,
                new BigDecimal("0.5"),
                List.of(new BigDecimal("0.25"), new BigDecimal("0.25")),
                2);
        ChangeParts means = sums.dividedBy(3, 4);
        assertThat(means.model()).isEqualByComparingTo("0.1667");
        assertThat(means.features()).containsExactly(new BigDecimal("0.0833"), new BigDecimal("0.0833"));
        assertThat(means.change()).isEqualByComparingTo("0.3333");
        assertThatThrownBy(() -> new ChangeParts(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ZERO, List.of()))
                .hasMessageContaining("the parts sum to 0, the change is 1");
    }
}
