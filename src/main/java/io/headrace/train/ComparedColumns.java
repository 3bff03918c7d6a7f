package io.headrace.train;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.headrace.evaluate.Evaluation;
import io.headrace.model.CompiledModel;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.BinaryOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/** Scores of the same labelled rows side by side, and the figures that compare them. */
public final class ComparedColumns {
    /** The column of the champion's probability. */
    public static final String CHAMPION = "champion_probability";

    /** The column of the plain rule's score. */
    public static final String BASELINE = "baseline_score";

    private final TrainSpec spec;

    public ComparedColumns(TrainSpec spec) {
        this.spec = spec;
    }

    /** The rows with the score of the job's plain rule, 0 where it gives none; as they are when the job has no rule. */
    public Dataset<Row> withBaseline(Dataset<Row> rows) {
        return spec.baseline()
                .map(rule -> rows.withColumn(BASELINE, coalesce(expr(rule).cast("double"), lit(0.0))))
                .orElse(rows);
    }

    /**
     * The rows with the model's probability, 0 to 1, in a new column.
     *
     * @param rows with a column for each feature of the model
     */
    public static Dataset<Row> withProbability(Dataset<Row> rows, CompiledModel model, String column) {
        int[] places = names(model).stream().mapToInt(rows.schema()::fieldIndex).toArray();
        return rows.sparkSession()
                .createDataFrame(
                        rows.toJavaRDD().map(row -> scored(row, model, places)),
                        rows.schema().add(column, DataTypes.DoubleType));
    }

    private static Row scored(Row row, CompiledModel model, int[] places) {
        Object[] features = new Object[places.length];
        for (int i = 0; i < places.length; i++) {
            features[i] = row.get(places[i]);
        }
        Object[] values = new Object[row.size() + 1];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
        }
        values[row.size()] = model.probability(features);
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
     * @param rows with {@code label}; a few hundred thousand at most, as they are brought to the driver
     * @param candidate the column of its probability, 0 to 1
     */
    public static Evaluation evaluated(Dataset<Row> rows, String candidate) {
        List<String> columns = new ArrayList<>(List.of("label", candidate));
        for (String other : List.of(BASELINE, CHAMPION)) {
            if (List.of(rows.columns()).contains(other)) {
                columns.add(other);
            }
        }
        List<Row> found = rows.select(
                        columns.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new))
                .collectAsList();
        return Evaluation.of(
                outcomes(found, 1),
                optional(found, columns.indexOf(BASELINE)),
                optional(found, columns.indexOf(CHAMPION)));
    }

    private static Optional<BinaryOutcomes> optional(List<Row> rows, int place) {
        return place < 0 ? Optional.empty() : Optional.of(outcomes(rows, place));
    }

    private static BinaryOutcomes outcomes(List<Row> rows, int place) {
        double[] scores = new double[rows.size()];
        boolean[] labels = new boolean[rows.size()];
        for (int i = 0; i < scores.length; i++) {
            labels[i] = rows.get(i).getBoolean(0);
            scores[i] = rows.get(i).getDouble(place);
        }
        return BinaryOutcomes.of(scores, labels);
    }
}
