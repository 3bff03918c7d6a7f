package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
import io.headrace.model.ReasonText.Wording;
import io.headrace.model.ReasonWords;
import io.headrace.model.ReasonWords.Theme;
import io.headrace.registry.WorthColumns;
import io.headrace.run.Digest;
import io.headrace.run.Json;
import io.headrace.spec.FeatureView;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.table.Lake;
import io.headrace.table.TableLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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

    private static final String FUNCTION = "headrace.explain";
    private static final List<String> OF_CLASSES = List.of("class", "probabilities");
    private static final List<String> OF_INTERVAL = List.of("lower", "upper");
    private static final DataType PROBABILITIES = DataType.fromDDL("map<string, double>");

    private static final int DIGITS = 12;

    private final ScoreSpec spec;
    private final List<List<Object>> background;

    public ScoreColumns(ScoreSpec spec) {
        this(spec, List.of());
    }

    private ScoreColumns(ScoreSpec spec, List<List<Object>> background) {
        this.spec = spec;
        this.background = background;
    }

    /**
     * The same with a background that reasons compare with.
     *
     * @param rows the values of the model's features, row by row
     */
    ScoreColumns against(List<List<Object>> rows) {
        return new ScoreColumns(spec, rows);
    }

    /**
     * Entity, as_of, feature_version, raw_score, score, probability, base_value, reasons and, for a row that cannot be scored, error; a
     * multiclass model adds class and probabilities, one with a prediction interval lower and upper.
     *
     * @param artifact the path of the model file
     */
    Dataset<Row> scored(Dataset<Row> population, ModelFile model, String artifact) {
        List<Column> columns = new ArrayList<>(keys(population));
        columns.add(explained(model.model(), artifact).as("_explained"));
        Dataset<Row> explained = population.select(columns.toArray(Column[]::new));
        columns.set(columns.size() - 1, col("_explained.*"));
        return undecided(explained.select(columns.toArray(Column[]::new)))
                .drop(unanswered(model).toArray(String[]::new));
    }

    /** The fields of an explanation that the model does not give. */
    static List<String> unanswered(ModelFile model) {
        return Stream.of(
                        model.model().classes().isEmpty() ? OF_CLASSES : List.<String>of(),
                        model.interval().isEmpty() ? OF_INTERVAL : List.<String>of())
                .flatMap(List::stream)
                .toList();
    }

    /** The columns of a population that stand beside its scores: entity, as_of, feature_version, and what acting earns where that is known. */
    List<Column> keys(Dataset<Row> population) {
        List<String> names = new ArrayList<>(List.of(spec.view().entity(), AS_OF, FEATURE_VERSION));
        if (hasWorth(population)) {
            names.addAll(List.of(WorthColumns.IF_POSITIVE, WorthColumns.IF_NEGATIVE));
        }
        return names.stream().map(functions::col).toList();
    }

    private static boolean hasWorth(Dataset<Row> rows) {
        return List.of(rows.columns()).contains(WorthColumns.IF_POSITIVE);
    }

    /** The rows with an error where what acting earns is asked for and not known. */
    static Dataset<Row> undecided(Dataset<Row> scored) {
        return hasWorth(scored)
                ? scored.withColumn(
                        "error",
                        functions.coalesce(
                                col("error"),
                                functions.when(
                                        col(WorthColumns.IF_POSITIVE).isNull(),
                                        lit("value in the train job gives no number for the row"))))
                : scored;
    }

    /** The explanation of a row of features, as {@link ExplainFunction#RESULT}. */
    Column explained(CompiledModel model, String artifact) {
        return explained(model, artifact, lit(spec.reasons().top()));
    }

    /** The same with a number of reasons that may differ by row. */
    Column explained(CompiledModel model, String artifact, Column top) {
        return functions.call_function(FUNCTION, lit(artifact), top, lit(words()), functions.struct(features(model)));
    }

    /**
     * Whether the decision is positive.
     *
     * @param answer the column of score, probability, class or rank_pct
     */
    static Column decision(Threshold threshold, Function<String, Column> answer) {
        if (threshold instanceof Threshold.ByValue) {
            return WorthColumns.expected(answer.apply("probability")).geq(0);
        }
        if (threshold instanceof Threshold.TopShare top) {
            return answer.apply("rank_pct").geq(1 - top.share());
        }
        if (threshold instanceof Threshold.OneOf some) {
            return answer.apply("class").isin(some.classes().toArray());
        }
        return threshold instanceof Threshold.Amount amount
                ? answer.apply("score").geq(amount.from())
                : answer.apply("probability").geq(((Threshold.Probability) threshold).from());
    }

    /** The columns of a model's features, in the order of the model. */
    static Column[] features(CompiledModel model) {
        return model.encoder().featureNames().stream()
                .map(feature -> col("`" + feature + "`"))
                .toArray(Column[]::new);
    }

    /** The fields of an explanation except the error. */
    List<String> answers(ModelFile model) {
        List<String> unanswered = unanswered(model);
        return Stream.of(ExplainFunction.RESULT.fieldNames())
                .filter(name -> !name.equals("error") && !unanswered.contains(name))
                .toList();
    }

    /** The texts of the view's features, the job's themes and the background, as JSON. */
    private String words() {
        Map<String, Wording> words = new TreeMap<>();
        for (FeatureView.FeatureColumn column : spec.view().columns()) {
            if (!column.comment().isBlank()) {
                words.put(column.name(), new Wording(column.comment(), column.unit()));
            }
        }
        List<Theme> themes = spec.reasons().themes().stream()
                .map(theme -> new Theme(theme.features(), theme.text()))
                .toList();
        return Json.write(new ReasonWords(words, themes, background));
    }

    /** A digest of the texts and the background that reasons use. */
    String reasonVersion() {
        return Digest.of(words()).substring(0, DIGITS);
    }

    /**
     * The published table.
     *
     * @param target what the model predicts
     */
    public TableLayout scores(DataType entity, Target target) {
        List<StructField> fields = new ArrayList<>(List.of(
                Lake.field(spec.view().entity(), entity, "The entity scored"),
                Lake.field(AS_OF, DataTypes.TimestampType, "Only data before this moment was used"),
                Lake.field(
                        "arm",
                        DataTypes.StringType,
                        "Who decides: champion, an arm of the job, or holdout, whose decision is always negative"),
                Lake.field(
                        "score",
                        DataTypes.DoubleType,
                        "The model's output: the probability of the positive or predicted class, 0 to 1, or the predicted number"),
                Lake.field(
                        "probability",
                        DataTypes.DoubleType,
                        "Calibrated probability of the positive class, 0 to 1; null for numeric and multiclass labels"),
                Lake.field("decision", DataTypes.BooleanType, "Whether the decision rule is met"),
                Lake.field("threshold_id", DataTypes.StringType, "The decision rule"),
                Lake.field("rank_pct", DataTypes.DoubleType, "Share of the population with a lower score, 0 to 1"),
                Lake.field(
                        "reasons",
                        REASONS,
                        "Features that raise the score most, compared with the average training row or the background"),
                Lake.field(
                        "reason_version",
                        DataTypes.StringType,
                        "Digest of the texts and the background of the reasons"),
                Lake.field(
                        "base_value",
                        DataTypes.DoubleType,
                        "Raw score of the average training row, or the mean raw score of the background"),
                Lake.field(
                        "raw_score",
                        DataTypes.DoubleType,
                        "Base value plus all contributions: log-odds, a probability (decision tree, random forest), a number or its logarithm"),
                Lake.field("model_version", DataTypes.IntegerType, "Version of the model"),
                Lake.field("model_digest", DataTypes.StringType, "SHA-256 of the model's artifact"),
                Lake.field(FEATURE_VERSION, DataTypes.StringType, "Digest of the view's definition"),
                Lake.field(RUN_ID, DataTypes.StringType, "Run that wrote the row"),
                Lake.field("scored_at", DataTypes.TimestampType, "Start of that run")));
        if (target == Target.REGRESSION) {
            fields.add(Lake.field(
                    "lower",
                    DataTypes.DoubleType,
                    "Lower end of the prediction interval, in the unit of the label; null for a model without one"));
            fields.add(Lake.field("upper", DataTypes.DoubleType, "Upper end of it"));
        }
        if (spec.arms().areDrawn()) {
            fields.addAll(ArmColumns.fields());
        }
        if (target == Target.MULTICLASS) {
            fields.add(Lake.field(
                    "class",
                    DataTypes.StringType,
                    "Predicted class, the most likely one; score and reasons refer to it"));
            fields.add(Lake.field("probabilities", PROBABILITIES, "Probability of each class, 0 to 1"));
        }
        return new TableLayout(
                spec.table(),
                new StructType(fields.toArray(StructField[]::new)),
                List.of(AS_OF),
                spec.keepDays(),
                List.of());
    }

    /** The columns of the scores that repeat values of personal columns of the population: the entity, and reasons. */
    Set<String> personal(Set<String> population, CompiledModel model) {
        Set<String> columns = new HashSet<>();
        if (population.contains(spec.view().entity())) {
            columns.add(spec.view().entity());
        }
        if (model.encoder().featureNames().stream().anyMatch(population::contains)) {
            columns.add("reasons");
        }
        return columns;
    }

    /** The table of rows that could not be scored; messages may quote a value. */
    TableLayout errors(DataType entity) {
        return TableLayout.plain(spec.errorTable(), new StructType(new StructField[] {
                    Lake.field(spec.view().entity(), entity, "The entity that could not be scored"),
                    Lake.field(AS_OF, DataTypes.TimestampType, "As-of of the run"),
                    Lake.field("stage", DataTypes.StringType, "Stage that failed"),
                    Lake.field("error_code", DataTypes.StringType, "Stable error code"),
                    Lake.field("message", DataTypes.StringType, "Problem with the row"),
                    Lake.field(RUN_ID, DataTypes.StringType, "Run that wrote the row")
                }))
                .partitionedBy(AS_OF)
                .withoutStatisticsOn(List.of("message"))
                .keptDays(spec.keepDays());
    }
}
