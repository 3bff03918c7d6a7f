package io.headrace.ingest;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;

import io.headrace.ingest.landing.LandingErrors;
import io.headrace.ingest.text.HeaderMatch;
import io.headrace.ingest.text.RawColumn;
import io.headrace.ingest.text.RawShape;
import io.headrace.spec.IngestSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of files that know the types of their columns, as texts: bronze holds texts whatever the format. */
final class TypedSourceColumns {
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
     * The rows as the parser of texts would yield them;
     *
     * @param prefix how many characters of a file's path do not belong to its name
     * @param uri of the file that the row is from
     * @param number the row's number
     * @param copies files whose rows are superseded
     */
    Dataset<Row> of(Dataset<Row> rows, int prefix, Column uri, Column number, List<String> copies) {
        StructType schema = rows.schema();
        HeaderMatch match = new HeaderMatch(
                List.of(schema.fieldNames()),
                spec.columns().stream().map(RawColumn::of).toList());
        UDF1<String, String> name = path -> new Path(path).toUri().getPath().substring(prefix);
        Column file = udf(name, DataTypes.StringType).apply(uri);
        List<Column> columns = new ArrayList<>();
        int[] positions = match.positions();
        for (int i = 0; i < positions.length; i++) {
            Column text = positions[i] < 0 ? lit(null).cast("string") : text(schema.fields()[positions[i]]);
            columns.add(text.as(spec.columns().get(i).name()));
        }
        columns.add(extra(schema, match).as("_extra"));
        columns.add(lit(null).cast("string").as("_unreadable"));
        columns.add(lit(null).cast("string").as("_problem"));
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
        Column[] undeclared = IntStream.of(match.undeclared())
                .mapToObj(at -> quoted(schema.fields()[at].name()))
                .toArray(Column[]::new);
        return to_json(struct(undeclared), Map.of("ignoreNullFields", "false"));
    }

    private static Column text(StructField field) {
        Column value = quoted(field.name());
        if (field.dataType() instanceof BinaryType) {
            return base64(value);
        }
        return field.dataType() instanceof AtomicType ? value.cast("string") : to_json(value);
    }

    private static Column quoted(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
