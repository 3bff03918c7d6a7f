package io.headrace.score;

import io.headrace.model.Calibrator;
import io.headrace.model.CompiledModel;
import io.headrace.model.Contribution;
import io.headrace.model.Explanation;
import io.headrace.model.ModelFile;
import io.headrace.model.ReasonOrder;
import io.headrace.model.ReasonText;
import io.headrace.model.Scorer;
import io.headrace.spec.FeatureView;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.table.TableLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The scored columns of a population and the layouts of the tables that hold them. */
public final class ScoreColumns {
    private static final ArrayType REASONS =
            (ArrayType) DataType.fromDDL("array<struct<feature:string,value:string,contribution:double,text:string>>");

    private static final DataType PROBABILITIES = DataType.fromDDL("map<string, double>");

    private final ScoreSpec spec;

    public ScoreColumns(ScoreSpec spec) {
        this.spec = spec;
    }

    /**
     * Entity, as_of, feature_version, raw_score, score, probability, base_value, reasons and, where it failed, error; of several classes also
     * class and probabilities.
     */
    Dataset<Row> scored(Dataset<Row> population, ModelFile file) {
        CompiledModel model = file.model();
        Calibrator calibrator = file.calibrator();
        String entity = spec.view().entity();
        List<Column> columns = new ArrayList<>(
                List.of(functions.col(entity), functions.col("as_of"), functions.col("feature_version")));
        for (int i = 0; i < model.encoder().featureCount(); i++) {
            columns.add(functions.col(model.encoder().featureName(i)));
        }
        Dataset<Row> input = population.select(columns.toArray(Column[]::new));
        int reasons = spec.topReasons();
        Map<String, String[]> words = words();
        StructType schema = new StructType(new StructField[] {
            input.schema().apply(entity),
            input.schema().apply("as_of"),
            input.schema().apply("feature_version"),
            DataTypes.createStructField("raw_score", DataTypes.DoubleType, true),
            DataTypes.createStructField("score", DataTypes.DoubleType, true),
            DataTypes.createStructField("probability", DataTypes.DoubleType, true),
            DataTypes.createStructField("base_value", DataTypes.DoubleType, true),
            DataTypes.createStructField("reasons", REASONS, true),
            DataTypes.createStructField("error", DataTypes.StringType, true),
            DataTypes.createStructField("class", DataTypes.StringType, true),
            DataTypes.createStructField("probabilities", PROBABILITIES, true)
        });
        Dataset<Row> scored = population
                .sparkSession()
                .createDataFrame(
                        input.toJavaRDD().mapPartitions(rows -> scored(rows, model, calibrator, reasons, words)),
                        schema);
        return model.classes().isEmpty() ? scored.drop("class", "probabilities") : scored;
    }

    private Map<String, String[]> words() {
        Map<String, String[]> words = new TreeMap<>();
        for (FeatureView.FeatureColumn column : spec.view().columns()) {
            if (!column.comment().isBlank()) {
                words.put(column.name(), new String[] {column.comment(), column.unit()});
            }
        }
        return words;
    }

    private static Iterator<Row> scored(
            Iterator<Row> rows, CompiledModel model, Calibrator calibrator, int reasons, Map<String, String[]> words) {
        Scorer scorer = model.scorer();
        ReasonText text = new ReasonText(
                "score",
                words.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                word -> new ReasonText.Wording(word.getValue()[0], word.getValue()[1]))));
        int features = model.encoder().featureCount();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .map(row -> scored(row, scorer, calibrator, text, features, reasons))
                .iterator();
    }

    private static Row scored(
            Row row, Scorer scorer, Calibrator calibrator, ReasonText text, int features, int reasons) {
        Object[] values = new Object[features];
        for (int i = 0; i < features; i++) {
            values[i] = row.get(i + 3);
        }
        try {
            Explanation explanation = scorer.explain(values);
            return RowFactory.create(
                    row.get(0),
                    row.get(1),
                    row.get(2),
                    explanation.rawScore(),
                    explanation.score(),
                    explanation.isProbability() && explanation.answer().isEmpty()
                            ? calibrator.calibrated(explanation.score())
                            : null,
                    explanation.baseValue(),
                    explanation.topReasons(reasons, ReasonOrder.RAISING).stream()
                            .map(reason -> reason(reason, text))
                            .toArray(Row[]::new),
                    null,
                    explanation.answer().map(Explanation.ClassForeseen::name).orElse(null),
                    explanation
                            .answer()
                            .map(answer -> scala(answer.probabilities()))
                            .orElse(null));
        } catch (IllegalArgumentException e) {
            return RowFactory.create(
                    row.get(0), row.get(1), row.get(2), null, null, null, null, null, e.getMessage(), null, null);
        }
    }

    /** As rows of Spark hold maps. */
    private static scala.collection.immutable.Map<String, Double> scala(Map<String, Double> map) {
        return scala.collection.immutable.Map.from(scala.jdk.javaapi.CollectionConverters.asScala(map));
    }

    private static Row reason(Contribution reason, ReasonText text) {
        String value = reason.value() == null ? null : reason.value().toString();
        return RowFactory.create(reason.feature(), value, reason.amount(), text.phrase(reason));
    }

    /**
     * The published table.
     *
     * @param hasClasses whether the model tells several classes apart
     */
    public TableLayout scores(DataType entity, boolean hasClasses) {
        List<StructField> fields = new ArrayList<>(List.of(
                Lake.field(spec.view().entity(), entity, "Who is scored"),
                Lake.field("as_of", DataTypes.TimestampType, "Only data before this moment was used"),
                Lake.field("arm", DataTypes.StringType, "Alias of the model that scored: champion"),
                Lake.field(
                        "score",
                        DataTypes.DoubleType,
                        "What the model says: the probability of yes or of the class foreseen, 0 to 1, or the number foreseen"),
                Lake.field(
                        "probability",
                        DataTypes.DoubleType,
                        "Calibrated probability of yes, 0 to 1; null where a number or a class is foreseen"),
                Lake.field("decision", DataTypes.BooleanType, "Whether the rule is met"),
                Lake.field("threshold_id", DataTypes.StringType, "Rule of the decision"),
                Lake.field("rank_pct", DataTypes.DoubleType, "Share of the population with a lower score, 0 to 1"),
                Lake.field("reasons", REASONS, "What raises the score most, against the average training row"),
                Lake.field("base_value", DataTypes.DoubleType, "Raw score of the average training row"),
                Lake.field(
                        "raw_score",
                        DataTypes.DoubleType,
                        "Base value plus all contributions: log-odds, of a single tree or a forest the probability; the number or its logarithm"),
                Lake.field("model_version", DataTypes.IntegerType, "Version of the model"),
                Lake.field("model_digest", DataTypes.StringType, "SHA-256 of the model's artifact"),
                Lake.field("feature_version", DataTypes.StringType, "Digest of the view's definition"),
                Lake.field("run_id", DataTypes.StringType, "Run that scored"),
                Lake.field("scored_at", DataTypes.TimestampType, "When that run began")));
        if (hasClasses) {
            fields.add(
                    Lake.field("class", DataTypes.StringType, "The most likely class, which score and reasons are of"));
            fields.add(Lake.field("probabilities", PROBABILITIES, "Probability of each class, 0 to 1"));
        }
        return new TableLayout(
                spec.table(),
                new StructType(fields.toArray(StructField[]::new)),
                List.of("as_of"),
                spec.keepDays(),
                List.of());
    }

    /** The table of rows that could not be scored. */
    TableLayout errors(DataType entity) {
        return TableLayout.plain(spec.errorTable(), new StructType(new StructField[] {
                    Lake.field(spec.view().entity(), entity, "Who could not be scored"),
                    Lake.field("as_of", DataTypes.TimestampType, "As-of of the run"),
                    Lake.field("stage", DataTypes.StringType, "Where it failed"),
                    Lake.field("error_code", DataTypes.StringType, "Stable code of the failure"),
                    Lake.field("message", DataTypes.StringType, "What is wrong with the row"),
                    Lake.field("run_id", DataTypes.StringType, "Run that met it")
                }))
                .partitionedBy("as_of")
                .keptDays(spec.keepDays());
    }
}
