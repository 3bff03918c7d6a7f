package io.headrace.score;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percent_rank;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.StagedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.storage.StorageLevel;

/** Scores a population with the champion, audits the staged result and publishes it as one partition. */
public final class ScoreStage implements JobStage {
    private static final String VERSION = "model_version";
    private static final String DIGEST = "model_digest";
    private static final String THRESHOLD = "threshold";

    private final ScoreSpec spec;
    private final ScoreColumns columns;
    private final PopulationColumns population;
    private final Lake lake;
    private final Registry registry;
    private final Publications publications;

    public ScoreStage(ScoreSpec spec, Lake lake, Registry registry, Publications publications, Tiles tiles) {
        this.spec = spec;
        this.population = new PopulationColumns(spec, lake, tiles);
        this.columns = new ScoreColumns(spec);
        this.lake = lake;
        this.registry = registry;
        this.publications = publications;
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        ModelVersion champion = registry.champion(spec.model());
        PopulationColumns.Choice choice = population.choose(context, champion);
        Map<String, String> facts = new TreeMap<>(choice.facts());
        facts.put(VERSION, Integer.toString(champion.number()));
        facts.put(DIGEST, champion.digest());
        if (spec.threshold() instanceof Threshold.ByValue) {
            facts.put(THRESHOLD, byValue(champion));
        }
        return new Resolved(choice.inputs(), List.of(), facts);
    }

    private String byValue(ModelVersion champion) {
        String threshold = champion.facts().get(THRESHOLD);
        if (threshold == null) {
            throw ScoreErrors.noThreshold(spec.name(), champion.number());
        }
        return threshold;
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        ModelFile model = registry.load(spec.model(), intent.fact(DIGEST));
        Dataset<Row> rows = population.of(context, intent);
        requireFeatures(rows, model.model(), intent);
        DataType entity = rows.schema().apply(spec.view().entity()).dataType();
        requireClasses(model.model(), intent);
        lake.ensure(columns.scores(entity, !model.model().classes().isEmpty()));
        lake.ensure(columns.errors(entity));
        Dataset<Row> scored = columns.scored(rows, model.model(), registry.artifact(spec.model(), intent.fact(DIGEST)))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return staged(context, run, intent, scored);
        } finally {
            scored.unpersist();
        }
    }

    private void requireFeatures(Dataset<Row> rows, CompiledModel model, Intent intent) {
        List<String> present = List.of(rows.columns());
        for (int i = 0; i < model.encoder().featureCount(); i++) {
            String feature = model.encoder().featureName(i);
            if (!present.contains(feature)) {
                throw ScoreErrors.unknownFeature(
                        spec.name(), feature, spec.view().name(), Integer.parseInt(intent.fact(VERSION)));
            }
        }
    }

    private void requireClasses(CompiledModel model, Intent intent) {
        if (spec.threshold() instanceof Threshold.OneOf some && !model.classes().containsAll(some.classes())) {
            throw ScoreErrors.unknownClass(
                    spec.name(), some.classes(), Integer.parseInt(intent.fact(VERSION)), model.classes());
        }
    }

    private Prepared staged(RunContext context, RunId run, Intent intent, Dataset<Row> scored) {
        String asOf = Partitions.text(context.asOf());
        StagedTable scores = lake.stage(spec.table());
        scores.replacePartition(Partitions.asOf(context.asOf()), scoreRows(scored, run, intent));
        StagedTable errors = lake.stage(spec.errorTable());
        errors.replacePartition(Partitions.asOf(context.asOf()), errorRows(scored, run));
        long unscored = errors.rows();
        if (scores.rows() + unscored == 0) {
            throw ScoreErrors.noPopulation(spec.name(), spec.view().name(), asOf, spec.where());
        }
        Summary summary = summary(scores.read());
        return new Prepared(
                List.of(new TableOutput(errors), new Publishing(scores, asOf, context.actor())),
                refusals(asOf, summary, unscored),
                "published",
                Map.of(
                        "population",
                        Long.toString(scores.rows() + unscored),
                        "scored",
                        Long.toString(scores.rows()),
                        "unscored",
                        Long.toString(unscored),
                        "mean_score",
                        Double.toString(summary.mean()),
                        VERSION,
                        intent.fact(VERSION)),
                String.format(
                        Locale.ROOT,
                        "%,d scored by version %s as of %s, mean %.4f%s%s",
                        scores.rows(),
                        intent.fact(VERSION),
                        asOf,
                        summary.mean(),
                        unscored == 0 ? "" : ", " + unscored + " could not be scored",
                        intent.facts().containsKey(PopulationColumns.OWN_FEATURES)
                                ? "; features by the definition that it learnt from, as the view has changed"
                                : ""));
    }

    private Dataset<Row> scoreRows(Dataset<Row> scored, RunId run, Intent intent) {
        Dataset<Row> ranked = scored.where(col("error").isNull())
                .withColumn("rank_pct", percent_rank().over(Window.orderBy("score")));
        return ranked.withColumn("arm", lit("champion"))
                .withColumn("decision", decision(threshold(intent)))
                .withColumn("threshold_id", lit(threshold(intent).id()))
                .withColumn(VERSION, lit(Integer.parseInt(intent.fact(VERSION))))
                .withColumn(DIGEST, lit(intent.fact(DIGEST)))
                .withColumn("run_id", lit(run.toString()))
                .withColumn("scored_at", expr("timestamp_micros(" + intent.createdMicros() + ")"));
    }

    private Threshold threshold(Intent intent) {
        return spec.threshold() instanceof Threshold.ByValue byValue
                ? byValue.at(Double.parseDouble(intent.fact(THRESHOLD)))
                : spec.threshold();
    }

    private static Column decision(Threshold threshold) {
        if (threshold instanceof Threshold.TopShare top) {
            return col("rank_pct").geq(1 - top.share());
        }
        if (threshold instanceof Threshold.OneOf some) {
            return col("class").isin(some.classes().toArray());
        }
        return threshold instanceof Threshold.Amount amount
                ? col("score").geq(amount.from())
                : col("probability").geq(((Threshold.Probability) threshold).from());
    }

    private Dataset<Row> errorRows(Dataset<Row> scored, RunId run) {
        return scored.where(col("error").isNotNull())
                .withColumn("stage", lit("score"))
                .withColumn("error_code", lit("HEAD-SCORE-003"))
                .withColumnRenamed("error", "message")
                .withColumn("run_id", lit(run.toString()));
    }

    private static Summary summary(Dataset<Row> scores) {
        Row row = scores.agg(count(lit(1)), avg("score")).first();
        return new Summary(row.getLong(0), row.isNullAt(1) ? 0 : row.getDouble(1));
    }

    private List<String> refusals(String asOf, Summary summary, long unscored) {
        List<String> refusals = new ArrayList<>();
        double share = (double) unscored / (summary.rows() + unscored);
        spec.audit()
                .unscoredAtMost()
                .filter(bound -> share > bound)
                .ifPresent(bound -> refusals.add(String.format(
                        Locale.ROOT, "%.4f of the population could not be scored, at most %s may", share, bound)));
        previous(asOf).ifPresent(before -> refusals.addAll(against(before, summary)));
        return refusals;
    }

    private List<String> against(Summary before, Summary now) {
        List<String> refusals = new ArrayList<>();
        spec.audit()
                .rowsAtLeastOfPrevious()
                .filter(bound -> now.rows() < bound * before.rows())
                .ifPresent(bound -> refusals.add(String.format(
                        Locale.ROOT,
                        "%d rows after %d in the previous publication, a share of %s is asked for",
                        now.rows(),
                        before.rows(),
                        bound)));
        spec.audit()
                .meanScoreChangeAtMost()
                .filter(bound -> Math.abs(now.mean() - before.mean()) > bound)
                .ifPresent(bound -> refusals.add(String.format(
                        Locale.ROOT,
                        "mean score %.4f after %.4f in the previous publication, it may change by %s",
                        now.mean(),
                        before.mean(),
                        bound)));
        return refusals;
    }

    /** The visible publication of the latest as-of before this one. */
    private Optional<Summary> previous(String asOf) {
        return publications.history(spec.table()).stream()
                .filter(publication -> publication.asOf().compareTo(asOf) < 0)
                .reduce((first, last) -> last)
                .filter(publication -> publication.rows() > 0)
                .map(publication -> summary(lake.read(spec.table())
                        .where(col("as_of").equalTo(lit(publication.asOf()).cast("timestamp")))));
    }

    private record Summary(long rows, double mean) {}

    /** The scores as an output that can be undone. */
    private final class Publishing implements Output {
        private final StagedTable scores;
        private final String asOf;
        private final String actor;

        Publishing(StagedTable scores, String asOf, String actor) {
            this.scores = scores;
            this.asOf = asOf;
            this.actor = actor;
        }

        @Override
        public String name() {
            return scores.table().toString();
        }

        @Override
        public long publish(RunId run) {
            return publications.publish(scores, asOf, run, actor);
        }
    }
}
