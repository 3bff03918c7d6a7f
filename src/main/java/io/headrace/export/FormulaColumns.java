package io.headrace.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.headrace.spec.ExportSpec.FormulaCells;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Texts in CSV that a spreadsheet takes for formulas: those that begin with one of {@code = + - @}, also as wide characters, a tab or a line
 * end. Numbers are none, whatever their sign.
 */
final class FormulaColumns {
    private static final String BEGIN = "^[=+\\-@\\t\\r\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20]";

    /** What a spreadsheet takes for the mark of a text, and shows nothing of. */
    private static final String MARK = "'";

    private static final String COUNT = "formulas of ";

    private final List<String> texts;

    FormulaColumns(StructType schema) {
        this.texts = Stream.of(schema.fields())
                .filter(field -> field.dataType().equals(DataTypes.StringType))
                .map(StructField::name)
                .toList();
    }

    private static Column isFormula(String name) {
        return coalesce(named(name).rlike(BEGIN), lit(false));
    }

    private static Column named(String name) {
        return col("`" + name + "`");
    }

    /** The number of such texts of each column, as aggregates. */
    List<Column> counts() {
        return texts.stream()
                .map(name -> coalesce(sum(when(isFormula(name), 1L).otherwise(0L)), lit(0L))
                        .as(COUNT + name))
                .toList();
    }

    /** The counts that are more than 0, by column. */
    Map<String, Long> counted(Map<String, ?> observed) {
        Map<String, Long> counted = new TreeMap<>();
        for (String name : texts) {
            long count = ((Number) observed.get(COUNT + name)).longValue();
            if (count > 0) {
                counted.put(name, count);
            }
        }
        return counted;
    }

    /** The rows as the policy has them written. */
    Dataset<Row> written(Dataset<Row> rows, FormulaCells policy) {
        Dataset<Row> written = rows;
        if (policy == FormulaCells.QUOTE) {
            for (String name : texts) {
                written = written.withColumn(
                        name,
                        when(isFormula(name), concat(lit(MARK), named(name))).otherwise(named(name)));
            }
        }
        return written;
    }
}
