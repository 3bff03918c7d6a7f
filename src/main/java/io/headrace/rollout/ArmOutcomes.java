package io.headrace.rollout;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.headrace.experiment.Peek;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.ValueJobSpec;
import io.headrace.stats.trial.ArmCounter;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Exposure;
import io.headrace.table.Lake;
import io.headrace.train.ScoredLabels;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What became of the entities of each arm.
 *
 * <p>An entity counts once: from the first as-of since the start at which it was scored, by the arm that it was drawn into, whoever decided in
 * the end; so what is compared is what chance has drawn.
 */
final class ArmOutcomes {
    private static final String ARM = "assigned_arm";
    private static final String ARMS = "_arms";
    private static final String DECISION = "decision";
    private static final String VALUE = "_value";
    private static final String BASE = "_base";
    private static final String COVARIATE = "_covariate";

    private final ExperimentSpec spec;
    private final TrainSpec training;
    private final LocalDate since;
    private final List<ValueJobSpec> valueJobs;
    private final Lake lake;
    private final RunContext context;
    private final Intent intent;

    /**
     * @param since first logical date whose scores count
     * @param valueJobs those of the project
     */
    ArmOutcomes(
            ExperimentSpec spec,
            TrainSpec training,
            LocalDate since,
            List<ValueJobSpec> valueJobs,
            Lake lake,
            RunContext context,
            Intent intent) {
        this.spec = spec;
        this.since = since;
        this.valueJobs = valueJobs;
        this.training = training;
        this.lake = lake;
        this.context = context;
        this.intent = intent;
    }

    /** What is known by the run's date. */
    Peek peek() {
        Dataset<Row> first = first().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return peek(first);
        } finally {
            first.unpersist();
        }
    }

    private Dataset<Row> first() {
        Dataset<Row> scores =
                lake.read(spec.scores(), intent.version(spec.scores().toString()));
        if (!List.of(scores.columns()).contains(ARM)) {
            throw ExperimentErrors.noScores(spec);
        }
        Instant begin = RunContext.asOf(since, context.zone());
        return scores.where(col(AS_OF)
                        .between(lit(Timestamp.from(begin)), lit(Timestamp.from(context.asOf())))
                        .and(col(ARM).isNotNull()))
                .groupBy(entity())
                .agg(
                        min(AS_OF).as("_first"),
                        min_by(col(ARM), col(AS_OF)).as(ARM),
                        min_by(col(DECISION), col(AS_OF)).as(DECISION),
                        count_distinct(col(ARM)).as(ARMS))
                .withColumnRenamed("_first", AS_OF);
    }

    private String entity() {
        return training.view().entity();
    }

    private Peek peek(Dataset<Row> first) {
        Map<String, Long> entities = new TreeMap<>();
        long several = 0;
        for (Row row : first.groupBy(ARM)
                .agg(count(lit(1)), sum(col(ARMS).gt(1).cast("long")))
                .collectAsList()) {
            entities.put(row.getString(0), row.getLong(1));
            several += row.getLong(2);
        }
        if (entities.isEmpty()) {
            throw ExperimentErrors.noScores(spec);
        }
        Map<String, Map<String, ArmTotals>> totals = new HashMap<>();
        Map<String, Long> due = new HashMap<>();
        List<Instant> asOfs = asOfs(first);
        for (Measure measure : spec.measures()) {
            ScoredLabels labels = labels(measure.event());
            List<Instant> mature = asOfs.stream()
                    .filter(asOf -> !labels.mature(asOf).isAfter(context.date()))
                    .toList();
            Dataset<Row> rows = first.where(
                    col(AS_OF).isin(mature.stream().map(Timestamp::from).toArray()));
            totals(measure, rows, mature)
                    .forEach((arm, found) -> totals.computeIfAbsent(arm, name -> new TreeMap<>())
                            .put(measure.plan().name(), found));
            if (measure.equals(primary())) {
                rows.groupBy(ARM).count().collectAsList().forEach(row -> due.put(row.getString(0), row.getLong(1)));
            }
        }
        Map<String, Peek.Arm> arms = new TreeMap<>();
        entities.forEach((arm, drawn) -> {
            Map<String, ArmTotals> found = totals.getOrDefault(arm, Map.of());
            arms.put(
                    arm,
                    new Peek.Arm(
                            drawn,
                            due.getOrDefault(arm, 0L),
                            found.getOrDefault(primary().plan().name(), ArmTotals.NONE)
                                    .entities(),
                            found));
        });
        long all = entities.values().stream().mapToLong(Long::longValue).sum();
        return new Peek(context.date(), arms, new Exposure(all, several));
    }

    private Measure primary() {
        return spec.measures().get(0);
    }

    private ScoredLabels labels(Optional<LabelSpec.Event> event) {
        return new ScoredLabels(event.map(training::with).orElse(training), lake, context.zone());
    }

    /** The as-ofs of rows, in order. */
    static List<Instant> asOfs(Dataset<Row> rows) {
        return rows.select(AS_OF).distinct().collectAsList().stream()
                .map(row -> row.getTimestamp(0).toInstant())
                .sorted()
                .toList();
    }

    /** @param rows those whose outcome should be known by now */
    private Map<String, ArmTotals> totals(Measure measure, Dataset<Row> rows, List<Instant> asOfs) {
        if (asOfs.isEmpty()) {
            return Map.of();
        }
        Dataset<Row> known = labelled(rows, measure.event(), asOfs, VALUE);
        if (measure.per().isPresent()) {
            known = labelled(known, measure.per(), asOfs, BASE);
        }
        if (measure.value().isPresent()) {
            known = known.withColumn(
                    VALUE,
                    DecisionWorth.named(measure.value().get(), spec, valueJobs, context.zone())
                            .of(col(DECISION), col(VALUE), asOfs));
        }
        Dataset<Row> values = withCovariate(known, measure)
                .where(col(VALUE).isNotNull())
                .select(
                        col(ARM),
                        col(VALUE),
                        measure.per().isPresent() ? col(BASE) : lit(1.0).as(BASE),
                        col(COVARIATE));
        Map<String, ArmTotals> totals = new TreeMap<>();
        values.toJavaRDD()
                .mapPartitions(ArmOutcomes::counted)
                .collect()
                .forEach(part -> totals.merge(part._1(), ArmTotals.ofBytes(part._2()), ArmTotals::plus));
        return totals;
    }

    /** The rows with what became of them in a column of that name. */
    private Dataset<Row> labelled(
            Dataset<Row> rows, Optional<LabelSpec.Event> event, List<Instant> asOfs, String name) {
        ScoredLabels labels = labels(event);
        long version = intent.version(labels.table().toString());
        if (!List.of(lake.read(labels.table(), version).columns()).contains(entity())) {
            throw ExperimentErrors.noEntity(spec, labels.table().toString(), entity());
        }
        List<Column> kept = Stream.of(rows.columns()).map(functions::col).collect(Collectors.toList());
        kept.add(col(ScoredLabels.column()).cast("double").as(name));
        return labels.beside(rows, asOfs, context.date(), version).select(kept.toArray(Column[]::new));
    }

    /** What was known of each entity when it was scored; 0 where nothing was. */
    private Dataset<Row> withCovariate(Dataset<Row> rows, Measure measure) {
        if (measure.covariate().isEmpty()) {
            return rows.withColumn(COVARIATE, lit(0.0));
        }
        TableName table = training.view().table();
        Dataset<Row> features = lake.read(table, intent.version(table.toString()))
                .select(
                        col("`" + entity() + "`"),
                        col(AS_OF),
                        col("`" + measure.covariate().get() + "`")
                                .cast("double")
                                .as(COVARIATE));
        return rows.join(
                        features,
                        CollectionConverters.asScala(List.of(entity(), AS_OF)).toSeq(),
                        "left")
                .withColumn(
                        COVARIATE,
                        when(col(COVARIATE).isNull().or(isnan(col(COVARIATE))), 0.0)
                                .otherwise(col(COVARIATE)));
    }

    private static Iterator<Tuple2<String, byte[]>> counted(Iterator<Row> rows) {
        Map<String, ArmCounter> counters = new TreeMap<>();
        rows.forEachRemaining(row -> counters.computeIfAbsent(row.getString(0), arm -> new ArmCounter())
                .add(row.getDouble(1), row.getDouble(2), row.getDouble(3)));
        return counters.entrySet().stream()
                .map(arm -> new Tuple2<>(arm.getKey(), arm.getValue().totals().toBytes()))
                .iterator();
    }
}
