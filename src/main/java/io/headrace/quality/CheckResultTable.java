package io.headrace.quality;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.job.JobStage;
import io.headrace.run.Digest;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.checks}: the result of each check in each run, refused runs included. */
public final class CheckResultTable {
    /** The table. */
    public static final TableName TABLE = Layer.SYSTEM.table("checks");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        field(RUN_ID, DataTypes.StringType, "Run"),
        field("logical_date", DataTypes.DateType, "Its logical date"),
        field("checked", DataTypes.StringType, "The table whose new rows were checked"),
        field("check", DataTypes.StringType, "Name of the check"),
        field("kind", DataTypes.StringType, "row, unique, exists-in, same, or the measure over all rows"),
        field("severity", DataTypes.StringType, "warn, quarantine or refuse"),
        field("outcome", DataTypes.StringType, "passed, failed, error or no-history"),
        field("rows", DataTypes.LongType, "Rows checked"),
        field("failed", DataTypes.LongType, "Rows that failed; 0 for a check of all rows together"),
        field("errors", DataTypes.LongType, "Rows on which it could not be evaluated"),
        field("value", DataTypes.DoubleType, "The number measured, null where there is none"),
        field("value_text", DataTypes.StringType, "The same, exact"),
        field("bound", DataTypes.StringType, "The bound on the number"),
        field("message", DataTypes.StringType, "The check in words"),
        field("detail", DataTypes.StringType, "Further detail"),
        field("version", DataTypes.StringType, "Digest of the check's definition")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION =
            TableDescription.system(TABLE, "what a check found in a run", SCHEMA, RUN_ID, "checked", "check");

    private CheckResultTable() {}

    private static StructField field(String name, DataType type, String comment) {
        return Lake.field(name, type, comment);
    }

    /** The table in a lake. */
    public static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    /** The version of a rule: a digest of its definition. */
    public static String version(io.headrace.spec.Check check) {
        return Digest.of(check.definition()).substring(0, 12);
    }

    /** The results of a run, to be recorded. */
    public static JobStage.Finding finding(Lake lake, TableName checked, List<CheckResult> results) {
        return run -> in(lake).append(
                        run,
                        results.stream()
                                .map(result -> row(run, checked, result))
                                .toList());
    }

    private static Row row(RunId run, TableName checked, CheckResult result) {
        return RowFactory.create(
                run.toString(),
                Date.valueOf(run.date()),
                checked.toString(),
                result.check().name(),
                result.check().kind(),
                word(result.check().severity()),
                word(result.outcome()),
                result.rows(),
                result.failed(),
                result.errors(),
                result.value() == null ? null : result.value().doubleValue(),
                result.value() == null ? null : result.value().toPlainString(),
                result.bound(),
                result.check().message(),
                result.detail(),
                version(result.check()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The values that a check measured in finished runs for days before the date, oldest first, one for each day. */
    public static List<Double> history(Lake lake, Ledger ledger, TableName checked, String check, LocalDate before) {
        Set<String> done =
                ledger.done().stream().map(run -> run.run().toString()).collect(Collectors.toSet());
        Map<LocalDate, Row> newest = new TreeMap<>();
        in(lake).rows(Map.of("checked", Set.of(checked.toString()), "check", Set.of(check))).stream()
                .filter(row -> row.<Date>getAs("logical_date").before(Date.valueOf(before)))
                .filter(row -> row.getAs("value") != null)
                .filter(row -> done.contains(row.<String>getAs(RUN_ID)))
                .forEach(row -> {
                    RunId run = RunId.parse(row.getAs(RUN_ID));
                    newest.merge(run.date(), row, CheckResultTable::later);
                });
        return newest.values().stream().map(row -> row.<Double>getAs("value")).toList();
    }

    private static Row later(Row one, Row other) {
        return RunId.parse(one.getAs(RUN_ID)).generation()
                        > RunId.parse(other.getAs(RUN_ID)).generation()
                ? one
                : other;
    }
}
