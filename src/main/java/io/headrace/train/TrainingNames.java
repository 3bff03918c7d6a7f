package io.headrace.train;

import static java.util.Map.entry;

import io.headrace.spec.EngineColumn;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Names of the columns of a training set: while it is computed, and in tables and notebooks.
 *
 * <p>While rows are computed, features have their own names and Headrace's columns begin with {@code _}, as no feature does. In tables and
 * notebooks Headrace's columns are {@code label}, {@code split} and so on, and a feature of such a name has {@code feature_} before it.
 */
final class TrainingNames {
    /** The label. */
    static final String LABEL = "_label";

    /** {@code train} or {@code test}. */
    static final String SPLIT = "_split";

    /** What a row counts in training. */
    static final String WEIGHT = "_weight";

    /** The fold by which a row is held out. */
    static final String FOLD = "_fold";

    /** The candidate's score: a calibrated probability, or the number predicted. */
    static final String CANDIDATE = "_candidate_score";

    /** The champion's. */
    static final String CHAMPION = "_champion_score";

    /** Whether the candidate decides a row positive. */
    static final String DECISION = "_decision";

    /** That of the plain rule. */
    static final String BASELINE = "_baseline_score";

    /** The version of the model that is trained on the row. */
    static final String VERSION = "_model_version";

    /** The digest of the definition that computed the features. */
    static final String FEATURE_VERSION = "_feature_version";

    /** The run that assembled the row. */
    static final String RUN_ID = "_run_id";

    private static final Map<String, String> SHOWN = Map.ofEntries(
            entry(LABEL, "label"),
            entry(SPLIT, "split"),
            entry(WEIGHT, "weight"),
            entry(VERSION, "model_version"),
            entry(FEATURE_VERSION, EngineColumn.FEATURE_VERSION),
            entry(RUN_ID, EngineColumn.RUN_ID),
            entry(CHAMPION, ComparedColumns.CHAMPION),
            entry(ComparedColumns.classOf(CHAMPION), ComparedColumns.classOf(ComparedColumns.CHAMPION)),
            entry(ComparedColumns.probabilitiesOf(CHAMPION), ComparedColumns.probabilitiesOf(ComparedColumns.CHAMPION)),
            entry(ComparedColumns.lowerOf(CHAMPION), ComparedColumns.lowerOf(ComparedColumns.CHAMPION)),
            entry(ComparedColumns.upperOf(CHAMPION), ComparedColumns.upperOf(ComparedColumns.CHAMPION)),
            entry(BASELINE, ComparedColumns.BASELINE));

    private static final String PREFIX = "feature_";
    private static final Pattern CLASHING =
            Pattern.compile("(" + PREFIX + ")*(" + String.join("|", new TreeSet<>(SHOWN.values())) + ")");

    private TrainingNames() {}

    /** The name of a column in tables and notebooks. */
    static String shown(String column) {
        String own = SHOWN.get(column);
        return own != null ? own : CLASHING.matcher(column).matches() ? PREFIX + column : column;
    }

    /** The name while rows are computed of a column that has this one in tables and notebooks. */
    static String computed(String column) {
        return SHOWN.entrySet().stream()
                .filter(entry -> entry.getValue().equals(column))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> CLASHING.matcher(column).matches() && column.startsWith(PREFIX)
                        ? column.substring(PREFIX.length())
                        : column);
    }

    /** Rows as tables and notebooks have them. */
    static Dataset<Row> shown(Dataset<Row> rows) {
        return renamed(rows, TrainingNames::shown);
    }

    /** Rows of tables and notebooks as they are computed with. */
    static Dataset<Row> computed(Dataset<Row> rows) {
        return renamed(rows, TrainingNames::computed);
    }

    private static Dataset<Row> renamed(Dataset<Row> rows, UnaryOperator<String> name) {
        Column[] columns = Stream.of(rows.columns())
                .map(column -> functions.col("`" + column + "`").as(name.apply(column)))
                .toArray(Column[]::new);
        return rows.select(columns);
    }
}
