package io.headrace.quality;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.job.JobStage;
import io.headrace.quality.StoredCounts.Slice;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.table.Lake;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.statistics}: rows counted by bins that were fixed when a version was trained; what monitoring judges, without the rows. */
public final class StatisticsTable {
    /** The table. */
    public static final TableName TABLE = Layer.SYSTEM.table("statistics");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run that counted the rows"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("model", DataTypes.StringType, "Model"),
        Lake.field("model_version", DataTypes.IntegerType, "Version whose bins are used"),
        Lake.field(
                AS_OF,
                DataTypes.StringType,
                "As-of of the scored rows, as the partition spells it; null of training runs"),
        Lake.field(
                "of",
                DataTypes.StringType,
                "Which rows, and what of them: training, components, fits_least, test_scores, test_outcomes, test_errors,"
                        + " population, scores, decisions, outcomes, errors, arm_decisions, arm_outcomes"),
        Lake.field(
                "column",
                DataTypes.StringType,
                "The feature; score of scores; class of classes predicted; all columns together"),
        Lake.field("rows", DataTypes.LongType, "Rows"),
        Lake.field("missing", DataTypes.LongType, "Rows without a value"),
        Lake.field("mean", DataTypes.DoubleType, "Mean of the numbers"),
        Lake.field("deviation", DataTypes.DoubleType, "Their standard deviation"),
        Lake.field("bins", DataTypes.StringType, "The bins as JSON, in the row of the training run that fixed them"),
        Lake.field("counts", DataTypes.BinaryType, "State: rows by bin, as docs/drift-statistics.md says"),
        Lake.field(
                "slice_feature",
                DataTypes.StringType,
                "Feature whose value the rows share, arm of arm_decisions and arm_outcomes; null of all rows"),
        Lake.field("slice_value", DataTypes.StringType, "That value; null of rows without one")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE,
            "rows of a column, or of scores, counted by a run",
            SCHEMA,
            RUN_ID,
            "of",
            "column",
            "slice_feature",
            "slice_value");

    private StatisticsTable() {}

    private static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /** Statistics of a run, to be recorded. */
    public static JobStage.Finding finding(Lake lake, String model, List<Counted> statistics) {
        return run -> in(lake).append(
                        run,
                        statistics.stream()
                                .map(counted -> row(run, model, counted))
                                .toList());
    }

    /**
     * What was counted for a model, but not by arm.
     *
     * @param runs by which runs
     */
    public static List<Kept> of(Lake lake, String model, Set<String> runs) {
        Set<StoredCounts.Of> kinds = EnumSet.allOf(StoredCounts.Of.class);
        kinds.removeIf(StoredCounts.Of::isByArm);
        return of(lake, model, runs, kinds);
    }

    /**
     * What was counted for a model, of some kinds.
     *
     * @param runs by which runs
     * @param kinds of rows
     */
    public static List<Kept> of(Lake lake, String model, Set<String> runs, Set<StoredCounts.Of> kinds) {
        Map<String, RunId> ids = runs.stream().collect(Collectors.toMap(run -> run, RunId::parse));
        List<Kept> found = new ArrayList<>();
        lake.forEachRow(
                TABLE,
                SCHEMA,
                Map.of(
                        "model",
                        Set.of(model),
                        RUN_ID,
                        runs,
                        "of",
                        kinds.stream().map(StatisticsTable::word).collect(Collectors.toSet())),
                row -> found.add(kept(row, ids)));
        return found;
    }

    /**
     * What a run counts.
     *
     * @param version whose bins are used
     * @param asOf of the scored rows, as the partition spells it; empty of training runs
     */
    public record Counted(int version, Optional<String> asOf, StoredCounts statistic) {
        /** Statistics of one version and as-of. */
        public static List<Counted> all(int version, Optional<String> asOf, List<StoredCounts> statistics) {
            return statistics.stream()
                    .map(statistic -> new Counted(version, asOf, statistic))
                    .toList();
        }
    }

    /** What a run has counted. */
    public record Kept(RunId run, Counted counted) {
        /** What was counted. */
        public StoredCounts statistic() {
            return counted.statistic();
        }
    }

    private static Row row(RunId run, String model, Counted counted) {
        StoredCounts statistic = counted.statistic();
        return RowFactory.create(
                run.toString(),
                Date.valueOf(run.date()),
                model,
                counted.version(),
                counted.asOf().orElse(null),
                word(statistic.of()),
                statistic.column(),
                statistic.rows(),
                statistic.missing(),
                orNull(statistic.mean()),
                orNull(statistic.deviation()),
                statistic.bins().map(ColumnBins::text).orElse(null),
                statistic.counts(),
                statistic.slice().map(Slice::feature).orElse(null),
                statistic.slice().map(Slice::value).orElse(null));
    }

    private static String word(StoredCounts.Of of) {
        return of.name().toLowerCase(Locale.ROOT);
    }

    private static Double orNull(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }

    private static Kept kept(Row row, Map<String, RunId> ids) {
        return new Kept(
                ids.get(row.<String>getAs(RUN_ID)),
                new Counted(
                        row.<Integer>getAs("model_version"), Optional.ofNullable(row.getAs(AS_OF)), statistic(row)));
    }

    private static StoredCounts statistic(Row row) {
        return new StoredCounts(
                StoredCounts.Of.valueOf(row.<String>getAs("of").toUpperCase(Locale.ROOT)),
                row.getAs("column"),
                Optional.ofNullable(row.<String>getAs("bins")).map(ColumnBins::read),
                row.getAs("counts"),
                row.<Long>getAs("rows"),
                row.<Long>getAs("missing"),
                orEmpty(row.getAs("mean")),
                orEmpty(row.getAs("deviation")),
                Optional.ofNullable(row.<String>getAs("slice_feature"))
                        .map(feature -> new Slice(feature, row.getAs("slice_value"))));
    }

    private static OptionalDouble orEmpty(Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
