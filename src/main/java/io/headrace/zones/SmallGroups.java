package io.headrace.zones;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.headrace.spec.MaskedView.Anonymity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Leaves out the rows of groups that have too few persons, or too few values of a sensitive column. */
final class SmallGroups {
    private static final String PERSONS = "_persons";
    private static final String ROWS = "_rows";
    private static final String VALUES = "_values_";
    private static final String ALL = "a";
    private static final String SMALL = "s";

    private final Anonymity anonymity;
    private final String person;

    /** @param person the column that names the person; rows without one count for nobody */
    SmallGroups(Anonymity anonymity, String person) {
        this.anonymity = anonymity;
        this.person = person;
    }

    /**
     * Rows that stay, and what did not.
     *
     * @param groups how many groups were left out
     * @param suppressed how many rows they had
     */
    record Kept(Dataset<Row> rows, long groups, long suppressed) {}

    /** Judges the rows of one release, which others are released apart from. */
    Kept of(Dataset<Row> rows) {
        Dataset<Row> small = small(rows);
        Row found = small.agg(count(lit(1)), coalesce(sum(ROWS), lit(0L))).first();
        return new Kept(without(rows, small), found.getLong(0), found.getLong(1));
    }

    private Dataset<Row> small(Dataset<Row> rows) {
        List<Column> measures = new ArrayList<>();
        measures.add(count(lit(1)).as(ROWS));
        anonymity
                .sensitive()
                .forEach(column ->
                        measures.add(countDistinct(struct(named(column))).as(VALUES + column)));
        Column isSmall = anonymity.sensitive().stream()
                .map(column -> named(VALUES + column).lt(anonymity.l()))
                .reduce(named(PERSONS).lt(anonymity.k()), Column::or);
        return rows.groupBy(columns())
                .agg(countDistinct(named(person)).as(PERSONS), measures.toArray(Column[]::new))
                .where(isSmall)
                .select(Stream.concat(Stream.of(columns()), Stream.of(named(ROWS)))
                        .toArray(Column[]::new));
    }

    /** Null is equal to null here: who lacks a value is in a group with the others who do. */
    private Dataset<Row> without(Dataset<Row> rows, Dataset<Row> small) {
        Column same = anonymity.columns().stream()
                .map(column -> col(ALL + ".`" + column + "`").eqNullSafe(col(SMALL + ".`" + column + "`")))
                .reduce(lit(true), Column::and);
        return rows.as(ALL).join(small.as(SMALL), same, "left_anti").drop(person);
    }

    private Column[] columns() {
        return anonymity.columns().stream().map(SmallGroups::named).toArray(Column[]::new);
    }

    private static Column named(String column) {
        return col("`" + column + "`");
    }
}
