package io.headrace.value;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.spec.ValueJobSpec;
import io.headrace.spec.ValueJobSpec.Version;
import io.headrace.stats.Interval;
import io.headrace.table.Lake;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.value}: what the decisions of an as-of are worth, and what others would have been. */
final class ValueTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("value");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run of the value job"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("model_version", DataTypes.IntegerType, "Version that scored"),
        Lake.field(AS_OF, DataTypes.StringType, "As-of of the scored rows, as the partition spells it"),
        Lake.field("spec_version", DataTypes.IntegerType, "Version of the value that holds on that day"),
        Lake.field("spec_digest", DataTypes.StringType, "Digest of the job, which holds the versions"),
        Lake.field("currency", DataTypes.StringType, "What values are counted in"),
        Lake.field(
                "basis",
                DataTypes.StringType,
                "expected (all rows, as known when decided), realised (rows whose outcomes are known), open (rows whose outcomes are"
                        + " not, as known when decided) or spent"),
        Lake.field(
                "figure",
                DataTypes.StringType,
                "earned (the decisions made), none, all, above (a threshold), best (of all thresholds, on these rows), regret (best less"
                        + " earned), capacity (the highest scores), campaign (contacting by the best thresholds, on these rows) or compute"),
        Lake.field("threshold", DataTypes.DoubleType, "Above which rows are acted on, of above, best and regret"),
        Lake.field("value", DataTypes.DoubleType, "The figure, in the currency"),
        Lake.field("standard_error", DataTypes.DoubleType, "From sample to sample, null where it cannot be told"),
        Lake.field("lower", DataTypes.DoubleType, "Lower end of the 95 % interval"),
        Lake.field("upper", DataTypes.DoubleType, "Upper end of it"),
        Lake.field(
                "label_error",
                DataTypes.DoubleType,
                "Of a value that is expected: how far the outcomes of these very rows may lead from it"),
        Lake.field("rows", DataTypes.LongType, "Rows that the figure is of"),
        Lake.field("unknown", DataTypes.LongType, "Rows of the as-of whose outcomes are not known yet"),
        Lake.field(
                "probabilities",
                DataTypes.StringType,
                "Of a value that is expected: test_rows (rates of the version's test rows at each score) or scores; else empty"),
        Lake.field("scored_by", DataTypes.StringType, "Run that scored"),
        Lake.field("outcomes_by", DataTypes.StringType, "Run that counted the outcomes; empty where none did"),
        Lake.field(
                "arm",
                DataTypes.StringType,
                "Arm that decided about the rows; empty or null of all rows, as the champion decides"),
        Lake.field(
                "contacted",
                DataTypes.DoubleType,
                "Of campaign: share of the rows that the best thresholds contact; null of all else")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE,
            "what decisions on the rows of an as-of are worth, made or not",
            SCHEMA,
            RUN_ID,
            AS_OF,
            "basis",
            "figure",
            "threshold",
            "arm");

    private ValueTable() {}

    /** The table in a lake. */
    static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /**
     * What the rows of an as-of have in common.
     *
     * @param modelVersion that scored
     * @param arm that decided; empty of all rows
     */
    record Heading(
            RunId run,
            ValueJobSpec job,
            Version version,
            int modelVersion,
            String asOf,
            Reach.Counted counted,
            String arm) {
        /** Of the rows of an arm. */
        Heading of(String decidingArm, int armVersion) {
            return new Heading(run, job, version, armVersion, asOf, counted, decidingArm);
        }
    }

    /** The rows of an as-of. */
    static List<Row> rows(Heading heading, ScoredDay day, List<ValueFigure> figures) {
        String probabilities = day.tested().isPresent() ? "test_rows" : "scores";
        return figures.stream()
                .map(figure -> row(heading, figure, day.open(), probabilities))
                .toList();
    }

    static Row row(Heading heading, ValueFigure figure, long open, String probabilities) {
        boolean isExpected = figure.basis() == Basis.EXPECTED || figure.basis() == Basis.OPEN;
        return RowFactory.create(
                heading.run().toString(),
                Date.valueOf(heading.run().date()),
                heading.job().model(),
                heading.modelVersion(),
                heading.asOf(),
                heading.version().number(),
                heading.job().digest(),
                heading.job().currency(),
                word(figure.basis()),
                word(figure.measured()),
                orNull(figure.threshold()),
                figure.value(),
                orNull(figure.standardError()),
                figure.interval().map(Interval::lower).orElse(null),
                figure.interval().map(Interval::upper).orElse(null),
                orNull(figure.labelError()),
                figure.rows(),
                open,
                isExpected ? probabilities : "",
                heading.counted().scoredBy(),
                heading.counted().outcomesBy(),
                heading.arm(),
                orNull(figure.contacted()));
    }

    /** The arm that decided about the rows of a figure; empty of all rows, as it is in tables older than the column. */
    static String armOf(Row row) {
        return Optional.ofNullable(row.<String>getAs("arm")).orElse("");
    }

    /** A constant as rows spell it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Double orNull(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }
}
