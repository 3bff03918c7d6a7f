package io.headrace.rollout;

import static io.headrace.rollout.ArmTally.VALUE;
import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.headrace.experiment.Peek;
import io.headrace.metric.Target;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.ValueJobSpec;
import io.headrace.stats.AucComparison;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.DeLong;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.Exposure;
import io.headrace.table.Lake;
import io.headrace.train.ScoredLabels;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * What two versions said of the same rows, beside what became of them.
 *
 * <p>An entity counts once: from the first as-of since the start at which both versions scored it. A measure is the difference by row,
 * treated less control: the treated arm's totals are those of the differences, the control arm's are zeros. So the difference of the
 * arms is the mean difference, with the error that it has on the same rows.
 */
final class PairedOutcomes {
    private static final int MOST_RANKED = 2_000_000;
    private static final String LABEL = ScoredLabels.column();
    private static final String CONTROL = "_control";
    private static final String TREATED = "_treated";

    private final ExperimentSpec spec;
    private final TrainSpec training;
    private final List<ValueJobSpec> valueJobs;
    private final Lake lake;
    private final RunContext context;
    private final Intent intent;

    /** @param valueJobs those of the project */
    PairedOutcomes(
            ExperimentSpec spec,
            TrainSpec training,
            List<ValueJobSpec> valueJobs,
            Lake lake,
            RunContext context,
            Intent intent) {
        this.spec = spec;
        this.training = training;
        this.valueJobs = valueJobs;
        this.lake = lake;
        this.context = context;
        this.intent = intent;
    }

    /**
     * What is known by the run's date.
     *
     * @param ranking AUCs of treated and control; empty for other than binary labels, where a class is missing, and beyond 2,000,000 rows
     */
    record Found(Peek peek, Optional<AucComparison> ranking) {}

    Found found() {
        Dataset<Row> rows = scoredByBoth().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return found(rows);
        } finally {
            rows.unpersist();
        }
    }

    private Found found(Dataset<Row> rows) {
        List<Instant> asOfs = ArmOutcomes.asOfs(rows);
        ScoredLabels labels = new ScoredLabels(training, lake, context.zone());
        List<Instant> mature = asOfs.stream()
                .filter(asOf -> !labels.mature(asOf).isAfter(context.date()))
                .toList();
        long entities = rows.count();
        if (entities == 0) {
            throw ExperimentErrors.noPairs(spec);
        }
        if (mature.isEmpty()) {
            return new Found(peek(entities, 0, 0, Map.of()), Optional.empty());
        }
        Dataset<Row> due =
                rows.where(col(AS_OF).isin(mature.stream().map(Timestamp::from).toArray()));
        long version = intent.version(labels.table().toString());
        Dataset<Row> known = labels.beside(due, mature, context.date(), version)
                .withColumn(LABEL, col(LABEL).cast("double"))
                .where(col(LABEL).isNotNull())
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Map<String, ArmTotals> totals = new TreeMap<>();
            spec.measures()
                    .forEach(measure -> totals.put(measure.plan().name(), totals(difference(measure, mature), known)));
            return new Found(
                    peek(entities, due.count(), known.count(), totals),
                    training.target() == Target.BINARY ? ranking(known) : Optional.empty());
        } finally {
            known.unpersist();
        }
    }

    private Dataset<Row> scoredByBoth() {
        Dataset<Row> scores =
                lake.read(spec.scores(), intent.version(spec.scores().toString()));
        if (!List.of(scores.columns()).contains("arms")) {
            throw ExperimentErrors.noPairs(spec);
        }
        Instant begin = RunContext.asOf(spec.start(), context.zone());
        Column both = struct(
                answer(spec.control()).as(CONTROL), answer(spec.treated()).as(TREATED));
        return scores.where(col(AS_OF)
                        .between(lit(Timestamp.from(begin)), lit(Timestamp.from(context.asOf())))
                        .and(col("arms").isNotNull()))
                .select(col("`" + entity() + "`"), col(AS_OF), both.as("_both"))
                .where(col("_both." + CONTROL + ".score")
                        .isNotNull()
                        .and(col("_both." + TREATED + ".score").isNotNull()))
                .groupBy("`" + entity() + "`")
                .agg(min(AS_OF).as("_first"), min_by(col("_both"), col(AS_OF)).as("_both"))
                .select(
                        col("`" + entity() + "`"),
                        col("_first").as(AS_OF),
                        col("_both." + CONTROL).as(CONTROL),
                        col("_both." + TREATED).as(TREATED));
    }

    private String entity() {
        return training.view().entity();
    }

    /** What the version of an arm says of the row; null where it was not among those of the run. */
    static Column answer(String arm) {
        return functions.get(
                filter(col("arms"), answer -> answer.getField("arm").equalTo(arm)), lit(0));
    }

    private Column difference(Measure measure, List<Instant> asOfs) {
        UnaryOperator<Column> figure = answer -> measure.error()
                .map(error -> error(error, answer))
                .orElseGet(() -> DecisionWorth.named(measure.value().orElseThrow(), spec, valueJobs, context.zone())
                        .of(answer.getField("decision"), col(LABEL), asOfs));
        return figure.apply(col(TREATED)).minus(figure.apply(col(CONTROL)));
    }

    private static Column error(ExperimentSpec.RowError error, Column answer) {
        Column label = col(LABEL);
        return switch (error) {
            case BRIER -> squared(answer.getField("probability").minus(label));
            case WRONG_DECISION ->
                when(answer.getField("decision").equalTo(label.equalTo(1)), 0.0).otherwise(1.0);
            case ABSOLUTE_ERROR -> abs(answer.getField("score").minus(label));
            case SQUARED_ERROR -> squared(answer.getField("score").minus(label));
        };
    }

    private static Column squared(Column column) {
        return column.multiply(column);
    }

    private static ArmTotals totals(Column difference, Dataset<Row> known) {
        Dataset<Row> differences = known.select(difference.as(VALUE), lit(1.0), lit(0.0))
                .where(col(VALUE).isNotNull());
        return KeyedTotals.of(differences, row -> "").getOrDefault("", ArmTotals.NONE);
    }

    private Peek peek(long entities, long due, long known, Map<String, ArmTotals> differences) {
        Map<String, ArmTotals> zeros = new TreeMap<>();
        differences.forEach((measure, totals) -> zeros.put(measure, ArmTotals.ofShare(totals.entities(), 0)));
        return new Peek(
                context.date(),
                Map.of(
                        spec.control(),
                        new Peek.Arm(entities, due, known, zeros),
                        spec.treated(),
                        new Peek.Arm(entities, due, known, differences)),
                new Exposure(2 * entities, 0));
    }

    private static Optional<AucComparison> ranking(Dataset<Row> known) {
        List<Row> rows = known.select(
                        col(CONTROL).getField("score"),
                        col(TREATED).getField("score"),
                        col(LABEL).equalTo(1))
                .limit(MOST_RANKED + 1)
                .collectAsList();
        double[] control = new double[rows.size()];
        double[] treated = new double[rows.size()];
        boolean[] labels = new boolean[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            control[i] = rows.get(i).getDouble(0);
            treated[i] = rows.get(i).getDouble(1);
            labels[i] = rows.get(i).getBoolean(2);
        }
        BinaryOutcomes outcomes = BinaryOutcomes.of(treated, labels);
        return rows.size() > MOST_RANKED || !outcomes.hasBothClasses()
                ? Optional.empty()
                : Optional.of(DeLong.compare(outcomes, BinaryOutcomes.of(control, labels)));
    }
}
