package io.headrace.train;

import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;

import io.headrace.metric.Target;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.RocAuc;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is wrong with features, found on the training rows before anything is fitted.
 *
 * <p>A feature without a value, or with one value only, holds no information and is named. A feature that alone separates the labels (AUC of
 * {@value #LEAK} or more in either direction; a text of up to {@value #LEVELS} levels by the rate of each), whose being missing does so,
 * or that is proportional to a numeric label, leaks the label, which refuses the run. Of more than {@value #ROWS}
 * rows leaks are looked for in those of a share of the entities, chosen by a hash.
 */
final class FeatureChecks {
    private static final double LEAK = 0.999;
    private static final double SAME = 1 - 1e-9;
    private static final int LEAST_OF_EACH = 20;
    private static final int LEVELS = 100;
    private static final int ROWS = 50_000;
    private static final int BUCKETS = 1_000_000;

    private final TrainSpec spec;

    FeatureChecks(TrainSpec spec) {
        this.spec = spec;
    }

    /** Names of features without information, each with why; refuses leaks. */
    List<String> idle(Dataset<Row> training) {
        List<Column> counts = new ArrayList<>(List.of(count(lit(1))));
        for (String feature : spec.features()) {
            counts.add(count(col("`" + feature + "`")));
            counts.add(countDistinct(col("`" + feature + "`")));
        }
        Row found = training.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
                .first();
        List<String> idle = new ArrayList<>();
        for (int i = 0; i < spec.features().size(); i++) {
            String feature = spec.features().get(i);
            long values = found.getLong(1 + 2 * i);
            if (values == 0) {
                idle.add(feature + " has no value");
            } else if (found.getLong(2 + 2 * i) == 1 && values == found.getLong(0)) {
                idle.add(feature + " has one value only");
            }
        }
        refuseLeaks(sampled(training, found.getLong(0)));
        return idle;
    }

    private List<Row> sampled(Dataset<Row> training, long count) {
        Dataset<Row> rows = count <= ROWS
                ? training
                : training.where(LabelColumns.hash(spec, "leak", BUCKETS).lt(BUCKETS * (long) ROWS / count));
        List<Column> columns = new ArrayList<>();
        spec.features().forEach(feature -> columns.add(comparable(feature).as(feature)));
        columns.add(col(LABEL));
        return rows.select(columns.toArray(Column[]::new)).collectAsList();
    }

    /** As a number, or a text. */
    private Column comparable(String feature) {
        Column column = col("`" + feature + "`");
        return switch (spec.view().column(feature).orElseThrow().type().kind()) {
            case STRING -> column;
            case DATE -> unix_date(column).cast("double");
            default -> column.cast("double");
        };
    }

    private void refuseLeaks(List<Row> rows) {
        int label = spec.features().size();
        List<Object> answers = switch (spec.target()) {
            case BINARY -> List.of(true);
            case REGRESSION -> List.of();
            case MULTICLASS ->
                rows.stream().map(row -> row.get(label)).distinct().toList();
        };
        for (int place = 0; place < label; place++) {
            if (spec.recipe().allowedLeaks().contains(spec.features().get(place))) {
                continue;
            }
            if (spec.target() == Target.REGRESSION) {
                refuseSame(rows, place, label);
            }
            for (Object answer : answers) {
                refuseRanking(rows, place, row -> row.get(label).equals(answer));
            }
        }
    }

    private void refuseSame(List<Row> rows, int place, int label) {
        List<Row> present =
                rows.stream().filter(row -> isNumber(row.get(place))).toList();
        if (present.size() < 2 * LEAST_OF_EACH) {
            return;
        }
        double[] values =
                present.stream().mapToDouble(row -> row.getDouble(place)).toArray();
        double[] labels =
                present.stream().mapToDouble(row -> row.getDouble(label)).toArray();
        if (Math.abs(new PearsonsCorrelation().correlation(values, labels)) >= SAME) {
            throw TrainErrors.leak(
                    spec.name(), spec.features().get(place), "is proportional to the label in the training rows");
        }
    }

    private void refuseRanking(List<Row> rows, int place, Predicate<Row> isYes) {
        refuseRanking(place, "being missing ", rows, row -> isMissing(row.get(place)) ? 0 : 1, isYes);
        List<Row> present =
                rows.stream().filter(row -> !isMissing(row.get(place))).toList();
        if (present.isEmpty()) {
            return;
        }
        if (present.get(0).get(place) instanceof String) {
            Map<Object, Double> rates = present.stream()
                    .collect(Collectors.groupingBy(
                            row -> row.get(place), Collectors.averagingDouble(row -> isYes.test(row) ? 1 : 0)));
            if (rates.size() <= LEVELS) {
                refuseRanking(place, "", present, row -> rates.get(row.get(place)), isYes);
            }
        } else {
            refuseRanking(place, "", present, row -> row.getDouble(place), isYes);
        }
    }

    private static boolean isMissing(Object value) {
        return value == null || (value instanceof Double number && number.isNaN());
    }

    private static boolean isNumber(Object value) {
        return value instanceof Double number && Double.isFinite(number);
    }

    private void refuseRanking(
            int place, String how, List<Row> rows, ToDoubleFunction<Row> score, Predicate<Row> isYes) {
        double[] scores = rows.stream().mapToDouble(score).toArray();
        boolean[] labels = new boolean[scores.length];
        IntStream.range(0, labels.length).forEach(row -> labels[row] = isYes.test(rows.get(row)));
        BinaryOutcomes outcomes = BinaryOutcomes.of(scores, labels);
        if (outcomes.positives() < LEAST_OF_EACH || outcomes.negatives() < LEAST_OF_EACH) {
            return;
        }
        double auc = RocAuc.of(outcomes);
        if (auc >= LEAK || auc <= 1 - LEAK) {
            throw TrainErrors.leak(
                    spec.name(),
                    spec.features().get(place),
                    String.format(Locale.ROOT, "%salone separates the training labels (AUC %.4f)", how, auc));
        }
    }
}
