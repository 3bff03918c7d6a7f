package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.LevelChanges;
import io.headrace.table.Lake;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.drift}: how far the columns and scores of a window have moved, one row for each statistic. */
public final class DriftTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("drift");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run of the monitor job"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("model_version", DataTypes.IntegerType, "Version that scored, and whose bins are used"),
        Lake.field("first_as_of", DataTypes.StringType, "First as-of of the window, in UTC"),
        Lake.field("last_as_of", DataTypes.StringType, "Its last as-of"),
        Lake.field("against", DataTypes.StringType, "What it is compared with: training, trailing or season"),
        Lake.field("of", DataTypes.StringType, "population (a feature) or scores"),
        Lake.field("column", DataTypes.StringType, "The feature; score of scores; all columns together"),
        Lake.field("statistic", DataTypes.StringType, "What was computed"),
        Lake.field("form", DataTypes.StringType, "Which of the definitions in use"),
        Lake.field("base", DataTypes.StringType, "Base of its logarithm, empty without one"),
        Lake.field("smoothing", DataTypes.StringType, "Of empty bins, empty where there is none"),
        Lake.field("n", DataTypes.LongType, "Rows of the reference with a value; all rows for missing"),
        Lake.field("m", DataTypes.LongType, "The same now"),
        Lake.field("value", DataTypes.DoubleType, "The statistic; null where it cannot be computed"),
        Lake.field("null_95", DataTypes.DoubleType, "Below this in 95 of 100 windows without drift"),
        Lake.field("null_99", DataTypes.DoubleType, "In 99 of 100"),
        Lake.field("p", DataTypes.DoubleType, "Chance of such a value, or a larger one, without drift"),
        Lake.field("q", DataTypes.DoubleType, "The same, adjusted over the columns of the model"),
        Lake.field("effect", DataTypes.DoubleType, "What the tolerance bounds"),
        Lake.field("error", DataTypes.DoubleType, "At most so much of the effect may come from binning"),
        Lake.field("tolerance", DataTypes.DoubleType, "The effect that is no drift"),
        Lake.field("power", DataTypes.DoubleType, "Chance to see an effect of the tolerance"),
        Lake.field("detectable", DataTypes.DoubleType, "The effect that is seen in 80 of 100 windows"),
        Lake.field("verdict", DataTypes.StringType, "ok, drift or unknown"),
        Lake.field("reason", DataTypes.StringType, "Why it is unknown, empty where it is not"),
        Lake.field("decides", DataTypes.BooleanType, "Whether the column's drift is read off this row"),
        Lake.field("importance", DataTypes.DoubleType, "Of the feature for the version"),
        Lake.field(
                "levels",
                DataTypes.StringType,
                "Levels of texts that came and went; of all columns together, those that fit the others less")
    });

    private static final StructType NARROW = new StructType(Stream.of(
                    RUN_ID,
                    "against",
                    "of",
                    "column",
                    "statistic",
                    "q",
                    "effect",
                    "error",
                    "tolerance",
                    "verdict",
                    "decides",
                    "importance")
            .map(SCHEMA::apply)
            .toArray(StructField[]::new));

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "a statistic of a column in a window", SCHEMA, RUN_ID, "against", "of", "column", "statistic");

    private DriftTable() {}

    /** The table in a lake. */
    static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /**
     * Verdicts of a window.
     *
     * @param against what it is compared with
     * @param of whether columns are features or scores
     * @param levels what else is to be said of a verdict beside its levels, in words
     */
    static List<Row> rows(
            RunId run,
            String model,
            WindowOfVersion window,
            String against,
            String of,
            List<DriftVerdict> verdicts,
            Function<DriftVerdict, String> levels) {
        return verdicts.stream()
                .map(verdict ->
                        row(run, model, window, against, of, verdict, levels(verdict.levels()) + levels.apply(verdict)))
                .toList();
    }

    /** A row beside those of columns' values. */
    static Row row(RunId run, String model, WindowOfVersion window, JudgedShift shift) {
        JudgedShift.Subject subject = shift.subject();
        return RowFactory.create(
                run.toString(),
                Date.valueOf(run.date()),
                model,
                window.version(),
                window.firstAsOf(),
                window.lastAsOf(),
                subject.against(),
                subject.of(),
                subject.column(),
                subject.statistic(),
                subject.form(),
                "",
                "",
                subject.n(),
                subject.m(),
                orNull(shift.value()),
                orNull(shift.null95()),
                orNull(shift.null99()),
                orNull(shift.p()),
                orNull(shift.q()),
                orNull(shift.effect()),
                0.0,
                orNull(shift.tolerance()),
                orNull(shift.power()),
                orNull(shift.detectable()),
                shift.verdict().word(),
                shift.reason(),
                shift.decides(),
                orNull(subject.importance()),
                "");
    }

    private static Row row(
            RunId run,
            String model,
            WindowOfVersion window,
            String against,
            String of,
            DriftVerdict verdict,
            String levels) {
        return RowFactory.create(
                run.toString(),
                Date.valueOf(run.date()),
                model,
                window.version(),
                window.firstAsOf(),
                window.lastAsOf(),
                against,
                of,
                verdict.column(),
                verdict.statistic().word(),
                verdict.statistic().form(),
                verdict.statistic().base(),
                verdict.smoothing(),
                verdict.n(),
                verdict.m(),
                orNull(verdict.value()),
                orNull(verdict.null95()),
                orNull(verdict.null99()),
                orNull(verdict.pValue()),
                orNull(verdict.qValue()),
                orNull(verdict.effect()),
                orNull(verdict.error()),
                orNull(verdict.tolerance()),
                orNull(verdict.power()),
                orNull(verdict.detectable()),
                verdict.verdict().word(),
                verdict.reason().words(),
                verdict.decides(),
                orNull(verdict.importance()),
                levels);
    }

    /**
     * What a policy looks at in a row.
     *
     * @param run the monitor run
     * @param q empty where nothing can be said
     */
    record Deciding(
            String run,
            String against,
            String of,
            String column,
            String statistic,
            OptionalDouble q,
            double effect,
            double error,
            double tolerance,
            double importance) {
        /** The verdict that decides, of a run. */
        static Deciding of(RunId run, String against, String of, DriftVerdict verdict) {
            boolean isKnown = verdict.verdict() != DriftVerdict.Answer.UNKNOWN;
            return new Deciding(
                    run.toString(),
                    against,
                    of,
                    verdict.column(),
                    verdict.statistic().word(),
                    isKnown ? OptionalDouble.of(verdict.qValue()) : OptionalDouble.empty(),
                    isKnown ? verdict.effect() : 0,
                    isKnown ? verdict.error() : 0,
                    verdict.tolerance(),
                    verdict.importance());
        }

        /** A row beside those of columns' values that decides. */
        static Deciding of(RunId run, JudgedShift shift) {
            JudgedShift.Subject subject = shift.subject();
            return new Deciding(
                    run.toString(),
                    subject.against(),
                    subject.of(),
                    subject.column(),
                    subject.statistic(),
                    OptionalDouble.of(shift.q()),
                    shift.effect(),
                    0,
                    shift.tolerance(),
                    subject.importance());
        }
    }

    /** Reads the rows of some runs whole, one after the other, those that decide only; starts no Spark. */
    public static void forEachDeciding(Lake lake, Set<String> runs, Consumer<Row> use) {
        if (!runs.isEmpty()) {
            lake.forEachRow(TABLE, SCHEMA, Map.of(RUN_ID, runs), row -> {
                if (row.<Boolean>getAs("decides")) {
                    use.accept(row);
                }
            });
        }
    }

    /** The rows that decide, of some runs. */
    static List<Deciding> deciding(Lake lake, Set<String> runs) {
        List<Deciding> found = new ArrayList<>();
        if (!runs.isEmpty()) {
            lake.forEachRow(TABLE, NARROW, Map.of(RUN_ID, runs), row -> {
                if (row.<Boolean>getAs("decides")) {
                    found.add(deciding(row));
                }
            });
        }
        return found;
    }

    private static Deciding deciding(Row row) {
        boolean isKnown = !row.getAs("verdict").equals(DriftVerdict.Answer.UNKNOWN.word());
        return new Deciding(
                row.getAs(RUN_ID),
                row.getAs("against"),
                row.getAs("of"),
                row.getAs("column"),
                row.getAs("statistic"),
                isKnown ? OptionalDouble.of(row.<Double>getAs("q")) : OptionalDouble.empty(),
                isKnown ? row.<Double>getAs("effect") : 0,
                isKnown ? row.<Double>getAs("error") : 0,
                row.<Double>getAs("tolerance"),
                row.<Double>getAs("importance"));
    }

    private static String levels(LevelChanges levels) {
        List<String> words = new ArrayList<>();
        if (!levels.appeared().isEmpty()) {
            words.add(String.format(
                    Locale.ROOT, "new: %s (%,d rows)", String.join(", ", levels.appeared()), levels.rowsAppeared()));
        }
        if (!levels.lost().isEmpty()) {
            words.add("gone: " + String.join(", ", levels.lost()));
        }
        return String.join("; ", words);
    }

    private static Double orNull(double number) {
        return Double.isNaN(number) ? null : (Double) number;
    }
}
