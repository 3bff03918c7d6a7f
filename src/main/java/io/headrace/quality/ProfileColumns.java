package io.headrace.quality;

import static org.apache.spark.sql.functions.expr;

import io.headrace.spec.RuleSql;
import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.ColumnProfile.Lengths;
import io.headrace.stats.ValueSketches;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/**
 * Profiles of the columns of a table, by two passes over a group of columns: plain sums, and sketches. Mixed, the sums would
 * cost as much as the sketches.
 */
public final class ProfileColumns {
    /** Columns of a pass: with many more the generated code would be too long to be compiled. */
    private static final int COLUMNS_OF_A_PASS = 25;

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String SHAPES = "A".repeat(26) + "a".repeat(26) + "9".repeat(10);
    private static final int SHAPED = 32;

    private final Set<String> personal;

    /** @param personal columns of which no value may be kept: they get no ends, quantiles, frequent values and shapes */
    public ProfileColumns(Set<String> personal) {
        this.personal = Set.copyOf(personal);
    }

    /** A profile of each of the columns; columns of other than plain types are left out. */
    public List<ColumnProfile> of(Dataset<Row> rows, List<String> columns) {
        List<StructField> fields = columns.stream()
                .map(name -> rows.schema().apply(name))
                .filter(field -> kind(field.dataType()) != null)
                .toList();
        List<ColumnProfile> profiles = new ArrayList<>();
        for (int from = 0; from < fields.size(); from += COLUMNS_OF_A_PASS) {
            profiles.addAll(pass(rows, fields.subList(from, Math.min(fields.size(), from + COLUMNS_OF_A_PASS))));
        }
        return profiles;
    }

    private static Kind kind(DataType type) {
        if (type instanceof NumericType) {
            return Kind.NUMBER;
        }
        if (type instanceof DateType || type instanceof TimestampType) {
            return Kind.TIME;
        }
        return type instanceof StringType || type instanceof BooleanType ? Kind.TEXT : null;
    }

    private List<ColumnProfile> pass(Dataset<Row> rows, List<StructField> fields) {
        Row sums = aggregated(rows, fields.stream().flatMap(this::sums));
        Row sketches = aggregated(rows, fields.stream().flatMap(this::sketches));
        return fields.stream().map(field -> profile(field, sums, sketches)).toList();
    }

    private static Row aggregated(Dataset<Row> rows, Stream<Column> aggregates) {
        return rows.agg(expr("count(*)").as("rows"), aggregates.toArray(Column[]::new))
                .first();
    }

    private Stream<Column> sums(StructField field) {
        String name = RuleSql.name(field.name());
        Kind kind = kind(field.dataType());
        Stream<Column> all = Stream.of(expr("count(" + name + ")").as("values:" + field.name()));
        if (kind == Kind.NUMBER) {
            String finite = field.dataType() instanceof DoubleType
                    ? "if(isnan(" + name + ") or abs(" + name + ") = double('infinity'), null, " + name + ")"
                    : name;
            String exact = field.dataType() instanceof DoubleType || field.dataType() instanceof DecimalType
                    ? finite
                    : "cast(" + finite + " as decimal(20,0))";
            all = Stream.concat(
                    all,
                    Stream.of(
                            expr("count(" + finite + ")").as("finite:" + field.name()),
                            expr("try_sum(" + exact + ")").as("sum:" + field.name()),
                            expr("sum(cast(" + finite + " as double) * cast(" + finite + " as double))")
                                    .as("squares:" + field.name())));
            name = finite;
        }
        if (kind == Kind.TEXT && field.dataType() instanceof StringType) {
            String length = "length(" + name + ")";
            all = Stream.concat(
                    all,
                    Stream.of("min", "max", "sum")
                            .map(of -> expr(of + "(" + length + ")").as(of + " length:" + field.name())));
        }
        String value = name;
        Stream<Column> ends = Stream.of("min", "max")
                .map(end -> expr("cast(" + end + "(" + value + ") as string)").as(end + ":" + field.name()));
        return personal.contains(field.name()) ? all : Stream.concat(all, ends);
    }

    private Stream<Column> sketches(StructField field) {
        String name = RuleSql.name(field.name());
        Kind kind = kind(field.dataType());
        String hashed = kind == Kind.TEXT
                        || field.dataType() instanceof DecimalType
                        || field.dataType() instanceof DoubleType
                ? "cast(" + name + " as string)"
                : kind == Kind.TIME ? "unix_micros(cast(" + name + " as timestamp))" : "cast(" + name + " as bigint)";
        Stream<Column> distinct = Stream.of(expr("hll_sketch_agg(" + hashed + ", " + ValueSketches.LOG_REGISTERS + ")")
                .as("hll:" + field.name()));
        if (personal.contains(field.name())) {
            return distinct;
        }
        if (kind != Kind.TEXT) {
            String number = kind == Kind.TIME ? "unix_micros(cast(" + name + " as timestamp))" : name;
            return Stream.concat(
                    distinct,
                    Stream.of(expr("kll_sketch_agg_double(cast(" + number + " as double), " + ValueSketches.KLL_K + ")")
                            .as("kll:" + field.name())));
        }
        String text = "cast(" + name + " as string)";
        String shape = "translate(left(" + text + ", " + SHAPED + "), '" + LETTERS + "', '" + SHAPES + "')";
        return Stream.concat(
                distinct,
                Stream.of(
                        frequent(text).as("items:" + field.name()),
                        frequent(shape).as("forms:" + field.name())));
    }

    private static Column frequent(String sql) {
        return expr("approx_top_k_accumulate(" + sql + ", " + ValueSketches.MOST_ITEMS + ").sketch");
    }

    private static ColumnProfile profile(StructField field, Row sums, Row sketches) {
        String name = field.name();
        long rows = sums.<Long>getAs("rows");
        long values = sums.<Long>getAs("values:" + name);
        Kind kind = kind(field.dataType());
        long finite = kind == Kind.NUMBER ? sums.<Long>getAs("finite:" + name) : values;
        return new ColumnProfile(
                name,
                kind,
                rows,
                rows - values,
                values - finite,
                kind == Kind.NUMBER ? exact(get(sums, "sum:" + name), finite) : null,
                Objects.requireNonNullElse((Double) get(sums, "squares:" + name), 0.0),
                (String) get(sums, "min:" + name),
                (String) get(sums, "max:" + name),
                lengths(name, sums),
                new ValueSketches(
                        (byte[]) get(sketches, "hll:" + name),
                        (byte[]) get(sketches, "kll:" + name),
                        (byte[]) get(sketches, "items:" + name),
                        (byte[]) get(sketches, "forms:" + name)));
    }

    private static BigDecimal exact(Object sum, long values) {
        if (sum == null) {
            return values == 0 ? BigDecimal.ZERO : null;
        }
        return sum instanceof BigDecimal decimal ? decimal : new BigDecimal(sum.toString());
    }

    private static Lengths lengths(String name, Row sums) {
        Number shortest = (Number) get(sums, "min length:" + name);
        return shortest == null
                ? Lengths.NONE
                : new Lengths(
                        shortest.longValue(),
                        ((Number) get(sums, "max length:" + name)).longValue(),
                        ((Number) get(sums, "sum length:" + name)).longValue());
    }

    private static Object get(Row row, String name) {
        return List.of(row.schema().fieldNames()).contains(name) ? row.getAs(name) : null;
    }
}
