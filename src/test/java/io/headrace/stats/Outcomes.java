package io.headrace.stats;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Examples with known answers, and generated ones. */
final class Outcomes {
    /** The example of calibration and gains: five positives among ten rows, no ties. */
    static final BinaryOutcomes CALIBRATION_EXAMPLE =
            of("0001011011", 0.05, 0.12, 0.18, 0.25, 0.33, 0.48, 0.62, 0.71, 0.83, 0.95);

    private Outcomes() {}

    /** Labels as a text of 0 and 1. */
    static BinaryOutcomes of(String labels, double... scores) {
        return BinaryOutcomes.of(scores, labels(labels));
    }

    static boolean[] labels(String text) {
        boolean[] labels = new boolean[text.length()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = text.charAt(row) == '1';
        }
        return labels;
    }

    static double[] scores(BinaryOutcomes outcomes) {
        double[] scores = new double[outcomes.rows()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = outcomes.score(row);
        }
        return scores;
    }

    static boolean[] labels(BinaryOutcomes outcomes) {
        boolean[] labels = new boolean[outcomes.rows()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = outcomes.isPositive(row);
        }
        return labels;
    }

    /** The same labels with the scores changed one by one. */
    static BinaryOutcomes withScores(BinaryOutcomes outcomes, DoubleUnaryOperator change) {
        return BinaryOutcomes.of(Arrays.stream(scores(outcomes)).map(change).toArray(), labels(outcomes));
    }

    /** The rows of the first, then those of the second. */
    static BinaryOutcomes joined(BinaryOutcomes first, BinaryOutcomes second) {
        int rows = first.rows() + second.rows();
        double[] scores = new double[rows];
        boolean[] labels = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            BinaryOutcomes source = row < first.rows() ? first : second;
            int own = row < first.rows() ? row : row - first.rows();
            scores[row] = source.score(own);
            labels[row] = source.isPositive(own);
        }
        return BinaryOutcomes.of(scores, labels);
    }

    /** Two or more rows of each class, with many ties: scores are twentieths from 0 to 1. */
    static Arbitrary<BinaryOutcomes> tied() {
        return sized(2, 40).flatMap(labels -> scores(labels.length).map(scores -> BinaryOutcomes.of(scores, labels)));
    }

    /** Two scores of the same rows, both with many ties. */
    static Arbitrary<Pair> tiedPairs() {
        return sized(2, 40)
                .flatMap(labels -> Combinators.combine(scores(labels.length), scores(labels.length))
                        .as((first, second) ->
                                new Pair(BinaryOutcomes.of(first, labels), BinaryOutcomes.of(second, labels))));
    }

    record Pair(BinaryOutcomes first, BinaryOutcomes second) {}

    private static Arbitrary<boolean[]> sized(int fewestOfEachClass, int mostOthers) {
        return Arbitraries.of(true, false).list().ofMaxSize(mostOthers).map(others -> {
            boolean[] labels = new boolean[2 * fewestOfEachClass + others.size()];
            for (int row = 0; row < labels.length; row++) {
                labels[row] = row < others.size() ? others.get(row) : row % 2 == 0;
            }
            return labels;
        });
    }

    private static Arbitrary<double[]> scores(int rows) {
        return Arbitraries.integers()
                .between(0, 20)
                .map(twentieths -> twentieths / 20.0)
                .array(Double[].class)
                .ofSize(rows)
                .map(boxed ->
                        Arrays.stream(boxed).mapToDouble(Double::doubleValue).toArray());
    }
}
