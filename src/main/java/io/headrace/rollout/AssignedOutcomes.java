package io.headrace.rollout;

import static io.headrace.rollout.ArmTally.ARM;
import static io.headrace.rollout.ArmTally.ARMS;
import static io.headrace.rollout.ArmTally.BASE;
import static io.headrace.rollout.ArmTally.COVARIATE;
import static io.headrace.rollout.ArmTally.VALUE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.headrace.experiment.UpliftEvidence;
import io.headrace.features.LatestColumns;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Assigned;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.ExperimentSpec.Outcome;
import io.headrace.spec.LabelSpec;
import io.headrace.table.InstantColumns;
import io.headrace.table.Lake;
import io.headrace.table.SqlClock;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What became of entities that a table says somebody has drawn into arms.
 *
 * <p>An entity counts once: by its first row since the start, in the arm that the row names, whatever was done in the end. What happens from
 * that moment on, up to the end of the last day of the horizon, is its outcome; of rows of one moment the least in all columns is taken.
 */
final class AssignedOutcomes {
    private static final String ENTITY = "_entity";
    private static final String DRAWN = "_drawn";
    private static final String DAY = "_day";

    private final ExperimentSpec spec;
    private final Assigned assigned;
    private final Lake lake;
    private final RunContext context;
    private final Intent intent;

    AssignedOutcomes(ExperimentSpec spec, Lake lake, RunContext context, Intent intent) {
        this.spec = spec;
        this.assigned = spec.assigned().orElseThrow();
        this.lake = lake;
        this.context = context;
        this.intent = intent;
    }

    /** What is known by the run's date. */
    ArmOutcomes.Found found() {
        Dataset<Row> first = first().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return found(first);
        } finally {
            first.unpersist();
        }
    }

    private ArmOutcomes.Found found(Dataset<Row> first) {
        Measure primary = spec.measures().get(0);
        ArmTally tally = new ArmTally(first, primary.plan().name());
        requireShares(tally.entities());
        Optional<UpliftEvidence> uplift = Optional.empty();
        for (int at = 0; at < spec.measures().size(); at++) {
            Measure measure = spec.measures().get(at);
            Dataset<Row> rows = first.where(col(DAY).leq(lit(Date.valueOf(lastDue(measure)))));
            Dataset<Row> known = known(measure, at, rows);
            tally.add(measure.plan().name(), known, measure.per().map(per -> BASE));
            if (at == 0) {
                tally.addDue(rows);
                uplift = assigned.score().isPresent() && measure.per().isEmpty()
                        ? UpliftLevels.evidence(known, spec.control(), spec.treated())
                        : Optional.empty();
            }
        }
        return new ArmOutcomes.Found(tally.peek(context.date()), uplift);
    }

    private void requireShares(Map<String, Long> entities) {
        if (entities.isEmpty()) {
            throw ExperimentErrors.nobodyDrawn(spec, table());
        }
        Map<String, Long> others = new TreeMap<>(entities);
        others.keySet().removeAll(assigned.shares().keySet());
        if (!others.isEmpty()) {
            throw ExperimentErrors.noShare(spec, table(), others);
        }
    }

    /** The table and its version, in words. */
    private String table() {
        return spec.scores() + " (version " + intent.version(spec.scores().toString()) + ")";
    }

    /** The last day whose draws have outcomes that should be known by the end of the run's date. */
    private LocalDate lastDue(Measure measure) {
        int days = measure.event()
                .map(event -> event.horizonDays() + event.delayDays())
                .or(() -> measure.outcome().map(Outcome::dueDays))
                .orElseThrow();
        return days == 0 ? context.date() : context.date().plusDays(1).minusDays(days);
    }

    private Dataset<Row> first() {
        Dataset<Row> rows =
                lake.read(spec.scores(), intent.version(spec.scores().toString()));
        return SqlClock.of(
                        rows.sparkSession(),
                        context.zone(),
                        () -> rows.where(SqlClock.expr(assigned.where())).select(columns(rows)))
                .where(col(ENTITY)
                        .isNotNull()
                        .and(col(ARM).isNotNull())
                        .and(col(DRAWN).geq(lit(Timestamp.from(CalendarDays.begin(spec.start(), context.zone())))))
                        .and(col(DRAWN).lt(lit(Timestamp.from(context.asOf())))))
                .groupBy(ENTITY)
                .agg(min(struct(facts())).as("_first"), count_distinct(col(ARM)).as(ARMS))
                .select(col(ENTITY), col("_first.*"), col(ARMS))
                .withColumn(DAY, InstantColumns.day(col(DRAWN), context.zone()));
    }

    private Column[] columns(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>(List.of(
                quoted(assigned.entity()).as(ENTITY),
                InstantColumns.of(rows, assigned.time(), context.zone()).as(DRAWN),
                SqlClock.expr(assigned.arm()).cast("string").as(ARM),
                number(assigned.score()).as(UpliftLevels.SCORE)));
        for (int at = 0; at < spec.measures().size(); at++) {
            Measure measure = spec.measures().get(at);
            columns.add(number(measure.outcome().map(Outcome::sql)).as(VALUE + at));
            columns.add(coalesce(number(measure.covariate()), lit(0.0)).as(COVARIATE + at));
        }
        return columns.toArray(Column[]::new);
    }

    private static Column number(Optional<String> sql) {
        return sql.map(text -> ArmTally.finite(SqlClock.expr(text)))
                .orElse(lit(null).cast("double"));
    }

    /** What the first row says, the moment before all. */
    private Column[] facts() {
        List<Column> facts = new ArrayList<>(List.of(col(DRAWN), col(ARM), col(UpliftLevels.SCORE)));
        for (int at = 0; at < spec.measures().size(); at++) {
            facts.add(col(VALUE + at));
            facts.add(col(COVARIATE + at));
        }
        return facts.toArray(Column[]::new);
    }

    private Dataset<Row> known(Measure measure, int at, Dataset<Row> rows) {
        Dataset<Row> known = rows.withColumn(COVARIATE, col(COVARIATE + at))
                .withColumn(VALUE, measure.event().isPresent() ? lit(null).cast("double") : col(VALUE + at));
        if (measure.event().isPresent()) {
            known = counted(known, measure.event().get(), VALUE);
        }
        return measure.per().isPresent() ? counted(known, measure.per().get(), BASE) : known;
    }

    /** The rows with what happened from the draw on: whether, or how much. */
    private Dataset<Row> counted(Dataset<Row> rows, LabelSpec.Event event, String name) {
        Dataset<Row> happened = happened(event);
        Column end = InstantColumns.begin(date_add(col(DAY), event.horizonDays()), context.zone());
        Dataset<Row> sums = rows.select(ENTITY, DRAWN, DAY)
                .join(happened, CollectionConverters.asScala(List.of(ENTITY)).toSeq())
                .where(col("_time").geq(col(DRAWN)).and(col("_time").lt(end)))
                .groupBy(ENTITY)
                .agg(sum("_total").as("_sum"), functions.count(lit(1)).as("_events"));
        Column found = event.total().isPresent()
                ? ArmTally.finite(coalesce(col("_sum"), lit(0.0)))
                : functions.when(col("_events").isNull(), 0.0).otherwise(1.0);
        return rows.join(sums, CollectionConverters.asScala(List.of(ENTITY)).toSeq(), "left")
                .withColumn(name, found)
                .drop("_sum", "_events");
    }

    private Dataset<Row> happened(LabelSpec.Event event) {
        Dataset<Row> events =
                lake.read(event.table(), intent.version(event.table().toString()));
        if (!List.of(events.columns()).contains(assigned.entity())) {
            throw ExperimentErrors.noEntity(spec, event.table().toString(), assigned.entity());
        }
        return SqlClock.of(
                events.sparkSession(),
                context.zone(),
                () -> LatestColumns.last(events, event.latest(), event.time(), context.zone())
                        .where(SqlClock.expr(event.where()))
                        .select(
                                quoted(assigned.entity()).as(ENTITY),
                                InstantColumns.of(events, event.time(), context.zone())
                                        .as("_time"),
                                event.total()
                                        .map(sql -> SqlClock.expr(sql).cast("double"))
                                        .orElse(lit(1.0))
                                        .as("_total")));
    }

    private static Column quoted(String column) {
        return col("`" + column + "`");
    }
}
