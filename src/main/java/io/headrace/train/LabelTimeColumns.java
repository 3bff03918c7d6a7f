package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.LABEL;
import static io.headrace.train.TrainingNames.SPLIT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.headrace.features.LatestColumns;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfRows;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.table.InstantColumns;
import io.headrace.table.SqlClock;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/** Labels at instants of their own, as far as they are known on the run's date. */
final class LabelTimeColumns {
    private final TrainSpec spec;
    private final LocalDate runDay;
    private final ZoneId zone;

    /** @param date the run's */
    LabelTimeColumns(TrainSpec spec, LocalDate date, ZoneId zone) {
        this.spec = spec;
        this.runDay = date.plusDays(1);
        this.zone = zone;
    }

    /** When labels are known, whatever the date. */
    LabelTimeColumns(TrainSpec spec, ZoneId zone) {
        this(spec, LocalDate.EPOCH, zone);
    }

    /** When the label to a row's as-of is known. */
    Column known() {
        return later(spec.daysToKnow());
    }

    /**
     * A row for each entity and as-of: {@code label} and {@code split}.
     *
     * @param tables gives the rows of a table
     */
    Dataset<Row> labels(Function<TableName, Dataset<Row>> tables) {
        Dataset<Row> labels = spec.label() instanceof LabelSpec.Known known
                ? known(known, tables.apply(known.table()))
                : predicted((LabelSpec.Event) spec.label(), tables);
        Dataset<Row> mature = labels.where(col("_known").leq(lit(start(runDay))))
                .withColumn(SPLIT, split())
                .where(col(SPLIT).isNotNull())
                .drop("_known");
        requireOneEach(mature);
        return mature;
    }

    /** Labels that rows hold, known so many days after the question. */
    private Dataset<Row> known(LabelSpec.Known label, Dataset<Row> answers) {
        Dataset<Row> rows = moments(
                answers.where(col("`" + label.column() + "`").isNotNull()),
                label.time().orElseThrow());
        return (label.rows() == LabelSpec.AnsweredRows.FIRST ? first(rows) : rows)
                .select(
                        entity(),
                        col(AS_OF),
                        LabelColumns.answer(spec, label, answers.schema()).as(LABEL),
                        later(label.delayDays()).as("_known"))
                .where(col(LABEL).isNotNull());
    }

    /** Those of the first instant of each entity. */
    private Dataset<Row> first(Dataset<Row> rows) {
        Column first = min(AS_OF).over(Window.partitionBy(entity()));
        return rows.withColumn("_first", first)
                .where(col(AS_OF).equalTo(col("_first")))
                .drop("_first");
    }

    /** Sums over the events of the horizon, by a join, as horizons are calendar days. */
    private Dataset<Row> summed(LabelSpec.Event label, Dataset<Row> moments, Dataset<Row> events) {
        Dataset<Row> ends = moments.select(entity(), col(AS_OF))
                .withColumn("_end", later(label.horizonDays()))
                .withColumn("_known", later(label.horizonDays() + label.delayDays()));
        Dataset<Row> sums = ends.join(
                        events.select(entity(), col("_event"), col("_total")),
                        LabelColumns.toSeq(spec.view().entity()),
                        "left")
                .where(col("_event")
                        .isNull()
                        .or(col("_event").geq(col(AS_OF)).and(col("_event").lt(col("_end")))))
                .groupBy(entity(), col(AS_OF))
                .agg(sum("_total").as("_sum"));
        return ends.join(sums, LabelColumns.toSeq(spec.view().entity(), AS_OF), "left")
                .select(
                        entity(),
                        col(AS_OF),
                        LabelColumns.answer(label, lit(true), col("_sum")).as(LABEL),
                        col("_known"));
    }

    /** Whether an event comes within the horizon: one sort of moments and events together. */
    private Dataset<Row> predicted(LabelSpec.Event label, Function<TableName, Dataset<Row>> tables) {
        AsOfRows rows = (AsOfRows) spec.asOfs();
        Dataset<Row> moments = moments(where(tables.apply(rows.table()), rows.where()), rows.time())
                .select(entity(), col(AS_OF))
                .distinct()
                .withColumn("_event", lit(null).cast("timestamp"));
        Dataset<Row> counted = LatestColumns.last(tables.apply(label.table()), label.latest(), label.time(), zone);
        Dataset<Row> happened = moments(where(counted, label.where()), label.time());
        if (label.total().isPresent()) {
            return summed(
                    label,
                    moments,
                    SqlClock.of(
                            happened.sparkSession(),
                            zone,
                            () -> happened.select(
                                    entity(),
                                    col(AS_OF).as("_event"),
                                    LabelColumns.total(label).as("_total"))));
        }
        Dataset<Row> events = happened.select(entity(), col(AS_OF), col(AS_OF).as("_event"));
        Column next = min("_event")
                .over(Window.partitionBy(entity())
                        .orderBy(col(AS_OF), col("_event").isNotNull())
                        .rowsBetween(Window.currentRow(), Window.unboundedFollowing()));
        Column happens = col("_next").isNotNull().and(col("_next").lt(later(label.horizonDays())));
        return moments.union(events)
                .withColumn("_next", next)
                .where(col("_event").isNull())
                .select(
                        entity(),
                        col(AS_OF),
                        LabelColumns.answer(label, happens, lit(null)).as(LABEL),
                        later(label.horizonDays() + label.delayDays()).as("_known"));
    }

    private Dataset<Row> where(Dataset<Row> rows, String condition) {
        return SqlClock.of(rows.sparkSession(), zone, () -> rows.where(SqlClock.expr(condition)));
    }

    private Dataset<Row> moments(Dataset<Row> rows, String time) {
        return rows.withColumn(AS_OF, InstantColumns.of(rows, time, zone))
                .where(col(AS_OF).isNotNull().and(entity().isNotNull()));
    }

    private Column entity() {
        return col("`" + spec.view().entity() + "`");
    }

    /** So many calendar days after the as-of. */
    private Column later(int days) {
        ZoneId calendar = zone;
        UDF1<Timestamp, Timestamp> shift = asOf -> Timestamp.from(CalendarDays.plus(asOf.toInstant(), days, calendar));
        return udf(shift, DataTypes.TimestampType).apply(col(AS_OF));
    }

    private Timestamp start(LocalDate day) {
        return Timestamp.from(CalendarDays.begin(day, zone));
    }

    /** By time; where entities are held out that is done later. Null for labels in neither: their labels were not known yet when the test rows begin. */
    private Column split() {
        if (!(spec.test() instanceof Holdout.LastDays last)) {
            return lit("train");
        }
        Timestamp firstTest = start(runDay.minusDays(spec.daysToKnow()).minusDays(last.days()));
        return when(col(AS_OF).geq(lit(firstTest)), lit("test"))
                .when(col("_known").leq(lit(firstTest)), lit("train"));
    }

    private void requireOneEach(Dataset<Row> labels) {
        labels.groupBy(entity(), col(AS_OF))
                .agg(count(lit(1)).as("_rows"))
                .where("_rows > 1")
                .orderBy(entity(), col(AS_OF))
                .limit(1)
                .collectAsList()
                .forEach(row -> {
                    throw TrainErrors.labelNotUnique(
                            spec.name(),
                            spec.label().table().toString(),
                            spec.view().entity(),
                            row.get(0) + " at " + row.getTimestamp(1).toInstant());
                });
    }
}
