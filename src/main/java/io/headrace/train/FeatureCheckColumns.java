package io.headrace.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.headrace.spec.ColumnType;
import io.headrace.spec.Target;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.RocAuc;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is wrong with features, found on the training rows before anything is fitted.
 *
 * <p>A feature without a value, or with one value only, tells nothing and is named. A number or flag that alone ranks the answers of yes
 * and no (AUC of {@value #LEAK} or more in either direction), or that is the number to be foreseen but for scale, knows the answer: a
 * leak, which refuses the run.
 */
final class FeatureCheckColumns {
    private static final double LEAK = 0.999;
    private static final int LEAST_OF_EACH = 20;

    private final TrainSpec spec;

    FeatureCheckColumns(TrainSpec spec) {
        this.spec = spec;
    }

    /** Names of features that tell nothing, each with why; refuses leaks. */
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
            } else if (isNumber(feature) && values == found.getLong(0)) {
                refuseLeak(training, feature);
            }
        }
        return idle;
    }

    private boolean isNumber(String feature) {
        ColumnType.Kind kind = spec.view().column(feature).orElseThrow().type().kind();
        return kind != ColumnType.Kind.STRING && kind != ColumnType.Kind.DATE && kind != ColumnType.Kind.TIMESTAMP;
    }

    private void refuseLeak(Dataset<Row> training, String feature) {
        if (spec.recipe().allowedLeaks().contains(feature)) {
            return;
        }
        if (spec.target() == Target.YES_NO) {
            refuseRanking(training, feature);
        } else {
            Row row = training.selectExpr("corr(cast(`" + feature + "` as double), label)")
                    .first();
            if (!row.isNullAt(0) && Math.abs(row.getDouble(0)) >= 1 - 1e-9) {
                throw TrainErrors.leak(spec.name(), feature, "is the number to be foreseen but for scale");
            }
        }
    }

    private void refuseRanking(Dataset<Row> training, String feature) {
        List<Row> groups = training.groupBy(
                        col("`" + feature + "`").cast("double").as("value"))
                .agg(
                        sum(col("label").cast("int")),
                        sum(lit(1).minus(col("label").cast("int"))))
                .where("not isnan(value)")
                .collectAsList();
        double[] scores = groups.stream().mapToDouble(row -> row.getDouble(0)).toArray();
        int[] positives = groups.stream().mapToInt(row -> (int) row.getLong(1)).toArray();
        int[] negatives = groups.stream().mapToInt(row -> (int) row.getLong(2)).toArray();
        BinaryOutcomes outcomes = BinaryOutcomes.grouped(scores, positives, negatives);
        if (outcomes.positives() < LEAST_OF_EACH || outcomes.negatives() < LEAST_OF_EACH) {
            return;
        }
        double auc = RocAuc.of(outcomes);
        if (auc >= LEAK || auc <= 1 - LEAK) {
            throw TrainErrors.leak(
                    spec.name(),
                    feature,
                    String.format(java.util.Locale.ROOT, "alone ranks the answers with AUC %.4f", auc));
        }
    }
}
