package io.headrace.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.headrace.run.Digest;
import io.headrace.spec.Check;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeyCheck;
import io.headrace.spec.RowCheck;
import io.headrace.spec.SourceColumn;
import io.headrace.table.RuleFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/**
 * The columns between bronze (texts) and silver (declared types): safe casts, derived columns and verdicts.
 *
 * <p>A value counts as of its type only if nothing is lost: {@code 17850.0} is a long, {@code 17850.5} is not.
 */
final class SilverColumns {
    /** In front of the name of a column's text as received. */
    static final String TEXT = "_text_";

    /** In front of the name of a column's value before it is clipped. */
    static final String UNCLIPPED = "_unclipped_";

    private static final String CLEAN = "_clean_";
    private static final String CODES = "_codes";
    private static final String VERDICTS = "_verdicts";
    private static final int WELL = 1;
    private static final int ERROR = 2;
    private static final String NOT_EVALUATED = ": the rule could not be evaluated on this row";
    private static final DataType VERDICT_TYPE =
            DataType.fromDDL("array<struct<rule:string,version:string,message:string,severity:string,error:boolean>>");
    private static final Column READABLE = col("_unreadable").isNull();

    private final IngestSpec spec;
    private final CleaningColumns cleaning;

    SilverColumns(IngestSpec spec, CleaningColumns cleaning) {
        this.spec = spec;
        this.cleaning = cleaning;
    }

    /** Rows with texts under the declared names become rows with clean, typed and derived columns; texts move aside. */
    Dataset<Row> typed(Dataset<Row> texts) {
        List<String> declared = spec.columns().stream().map(SourceColumn::name).toList();
        Column[] aside = Stream.of(texts.columns())
                .map(name -> declared.contains(name) ? col(name).as(TEXT + name) : col(name))
                .toArray(Column[]::new);
        Stream<Column> clean = spec.columns().stream()
                .filter(cleaning::changes)
                .map(column ->
                        cleaning.cleaned(column, col(TEXT + column.name())).as(CLEAN + column.name()));
        Stream<Column> typed = spec.columns().stream()
                .map(column -> typed(column).as(isClipped(column) ? UNCLIPPED + column.name() : column.name()));
        Stream<Column> clipped = spec.columns().stream()
                .filter(SilverColumns::isClipped)
                .map(column -> CleaningColumns.clipped(column, col(UNCLIPPED + column.name()))
                        .as(column.name()));
        Stream<Column> derived = spec.derived().entrySet().stream()
                .map(entry -> expr(entry.getValue()).as(entry.getKey()));
        return and(and(and(and(texts.select(aside), clean), typed), clipped), derived);
    }

    private static boolean isClipped(SourceColumn column) {
        return column.cleaning().clip().isPresent();
    }

    /** The name of the column that holds the text to be read. */
    private String clean(SourceColumn column) {
        return (cleaning.changes(column) ? CLEAN : TEXT) + column.name();
    }

    /** All columns and further ones, which may use those before them. */
    static Dataset<Row> and(Dataset<Row> rows, Stream<Column> further) {
        return rows.select(Stream.concat(Stream.of(col("*")), further).toArray(Column[]::new));
    }

    /** The text of a declared column, under its declared name again. */
    static Column text(SourceColumn column) {
        return col(TEXT + column.name()).as(column.name());
    }

    private Column typed(SourceColumn column) {
        String text = "trim(" + clean(column) + ")";
        String type = column.type().sql();
        return switch (column.type().kind()) {
            case STRING -> col(clean(column));
            case INTEGER, LONG ->
                // Nearly all whole numbers are written as such, and read so at far less cost.
                expr("coalesce(try_cast(" + text + " as " + type + "), case when try_cast(" + text
                        + " as decimal(38,9)) % 1 = 0 then try_cast(try_cast(" + text + " as decimal(38,9)) as " + type
                        + ") end)");
            case DECIMAL ->
                expr("case when try_cast(" + text + " as decimal(38,12)) = try_cast(" + text + " as " + type
                        + ") then try_cast(" + text + " as " + type + ") end");
            case DOUBLE, BOOLEAN -> expr("try_cast(" + text + " as " + type + ")");
            case DATE, TIMESTAMP -> moment(column, text, type);
        };
    }

    private static Column moment(SourceColumn column, String text, String type) {
        if (column.formats().isEmpty()) {
            return expr("try_cast(" + text + " as " + type + ")");
        }
        String attempts = column.formats().stream()
                .map(format -> "try_to_timestamp(" + text + ", '" + format.replace("'", "\\'") + "')")
                .collect(Collectors.joining(", "));
        return expr("cast(coalesce(" + attempts + ") as " + type + ")");
    }

    /** Typed rows with their reasons, warnings and the rules that failed with an error. */
    Dataset<Row> judged(Dataset<Row> typed) {
        Column reasons = when(READABLE, concat(typeReasons(), ruleReasons())).otherwise(unreadable());
        Column warnings = names("v -> v.severity = 'WARN' and not v.error");
        return and(
                and(
                        and(typed, Stream.of(codes().as(CODES))),
                        Stream.of(verdicts().as(VERDICTS))),
                Stream.of(
                        reasons.as("_reasons"),
                        warnings.as("_warnings"),
                        names("v -> v.error").as("_rule_errors")));
    }

    private Column typeReasons() {
        List<Column> reasons = new ArrayList<>();
        for (SourceColumn column : spec.columns()) {
            reasons.add(typeReason(column));
            if (column.required()) {
                reasons.add(when(isBlank(column), reason("required", "", column.name(), column.from() + " is empty")));
            }
        }
        return array_compact(array(reasons.toArray(Column[]::new))).cast(SourceTableColumns.REASONS);
    }

    private static Column ruleReasons() {
        return expr("transform(filter(" + VERDICTS + ", v -> v.severity <> 'WARN'), v -> named_struct("
                        + "'rule', v.rule, 'version', v.version, 'column', '', 'message', v.message))")
                .cast(SourceTableColumns.REASONS);
    }

    private static Column names(String filter) {
        return expr("transform(filter(" + VERDICTS + ", " + filter + "), v -> v.rule)");
    }

    /**
     * What each rule says of a readable row: 1 well, 0 broken, 2 where it could not be evaluated. The rules must stand in a
     * branch: Spark works out what several rules have in common ahead of them, outside of what catches errors, but not what
     * stands in branches.
     */
    private Column codes() {
        Column[] codes = spec.checksOnRows().stream()
                .map(check -> coalesce(result(check).cast("tinyint"), lit(ERROR).cast("tinyint")))
                .toArray(Column[]::new);
        return when(READABLE, array(codes).cast("array<tinyint>"));
    }

    /** Whether a row is well, null where that could not be told. What other rows say stands in a column of its own. */
    private static Column result(Check check) {
        return check instanceof KeyCheck key
                ? col(KeyColumns.verdict(key))
                : call_function(RuleFunctions.TRY, expr(((RowCheck) check).verdict()));
    }

    /** The rules that a row is not well by, in words; most rows are well by all. */
    private Column verdicts() {
        Column none = array().cast(VERDICT_TYPE);
        if (spec.checksOnRows().isEmpty()) {
            return none;
        }
        Column well =
                array_min(col(CODES)).equalTo(WELL).and(array_max(col(CODES)).equalTo(WELL));
        Column[] rules = spec.checksOnRows().stream().map(SilverColumns::rule).toArray(Column[]::new);
        Column against = transform(
                array(rules),
                (rule, at) -> when(get(col(CODES), at).notEqual(WELL), against(rule, get(col(CODES), at))));
        return when(coalesce(well, lit(true)), none)
                .otherwise(array_compact(against).cast(VERDICT_TYPE));
    }

    private static Column rule(Check check) {
        return struct(
                lit(check.name()).as("rule"),
                lit(Digest.of(check.definition()).substring(0, 12)).as("version"),
                lit(check.message()).as("message"),
                lit(check.severity().name()).as("severity"));
    }

    private static Column against(Column rule, Column code) {
        Column error = code.equalTo(ERROR);
        return struct(
                rule.getField("rule").as("rule"),
                rule.getField("version").as("version"),
                concat(rule.getField("message"), when(error, lit(NOT_EVALUATED)).otherwise(""))
                        .as("message"),
                rule.getField("severity").as("severity"),
                error.as("error"));
    }

    /** The single reason of a row that does not fit its file. */
    private static Column unreadable() {
        return array(struct(
                        lit("unreadable").as("rule"),
                        lit("").as("version"),
                        lit("").as("column"),
                        col("_problem").as("message")))
                .cast(SourceTableColumns.REASONS);
    }

    private Column isBlank(SourceColumn column) {
        return coalesce(expr("trim(" + clean(column) + ")"), lit("")).equalTo("");
    }

    private Column typeReason(SourceColumn column) {
        String written = column.formats().isEmpty() ? "" : " written " + String.join(" or ", column.formats());
        String wanted = column.type().sql() + written;
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
