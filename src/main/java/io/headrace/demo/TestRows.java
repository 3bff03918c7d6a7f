package io.headrace.demo;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;

import io.headrace.demo.page.Calibration;
import io.headrace.demo.page.Estimate;
import io.headrace.demo.page.Gains;
import io.headrace.demo.page.ModelQuality;
import io.headrace.model.CompiledModel;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.AucComparison;
import io.headrace.stats.AucEstimate;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.CalibrationTable;
import io.headrace.stats.DeLong;
import io.headrace.stats.GainsTable;
import io.headrace.stats.Interval;
import io.headrace.table.Lake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A champion's test rows: its scores, those of the recency rule and the true probabilities, which the generator knows.
 *
 * @param champion the version
 * @param model its scores
 * @param rule scores of the recency rule, the baseline
 * @param best the true probabilities
 */
record TestRows(ModelVersion champion, BinaryOutcomes model, BinaryOutcomes rule, BinaryOutcomes best) {
    private static final double CONFIDENCE = 0.95;
    private static final int STEPS = 20;

    /** Reads the rows and scores them. */
    static TestRows read(Lake lake, Registry registry, Path truth, TrainSpec training, ModelVersion champion) {
        CompiledModel compiled =
                registry.load(training.model(), champion.digest()).model();
        Dataset<Row> truths = lake.spark()
                .read()
                .option("header", "true")
                .schema("customer bigint, as_of date, probability double")
                .csv(truth.resolve("lapse.csv").toString())
                .select(col("customer"), col(AS_OF).cast("timestamp").as("true_as_of"), col("probability"));
        String entity = training.view().entity();
        List<Column> columns = new ArrayList<>(List.of(
                col("label"),
                expr(training.assessment().baseline().orElseThrow()).cast("double"),
                col("probability")));
        for (int i = 0; i < compiled.encoder().featureCount(); i++) {
            columns.add(col(compiled.encoder().featureName(i)));
        }
        List<Row> rows = lake.read(training.trainingTable())
                .where(col("model_version").equalTo(champion.number()))
                .where(col("split").equalTo("test"))
                .join(
                        truths,
                        col(entity).equalTo(col("customer")).and(col(AS_OF).equalTo(col("true_as_of"))))
                .orderBy(entity)
                .select(columns.toArray(Column[]::new))
                .collectAsList();
        boolean[] labels = new boolean[rows.size()];
        double[] scores = new double[rows.size()];
        double[] rule = new double[rows.size()];
        double[] best = new double[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            Row row = rows.get(i);
            labels[i] = row.getBoolean(0);
            rule[i] = row.getDouble(1);
            best[i] = row.getDouble(2);
            scores[i] = compiled.score(values(row, compiled.encoder().featureCount()));
        }
        return new TestRows(
                champion,
                BinaryOutcomes.of(scores, labels),
                BinaryOutcomes.of(rule, labels),
                BinaryOutcomes.of(best, labels));
    }

    private static Object[] values(Row row, int count) {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.get(i + 3);
        }
        return values;
    }

    ModelQuality quality() {
        AucComparison comparison = DeLong.compare(model, rule);
        return new ModelQuality(
                Integer.toString(champion.number()),
                model.rows(),
                model.positives(),
                estimate(comparison.first()),
                estimate(comparison.second()),
                Optional.of(estimate(DeLong.estimate(best))),
                estimate(comparison.difference(), comparison.differenceInterval(CONFIDENCE)));
    }

    private static Estimate estimate(AucEstimate auc) {
        return estimate(auc.auc(), auc.interval(CONFIDENCE));
    }

    private static Estimate estimate(double value, Interval interval) {
        return new Estimate(value, interval.lower(), interval.upper());
    }

    Gains gains() {
        return new Gains(model.rows(), model.positives(), curve(model), curve(rule), curve(best));
    }

    private static List<Gains.Point> curve(BinaryOutcomes outcomes) {
        List<Gains.Point> points = new ArrayList<>();
        long contacted = 0;
        for (GainsTable.Bin bin : GainsTable.of(outcomes, STEPS).bins()) {
            contacted += bin.rows();
            points.add(new Gains.Point(contacted, Math.round(bin.cumulativeGain() * outcomes.positives())));
        }
        return points;
    }

    Calibration calibration() {
        return new Calibration(CalibrationTable.equalMass(model, 10).bins().stream()
                .map(bin -> new Calibration.Group(
                        bin.meanScore(),
                        estimate(bin.observedRate(), bin.observedRateInterval(CONFIDENCE)),
                        bin.rows()))
                .toList());
    }
}
