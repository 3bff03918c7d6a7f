package io.headrace.train;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.headrace.evaluate.Evaluation;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
import io.headrace.spec.TrainSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/** Scores of the same labelled rows side by side, and the figures that compare them. */
public final class ComparedColumns {
    /** The column of the champion's score: a calibrated probability, or the number foreseen. */
    public static final String CHAMPION = "champion_probability";

    /** The column of the plain rule's score. */
    public static final String BASELINE = "baseline_score";

    private final TrainSpec spec;

    public ComparedColumns(TrainSpec spec) {
        this.spec = spec;
    }

    /** The rows with the score of the job's plain rule, 0 where it gives none; as they are when the job has no rule. */
    public Dataset<Row> withBaseline(Dataset<Row> rows) {
        return spec.assessment()
                .baseline()
                .map(rule -> rows.withColumn(BASELINE, coalesce(expr(rule).cast("double"), lit(0.0))))
                .orElse(rows);
    }

    /**
     * The rows with the model's score in a new column: a calibrated probability, or the number foreseen.
     *
     * @param rows with a column for each feature of the model
     */
    public static Dataset<Row> withScore(Dataset<Row> rows, ModelFile file, String column) {
        return withScore(rows, Candidate.of(file), column);
    }

    static Dataset<Row> withScore(Dataset<Row> rows, Candidate model, String column) {
        int[] places = names(model.model()).stream()
                .mapToInt(rows.schema()::fieldIndex)
                .toArray();
        return rows.sparkSession()
                .createDataFrame(
                        rows.toJavaRDD().map(row -> scored(row, model, places)),
                        rows.schema().add(column, DataTypes.DoubleType));
    }

    private static Row scored(Row row, Candidate model, int[] places) {
        Object[] features = new Object[places.length];
        for (int i = 0; i < places.length; i++) {
            features[i] = row.get(places[i]);
        }
        Object[] values = new Object[row.size() + 1];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
        }
        values[row.size()] = model.score(features);
        return RowFactory.create(values);
    }

    /** Names of the features that the model takes. */
    static List<String> names(CompiledModel model) {
        return IntStream.range(0, model.encoder().featureCount())
                .mapToObj(model.encoder()::featureName)
                .toList();
    }

    /**
     * The figures of a candidate, compared with the plain rule and the champion where the rows hold their columns.
     *
     * @param rows with {@code label}
     * @param candidate the column of its score: a probability, 0 to 1, or the number foreseen
     */
    public Evaluation evaluated(Dataset<Row> rows, String candidate) {
        return new EvaluationColumns(spec, rows, candidate).evaluation();
    }
}
