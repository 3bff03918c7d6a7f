package io.headrace.groups;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FairnessSpec.Protected;
import io.headrace.spec.RuleSql;
import io.headrace.table.InstantColumns;
import io.headrace.table.SqlClock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Puts protected columns beside what was decided. */
public final class GroupColumns {
    /** The number of protected rows that an entity has; more than one only where they have no time. */
    static final String ROWS = "_protected_rows";

    private static final String OWN = "_scored_";
    private static final String GROUP = "_group_";
    private static final String SCORED = "_scored";
    private static final String NEWEST = "_newest";
    private static final String HELD = "_held";

    private final Protected groups;
    private final String entity;
    private final ZoneId zone;

    public GroupColumns(Protected groups, String entity, ZoneId zone) {
        this.groups = groups;
        this.entity = entity;
        this.zone = zone;
    }

    /** The names of the group columns in {@link #beside}, in the order declared. */
    public static List<String> names(Protected groups) {
        return IntStream.range(0, groups.columns().size())
                .mapToObj(place -> GROUP + place)
                .toList();
    }

    /** The newest row of each entity; of several at that as-of, the greatest. */
    public static Dataset<Row> newest(Dataset<Row> scores, String entity) {
        String key = RuleSql.name(entity);
        Column[] all = Stream.concat(Stream.of(AS_OF), Stream.of(scores.columns()))
                .distinct()
                .filter(name -> !name.equals(entity))
                .map(name -> col(RuleSql.name(name)))
                .toArray(Column[]::new);
        return scores.groupBy(col(key)).agg(max(struct(all)).as(NEWEST)).select(col(key), col(NEWEST + ".*"));
    }

    /**
     * Rows with the values that their entity had before the as-of, as texts; null where it has none.
     *
     * @param scored with entity and as-of, each row once; columns that can be grouped by
     * @param table the protected rows
     */
    public Dataset<Row> beside(Dataset<Row> scored, Dataset<Row> table) {
        Dataset<Row> own = scored.select(Stream.of(scored.columns())
                .map(name -> col(RuleSql.name(name)).as(OWN + name))
                .toArray(Column[]::new));
        List<Column> scoredColumns =
                Stream.of(own.columns()).map(name -> col(RuleSql.name(name))).toList();
        Column isSame = col(RuleSql.name(OWN + entity)).equalTo(col(RuleSql.name(entity)));
        Dataset<Row> joined = own.join(
                table, groups.time().map(time -> isSame.and(began(table, time))).orElse(isSame), "left");
        Dataset<Row> sighted =
                Arrays.asList(joined.columns()).contains(AS_OF) ? joined : joined.withColumn(AS_OF, col(OWN + AS_OF));
        Dataset<Row> valued = SqlClock.of(
                table.sparkSession(),
                zone,
                () -> sighted.select(
                        struct(scoredColumns.toArray(Column[]::new)).as(SCORED),
                        col(RuleSql.name(entity)).as(ROWS),
                        struct(held(table).toArray(Column[]::new)).as(HELD)));
        return valued.groupBy(col(SCORED))
                .agg(count(col(ROWS)).as(ROWS), max(col(HELD)).as(HELD))
                .select(result(scored));
    }

    /**
     * Rows of {@link #beside} counted by some of the values, those of each group in one row; refuses several protected rows of an entity, and too many groups.
     *
     * @param values the columns that make the groups
     * @param counts what is counted, after the values
     */
    public static List<Row> counted(
            FairnessSpec job, String entity, Dataset<Row> beside, List<String> values, Column... counts) {
        List<Column> figures = new ArrayList<>(List.of(counts));
        figures.add(max(col(ROWS)));
        List<Row> counted = beside.groupBy(values.stream().map(functions::col).toArray(Column[]::new))
                .agg(figures.get(0), figures.subList(1, figures.size()).toArray(Column[]::new))
                .limit(GroupRows.MOST + 1)
                .collectAsList();
        if (counted.stream().anyMatch(row -> row.getLong(row.size() - 1) > 1)) {
            throw GroupErrors.severalRows(job.name(), job.groups().table(), entity);
        }
        if (counted.size() > GroupRows.MOST) {
            throw GroupErrors.tooManyGroups(job.name(), job.groups().names(), GroupRows.MOST);
        }
        return counted;
    }

    private Column[] result(Dataset<Row> scored) {
        List<Column> columns = new ArrayList<>();
        Stream.of(scored.columns())
                .forEach(name ->
                        columns.add(col(SCORED + "." + RuleSql.name(OWN + name)).as(name)));
        columns.add(
                groups.time().isPresent()
                        ? when(col(ROWS).gt(1), 1).otherwise(col(ROWS)).as(ROWS)
                        : col(ROWS));
        names(groups).forEach(name -> columns.add(col(HELD + "." + name).as(name)));
        return columns.toArray(Column[]::new);
    }

    private Column began(Dataset<Row> table, String time) {
        return InstantColumns.of(table, time, zone).lt(col(RuleSql.name(OWN + AS_OF)));
    }

    /** The time, if there is one, and the values, all null where no row holds. */
    private List<Column> held(Dataset<Row> table) {
        Column isThere = col(RuleSql.name(entity)).isNotNull();
        List<Column> held = new ArrayList<>();
        groups.time()
                .ifPresent(time -> held.add(InstantColumns.of(table, time, zone).as("_time")));
        List<String> names = names(groups);
        List<String> texts = List.copyOf(groups.columns().values());
        for (int place = 0; place < texts.size(); place++) {
            held.add(when(isThere, SqlClock.expr(texts.get(place)).cast("string"))
                    .as(names.get(place)));
        }
        return held;
    }
}
