package io.headrace.ingest;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.headrace.spec.IngestSpec;
import io.headrace.spec.KeyCheck;
import io.headrace.spec.KeyCheck.Agreement;
import io.headrace.spec.KeyCheck.ExistsIn;
import io.headrace.spec.KeyCheck.Keep;
import io.headrace.spec.KeyCheck.Same;
import io.headrace.spec.KeyCheck.Unique;
import io.headrace.spec.TableName;
import io.headrace.table.RuleFunctions;
import io.headrace.table.SqlClock;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The verdicts of rules on keys: for each a column that is true for a good row, false for one that breaks the rule, and null
 * where the rule's condition could not be evaluated.
 *
 * <p>The rows must say whether they take part ({@code _judged}), whether they are in silver already ({@code _settled}), and
 * with which run they came ({@code _scope}).
 */
final class KeyColumns {
    private static final String OTHERS = "_others_";

    private final IngestSpec spec;
    private final Dataset<Row> silver;
    private final Function<TableName, Dataset<Row>> tables;

    /**
     * @param silver the rows there are besides those to be judged
     * @param tables other tables, at the versions that the run pins
     */
    KeyColumns(IngestSpec spec, Dataset<Row> silver, Function<TableName, Dataset<Row>> tables) {
        this.spec = spec;
        this.silver = silver;
        this.tables = tables;
    }

    /** The name of the column that holds the rule's verdict. */
    static String verdict(KeyCheck check) {
        return "_key_" + check.name();
    }

    /** The rows with the verdicts. */
    Dataset<Row> judged(Dataset<Row> rows) {
        Dataset<Row> judged = rows;
        for (KeyCheck check : spec.keyChecks()) {
            judged = judged(judged, check);
        }
        return judged;
    }

    private Dataset<Row> judged(Dataset<Row> rows, KeyCheck check) {
        Column applies = call_function(
                RuleFunctions.TRY, SqlClock.expr("case when (" + check.where() + "\n) then true else false end"));
        Dataset<Row> joined = rows.withColumn("_applies", applies).withColumn("_question", question(check));
        Column broken;
        if (check.rule() instanceof Unique unique) {
            joined = marked(joined, silver, unique.columns(), unique.columns());
            broken = col("_question").and(not(col("_settled"))).and(isThere().or(comesLater(unique)));
        } else if (check.rule() instanceof ExistsIn exists) {
            joined = marked(joined, tables.apply(exists.table()), exists.columns(), exists.key());
            broken = col("_question").and(not(isThere()));
        } else {
            broken = col("_question").and(disagrees((Same) check.rule()));
        }
        return joined.withColumn(verdict(check), when(col("_applies").isNotNull(), not(broken)))
                .drop("_applies", "_question", OTHERS);
    }

    private static Column question(KeyCheck check) {
        Stream<String> needed = check.rule() instanceof Same same
                ? Stream.concat(same.by().stream(), same.of().stream())
                : check.rule().columns().stream();
        return needed.map(name -> quoted(name).isNotNull())
                .reduce(col("_judged").and(coalesce(col("_applies"), lit(false))), Column::and);
    }

    /** The rows, with a mark on those whose values stand in the other rows. */
    private static Dataset<Row> marked(
            Dataset<Row> rows, Dataset<Row> others, List<String> columns, List<String> theirs) {
        Column[] key = Stream.concat(
                        IntStream.range(0, theirs.size())
                                .mapToObj(i -> quoted(theirs.get(i)).as(OTHERS + i)),
                        Stream.of(lit(true).as(OTHERS)))
                .toArray(Column[]::new);
        Column same = IntStream.range(0, columns.size())
                .mapToObj(i -> quoted(columns.get(i)).equalTo(col(OTHERS + i)))
                .reduce(col("_question"), Column::and);
        String[] helpers =
                IntStream.range(0, columns.size()).mapToObj(i -> OTHERS + i).toArray(String[]::new);
        return rows.join(others.select(key).distinct(), same, "left").drop(helpers);
    }

    private static Column isThere() {
        return col(OTHERS).isNotNull();
    }

    private static Column comesLater(Unique unique) {
        WindowSpec group = group(unique.columns(), col("_settled"));
        return unique.keep() == Keep.FIRST
                ? row_number().over(group.orderBy("_file", "_row")).gt(1)
                : count(lit(1)).over(group).gt(1);
    }

    private static Column disagrees(Same same) {
        Column[] all = Stream.concat(same.by().stream(), same.of().stream())
                .map(KeyColumns::quoted)
                .toArray(Column[]::new);
        Column group = count(lit(1)).over(group(same.by(), col("_scope")));
        Column agreeing = count(lit(1))
                .over(group(
                        List.of(),
                        Stream.concat(Stream.of(all), Stream.of(col("_scope"))).toArray(Column[]::new)));
        Column fewer = agreeing.lt(group);
        return same.keep() == Agreement.NONE
                ? fewer
                : fewer.and(agreeing.multiply(2).leq(group));
    }

    private static WindowSpec group(List<String> columns, Column... further) {
        return Window.partitionBy(
                Stream.of(columns.stream().map(KeyColumns::quoted), Stream.of(further), Stream.of(col("_question")))
                        .flatMap(all -> all)
                        .toArray(Column[]::new));
    }

    private static Column quoted(String name) {
        return col("`" + name + "`");
    }
}
