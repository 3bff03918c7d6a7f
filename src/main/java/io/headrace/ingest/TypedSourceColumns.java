package io.headrace.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.ingest.landing.LandingErrors;
import io.headrace.ingest.text.HeaderMatch;
import io.headrace.ingest.text.RawColumn;
import io.headrace.ingest.text.RawShape;
import io.headrace.spec.ColumnType;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.SourceColumn;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** Rows of files that know the types of their columns, as texts: bronze holds texts whatever the format. */
final class TypedSourceColumns {
    private static final String MICROS = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final UserDefinedFunction UTF8 =
            udf((UDF1<byte[], String>) TypedSourceColumns::utf8, DataTypes.StringType);

    private final IngestSpec spec;

    TypedSourceColumns(IngestSpec spec) {
        this.spec = spec;
    }

    /** How long the path of the folder is, with the slash behind it. */
    int prefix(Configuration hadoop, String folder) {
        try {
            Path path = new Path(folder);
            return path.getFileSystem(hadoop)
                            .makeQualified(path)
                            .toUri()
                            .getPath()
                            .length()
                    + 1;
        } catch (IOException e) {
            throw LandingErrors.notReadable(folder, e);
        }
    }

    /**
     * The rows as the parser of texts would yield them.
     *
     * @param nanos columns of moments in nanoseconds, and whether these are instants
     * @param prefix how many characters of a file's path do not belong to its name
     * @param uri of the file that the row is from
     * @param number the row's number
     * @param copies files whose rows are superseded
     */
    Dataset<Row> of(
            Dataset<Row> rows, Map<String, Boolean> nanos, int prefix, Column uri, Column number, List<String> copies) {
        StructType schema = rows.schema();
        HeaderMatch match = new HeaderMatch(
                List.of(schema.fieldNames()),
                spec.columns().stream().map(RawColumn::of).toList());
        UDF1<String, String> name = path -> URI.create(path).getPath().substring(prefix);
        Column file = udf(name, DataTypes.StringType).apply(uri);
        List<Column> columns = new ArrayList<>();
        List<Column> problems = new ArrayList<>();
        int[] positions = match.positions();
        for (int i = 0; i < positions.length; i++) {
            SourceColumn column = spec.columns().get(i);
            if (positions[i] < 0) {
                columns.add(lit(null).cast("string").as(column.name()));
            } else {
                StructField field = schema.fields()[positions[i]];
                columns.add(text(field, column.type().kind(), nanos).as(column.name()));
                if (field.dataType() instanceof BinaryType) {
                    problems.add(noText(field));
                }
            }
        }
        Column problem = problems.isEmpty() ? lit(null).cast("string") : coalesce(problems.toArray(Column[]::new));
        columns.add(extra(schema, match).as("_extra"));
        columns.add(
                when(problem.isNotNull(), json(Stream.of(schema.fieldNames()))).as("_unreadable"));
        columns.add(problem.as("_problem"));
        columns.add(file.isin(copies.toArray()).as("_superseded"));
        columns.add(file.as("_file"));
        columns.add(number.as("_row"));
        columns.add(lit(1).as("_lines"));
        return rows.select(columns.toArray(Column[]::new));
    }

    private Column extra(StructType schema, HeaderMatch match) {
        if (match.undeclared().length == 0 || !RawShape.of(spec).keepsAdded()) {
            return lit(null).cast("string");
        }
        return json(IntStream.of(match.undeclared()).mapToObj(at -> schema.fields()[at].name()));
    }

    private static Column json(Stream<String> names) {
        return to_json(
                struct(names.map(TypedSourceColumns::quoted).toArray(Column[]::new)),
                Map.of("ignoreNullFields", "false", "timestampFormat", MICROS + "XXX", "timestampNTZFormat", MICROS));
    }

    /** A value as text, with all that it holds: a moment to the microsecond, and with an offset where it is an instant. */
    private static Column text(StructField field, ColumnType.Kind wanted, Map<String, Boolean> nanos) {
        Column value = quoted(field.name());
        if (nanos.containsKey(field.name())) {
            return nanosText(nanos.get(field.name())).apply(value);
        }
        if (field.dataType() instanceof BinaryType) {
            return UTF8.apply(value);
        }
        if (field.dataType() instanceof TimestampType) {
            return concat(value.cast("string"), lit("Z"));
        }
        if (field.dataType() instanceof FloatType && wanted == ColumnType.Kind.DOUBLE) {
            return value.cast("double").cast("string");
        }
        return field.dataType() instanceof AtomicType
                ? value.cast("string")
                : to_json(value, Map.of("timestampFormat", MICROS + "XXX", "timestampNTZFormat", MICROS));
    }

    private static UserDefinedFunction nanosText(boolean isInstant) {
        UDF1<Long, String> text = value -> {
            if (value == null) {
                return null;
            }
            Instant moment = Instant.ofEpochSecond(
                    Math.floorDiv(value, NANOS_PER_SECOND), Math.floorMod(value, NANOS_PER_SECOND));
            String iso = moment.toString();
            return isInstant ? iso : iso.substring(0, iso.length() - 1);
        };
        return udf(text, DataTypes.StringType);
    }

    /** What is wrong with bytes that are no text; null where nothing is. */
    private static Column noText(StructField field) {
        Column value = quoted(field.name());
        return when(
                value.isNotNull().and(UTF8.apply(value).isNull()),
                lit("the column " + field.name() + " holds bytes that are no UTF-8 text"));
    }

    /** Bytes as text; null where they are none. */
    private static String utf8(byte[] bytes) {
        try {
            return bytes == null
                    ? null
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    private static Column quoted(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
