package io.headrace.rollout;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.experiment.Peek;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Exposure;
import io.headrace.table.Lake;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.peeks}: what was known of an experiment at each look, by arm and measure; no later look changes it. */
final class PeekTable {
    /** The table. */
    static final TableName TABLE = Layer.SYSTEM.table("peeks");

    private static final String NO_MEASURE = "";

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "Run that looked"),
        Lake.field("logical_date", DataTypes.DateType, "Its logical date"),
        Lake.field("arm", DataTypes.StringType, "Arm that entities were drawn into"),
        Lake.field("measure", DataTypes.StringType, "Measure; empty for the arm as a whole"),
        Lake.field("entities", DataTypes.LongType, "Entities drawn so far; of a measure those whose outcome is known"),
        Lake.field("due", DataTypes.LongType, "Of the arm as a whole: entities whose outcome should be known"),
        Lake.field("known", DataTypes.LongType, "Of these, those whose outcome is known"),
        Lake.field("in_several_arms", DataTypes.LongType, "Entities of all arms that were seen in several of them"),
        Lake.field("mean", DataTypes.DoubleType, "Mean outcome of an entity; null without entities"),
        Lake.field("totals", DataTypes.BinaryType, "Exact sums, squares and products")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "an arm, or a measure of it, at one look at an experiment", SCHEMA, RUN_ID, "arm", "measure");

    private PeekTable() {}

    static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /** The rows of a look. */
    static List<Row> rows(RunId run, Peek peek) {
        List<Row> rows = new ArrayList<>();
        new TreeMap<>(peek.arms()).forEach((name, arm) -> {
            rows.add(row(run, name, NO_MEASURE, arm.entities(), arm.due(), arm.known(), peek.exposure(), null));
            new TreeMap<>(arm.metrics())
                    .forEach((measure, totals) ->
                            rows.add(row(run, name, measure, totals.entities(), 0, 0, peek.exposure(), totals)));
        });
        return rows;
    }

    private static Row row(
            RunId run,
            String arm,
            String measure,
            long entities,
            long due,
            long known,
            Exposure exposure,
            ArmTotals totals) {
        return RowFactory.create(
                run.toString(),
                Date.valueOf(run.date()),
                arm,
                measure,
                entities,
                due,
                known,
                exposure.inSeveralArms(),
                totals == null || entities == 0 ? null : totals.meanValue(),
                totals == null ? null : totals.toBytes());
    }

    /** The looks of some runs, in the order of their dates. */
    static List<Peek> peeks(Lake lake, List<String> runs) {
        if (runs.isEmpty()) {
            return List.of();
        }
        Map<String, List<Row>> byRun = new TreeMap<>();
        in(lake).rows(Map.of(RUN_ID, Set.copyOf(runs)))
                .forEach(row -> byRun.computeIfAbsent(row.getAs(RUN_ID), run -> new ArrayList<>())
                        .add(row));
        return runs.stream()
                .map(run -> peek(RunId.parse(run), byRun.getOrDefault(run, List.of())))
                .toList();
    }

    private static Peek peek(RunId run, List<Row> rows) {
        Map<String, Map<String, ArmTotals>> totals = new TreeMap<>();
        Map<String, Peek.Arm> arms = new TreeMap<>();
        long entities = 0;
        long several = 0;
        for (Row row : rows) {
            several = row.<Long>getAs("in_several_arms");
            if (!row.getAs("measure").equals(NO_MEASURE)) {
                totals.computeIfAbsent(row.getAs("arm"), arm -> new TreeMap<>())
                        .put(row.getAs("measure"), ArmTotals.ofBytes(row.getAs("totals")));
            }
        }
        for (Row row : rows) {
            if (row.getAs("measure").equals(NO_MEASURE)) {
                entities += row.<Long>getAs("entities");
                arms.put(
                        row.getAs("arm"),
                        new Peek.Arm(
                                row.<Long>getAs("entities"),
                                row.<Long>getAs("due"),
                                row.<Long>getAs("known"),
                                totals.getOrDefault(row.<String>getAs("arm"), Map.of())));
            }
        }
        return new Peek(run.date(), arms, new Exposure(entities, several));
    }
}
