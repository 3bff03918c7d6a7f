package io.headrace.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.headrace.run.Digest;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RowCheck;
import io.headrace.spec.SourceColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The columns between bronze (texts) and silver (declared types): safe casts, derived columns and verdicts.
 *
 * <p>A value counts as of its type only if nothing is lost: {@code 17850.0} is a long, {@code 17850.5} is not.
 */
final class SilverColumns {
    private static final String TEXT = "_text_";

    private final IngestSpec spec;

    SilverColumns(IngestSpec spec) {
        this.spec = spec;
    }

    /** Rows with texts under the declared names become rows with typed and derived columns; texts move aside. */
    Dataset<Row> typed(Dataset<Row> texts) {
        Dataset<Row> rows = texts;
        for (SourceColumn column : spec.columns()) {
            rows = rows.withColumnRenamed(column.name(), TEXT + column.name());
        }
        for (SourceColumn column : spec.columns()) {
            rows = rows.withColumn(column.name(), typed(column));
        }
        for (var derived : spec.derived().entrySet()) {
            rows = rows.withColumn(derived.getKey(), expr(derived.getValue()));
        }
        return rows;
    }

    /** The text of a declared column, under its declared name again. */
    static Column text(SourceColumn column) {
        return col(TEXT + column.name()).as(column.name());
    }

    private static Column typed(SourceColumn column) {
        String text = "trim(" + TEXT + column.name() + ")";
        String type = column.type().sql();
        return switch (column.type().kind()) {
            case STRING -> col(TEXT + column.name());
            case INTEGER, LONG ->
                expr("case when try_cast(" + text + " as decimal(38,9)) % 1 = 0 then try_cast(try_cast(" + text
                        + " as decimal(38,9)) as " + type + ") end");
            case DECIMAL ->
                expr("case when try_cast(" + text + " as decimal(38,12)) = try_cast(" + text + " as " + type
                        + ") then try_cast(" + text + " as " + type + ") end");
            case DOUBLE, BOOLEAN -> expr("try_cast(" + text + " as " + type + ")");
            case DATE, TIMESTAMP -> moment(column, text, type);
        };
    }

    private static Column moment(SourceColumn column, String text, String type) {
        String sql = column.format()
                .map(format ->
                        "cast(try_to_timestamp(" + text + ", '" + format.replace("'", "\\'") + "') as " + type + ")")
                .orElse("try_cast(" + text + " as " + type + ")");
        return expr(sql);
    }

    /** All reasons for which a readable row is refused: types, required values, then the checks in order. */
    Column reasons() {
        List<Column> reasons = new ArrayList<>();
        for (SourceColumn column : spec.columns()) {
            reasons.add(typeReason(column));
            if (column.required()) {
                reasons.add(when(isBlank(column), reason("required", "", column.name(), column.from() + " is empty")));
            }
        }
        for (RowCheck check : checks(RowCheck.Severity.QUARANTINE)) {
            String version = Digest.of(check.rule()).substring(0, 12);
            reasons.add(when(broken(check), reason(check.name(), version, "", check.message())));
        }
        return array_compact(array(reasons.toArray(Column[]::new))).cast(SourceTableColumns.REASONS);
    }

    /** The names of the warning rules that a row broke. */
    Column warnings() {
        Column[] names = checks(RowCheck.Severity.WARN).stream()
                .map(check -> when(broken(check), lit(check.name())))
                .toArray(Column[]::new);
        return array_compact(array(names)).cast("array<string>");
    }

    /** The single reason of a row that does not fit its file. */
    static Column unreadable() {
        return array(struct(
                        lit("unreadable").as("rule"),
                        lit("").as("version"),
                        lit("").as("column"),
                        col("_problem").as("message")))
                .cast(SourceTableColumns.REASONS);
    }

    private List<RowCheck> checks(RowCheck.Severity severity) {
        return spec.checks().stream()
                .filter(check -> check.severity() == severity)
                .toList();
    }

    private static Column broken(RowCheck check) {
        return not(coalesce(expr(check.rule()).cast("boolean"), lit(false)));
    }

    private static Column isBlank(SourceColumn column) {
        return coalesce(expr("trim(" + TEXT + column.name() + ")"), lit("")).equalTo("");
    }

    private static Column typeReason(SourceColumn column) {
        String wanted = column.type().sql()
                + column.format().map(format -> " written " + format).orElse("");
        return when(
                not(isBlank(column)).and(col(column.name()).isNull()),
                reason("type", "", column.name(), column.from() + " is not of type " + wanted));
    }

    private static Column reason(String rule, String version, String column, String message) {
        return struct(
                lit(rule).as("rule"),
                lit(version).as("version"),
                lit(column).as("column"),
                lit(message).as("message"));
    }
}
