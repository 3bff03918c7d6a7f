package io.headrace.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.ingest.values.ValueReader;
import io.headrace.ingest.values.WallClock;
import io.headrace.quality.CheckResultTable;
import io.headrace.spec.Check;
import io.headrace.spec.ColumnType;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeyCheck;
import io.headrace.spec.RowCheck;
import io.headrace.spec.SourceColumn;
import io.headrace.table.RuleFunctions;
import io.headrace.table.SqlClock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The columns between bronze (texts) and silver (declared types): exact values, derived columns and verdicts.
 */
final class SilverColumns {
    /** In front of the name of a column's text as received. */
    static final String TEXT = "_text_";

    /** In front of the name of a column's value before it is clipped. */
    static final String UNCLIPPED = "_unclipped_";

    private static final String CLEAN = "_clean_";
    private static final String VERDICTS = "_verdicts";
    private static final DataType VERDICT_TYPE =
            DataType.fromDDL("array<struct<rule:string,version:string,message:string,severity:string,error:boolean>>");
    private static final Column READABLE = col("_unreadable").isNull();

    private final IngestSpec spec;
    private final CleaningColumns cleaning;
    private final ZoneId zone;

    /** @param zone the project's */
    SilverColumns(IngestSpec spec, CleaningColumns cleaning, ZoneId zone) {
        this.zone = zone;
        this.spec = spec;
        this.cleaning = cleaning;
    }

    /** Rows with texts under the declared names become rows with clean, typed and derived columns; texts move aside. */
    Dataset<Row> typed(Dataset<Row> texts) {
        return clocked(texts, () -> withTypes(texts));
    }

    /** Builds a plan over rows whose SQL reads times by the project's clock. */
    <T> T clocked(Dataset<Row> rows, Supplier<T> plan) {
        return SqlClock.of(rows.sparkSession(), zone, plan);
    }

    private Dataset<Row> withTypes(Dataset<Row> texts) {
        List<String> declared = spec.columns().stream().map(SourceColumn::name).toList();
        Column[] aside = Stream.of(texts.columns())
                // Bronze keeps the texts of columns that have been taken out.
                .filter(name -> name.startsWith("_") || declared.contains(name))
                .map(name -> declared.contains(name) ? col(name).as(TEXT + name) : col(name))
                .toArray(Column[]::new);
        Stream<Column> clean = spec.columns().stream()
                .filter(cleaning::changes)
                .map(column ->
                        cleaning.cleaned(column, col(TEXT + column.name())).as(CLEAN + column.name()));
        Stream<Column> typed = spec.columns().stream()
                .map(column -> typed(column, col(clean(column)))
                        .as(isClipped(column) ? UNCLIPPED + column.name() : column.name()));
        Stream<Column> clipped = spec.columns().stream()
                .filter(SilverColumns::isClipped)
                .map(column -> CleaningColumns.clipped(column, col(UNCLIPPED + column.name()))
                        .as(column.name()));
        Stream<Column> derived = spec.derived().entrySet().stream()
                .map(entry -> SqlClock.expr(entry.getValue()).as(entry.getKey()));
        return and(and(and(and(texts.select(aside), clean), typed), clipped), derived);
    }

    private static boolean isClipped(SourceColumn column) {
        return column.cleaning().clip().isPresent();
    }

    /** The name of the column that holds the text to be read. */
    private String clean(SourceColumn column) {
        return (cleaning.changes(column) ? CLEAN : TEXT) + column.name();
    }

    /** Whether silver has the very texts that came. */
    boolean isAsReceived(SourceColumn column) {
        return column.type().kind() == ColumnType.Kind.STRING && !cleaning.changes(column) && !isClipped(column);
    }

    /** Rows with texts under the declared names, and the value of one of these columns, as text, in a further one. */
    Dataset<Row> withText(Dataset<Row> texts, SourceColumn column, String further) {
        Column text = col(column.name());
        Column value = typed(column, cleaning.changes(column) ? cleaning.cleaned(column, text) : text);
        return and(
                texts,
                Stream.of((isClipped(column) ? CleaningColumns.clipped(column, value) : value)
                        .cast(DataTypes.StringType)
                        .as(further)));
    }

    /** All columns and further ones, which may use those before them. */
    static Dataset<Row> and(Dataset<Row> rows, Stream<Column> further) {
        return rows.select(Stream.concat(Stream.of(col("*")), further).toArray(Column[]::new));
    }

    /** The text of a declared column, under its declared name again. */
    static Column text(SourceColumn column) {
        return col(TEXT + column.name()).as(column.name());
    }

    /** The one conversion from texts, see {@link ValueReader}; days and microseconds become dates and timestamps. */
    private Column typed(SourceColumn column, Column text) {
        ValueReader reader = reader(column);
        return switch (column.type().kind()) {
            case STRING -> text;
            case DATE -> date_from_unix_date(read(reader, DataTypes.IntegerType).apply(text));
            case TIMESTAMP -> timestamp_micros(read(reader, DataTypes.LongType).apply(text));
            case INTEGER, LONG, DOUBLE, DECIMAL, BOOLEAN ->
                read(reader, DataType.fromDDL(column.type().sql())).apply(text);
        };
    }

    private ValueReader reader(SourceColumn column) {
        return ValueReader.of(column.type(), column.formats(), WallClock.of(column.clock(), zone));
    }

    private static UserDefinedFunction read(ValueReader reader, DataType type) {
        UDF1<String, Object> read = text -> text == null ? null : reader.read(text);
        return udf(read, type);
    }

    /** Typed rows with their reasons, warnings and the rules that failed with an error. */
    Dataset<Row> judged(Dataset<Row> typed) {
        return clocked(typed, () -> withReasons(typed));
    }

    private Dataset<Row> withReasons(Dataset<Row> typed) {
        Column reasons = when(READABLE, concat(typeReasons(), ruleReasons())).otherwise(unreadable());
        Column warnings = names("v -> v.severity = 'WARN' and not v.error");
        return and(
                and(typed, Stream.of(verdicts().as(VERDICTS))),
                Stream.of(
                        reasons.as("_reasons"),
                        warnings.as("_warnings"),
                        names("v -> v.error").as("_rule_errors")));
    }

    private Column typeReasons() {
        List<Column> broken = new ArrayList<>();
        List<Column> reasons = new ArrayList<>();
        for (SourceColumn column : spec.columns()) {
            broken.add(not(isBlank(column)).and(col(column.name()).isNull()));
            reasons.add(reason("type", column, misfit(column)));
            if (column.required()) {
                broken.add(isBlank(column));
                reasons.add(reason("required", column, lit(column.from() + " is empty")));
            }
        }
        return saidOf(broken, reasons, SourceTables.REASONS);
    }

    private static Column ruleReasons() {
        return expr("transform(filter(" + VERDICTS + ", v -> v.severity <> 'WARN'), v -> named_struct("
                        + "'rule', v.rule, 'version', v.version, 'column', '', 'message', v.message))")
                .cast(SourceTables.REASONS);
    }

    private static Column names(String filter) {
        return expr("transform(filter(" + VERDICTS + ", " + filter + "), v -> v.rule)");
    }

    /** The rules that a readable row is not well by, in words. */
    private Column verdicts() {
        List<Check> checks = spec.checksOnRows();
        Column against = saidOf(
                checks.stream()
                        .map(check -> not(coalesce(result(check), lit(false))))
                        .toList(),
                checks.stream().map(SilverColumns::against).toList(),
                VERDICT_TYPE);
        return when(READABLE, against).otherwise(array().cast(VERDICT_TYPE));
    }

    /**
     * The reasons of a row, one for each condition that it meets. Nearly all rows meet none: that is tested first, in
     * compiled code, for Spark interprets what filters an array.
     */
    private static Column saidOf(List<Column> conditions, List<Column> said, DataType type) {
        Column none = array().cast(type);
        if (conditions.isEmpty()) {
            return none;
        }
        Column[] met = IntStream.range(0, said.size())
                .mapToObj(at -> when(conditions.get(at), said.get(at)))
                .toArray(Column[]::new);
        return when(any(conditions), array_compact(array(met)).cast(type)).otherwise(none);
    }

    /** Joined as a balanced tree, for a chain of a thousand is deeper than Spark's own stack. */
    private static Column any(List<Column> conditions) {
        int size = conditions.size();
        return size == 1
                ? conditions.get(0)
                : any(conditions.subList(0, size / 2)).or(any(conditions.subList(size / 2, size)));
    }

    /**
     * Whether a row is well, null where that is unknown; what other rows say stands in a column of its own. The rule
     * stands in a branch: Spark works out what several rules have in common ahead of them, outside of what catches errors, but
     * not what stands in branches.
     */
    private static Column result(Check check) {
        return check instanceof KeyCheck key
                ? col(KeyColumns.verdict(key))
                : when(READABLE, call_function(RuleFunctions.TRY, SqlClock.expr(((RowCheck) check).verdict())));
    }

    /** Of a row that is not well by a rule. */
    private static Column against(Check check) {
        Column broken = against(check, false, check.message());
        Column error = against(check, true, check.message() + ": the rule could not be evaluated on this row");
        return when(result(check).isNull(), error).otherwise(broken);
    }

    private static Column against(Check check, boolean error, String message) {
        return struct(
                lit(check.name()).as("rule"),
                lit(CheckResultTable.version(check)).as("version"),
                lit(message).as("message"),
                lit(check.severity().name()).as("severity"),
                lit(error).as("error"));
    }

    /** The single reason of a row that does not fit its file. */
    private static Column unreadable() {
        return array(struct(
                        lit(RowOutcome.UNREADABLE.word()).as("rule"),
                        lit("").as("version"),
                        lit("").as("column"),
                        col("_problem").as("message")))
                .cast(SourceTables.REASONS);
    }

    private Column isBlank(SourceColumn column) {
        return coalesce(expr("trim(" + clean(column) + ")"), lit("")).equalTo("");
    }

    private static String wanted(SourceColumn column) {
        String written = column.formats().isEmpty() ? "" : " written " + String.join(" or ", column.formats());
        return column.type().sql() + written;
    }

    /** Why the text is no value of the type, without the text: it may be personal. */
    private Column misfit(SourceColumn column) {
        String message = column.from() + " is not of type " + wanted(column);
        ValueReader reader = reader(column);
        UDF1<String, String> words = text -> {
            String reason = text == null ? "" : reader.reason(text);
            return reason.isEmpty() ? message : message + ": " + reason;
        };
        return udf(words, DataTypes.StringType).apply(col(clean(column)));
    }

    private static Column reason(String rule, SourceColumn column, Column message) {
        return struct(
                lit(rule).as("rule"), lit("").as("version"), lit(column.name()).as("column"), message.as("message"));
    }
}
