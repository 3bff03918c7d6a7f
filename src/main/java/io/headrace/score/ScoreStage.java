package io.headrace.score;

import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.metric.Figure;
import io.headrace.metric.MetricId;
import io.headrace.metric.StandardMetrics;
import io.headrace.metric.Target;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
import io.headrace.quality.ChampionColumns;
import io.headrace.quality.DecidingArms;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.registry.WorthColumns;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.score.ArmColumns.Arm;
import io.headrace.score.ArmColumns.Decided;
import io.headrace.score.ScoreAudit.Summary;
import io.headrace.spec.Arms;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.PersonalLineage;
import io.headrace.table.PublicationAudit;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.table.Publications.Seen;
import io.headrace.table.StagedTable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.storage.StorageLevel;

/** Scores a population with the champion, audits the staged result and publishes it as one partition. */
public final class ScoreStage implements JobStage {
    static final String DIGEST = "model_digest";

    private static final String VERSION = "model_version";
    private static final int SCORES_IN_MEMORY = 4_000_000;
    private static final String THRESHOLD = "threshold";
    private static final String WORTH = "worth_";
    private static final String EVENTS = "registry_events";
    private static final String LAST_EVENT = "registry_digest";

    private final ScoreSpec spec;
    private final ScoreColumns columns;
    private final PopulationColumns population;
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final Publications publications;

    public ScoreStage(
            ScoreSpec spec, Lake lake, Ledger ledger, Registry registry, Publications publications, Tiles tiles) {
        this.spec = spec;
        this.ledger = ledger;
        this.population = new PopulationColumns(spec, lake, tiles);
        this.columns = new ScoreColumns(spec);
        this.lake = lake;
        this.registry = registry;
        this.publications = publications;
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        requireAsPublished(Partitions.text(context.asOf()));
        ModelVersion champion = registry.champion(spec.model());
        PopulationColumns.Choice choice = population.choose(context, champion);
        Map<String, String> facts = new TreeMap<>(choice.facts());
        ModelState state = registry.state(spec.model());
        if (spec.arms().areDrawn()) {
            facts.putAll(RunArms.facts(spec, state, choice.definition(), context.date()));
        }
        facts.put(VERSION, Integer.toString(champion.number()));
        facts.put(DIGEST, champion.digest());
        facts.put(EVENTS, Long.toString(state.lastSeq()));
        facts.put(LAST_EVENT, state.lastDigest());
        if (spec.threshold() instanceof Threshold.ByValue) {
            facts.putAll(byValue(champion));
        }
        Map<String, Long> inputs = new TreeMap<>(choice.inputs());
        if (spec.threshold() instanceof Threshold.ByGroup rule) {
            TableName table = rule.job().groups().table();
            inputs.put(table.toString(), lake.version(table));
            facts.putAll(GroupThresholdColumns.facts(rule, lake, ledger, context.date()));
        }
        if (spec.work().incrementalChecked().isPresent() && choice.facts().isEmpty()) {
            facts.putAll(CarriedColumns.facts(
                    spec, earlier(Partitions.text(context.asOf())), ledger.claims(spec.name()), champion.digest()));
        }
        return new Resolved(inputs, List.of(), facts);
    }

    /** What was published before is what these scores are compared with, so it must be what was published. */
    private void requireAsPublished(String asOf) {
        earlier(asOf)
                .ifPresent(before -> new PublicationAudit(lake, publications).require(spec.table(), before.asOf()));
    }

    /** The break-even probability where it is the same for each row, else what decisions are worth by the version's SQL. */
    private Map<String, String> byValue(ModelVersion champion) {
        Optional<Figure> threshold = champion.record().figure(MetricId.of(StandardMetrics.THRESHOLD));
        if (threshold.isPresent()) {
            return Map.of(THRESHOLD, Double.toString(threshold.get().value()));
        }
        Map<String, String> value = champion.record().terms().value();
        if (!value.keySet().equals(WorthColumns.OUTCOMES)) {
            throw ScoreErrors.noThreshold(spec.name(), champion.number());
        }
        Map<String, String> facts = new TreeMap<>();
        value.forEach((outcome, sql) -> facts.put(WORTH + outcome, sql));
        return facts;
    }

    /** The rows with what acting on each earns, where the job decides by each row's own values. */
    private Dataset<Row> withWorth(Dataset<Row> rows, Intent intent, ZoneId zone) {
        if (!isByRow(intent)) {
            return rows;
        }
        Map<String, String> value = new TreeMap<>();
        WorthColumns.OUTCOMES.forEach(outcome -> value.put(outcome, intent.fact(WORTH + outcome)));
        return WorthColumns.added(rows, value, zone);
    }

    private static boolean isByRow(Intent intent) {
        return intent.facts().containsKey(WORTH + "hit");
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        ModelFile model = registry.load(spec.model(), intent.fact(DIGEST));
        List<Dataset<Row>> slices = population.slices(context, intent).stream()
                .map(rows -> withWorth(rows, intent, context.zone()))
                .toList();
        boolean isComputed = intent.facts().containsKey(Intent.OWN_FEATURES);
        if (isComputed) {
            slices.get(0).persist(StorageLevel.MEMORY_AND_DISK());
        }
        try {
            return prepare(context, run, intent, model, slices);
        } finally {
            if (isComputed) {
                slices.get(0).unpersist();
            }
        }
    }

    /**
     * The rows that a run published, computed once more from what its intent names; stages nothing. What they are made of stays in memory or on disk until the
     * session ends.
     *
     * @param byChampion whether readers see what the champion says of everyone, as after going back
     */
    Dataset<Row> again(RunContext context, RunId run, Intent intent, boolean byChampion) {
        ModelFile model = registry.load(spec.model(), intent.fact(DIGEST));
        List<Dataset<Row>> population =
                List.of(withWorth(united(this.population.slices(context, intent)), intent, context.zone()));
        List<Arm> arms = arms(intent, model);
        ScoreColumns withBackground = withBackground(population, model.model(), intent, context.zone());
        Optional<ArmColumns> byArm = byArm(intent, arms, withBackground);
        Dataset<Row> scored = scoring(byArm, withBackground, model, intent)
                .apply(population.get(0))
                .persist(StorageLevel.MEMORY_AND_DISK());
        Decided decided = scoreRows(withBackground, byArm, scored, run, intent, context.zone());
        return decided.byRivals()
                .map(rivals -> decided.byChampion().unionByName(byChampion ? rivals.instead() : rivals.rows(), true))
                .orElse(decided.byChampion());
    }

    private Prepared prepare(RunContext context, RunId run, Intent intent, ModelFile model, List<Dataset<Row>> slices) {
        Dataset<Row> rows = slices.get(0);
        List<Arm> arms = arms(intent, model);
        arms.forEach(arm -> requireFeatures(rows, arm));
        arms.forEach(this::requireClasses);
        DataType entity = rows.schema().apply(spec.view().entity()).dataType();
        Set<String> personal = PersonalLineage.columns(rows);
        Set<String> repeated = new HashSet<>();
        arms.forEach(
                arm -> repeated.addAll(columns.personal(personal, arm.model().model())));
        lake.ensure(columns.scores(entity, target(model.model())).withPersonal(repeated));
        lake.ensure(columns.errors(entity).withPersonal(personal));
        SliceColumns kept = new SliceColumns(lake, spec, intent, Partitions.text(context.asOf()));
        ScoreColumns withBackground = withBackground(slices, model.model(), intent, context.zone());
        Optional<ArmColumns> byArm = byArm(intent, arms, withBackground);
        registry.keepJob(spec.model(), spec.header());
        Dataset<Row> scored = scored(withBackground, byArm, slices, kept, model, intent);
        try {
            return staged(
                    context,
                    run,
                    intent,
                    scoreRows(withBackground, byArm, scored, run, intent, context.zone()),
                    scored,
                    united(slices),
                    kept);
        } finally {
            scored.unpersist();
        }
    }

    private Optional<ArmColumns> byArm(Intent intent, List<Arm> arms, ScoreColumns withBackground) {
        return spec.arms().areDrawn()
                ? Optional.of(new ArmColumns(spec, RunArms.inForce(spec, intent), withBackground, arms))
                : Optional.empty();
    }

    /** The champion and the versions of the other arms. */
    private List<Arm> arms(Intent intent, ModelFile champion) {
        List<Arm> arms = new ArrayList<>(
                List.of(arm(Arms.CHAMPION, Integer.parseInt(intent.fact(VERSION)), intent.fact(DIGEST), champion)));
        if (spec.arms().areDrawn()) {
            RunArms.of(spec, intent)
                    .rivals()
                    .forEach(rival -> arms.add(arm(
                            rival.arm(),
                            rival.version(),
                            rival.digest(),
                            registry.load(spec.model(), rival.digest()))));
        }
        return arms;
    }

    private Arm arm(String name, int version, String digest, ModelFile model) {
        return new Arm(name, version, digest, model, registry.artifact(spec.model(), digest));
    }

    /** The columns with the background of the job, if it has one. */
    private ScoreColumns withBackground(List<Dataset<Row>> slices, CompiledModel model, Intent intent, ZoneId zone) {
        return spec.reasons()
                .background()
                .map(background -> new BackgroundRows(spec, zone)
                        .drawn(
                                background,
                                united(slices),
                                model,
                                new ScoreColumns(spec.with(ScoreSpec.Reasons.top(0)))
                                        .explained(model, registry.artifact(spec.model(), intent.fact(DIGEST)))))
                .map(rows -> columns.against(requireSome(rows)))
                .orElse(columns);
    }

    private List<List<Object>> requireSome(List<List<Object>> background) {
        if (background.isEmpty()) {
            throw ScoreErrors.noBackground(
                    spec.name(), spec.reasons().background().orElseThrow().where());
        }
        return background;
    }

    private static Dataset<Row> united(List<Dataset<Row>> slices) {
        return slices.stream().reduce(Dataset::unionByName).orElseThrow();
    }

    /** A single slice is kept in memory or on disk while it is read; more slices are kept in the lake. */
    private Dataset<Row> scored(
            ScoreColumns withBackground,
            Optional<ArmColumns> byArm,
            List<Dataset<Row>> slices,
            SliceColumns kept,
            ModelFile model,
            Intent intent) {
        UnaryOperator<Dataset<Row>> scoring = scoring(byArm, withBackground, model, intent);
        if (CarriedColumns.isIntended(intent)) {
            return scoring.apply(united(slices)).persist(StorageLevel.MEMORY_AND_DISK());
        }
        return slices.size() == 1
                ? scoring.apply(slices.get(0)).persist(StorageLevel.MEMORY_AND_DISK())
                : kept.scored(slices, scoring);
    }

    private UnaryOperator<Dataset<Row>> scoring(
            Optional<ArmColumns> byArm, ScoreColumns withBackground, ModelFile model, Intent intent) {
        String artifact = registry.artifact(spec.model(), intent.fact(DIGEST));
        if (CarriedColumns.isIntended(intent)) {
            return rows -> new CarriedColumns(spec, lake, intent)
                    .scored(
                            rows,
                            model.model().encoder().featureNames(),
                            withBackground.explained(model.model(), artifact),
                            withBackground.answers(model));
        }
        return byArm.<UnaryOperator<Dataset<Row>>>map(arms -> arms::scored)
                .orElse(rows -> withBackground.scored(rows, model, artifact));
    }

    private void requireFeatures(Dataset<Row> rows, Arm arm) {
        List<String> present = List.of(rows.columns());
        arm.model().model().encoder().featureNames().stream()
                .filter(feature -> !present.contains(feature))
                .findFirst()
                .ifPresent(feature -> {
                    throw ScoreErrors.unknownFeature(
                            spec.name(), feature, spec.view().name(), arm.version());
                });
    }

    private static Target target(CompiledModel model) {
        if (!model.classes().isEmpty()) {
            return Target.MULTICLASS;
        }
        return model.output().isProbability() ? Target.BINARY : Target.REGRESSION;
    }

    private void requireClasses(Arm arm) {
        List<String> known = arm.model().model().classes();
        if (spec.threshold() instanceof Threshold.OneOf some && !known.containsAll(some.classes())) {
            throw ScoreErrors.unknownClass(spec.name(), some.classes(), arm.version(), known);
        }
    }

    private Prepared staged(
            RunContext context,
            RunId run,
            Intent intent,
            Decided decided,
            Dataset<Row> scored,
            Dataset<Row> features,
            SliceColumns kept) {
        String asOf = Partitions.text(context.asOf());
        StagedTable scores = lake.stage(spec.table());
        scores.replacePartition(Partitions.asOf(context.asOf()), decided.byChampion());
        decided.byRivals().ifPresent(rivals -> scores.appendWithFallback(rivals.rows(), rivals.instead()));
        StagedTable errors = lake.stage(spec.errorTable());
        errors.replacePartition(Partitions.asOf(context.asOf()), errorRows(scored, run));
        if (scores.rows() + errors.rows() == 0) {
            throw ScoreErrors.noPopulation(spec.name(), spec.view().name(), asOf, spec.where());
        }
        Summary summary = Summary.of(scores.read());
        Optional<CarriedColumns.Tally> carried = CarriedColumns.isIntended(intent)
                ? Optional.of(new CarriedColumns(spec, lake, intent).tally(scored))
                : Optional.empty();
        List<String> refusals =
                new ArrayList<>(new ScoreAudit(spec, lake).refusals(summary, errors.rows(), earlier(asOf)));
        new ScoreAudit(spec, lake).repeated(scores.read(), errors.read()).ifPresent(refusals::add);
        carried.flatMap(CarriedColumns.Tally::refusal).ifPresent(refusals::add);
        List<Counted> ofArms = spec.arms().areDrawn() ? deciding(intent).decisions(scores.read(), asOf) : List.of();
        Map<String, Long> byArm = byArm(ofArms);
        return new Prepared(
                List.of(statistics(intent, asOf, features, scores.read(), ofArms)),
                List.of(new TableOutput(errors), new Publishing(scores, asOf, context.actor(), seen(intent), kept)),
                refusals,
                Verdict.PUBLISHED,
                counts(intent, summary, errors.rows(), carried, byArm),
                message(intent, asOf, summary, errors.rows(), carried) + inWords(byArm, intent) + byGroup(intent));
    }

    /** The population and its scores by the bins of the version; of a binary label also the scores of each arm. */
    private Finding statistics(
            Intent intent, String asOf, Dataset<Row> features, Dataset<Row> scores, List<Counted> ofArms) {
        int number = Integer.parseInt(intent.fact(VERSION));
        ModelVersion version = registry.state(spec.model()).version(number);
        List<Counted> statistics = new ArrayList<>(Counted.all(
                number,
                Optional.of(asOf),
                new PopulationStatistics(lake, spec.model(), version)
                        .of(features, ChampionColumns.of(scores), spec.view().entity())));
        if (version.record().provenance().target() == Target.BINARY) {
            statistics.addAll(ofArms);
        }
        return StatisticsTable.finding(lake, spec.model(), statistics);
    }

    private DecidingArms deciding(Intent intent) {
        Map<String, Integer> versions = new TreeMap<>();
        RunArms.of(spec, intent).rivals().forEach(rival -> versions.put(rival.arm(), rival.version()));
        versions.put(Arms.CHAMPION, Integer.parseInt(intent.fact(VERSION)));
        return DecidingArms.of(versions);
    }

    private static Map<String, String> counts(
            Intent intent,
            Summary summary,
            long unscored,
            Optional<CarriedColumns.Tally> carried,
            Map<String, Long> byArm) {
        Map<String, String> counts = new TreeMap<>(Map.of(
                "population",
                Long.toString(summary.rows() + unscored),
                "scored",
                Long.toString(summary.rows()),
                "unscored",
                Long.toString(unscored),
                "mean_score",
                Double.toString(summary.mean()),
                VERSION,
                intent.fact(VERSION)));
        carried.ifPresent(tally -> counts.put("carried", Long.toString(tally.carried())));
        byArm.forEach((arm, rows) -> counts.put("arm_" + arm, Long.toString(rows)));
        return counts;
    }

    /** Rows by who decides, where entities are drawn. */
    private static Map<String, Long> byArm(List<Counted> ofArms) {
        Map<String, Long> rows = new TreeMap<>();
        ofArms.forEach(counted -> rows.put(
                DecidingArms.armOf(counted.statistic()), counted.statistic().rows()));
        return rows;
    }

    private String inWords(Map<String, Long> byArm, Intent intent) {
        if (byArm.isEmpty()) {
            return "";
        }
        String decided = byArm.keySet().equals(Set.of(Arms.CHAMPION))
                ? ""
                : "; decided by "
                        + byArm.entrySet().stream()
                                .map(arm -> String.format(Locale.ROOT, "%s %,d", arm.getKey(), arm.getValue()))
                                .collect(Collectors.joining(", "));
        return decided + RunArms.of(spec, intent).leftOutInWords(RunArms.inForce(spec, intent));
    }

    private String message(
            Intent intent, String asOf, Summary summary, long unscored, Optional<CarriedColumns.Tally> carried) {
        return String.format(
                Locale.ROOT,
                "%,d scored by version %s as of %s, mean %.4f%s%s%s",
                summary.rows(),
                intent.fact(VERSION),
                asOf,
                summary.mean(),
                unscored == 0 ? "" : ", " + unscored + " could not be scored",
                carried.map(tally -> "; " + tally)
                        .orElse(
                                spec.work().incrementalChecked().isPresent()
                                        ? "; none carried over, as no earlier publication has this version and definition"
                                        : ""),
                intent.facts().containsKey(Intent.OWN_FEATURES)
                        ? "; features by the definition that the model was trained with, as the view has changed"
                        : "");
    }

    /** Which thresholds decided, where groups have their own. */
    private String byGroup(Intent intent) {
        return spec.threshold() instanceof Threshold.ByGroup rule ? GroupThresholdColumns.words(rule, intent) : "";
    }

    private Decided scoreRows(
            ScoreColumns withBackground,
            Optional<ArmColumns> byArm,
            Dataset<Row> scored,
            RunId run,
            Intent intent,
            ZoneId zone) {
        Dataset<Row> valid = scored.where(col("error").isNull());
        int most = Math.min(spec.work().rowsPerSlice(), SCORES_IN_MEMORY);
        Threshold threshold = threshold(intent);
        Decided decided = byArm.map(arms -> arms.decided(valid, threshold, most))
                .orElseGet(() -> Decided.by(decidedByChampion(valid, threshold, most, intent, zone)));
        return decided.with(rows -> rows.withColumn("threshold_id", lit(threshold.id()))
                .drop(WorthColumns.IF_POSITIVE, WorthColumns.IF_NEGATIVE)
                .withColumn("reason_version", lit(withBackground.reasonVersion()))
                .withColumn(RUN_ID, lit(run.toString()))
                .withColumn("scored_at", expr("timestamp_micros(" + intent.createdMicros() + ")")));
    }

    private Dataset<Row> decidedByChampion(
            Dataset<Row> valid, Threshold threshold, int most, Intent intent, ZoneId zone) {
        Dataset<Row> ranked =
                new RankColumns(Map.of("score", "rank_pct")).ranked(valid, most).withColumn("arm", lit(Arms.CHAMPION));
        Dataset<Row> decided = threshold instanceof Threshold.ByGroup rule
                ? new GroupThresholdColumns(spec, rule, lake, intent, zone).decided(ranked)
                : ranked.withColumn("decision", ScoreColumns.decision(threshold, functions::col));
        return decided.withColumn(VERSION, lit(Integer.parseInt(intent.fact(VERSION))))
                .withColumn(DIGEST, lit(intent.fact(DIGEST)));
    }

    private Threshold threshold(Intent intent) {
        return spec.threshold() instanceof Threshold.ByValue byValue && !isByRow(intent)
                ? byValue.at(Double.parseDouble(intent.fact(THRESHOLD)))
                : spec.threshold();
    }

    private Dataset<Row> errorRows(Dataset<Row> scored, RunId run) {
        return scored.where(col("error").isNotNull())
                .withColumn("stage", lit("score"))
                .withColumn("error_code", lit("HEAD-SCORE-003"))
                .withColumnRenamed("error", "message")
                .drop(WorthColumns.IF_POSITIVE, WorthColumns.IF_NEGATIVE)
                .withColumn(RUN_ID, lit(run.toString()));
    }

    /** The visible publication of the latest earlier as-of. */
    private Optional<Publication> earlier(String asOf) {
        return publications.history(spec.table()).stream()
                .filter(publication -> publication.asOf().compareTo(asOf) < 0)
                .reduce((first, last) -> last)
                .filter(publication -> publication.rows() > 0);
    }

    /** How far the registry went when the run began; an intent of an earlier release does not say. */
    private Seen seen(Intent intent) {
        return intent.facts().containsKey(EVENTS)
                ? new Seen(spec.model(), Long.parseLong(intent.fact(EVENTS)), intent.fact(LAST_EVENT))
                : Seen.NOTHING;
    }

    /** The scores as an output that can be rolled back. */
    private final class Publishing implements Output {
        private final StagedTable scores;
        private final String asOf;
        private final String actor;
        private final Seen seen;
        private final SliceColumns kept;

        Publishing(StagedTable scores, String asOf, String actor, Seen seen, SliceColumns kept) {
            this.scores = scores;
            this.asOf = asOf;
            this.actor = actor;
            this.seen = seen;
            this.kept = kept;
        }

        @Override
        public String name() {
            return scores.table().toString();
        }

        @Override
        public long publish(RunId run) {
            long version = publications.publish(scores, asOf, run, actor, seen);
            kept.discard();
            return version;
        }
    }
}
