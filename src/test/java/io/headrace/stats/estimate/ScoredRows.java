package io.headrace.stats.estimate;

import io.headrace.stats.BinaryOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rows by hand and by chance, and the slow way to count on them. */
record ScoredRows(List<Row> rows) {
    record Row(double probability, Side decision, Side label) {}

    /** Scores with a threshold of 0.5 and labels that have their probability. */
    static ScoredRows calibrated(SplittableRandom random, int rows) {
        List<Row> made = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            made.add(row(random, Math.pow(random.nextDouble(), 1.5)));
        }
        return new ScoredRows(made);
    }

    /** The same with scores in the middle of bins. */
    static ScoredRows centred(SplittableRandom random, int rows) {
        List<Row> made = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            made.add(row(random, (random.nextInt(ScoreBins.COUNT) + 0.5) / ScoreBins.COUNT));
        }
        return new ScoredRows(made);
    }

    static Row row(SplittableRandom random, double probability) {
        return new Row(
                probability,
                probability > 0.5 ? Side.POSITIVE : Side.NEGATIVE,
                random.nextDouble() < probability ? Side.POSITIVE : Side.NEGATIVE);
    }

    static ScoredRows of(double[] probabilities, int[] labels) {
        List<Row> made = new ArrayList<>();
        for (int row = 0; row < probabilities.length; row++) {
            made.add(new Row(
                    probabilities[row],
                    probabilities[row] > 0.5 ? Side.POSITIVE : Side.NEGATIVE,
                    labels[row] == 1 ? Side.POSITIVE : Side.NEGATIVE));
        }
        return new ScoredRows(made);
    }

    ScoreCounts counts() {
        ScoreCounts.Counter counter = new ScoreCounts.Counter();
        rows.forEach(row -> counter.add(row.probability(), row.decision()));
        return counter.counts();
    }

    LabelledCounts labelled() {
        LabelledCounts.Counter counter = new LabelledCounts.Counter();
        rows.forEach(row -> counter.add(row.probability(), row.decision(), row.label()));
        return counter.counts();
    }

    BinaryOutcomes outcomes() {
        boolean[] labels = new boolean[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.get(row).label() == Side.POSITIVE;
        }
        return BinaryOutcomes.of(probabilities(), labels);
    }

    double[] probabilities() {
        return rows.stream().mapToDouble(Row::probability).toArray();
    }

    /** Expected rows that were decided so and are so. */
    double expected(Side decision, Side label) {
        return rows.stream()
                .filter(row -> row.decision() == decision)
                .mapToDouble(row -> label == Side.POSITIVE ? row.probability() : 1 - row.probability())
                .sum();
    }

    /** Over all pairs, each row beside itself as a tie. */
    double expectedAuc() {
        double wins = 0;
        for (Row first : rows) {
            for (Row second : rows) {
                double pair = first.probability() * (1 - second.probability());
                wins += first.probability() > second.probability()
                        ? pair
                        : first.probability() == second.probability() ? pair / 2 : 0;
            }
        }
        double positives = rows.stream().mapToDouble(Row::probability).sum();
        return wins / (positives * (rows.size() - positives));
    }

    /** Expected positives at or above each row's score over the rows there. */
    double expectedAveragePrecision() {
        double sum = 0;
        for (Row row : rows) {
            double positives = 0;
            int above = 0;
            for (Row other : rows) {
                if (other.probability() >= row.probability()) {
                    positives += other.probability();
                    above++;
                }
            }
            sum += row.probability() * positives / above;
        }
        return sum / rows.stream().mapToDouble(Row::probability).sum();
    }
}
