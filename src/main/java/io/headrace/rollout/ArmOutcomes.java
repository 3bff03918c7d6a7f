package io.headrace.rollout;

import static io.headrace.rollout.ArmTally.ARM;
import static io.headrace.rollout.ArmTally.ARMS;
import static io.headrace.rollout.ArmTally.BASE;
import static io.headrace.rollout.ArmTally.COVARIATE;
import static io.headrace.rollout.ArmTally.VALUE;
import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;

import io.headrace.experiment.Peek;
import io.headrace.experiment.UpliftEvidence;
import io.headrace.metric.Target;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.Arms;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.ValueJobSpec;
import io.headrace.table.Lake;
import io.headrace.train.ScoredLabels;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What became of the entities of each arm.
 *
 * <p>An entity counts once: from the first as-of since the start at which it was scored, by the arm that it was drawn into, whoever decided in
 * the end; so what is compared is what chance has drawn.
 */
final class ArmOutcomes {
    private static final String ASSIGNED = "assigned_arm";
    private static final String DECISION = "decision";

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

    /**
     * What is known by the run's date.
     *
     * @param uplift by the treated version's score, where it is compared with nobody being treated
     */
    record Found(Peek peek, Optional<UpliftEvidence> uplift) {}

    Found found() {
        Dataset<Row> first = first().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return found(first);
        } finally {
            first.unpersist();
        }
    }

    private Dataset<Row> first() {
        Dataset<Row> scores =
                lake.read(spec.scores(), intent.version(spec.scores().toString()));
        if (!List.of(scores.columns()).contains(ASSIGNED)) {
            throw ExperimentErrors.noScores(spec);
        }
        Instant begin = RunContext.asOf(since, context.zone());
        Column score = isRanked()
                ? ArmTally.finite(PairedOutcomes.answer(spec.treated()).getField("score"))
                : lit(null).cast("double");
        return scores.where(col(AS_OF)
                        .between(lit(Timestamp.from(begin)), lit(Timestamp.from(context.asOf())))
                        .and(col(ASSIGNED).isNotNull()))
                .groupBy(entity())
                .agg(
                        min(AS_OF).as("_first"),
                        min_by(col(ASSIGNED), col(AS_OF)).as(ARM),
                        min_by(col(DECISION), col(AS_OF)).as(DECISION),
                        min_by(score, col(AS_OF)).as(UpliftLevels.SCORE),
                        count_distinct(col(ASSIGNED)).as(ARMS))
                .withColumnRenamed("_first", AS_OF);
    }

    /** Whether scores say whom to treat first, and the holdout what comes without. */
    private boolean isRanked() {
        return spec.control().equals(Arms.HOLDOUT) && training.target() != Target.MULTICLASS;
    }

    private String entity() {
        return training.view().entity();
    }

    private Found found(Dataset<Row> first) {
        ArmTally tally = new ArmTally(first, primary().plan().name());
        if (tally.entities().isEmpty()) {
            throw ExperimentErrors.noScores(spec);
        }
        Optional<UpliftEvidence> uplift = Optional.empty();
        List<Instant> asOfs = asOfs(first);
        for (Measure measure : spec.measures()) {
            ScoredLabels labels = labels(measure.event());
            List<Instant> mature = asOfs.stream()
                    .filter(asOf -> !labels.mature(asOf).isAfter(context.date()))
                    .toList();
            if (mature.isEmpty()) {
                continue;
            }
            Dataset<Row> rows = first.where(
                    col(AS_OF).isin(mature.stream().map(Timestamp::from).toArray()));
            Dataset<Row> known = known(measure, rows, mature);
            tally.add(measure.plan().name(), known, measure.per().map(per -> BASE));
            if (measure.equals(primary())) {
                tally.addDue(rows);
                uplift = isRanked() && measure.per().isEmpty()
                        ? UpliftLevels.evidence(known, spec.control(), spec.treated())
                        : Optional.empty();
            }
        }
        return new Found(tally.peek(context.date()), uplift);
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
    private Dataset<Row> known(Measure measure, Dataset<Row> rows, List<Instant> asOfs) {
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
        return withCovariate(known, measure);
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
        kept.add(ArmTally.finite(col(ScoredLabels.column())).as(name));
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
                        ArmTally.finite(col("`" + measure.covariate().get() + "`"))
                                .as(COVARIATE));
        return rows.join(
                        features,
                        CollectionConverters.asScala(List.of(entity(), AS_OF)).toSeq(),
                        "left")
                .withColumn(COVARIATE, coalesce(col(COVARIATE), lit(0.0)));
    }
}
