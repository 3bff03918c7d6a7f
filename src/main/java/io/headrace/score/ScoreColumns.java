package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.model.CompiledModel;
import io.headrace.model.ReasonText.Wording;
import io.headrace.model.ReasonWords;
import io.headrace.model.ReasonWords.Theme;
import io.headrace.run.Digest;
import io.headrace.run.Json;
import io.headrace.spec.FeatureView;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.table.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** The same, with scores compared with the rows of a background, each the values of the model's features. */
    ScoreColumns against(List<List<Object>> rows) {
        return new ScoreColumns(spec, rows);
    }

    /**
     * Entity, as_of, feature_version, raw_score, score, probability, base_value, reasons and, where it failed, error; of several classes also
     * class and probabilities.
     *
     * @param artifact where the file of the model lies
     */
    Dataset<Row> scored(Dataset<Row> population, CompiledModel model, String artifact) {
        Dataset<Row> scored = population
                .select(
                        col(spec.view().entity()),
                        col(AS_OF),
                        col(FEATURE_VERSION),
                        explained(model, artifact).as("_explained"))
                .select(spec.view().entity(), AS_OF, FEATURE_VERSION, "_explained.*");
        return model.classes().isEmpty() ? scored.drop(OF_CLASSES.toArray(String[]::new)) : scored;
    }

    /** The model's answer to a row of its features, as {@link ExplainFunction#RESULT}. */
    Column explained(CompiledModel model, String artifact) {
        Column[] features = model.encoder().featureNames().stream()
                .map(feature -> col("`" + feature + "`"))
                .toArray(Column[]::new);
        return functions.call_function(
                FUNCTION, lit(artifact), lit(spec.reasons().top()), lit(words()), functions.struct(features));
    }

    /** The fields of the model's answers, but the error. */
    List<String> answers(CompiledModel model) {
        return Stream.of(ExplainFunction.RESULT.fieldNames())
                .filter(name -> !name.equals("error"))
                .filter(name -> !model.classes().isEmpty() || !OF_CLASSES.contains(name))
                .toList();
    }

    /** The view's words for its features, the job's themes and the background. */
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

    /** What tells one dictionary and background of reasons from another. */
    String reasonVersion() {
        return Digest.of(words()).substring(0, DIGITS);
    }

    /**
     * The published table.
     *
     * @param hasClasses whether the model tells several classes apart
     */
    public TableLayout scores(DataType entity, boolean hasClasses) {
        List<StructField> fields = new ArrayList<>(List.of(
                Lake.field(spec.view().entity(), entity, "Who is scored"),
                Lake.field(AS_OF, DataTypes.TimestampType, "Only data before this moment was used"),
                Lake.field("arm", DataTypes.StringType, "Alias of the model that scored: champion"),
                Lake.field(
                        "score",
                        DataTypes.DoubleType,
                        "What the model says: the probability of yes or of the class predicted, 0 to 1, or the number predicted"),
                Lake.field(
                        "probability",
                        DataTypes.DoubleType,
                        "Calibrated probability of yes, 0 to 1; null where a number or a class is predicted"),
                Lake.field("decision", DataTypes.BooleanType, "Whether the rule is met"),
                Lake.field("threshold_id", DataTypes.StringType, "Rule of the decision"),
                Lake.field("rank_pct", DataTypes.DoubleType, "Share of the population with a lower score, 0 to 1"),
                Lake.field(
                        "reasons",
                        REASONS,
                        "What raises the score most, against the average training row or the background"),
                Lake.field(
                        "reason_version",
                        DataTypes.StringType,
                        "Digest of the dictionary and the background that reasons are told by"),
                Lake.field(
                        "base_value",
                        DataTypes.DoubleType,
                        "Raw score of the average training row, or the mean of the background"),
                Lake.field(
                        "raw_score",
                        DataTypes.DoubleType,
                        "Base value plus all contributions: log-odds, of a single tree or a forest the probability; the number or its logarithm"),
                Lake.field("model_version", DataTypes.IntegerType, "Version of the model"),
                Lake.field("model_digest", DataTypes.StringType, "SHA-256 of the model's artifact"),
                Lake.field(FEATURE_VERSION, DataTypes.StringType, "Digest of the view's definition"),
                Lake.field(RUN_ID, DataTypes.StringType, "Run that scored"),
                Lake.field("scored_at", DataTypes.TimestampType, "When that run began")));
        if (hasClasses) {
            fields.add(
                    Lake.field("class", DataTypes.StringType, "The most likely class, which score and reasons are of"));
            fields.add(Lake.field("probabilities", PROBABILITIES, "Probability of each class, 0 to 1"));
        }
        return new TableLayout(
                spec.table(),
                new StructType(fields.toArray(StructField[]::new)),
                List.of(AS_OF),
                spec.keepDays(),
                List.of());
    }

    /** The table of rows that could not be scored. */
    TableLayout errors(DataType entity) {
        return TableLayout.plain(spec.errorTable(), new StructType(new StructField[] {
                    Lake.field(spec.view().entity(), entity, "Who could not be scored"),
                    Lake.field(AS_OF, DataTypes.TimestampType, "As-of of the run"),
                    Lake.field("stage", DataTypes.StringType, "Where it failed"),
                    Lake.field("error_code", DataTypes.StringType, "Stable code of the failure"),
                    Lake.field("message", DataTypes.StringType, "What is wrong with the row"),
                    Lake.field(RUN_ID, DataTypes.StringType, "Run that met it")
                }))
                .partitionedBy(AS_OF)
                .keptDays(spec.keepDays());
    }
}
