package io.headrace.quality;

import static org.apache.spark.sql.functions.expr;

import io.headrace.spec.RuleSql;
import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.ColumnProfile.Lengths;
import io.headrace.stats.ValueSketches;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
 * cost as much as the sketches; so would they with the ends of texts among them, for which Spark leaves its fast aggregation.
 */
public final class ColumnProfiler {
    /** Columns whose sums are made in one pass: the code made for many more is too long for the Java machine to compile. */
    private static final int SUMMED = 10;

    /** Columns whose sketches are made in one pass. */
    private static final int SKETCHED = 25;

    private static final int HALF = 32;
    private static final int SHAPED = 32;

    private final Set<String> personal;

    /** @param personal columns whose values must not be kept: they get no minimum, maximum, quantiles, frequent values or shapes */
    public ColumnProfiler(Set<String> personal) {
        this.personal = Set.copyOf(personal);
    }

    /** A profile of each of the columns; columns of other than plain types are left out. */
    public List<ColumnProfile> of(Dataset<Row> rows, List<String> columns) {
        List<StructField> fields = columns.stream()
                .map(name -> rows.schema().apply(name))
                .filter(field -> kind(field.dataType()) != null)
                .toList();
        Map<String, Object> sums = aggregated(rows, fields, SUMMED, this::sums);
        Map<String, Object> sketches = aggregated(rows, fields, SKETCHED, this::sketches);
        return fields.stream().map(field -> profile(field, sums, sketches)).toList();
    }

    /** The aggregates of all columns by name, computed in passes over some columns each. */
    private static Map<String, Object> aggregated(
            Dataset<Row> rows, List<StructField> fields, int columnsOfAPass, Function<StructField, Stream<Column>> of) {
        Map<String, Object> results = new HashMap<>();
        for (int from = 0; from < fields.size(); from += columnsOfAPass) {
            Column[] aggregates = fields.subList(from, Math.min(fields.size(), from + columnsOfAPass)).stream()
                    .flatMap(of)
                    .toArray(Column[]::new);
            Row row = rows.agg(expr("count(*)").as("rows"), aggregates).first();
            for (String name : row.schema().fieldNames()) {
                results.put(name, row.getAs(name));
            }
        }
        return results;
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

    private Stream<Column> sums(StructField field) {
        String name = RuleSql.name(field.name());
        Kind kind = kind(field.dataType());
        Stream<Column> all = Stream.of(expr("count(" + name + ")").as("values:" + field.name()));
        if (kind == Kind.NUMBER) {
            String finite = field.dataType() instanceof DoubleType
                    ? "if(isnan(" + name + ") or abs(" + name + ") = double('infinity'), null, " + name + ")"
                    : name;
            all = Stream.concat(
                    all,
                    Stream.of(
                            expr("count(" + finite + ")").as("finite:" + field.name()),
                            expr("sum(cast(" + finite + " as double) * cast(" + finite + " as double))")
                                    .as("squares:" + field.name())));
            all = Stream.concat(all, exactSum(field, finite));
            name = finite;
        }
        if (kind == Kind.TEXT && field.dataType() instanceof StringType) {
            String length = "length(" + name + ")";
            all = Stream.concat(
                    all,
                    Stream.of("min", "max", "sum")
                            .map(of -> expr(of + "(" + length + ")").as(of + " length:" + field.name())));
        }
        return personal.contains(field.name()) || kind == Kind.TEXT ? all : Stream.concat(all, ends(field, name));
    }

    private static Stream<Column> ends(StructField field, String value) {
        return Stream.of("min", "max")
                .map(end -> expr("cast(" + end + "(" + value + ") as string)").as(end + ":" + field.name()));
    }

    /** Whole numbers in halves of 32 bits: their sums cannot overflow, and cost far less than those of decimals. */
    private static Stream<Column> exactSum(StructField field, String number) {
        if (field.dataType() instanceof DoubleType || field.dataType() instanceof DecimalType) {
            return Stream.of(expr("try_sum(" + number + ")").as("sum:" + field.name()));
        }
        String whole = "cast(" + number + " as bigint)";
        return Stream.of(
                expr("sum(shiftright(" + whole + ", " + HALF + "))").as("high:" + field.name()),
                expr("sum(" + whole + " & " + ((1L << HALF) - 1) + "L)").as("sum:" + field.name()));
    }

    private Stream<Column> sketches(StructField field) {
        String name = RuleSql.name(field.name());
        Kind kind = kind(field.dataType());
        String hashed = distinguished(field.dataType(), name);
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
        String shape = "mask(left(" + text + ", " + SHAPED + "), 'A', 'a', '9')";
        Stream<Column> frequent = Stream.of(
                frequent(text).as("items:" + field.name()), frequent(shape).as("forms:" + field.name()));
        return Stream.of(distinct, frequent, ends(field, name)).flatMap(Function.identity());
    }

    /** A whole number or a text that differs for different values; a hash costs far less than the digits of a number. */
    private static String distinguished(DataType type, String name) {
        if (kind(type) == Kind.TEXT) {
            return "cast(" + name + " as string)";
        }
        if (kind(type) == Kind.TIME) {
            return "unix_micros(cast(" + name + " as timestamp))";
        }
        return type instanceof DecimalType || type instanceof DoubleType
                ? "if(" + name + " is null, null, xxhash64(" + name + "))"
                : "cast(" + name + " as bigint)";
    }

    private static Column frequent(String sql) {
        return expr("approx_top_k_accumulate(" + sql + ", " + ValueSketches.MOST_ITEMS + ").sketch");
    }

    private static ColumnProfile profile(StructField field, Map<String, Object> sums, Map<String, Object> sketches) {
        String name = field.name();
        long rows = (long) sums.get("rows");
        long values = (long) sums.get("values:" + name);
        Kind kind = kind(field.dataType());
        long finite = kind == Kind.NUMBER ? (long) sums.get("finite:" + name) : values;
        return new ColumnProfile(
                name,
                kind,
                rows,
                rows - values,
                values - finite,
                kind == Kind.NUMBER ? sum(name, sums, finite) : null,
                Objects.requireNonNullElse((Double) sums.get("squares:" + name), 0.0),
                (String) (kind == Kind.TEXT ? sketches : sums).get("min:" + name),
                (String) (kind == Kind.TEXT ? sketches : sums).get("max:" + name),
                lengths(name, sums),
                new ValueSketches(
                        (byte[]) sketches.get("hll:" + name),
                        (byte[]) sketches.get("kll:" + name),
                        (byte[]) sketches.get("items:" + name),
                        (byte[]) sketches.get("forms:" + name)));
    }

    private static BigDecimal sum(String name, Map<String, Object> sums, long values) {
        Object sum = sums.get("sum:" + name);
        if (sum == null) {
            return values == 0 ? BigDecimal.ZERO : null;
        }
        Object high = sums.get("high:" + name);
        BigDecimal low = new BigDecimal(sum.toString());
        return high == null
                ? low
                : low.add(new BigDecimal(BigInteger.valueOf((long) high).shiftLeft(HALF)));
    }

    private static Lengths lengths(String name, Map<String, Object> sums) {
        Number shortest = (Number) sums.get("min length:" + name);
        return shortest == null
                ? Lengths.NONE
                : new Lengths(
                        shortest.longValue(),
                        ((Number) sums.get("max length:" + name)).longValue(),
                        ((Number) sums.get("sum length:" + name)).longValue());
    }
}
