package io.headrace.table;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.to_utc_timestamp;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import java.time.ZoneId;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;

/**
 * Times as instants, whatever the type of their column: a date is the project's midnight with which it begins, a timestamp without
 * zone a time of the project's clock. A time that the clock passes over is later by as much, of one that it shows twice the first
 * is meant.
 */
public final class InstantColumns {
    private static final long SECONDS_OF_DAY = 86_400;

    private InstantColumns() {}

    /**
     * A column as instants.
     *
     * @param zone the project's time zone
     */
    public static Column of(Dataset<Row> rows, String column, ZoneId zone) {
        Column value = functions.col("`" + column + "`");
        DataType type = rows.schema().apply(column).dataType();
        return type instanceof DateType
                ? begin(value, zone)
                : type instanceof TimestampNTZType ? ofLocal(inUtc(value), zone) : value;
    }

    /**
     * The instants with which days begin.
     *
     * @param day dates
     */
    public static Column begin(Column day, ZoneId zone) {
        return ofLocal(timestamp_seconds(unix_date(day).cast("long").multiply(SECONDS_OF_DAY)), zone);
    }

    /** By whatever clock the plan reads times: a cast would follow that. */
    private static Column inUtc(Column value) {
        return concat(value.cast("string"), lit("Z")).cast("timestamp");
    }

    /** The instant at which the zone's clock shows what a clock of UTC shows at the given one. */
    private static Column ofLocal(Column shown, ZoneId zone) {
        return to_utc_timestamp(shown, zone.getId());
    }

    /** The days on which instants are, by the zone's calendar. */
    public static Column day(Column instant, ZoneId zone) {
        return to_date(from_utc_timestamp(instant, zone.getId()));
    }

    /** So many calendar days before an instant, at the same time of the clock; of the beginning of a day the beginning of another. */
    public static Column daysBefore(Column instant, int days, ZoneId zone) {
        Column shown = from_utc_timestamp(instant, zone.getId());
        Column day = to_date(shown);
        return when(instant.equalTo(begin(day, zone)), begin(date_sub(day, days), zone))
                .otherwise(ofLocal(shown.minus(functions.expr("interval '" + days + "' day")), zone));
    }
}
