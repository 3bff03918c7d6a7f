package io.headrace.train;

import io.headrace.model.TargetMeans;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * What encoders are fitted to: counts, sums and levels of raw features, and of the labels that go with levels, fold by fold.
 *
 * <p>Of rows that hold the features, then {@code label}, {@code weight} and {@code fold}.
 */
final class FeatureStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean[] wantMeans;
    private final boolean hasClasses;
    private final long[] nulls;
    private final double[] sums;
    private final ArrayList<TreeMap<String, Long>> levels = new ArrayList<>();
    private final TreeMap<Integer, Double> classWeights = new TreeMap<>();
    private final ArrayList<TreeMap<String, double[]>> answers = new ArrayList<>();
    private long rows;

    /**
     * Of no rows.
     *
     * @param wantMeans for each feature whether labels are summed by its levels
     * @param hasClasses whether labels are the places of classes
     */
    FeatureStatistics(int width, boolean[] wantMeans, boolean hasClasses) {
        this.wantMeans = wantMeans.clone();
        this.hasClasses = hasClasses;
        this.nulls = new long[width];
        this.sums = new double[width];
        for (int i = 0; i < width; i++) {
            levels.add(new TreeMap<>());
            answers.add(new TreeMap<>());
        }
    }

    FeatureStatistics with(Iterator<Row> more) {
        more.forEachRemaining(this::add);
        return this;
    }

    private void add(Row row) {
        rows++;
        int width = nulls.length;
        double weight = row.getDouble(width + 1);
        if (hasClasses) {
            classWeights.merge((int) row.getDouble(width), weight, Double::sum);
        }
        for (int i = 0; i < width; i++) {
            Object value = row.get(i);
            if (wantMeans[i]) {
                addAnswer(i, (String) value, row.getDouble(width) * weight, weight, row.getInt(width + 2));
            } else if (value == null || (value instanceof Double number && number.isNaN())) {
                nulls[i]++;
            } else if (value instanceof Number number) {
                sums[i] += number.doubleValue();
            } else if (value instanceof String level) {
                levels.get(i).merge(level, 1L, Long::sum);
            }
        }
    }

    /** Levels are kept behind a mark, as null is one too: sum of labels and of weights for each fold. */
    private void addAnswer(int feature, String level, double answer, double weight, int fold) {
        double[] folds = answers.get(feature)
                .computeIfAbsent(level == null ? "" : "=" + level, key -> new double[2 * FittingPipelines.FOLDS]);
        folds[2 * fold] += answer;
        folds[2 * fold + 1] += weight;
    }

    FeatureStatistics plus(FeatureStatistics other) {
        FeatureStatistics sum = new FeatureStatistics(nulls.length, wantMeans, hasClasses);
        for (FeatureStatistics part : List.of(this, other)) {
            sum.rows += part.rows;
            part.classWeights.forEach((label, weight) -> sum.classWeights.merge(label, weight, Double::sum));
            for (int i = 0; i < nulls.length; i++) {
                int feature = i;
                sum.nulls[i] += part.nulls[i];
                sum.sums[i] += part.sums[i];
                part.levels
                        .get(i)
                        .forEach((level, count) -> sum.levels.get(feature).merge(level, count, Long::sum));
                part.answers
                        .get(i)
                        .forEach((level, folds) ->
                                sum.answers.get(feature).merge(level, folds.clone(), FeatureStatistics::added));
            }
        }
        return sum;
    }

    /** Place by place, of the same length. */
    static double[] added(double[] left, double[] right) {
        double[] sum = left.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += right[i];
        }
        return sum;
    }

    long rows() {
        return rows;
    }

    long nulls(int feature) {
        return nulls[feature];
    }

    /** The mean of the values that are there; 0 if there are none. */
    double mean(int feature) {
        long present = rows - nulls[feature];
        return present == 0 ? 0 : sums[feature] / present;
    }

    Map<String, Long> levels(int feature) {
        return levels.get(feature);
    }

    /**
     * The encoding of a feature by mean labels.
     *
     * @param without a fold that is left out; {@link FittingPipelines#FOLDS} for none
     */
    TargetMeans means(int feature, String name, int without, double smoothing) {
        double[] missing = new double[2];
        double[] all = new double[2];
        Map<String, double[]> known = new HashMap<>();
        answers.get(feature).forEach((level, folds) -> {
            double[] sum = new double[2];
            for (int fold = 0; fold < FittingPipelines.FOLDS; fold++) {
                if (fold != without) {
                    sum[0] += folds[2 * fold];
                    sum[1] += folds[2 * fold + 1];
                }
            }
            all[0] += sum[0];
            all[1] += sum[1];
            if (level.isEmpty()) {
                missing[0] = sum[0];
                missing[1] = sum[1];
            } else if (sum[1] > 0) {
                known.put(level.substring(1), sum);
            }
        });
        return TargetMeans.of(name, known, missing, all, smoothing);
    }

    /** What each class's rows are multiplied by so that all classes count the same in sum; empty where they count as they are. */
    double[] factors(boolean balanced) {
        if (!balanced) {
            return new double[0];
        }
        double all =
                classWeights.values().stream().mapToDouble(Double::doubleValue).sum();
        double[] factors = new double[classWeights.lastKey() + 1];
        classWeights.forEach((label, weight) -> factors[label] = all / (classWeights.size() * weight));
        return factors;
    }
}
