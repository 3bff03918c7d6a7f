package io.headrace.train;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import io.headrace.metric.Evaluation;
import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
import io.headrace.model.Predictor;
import io.headrace.model.RowPredictor;
import io.headrace.spec.TrainSpec;
import io.headrace.table.SqlClock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Scores of the same labelled rows side by side, and the figures that compare them. */
public final class ComparedColumns {
    /** The column of the champion's score: a calibrated probability, or the number predicted. */
    public static final String CHAMPION = "champion_probability";

    /** The column of the plain rule's score. */
    public static final String BASELINE = "baseline_score";

    private final TrainSpec spec;
    private final ZoneId zone;

    /**
     * @param zone by whose clock the SQL of the job reads times
     */
    public ComparedColumns(TrainSpec spec, ZoneId zone) {
        this.spec = spec;
        this.zone = zone;
    }

    /**
     * The rows with the score of the job's plain rule, 0 where it gives none, or with the class that it names; as they are when the job has
     * no rule.
     */
    public Dataset<Row> withBaseline(Dataset<Row> rows) {
        return spec.assessment()
                .baseline()
                .map(rule -> SqlClock.of(
                        rows.sparkSession(), zone, () -> rows.withColumn(TrainingNames.BASELINE, baseline(rule))))
                .orElse(rows);
    }

    /**
     * Rows of a table or notebook with {@value #CHAMPION} and, where the job has a plain rule, {@value #BASELINE}.
     *
     * @param champion the model
     */
    public Dataset<Row> withChampion(Dataset<Row> rows, ModelFile champion) {
        Dataset<Row> ruled = withBaseline(TrainingNames.computed(rows));
        return TrainingNames.shown(withScore(ruled, Predictor.of(champion), TrainingNames.CHAMPION));
    }

    private Column baseline(String rule) {
        return spec.target() == Target.MULTICLASS
                ? SqlClock.expr(rule).cast("string")
                : coalesce(SqlClock.expr(rule).cast("double"), lit(0.0));
    }

    /**
     * The rows with the model's score in a new column: a calibrated probability, or the number predicted. A model of several classes gives the
     * probability of the class predicted, and adds two columns: {@link #classOf} and {@link #probabilitiesOf}. A model with a prediction interval
     * adds {@link #lowerOf} and {@link #upperOf}.
     *
     * @param rows with a column for each feature of the model
     */
    public static Dataset<Row> withScore(Dataset<Row> rows, ModelFile file, String column) {
        return withScore(rows, Predictor.of(file), column);
    }

    static Dataset<Row> withScore(Dataset<Row> rows, Predictor model, String column) {
        int[] places = names(model.model()).stream()
                .mapToInt(rows.schema()::fieldIndex)
                .toArray();
        StructType schema = rows.schema().add(column, DataTypes.DoubleType);
        if (!model.model().classes().isEmpty()) {
            schema = schema.add(classOf(column), DataTypes.StringType)
                    .add(probabilitiesOf(column), DataType.fromDDL("map<string, double>"));
        }
        if (model.interval().isPresent()) {
            schema = schema.add(lowerOf(column), DataTypes.DoubleType).add(upperOf(column), DataTypes.DoubleType);
        }
        return rows.sparkSession()
                .createDataFrame(rows.toJavaRDD().mapPartitions(part -> scored(part, model, places)), schema);
    }

    /** A column of scores with those beside it, after some others. */
    static Column[] scores(Dataset<Row> rows, String score, String... others) {
        List<String> beside = List.of(score, classOf(score), probabilitiesOf(score));
        return Stream.concat(Stream.of(others), Stream.of(rows.columns()).filter(beside::contains))
                .map(functions::col)
                .toArray(Column[]::new);
    }

    /** The column of the class predicted that stands beside a column of scores. */
    static String classOf(String score) {
        return score + "_class";
    }

    /** The column of the probabilities by class that stands beside a column of scores. */
    static String probabilitiesOf(String score) {
        return score + "_by_class";
    }

    /** The column of the lower ends of prediction intervals that stands beside a column of scores. */
    static String lowerOf(String score) {
        return score + "_lower";
    }

    /** The column of the upper ends. */
    static String upperOf(String score) {
        return score + "_upper";
    }

    private static Iterator<Row> scored(Iterator<Row> rows, Predictor model, int[] places) {
        RowPredictor predicted = model.rows();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                return scored(rows.next(), predicted, places);
            }
        };
    }

    private static Row scored(Row row, RowPredictor predicted, int[] places) {
        Object[] features = new Object[places.length];
        for (int i = 0; i < places.length; i++) {
            features[i] = row.get(places[i]);
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.get(i));
        }
        values.addAll(scores(predicted, features));
        return RowFactory.create(values.toArray());
    }

    private static List<Object> scores(RowPredictor predicted, Object[] features) {
        double prediction = predicted.predict(features);
        return predicted
                .predictedClass()
                .<List<Object>>map(name -> List.of(prediction, name, scala(new TreeMap<>(predicted.probabilities()))))
                .or(() -> predicted
                        .bounds(feature -> features[feature])
                        .map(bounds -> List.of(prediction, bounds.lower(), bounds.upper())))
                .orElseGet(() -> List.of(prediction));
    }

    /** As rows of Spark hold maps. */
    private static scala.collection.immutable.Map<String, Double> scala(Map<String, Double> map) {
        return scala.collection.immutable.Map.from(scala.jdk.javaapi.CollectionConverters.asScala(map));
    }

    /** Names of the features that the model takes. */
    static List<String> names(CompiledModel model) {
        return model.encoder().featureNames();
    }

    /**
     * The figures of a candidate, compared with the plain rule and the champion where the rows hold their columns.
     *
     * @param rows of {@link #withChampion}
     * @param candidate the column of its score: a probability, 0 to 1, or the number predicted
     */
    public Evaluation evaluated(Dataset<Row> rows, String candidate) {
        return new HeldOutEvaluation(spec, zone, TrainingNames.computed(rows), TrainingNames.computed(candidate))
                .evaluation();
    }
}
