package io.headrace.features;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.Moments.Place;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.EventRows;
import io.headrace.spec.EventRows.Lookup;
import io.headrace.spec.EventRows.Own;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.table.InstantColumns;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SqlClock;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The features of a view of rows: each row of its table as of the row's own time.
 *
 * <p>What is computed of a row depends on the row alone, not on the as-of at which it is asked for: so training and scoring see the same.
 */
final class EventRowColumns {
    private static final String TIME = "_time";
    private static final String OWN = "_own";
    private static final String LOOKUP = "_key";

    private final FeatureView view;
    private final EventRows rows;
    private final Dataset<Row> table;
    private final ZoneId zone;
    private final LookedUp lookedUp;

    /** Gives the features of another view at the moments of rows: the row's key in the column of the view's entity, and the features. */
    @FunctionalInterface
    interface LookedUp {
        Dataset<Row> at(FeatureView view, Moments moments);
    }

    /**
     * The rows of a view.
     *
     * @param table the rows of the view's table
     * @param zone the project's, in which dates begin and by whose clock SQL reads times
     */
    EventRowColumns(FeatureView view, Dataset<Row> table, ZoneId zone, LookedUp lookedUp) {
        this.view = view;
        this.rows = view.rows().orElseThrow();
        this.table = table;
        this.zone = zone;
        this.lookedUp = lookedUp;
    }

    /** The rows that belong to each of the as-ofs: those of the days before it, as many as the view's lookback says. */
    Dataset<Row> at(List<Instant> asOfs) {
        Dataset<Row> read = read();
        return asOfs.stream()
                .map(asOf -> with(read.where(col(TIME)
                                .geq(lit(Timestamp.from(CalendarDays.plus(asOf, -rows.lookbackDays(), zone))))
                                .and(col(TIME).lt(lit(Timestamp.from(asOf)))))
                        .withColumn(AS_OF, lit(Timestamp.from(asOf)))))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    /** Rows at moments of theirs, where these are not before the row. */
    Dataset<Row> at(Dataset<Row> moments) {
        Dataset<Row> wanted = moments.select(key().as("_wanted"), col(AS_OF));
        return with(read().join(
                        wanted, key().equalTo(col("_wanted")).and(col(TIME).leq(col(AS_OF))))
                .drop("_wanted"));
    }

    private Column key() {
        return named(view.entity());
    }

    private static Column named(String column) {
        return col("`" + column + "`");
    }

    /** The key, the time, the row's own features, the keys of lookups and the order; all but the key by names that no column has. */
    private Dataset<Row> read() {
        return SqlClock.of(table.sparkSession(), zone, this::selected);
    }

    private Dataset<Row> selected() {
        List<Column> columns = new ArrayList<>(
                List.of(key(), InstantColumns.of(table, rows.time(), zone).as(TIME)));
        for (int i = 0; i < rows.own().size(); i++) {
            Own own = rows.own().get(i);
            columns.add(SqlClock.expr(own.sql())
                    .cast(declared(own.name()).type().sql())
                    .as(OWN + i));
        }
        for (int i = 0; i < rows.lookups().size(); i++) {
            columns.add(named(rows.lookups().get(i).key()).as(LOOKUP + i));
        }
        for (int i = 0; i < rows.order().size(); i++) {
            columns.add(named(rows.order().get(i)).as(Moments.ORDER + i));
        }
        if (!rows.order().isEmpty()) {
            columns.add(key().as(Moments.ORDER + rows.order().size()));
        }
        return table.where(SqlClock.expr(rows.where()))
                .select(columns.toArray(Column[]::new))
                .where(col(TIME).isNotNull());
    }

    private FeatureColumn declared(String name) {
        return view.column(name).orElseThrow();
    }

    private Dataset<Row> with(Dataset<Row> read) {
        Dataset<Row> joined = read;
        for (int i = 0; i < rows.lookups().size(); i++) {
            Lookup lookup = rows.lookups().get(i);
            Dataset<Row> found = lookedUp.at(lookup.view(), moments(read, i));
            List<Column> columns =
                    new ArrayList<>(List.of(named(lookup.view().entity()).as(Moments.ROW)));
            for (String feature : lookup.features()) {
                columns.add(named(feature).as(found(i, feature)));
            }
            joined = joined.join(found.select(columns.toArray(Column[]::new)), key().equalTo(col(Moments.ROW)), "left")
                    .drop(Moments.ROW);
        }
        return joined.select(results());
    }

    private static String found(int lookup, String feature) {
        return "_" + lookup + "_" + feature;
    }

    /** The moments of rows in a lookup; rows whose key is null have none. */
    private Moments moments(Dataset<Row> read, int lookup) {
        Lookup of = rows.lookups().get(lookup);
        List<Column> columns = new ArrayList<>(
                List.of(col(LOOKUP + lookup).as(of.view().entity()), col(TIME).as(AS_OF), key().as(Moments.ROW)));
        int ordered = rows.order().isEmpty() ? 0 : rows.order().size() + 1;
        IntStream.range(0, ordered).forEach(i -> columns.add(col(Moments.ORDER + i)));
        Dataset<Row> moments = read.where(col(LOOKUP + lookup).isNotNull().and(key().isNotNull()))
                .select(columns.toArray(Column[]::new));
        return new Moments(moments, Optional.of(new Place(rows, view.entity(), of.includesRow())));
    }

    private Column[] results() {
        List<Column> columns = new ArrayList<>(List.of(key(), col(AS_OF)));
        for (int i = 0; i < rows.own().size(); i++) {
            columns.add(result(OWN + i, rows.own().get(i).name()));
        }
        for (int i = 0; i < rows.lookups().size(); i++) {
            Lookup lookup = rows.lookups().get(i);
            for (String feature : lookup.features()) {
                columns.add(result(found(i, feature), lookup.name(feature)));
            }
        }
        return columns.toArray(Column[]::new);
    }

    private Column result(String column, String name) {
        return declared(name).personal()
                ? col(column).as(name, PersonalLineage.mark())
                : col(column).as(name);
    }

    /** The columns that order rows of one instant, the key last, so that no two are alike. */
    static List<String> order(Place place) {
        return place.of().order().isEmpty()
                ? List.of()
                : Stream.concat(place.of().order().stream(), Stream.of(place.key()))
                        .toList();
    }
}
