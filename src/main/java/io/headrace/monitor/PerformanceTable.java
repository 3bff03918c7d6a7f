package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.policy.Basis;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.Interval;
import io.headrace.stats.estimate.Figure;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.table.Lake;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.performance}: how good scores are, estimated before labels come and realised when they have. */
public final class PerformanceTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("performance");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run of the monitor job"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("model_version", DataTypes.IntegerType, "Version that scored"),
        Lake.field("first_as_of", DataTypes.StringType, "First as-of of the window, in UTC"),
        Lake.field("last_as_of", DataTypes.StringType, "Its last as-of"),
        Lake.field(
                "method",
                DataTypes.StringType,
                "cbpe (estimated from scores), direct_loss (from predicted numbers) or realised (from labels)"),
        Lake.field("measure", DataTypes.StringType, "What it is a figure of"),
        Lake.field("unit", DataTypes.StringType, "rows, share, nats or target"),
        Lake.field("value", DataTypes.DoubleType, "The figure, null where it is not defined"),
        Lake.field("standard_error", DataTypes.DoubleType, "From sample to sample, null where it cannot be told"),
        Lake.field(
                "label_error",
                DataTypes.DoubleType,
                "Of an estimate: how far the labels may lead if scores are calibrated"),
        Lake.field("lower", DataTypes.DoubleType, "Lower end of the 95 % interval"),
        Lake.field("upper", DataTypes.DoubleType, "Upper end of it"),
        Lake.field("reference", DataTypes.DoubleType, "The same measure on the version's test rows"),
        Lake.field("tolerated", DataTypes.DoubleType, "Three standard errors of both together"),
        Lake.field("verdict", DataTypes.StringType, "ok, worse or unknown"),
        Lake.field("reason", DataTypes.StringType, "Why nothing can be said; empty where something can"),
        Lake.field("rows", DataTypes.LongType, "Rows with a score, and of realised figures with a label"),
        Lake.field("missing", DataTypes.LongType, "Rows without a score"),
        Lake.field("bin_error", DataTypes.DoubleType, "How far an AUC may be from that of scores without bins"),
        Lake.field("blind_to", DataTypes.StringType, "What figures of this kind cannot see"),
        Lake.field(
                "slice", DataTypes.StringType, "Rows of one value of a feature, such as country = DE; empty for all"),
        Lake.field(
                "q", DataTypes.DoubleType, "Of a slice: chance of such a figure, or a worse one, adjusted over slices")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "a figure of the scores of a window", SCHEMA, RUN_ID, "method", "first_as_of", "measure", "slice");

    private PerformanceTable() {}

    /** The table in a lake. */
    public static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /**
     * The rows of a window.
     *
     * @param slice in words; empty for all rows
     */
    static List<Row> rows(
            RunId run,
            String model,
            WindowOfVersion window,
            Performance found,
            List<JudgedFigure> judged,
            String slice) {
        return judged.stream()
                .map(figure -> row(run, model, window, found, figure, slice))
                .toList();
    }

    private static Row row(
            RunId run, String model, WindowOfVersion window, Performance found, JudgedFigure judged, String slice) {
        Figure figure = judged.figure();
        return RowFactory.create(
                run.toString(),
                Date.valueOf(run.date()),
                model,
                window.version(),
                window.firstAsOf(),
                window.lastAsOf(),
                word(found.method()),
                word(figure.measure()),
                figure.measure().unit(),
                orNull(figure.value()),
                orNull(figure.standardError()),
                orNull(figure.labelError()),
                figure.interval().map(Interval::lower).orElse(null),
                figure.interval().map(Interval::upper).orElse(null),
                orNull(judged.reference()),
                orNull(judged.tolerated()),
                word(judged.verdict()),
                judged.reason(),
                found.rows(),
                found.missing(),
                found.aucBinError(),
                found.method().blindTo(),
                slice,
                orNull(judged.q()));
    }

    /**
     * What a policy looks at in a row.
     *
     * @param run the monitor run
     * @param slice in words; empty for all rows
     */
    record Compared(
            String run,
            Basis basis,
            Measure measure,
            String lastAsOf,
            double value,
            double reference,
            double tolerated,
            String slice) {
        /** Of all rows. */
        Compared(
                String run,
                Basis basis,
                Measure measure,
                String lastAsOf,
                double value,
                double reference,
                double tolerated) {
            this(run, basis, measure, lastAsOf, value, reference, tolerated, "");
        }

        /** Whether it is worse than chance explains. */
        boolean isWorse() {
            double fall = reference - value;
            return (measure.lowerIsBetter() ? -fall : fall) > tolerated;
        }

        /** Whether people are told of it beside what is found of all rows. */
        boolean isShown() {
            return slice.isEmpty() || isWorse();
        }

        /** The measure, for people. */
        String measureWords() {
            return measure == Measure.AUC
                    ? measure.name()
                    : measure.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /** For people. */
        String words() {
            return String.format(
                    Locale.ROOT,
                    "%s %s%s %.4f as of %s, %.4f on the test rows, tolerated %.4f",
                    basis.name().toLowerCase(Locale.ROOT),
                    measureWords(),
                    slice.isEmpty() ? "" : " of " + slice,
                    value,
                    lastAsOf.substring(0, "yyyy-MM-dd".length()),
                    reference,
                    tolerated);
        }

        /** The figures of a window that have something to be compared with. */
        static List<Compared> of(
                RunId run, WindowOfVersion window, Performance found, List<JudgedFigure> judged, String slice) {
            return judged.stream()
                    .filter(figure -> figure.verdict() != JudgedFigure.Verdict.UNKNOWN)
                    .map(figure -> new Compared(
                            run.toString(),
                            found.method() == Performance.Method.REALISED ? Basis.REALISED : Basis.ESTIMATED,
                            figure.figure().measure(),
                            window.lastAsOf(),
                            figure.figure().value().getAsDouble(),
                            figure.reference().getAsDouble(),
                            figure.tolerated().getAsDouble(),
                            slice))
                    .toList();
        }
    }

    /** The figures of some runs that have something to be compared with. */
    static List<Compared> compared(Lake lake, Set<String> runs) {
        return runs.isEmpty()
                ? List.of()
                : in(lake).rows(Map.of(RUN_ID, runs, "verdict", Set.of("ok", "worse"))).stream()
                        .map(PerformanceTable::compared)
                        .toList();
    }

    /** The slice of a row, in words; empty for all rows, as those of earlier releases are. */
    static String slice(Row row) {
        return Optional.ofNullable(row.<String>getAs("slice")).orElse("");
    }

    private static Compared compared(Row row) {
        return new Compared(
                row.getAs(RUN_ID),
                row.getAs("method").equals("realised") ? Basis.REALISED : Basis.ESTIMATED,
                Measure.valueOf(row.<String>getAs("measure").toUpperCase(Locale.ROOT)),
                row.getAs("last_as_of"),
                row.<Double>getAs("value"),
                row.<Double>getAs("reference"),
                row.<Double>getAs("tolerated"),
                slice(row));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Double orNull(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }
}
