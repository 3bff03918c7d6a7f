package io.headrace.trace;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.model.ChangeParts;
import io.headrace.model.ChangeSplit;
import io.headrace.model.CompiledModel;
import io.headrace.model.Predictor;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.trace.ScoreChanges.Changed;
import io.headrace.trace.ScoreChanges.Counts;
import io.headrace.trace.ScoreChanges.Day;
import io.headrace.trace.ScoreChanges.Decided;
import io.headrace.trace.ScoreChanges.FeatureChange;
import io.headrace.trace.ScoreChanges.FeatureTotal;
import io.headrace.trace.ScoreChanges.Scale;
import io.headrace.trace.ScoreChanges.Totals;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Splits what changed between the published scores of two days into the part of the model and the parts of the features, row by row; see
 * {@link ChangeSplit}. Features and models are those that the runs recorded. Writes nothing.
 *
 * <p>Where the two days have features by different definitions, the definition counts as a part of the model: a model is asked for the features of
 * the other day by its own definition, computed from the tables that were read then.
 */
public final class WhyChanged {
    private static final String DIGEST = "model_digest";
    private static final String VERSION = "model_version";

    private final ScoreSpec spec;
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final Publications publications;
    private final FeaturesThen features;

    /** @param spec the job that publishes the table */
    public WhyChanged(
            ScoreSpec spec,
            Lake lake,
            Ledger ledger,
            Registry registry,
            Publications publications,
            ZoneId zone,
            Tiles tiles) {
        this.spec = spec;
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
        this.publications = publications;
        this.features = new FeaturesThen(spec.view(), lake, ledger, zone, tiles);
    }

    /** The published rows of a day, and what is known of their run. */
    private record Published(
            Publication publication, RunDifference.Known run, Instant asOf, Dataset<Row> rows, Decider decider) {
        Day day() {
            return new Day(
                    publication.asOf(),
                    publication.runId(),
                    List.copyOf(new TreeSet<>(decider.versions().values())));
        }

        Intent intent() {
            return run.intent();
        }
    }

    /**
     * What decided about rows.
     *
     * @param versions by digest
     * @param definition of the features
     */
    private record Decider(NavigableMap<String, Integer> versions, String definition) {}

    /**
     * Compares two days.
     *
     * @param entity the key as text; empty for all
     * @param most the greatest number of rows that are told one by one
     */
    public ScoreChanges between(Instant first, Instant second, Optional<String> entity, int most) {
        Published one = published(first, entity);
        Published other = published(second, entity);
        entity.ifPresent(key -> requireOne(one, other, key));
        Map<String, Predictor> models = models(one, other);
        Scale scale = scale(models);
        requireComparable(one, other, models, scale);
        Dataset<Row> changed = changed(one, other, models, scale).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Counts counts = counts(one, other, changed);
            Dataset<Row> compared = changed.where(col("problem").isNull());
            return new ScoreChanges(
                    spec.table().toString(),
                    spec.view().entity(),
                    one.day(),
                    other.day(),
                    scale,
                    causes(one, other),
                    counts,
                    counts.compared() == 0 ? Optional.empty() : Optional.of(totals(compared)),
                    largest(compared, most));
        } finally {
            changed.unpersist();
        }
    }

    private Published published(Instant asOf, Optional<String> entity) {
        NavigableMap<String, Publication> visible = publications.visible(spec.table());
        String partition = Partitions.text(asOf);
        Publication publication = Optional.ofNullable(visible.get(partition))
                .orElseThrow(() -> TraceErrors.nothingPublished(spec.table(), partition, visible.keySet()));
        Dataset<Row> rows = lake.read(spec.table()).where(col(AS_OF).equalTo(lit(Timestamp.from(asOf))));
        Decider decider = decider(rows, partition);
        Dataset<Row> wanted = entity.map(key -> rows.where(key().equalTo(lit(key).try_cast(
                                rows.schema().apply(entityColumn()).dataType()))))
                .orElse(rows);
        RunDifference.Known run = RunDifference.Known.of(ledger, RunId.parse(publication.runId()));
        return new Published(publication, run, asOf, wanted, decider);
    }

    private Decider decider(Dataset<Row> rows, String asOf) {
        NavigableMap<String, Integer> versions = new TreeMap<>();
        SortedSet<String> definitions = new TreeSet<>();
        rows.select(DIGEST, VERSION, FEATURE_VERSION).distinct().collectAsList().forEach(row -> {
            versions.put(row.getString(0), row.getInt(1));
            definitions.add(row.getString(2));
        });
        if (definitions.isEmpty()) {
            throw TraceErrors.nothingPublished(spec.table(), asOf, List.of());
        }
        if (definitions.size() > 1) {
            throw TraceErrors.severalDefinitions(spec.table(), definitions);
        }
        return new Decider(versions, definitions.first());
    }

    private String entityColumn() {
        return spec.view().entity();
    }

    private Column key() {
        return col("`" + entityColumn() + "`");
    }

    private void requireOne(Published one, Published other, String entity) {
        if (one.rows().isEmpty() && other.rows().isEmpty()) {
            throw TraceErrors.noEntity(spec.table(), one.publication().asOf(), entityColumn(), entity);
        }
    }

    private Map<String, Predictor> models(Published one, Published other) {
        Map<String, Predictor> models = new TreeMap<>();
        Stream.of(one, other)
                .flatMap(day -> day.decider().versions().keySet().stream())
                .distinct()
                .forEach(digest -> models.put(digest, Predictor.of(registry.load(spec.model(), digest))));
        return models;
    }

    private void requireComparable(Published one, Published other, Map<String, Predictor> models, Scale scale) {
        one.decider()
                .versions()
                .forEach((before, old) -> other.decider().versions().forEach((after, now) -> {
                    try {
                        split(models.get(before), models.get(after), scale);
                    } catch (IllegalArgumentException refused) {
                        throw TraceErrors.incomparable(spec.model(), old, now, refused);
                    }
                }));
    }

    private static void split(Predictor before, Predictor after, Scale scale) {
        if (scale == Scale.SCORE) {
            ChangeSplit.ofScores(before, after);
        } else {
            ChangeSplit.between(before, after);
        }
    }

    /** What is split: where any two versions have raw scores on different scales, scores of all. */
    private static Scale scale(Map<String, Predictor> models) {
        List<CompiledModel> all = models.values().stream().map(Predictor::model).toList();
        if (all.stream().map(CompiledModel::output).distinct().count() > 1) {
            return Scale.SCORE;
        }
        return switch (all.get(0).output()) {
            case LOG_ODDS -> Scale.LOG_ODDS;
            case PROBABILITY -> Scale.PROBABILITY;
            case NUMBER -> Scale.NUMBER;
            case LOG -> Scale.LOG;
        };
    }

    private Dataset<Row> changed(Published one, Published other, Map<String, Predictor> models, Scale scale) {
        String before = one.decider().definition();
        String after = other.decider().definition();
        boolean isSame = before.equals(after);
        Dataset<Row> pairs = scores(one, ChangedRows.FIRST).join(scores(other, ChangedRows.SECOND), ChangedRows.KEY);
        for (boolean isSecond : List.of(false, true)) {
            for (boolean isBySecond : isSame ? List.of(false) : List.of(false, true)) {
                Published day = isSecond ? other : one;
                Dataset<Row> of = features.rows(
                        day.intent(), day.asOf(), day.decider().definition(), isBySecond ? after : before);
                List<String> names = isSame ? names(models, one, other) : names(models, isBySecond ? other : one);
                pairs = pairs.join(
                                keyed(of, names, ChangedRows.features(isSecond, isBySecond)),
                                pairs.col(ChangedRows.KEY).equalTo(col("_of")),
                                "left")
                        .drop("_of");
            }
        }
        return pairs.withColumn(ChangedRows.KEY, col(ChangedRows.KEY).cast("string"))
                .mapPartitions(new ChangedRows(models, scale == Scale.SCORE, isSame), Encoders.row(ChangedRows.RESULT));
    }

    private Dataset<Row> scores(Published day, String name) {
        return day.rows()
                .select(
                        key().as(ChangedRows.KEY),
                        struct("arm", VERSION, DIGEST, "decision", "raw_score").as(name));
    }

    private static List<String> names(Map<String, Predictor> models, Published... days) {
        return Stream.of(days)
                .flatMap(day -> day.decider().versions().keySet().stream())
                .flatMap(digest -> models.get(digest).model().encoder().featureNames().stream())
                .distinct()
                .toList();
    }

    private Dataset<Row> keyed(Dataset<Row> rows, List<String> names, String as) {
        return rows.select(
                key().as("_of"),
                struct(names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new))
                        .as(as));
    }

    private Counts counts(Published one, Published other, Dataset<Row> changed) {
        Column differs = when(col("differs").isNotNull(), struct(col(ChangedRows.KEY), col("differs")));
        Row row = changed.agg(
                        count_if(col("problem").isNull()),
                        count_if(col("problem").isNotNull()),
                        min(when(col("problem").isNotNull(), struct(col(ChangedRows.KEY), col("problem")))),
                        min(differs),
                        count_if(decision("second").and(not(decision("first")))),
                        count_if(decision("first").and(not(decision("second")))))
                .first();
        if (!row.isNullAt(3)) {
            throw TraceErrors.otherScore(
                    spec.table(),
                    entityColumn(),
                    row.getStruct(3).getString(0),
                    row.getStruct(3).getString(1));
        }
        long both = row.getLong(0) + row.getLong(1);
        String example = row.isNullAt(2)
                ? ""
                : row.getStruct(2).getString(0) + ": " + row.getStruct(2).getString(1);
        return new Counts(
                row.getLong(0),
                other.rows().count() - both,
                one.rows().count() - both,
                row.getLong(1),
                example,
                row.getLong(4),
                row.getLong(5));
    }

    private static Column decision(String day) {
        return col(day + ".decision");
    }

    private static Totals totals(Dataset<Row> compared) {
        List<FeatureTotal> totals = compared
                .select(explode(col("features")).as("_feature"))
                .select("_feature.*")
                .groupBy("feature")
                .agg(sum("part"), sum(abs(col("part"))), count_if(col("part").notEqual(0)))
                .collectAsList()
                .stream()
                .map(row -> new FeatureTotal(row.getString(0), row.getDecimal(1), row.getDecimal(2), row.getLong(3)))
                .sorted(Comparator.comparing(FeatureTotal::size).reversed().thenComparing(FeatureTotal::feature))
                .toList();
        Row sums = compared.agg(
                        sum("scores.from"),
                        sum("scores.to"),
                        sum("scores.model"),
                        sum("predictions.from"),
                        sum("predictions.to"),
                        sum("predictions.model"),
                        sum("predictions.data"))
                .first();
        return new Totals(
                new ChangeParts(
                        sums.getDecimal(0),
                        sums.getDecimal(1),
                        sums.getDecimal(2),
                        totals.stream().map(FeatureTotal::part).toList()),
                new ChangeParts(
                        sums.getDecimal(3), sums.getDecimal(4), sums.getDecimal(5), List.of(sums.getDecimal(6))),
                totals);
    }

    private static List<Changed> largest(Dataset<Row> compared, int most) {
        return compared
                .orderBy(
                        abs(col("predictions.to").minus(col("predictions.from")))
                                .desc(),
                        abs(col("scores.to").minus(col("scores.from"))).desc(),
                        col(ChangedRows.KEY))
                .limit(most)
                .collectAsList()
                .stream()
                .map(WhyChanged::changed)
                .toList();
    }

    private static Changed changed(Row row) {
        List<FeatureChange> features = new ArrayList<>();
        row.<Row>getList(row.fieldIndex("features"))
                .forEach(feature -> features.add(new FeatureChange(
                        feature.getString(0),
                        feature.getDecimal(1),
                        Optional.ofNullable(feature.getString(2)),
                        Optional.ofNullable(feature.getString(3)))));
        // Stable: the order of the model breaks ties.
        features.sort(
                Comparator.comparing((FeatureChange feature) -> feature.part().abs())
                        .reversed());
        Row scores = row.getAs("scores");
        Row predictions = row.getAs("predictions");
        return new Changed(
                row.getAs(ChangedRows.KEY),
                decided(row.getAs("first")),
                decided(row.getAs("second")),
                Optional.ofNullable(row.getAs("class")),
                parts(scores, features.stream().map(FeatureChange::part).toList()),
                parts(predictions, List.of(predictions.getDecimal(3))),
                features);
    }

    private static ChangeParts parts(Row row, List<BigDecimal> features) {
        return new ChangeParts(row.getDecimal(0), row.getDecimal(1), row.getDecimal(2), features);
    }

    private static Decided decided(Row row) {
        return new Decided(row.getString(0), row.getInt(1), row.getBoolean(2));
    }

    private List<RunDifference> causes(Published one, Published other) {
        List<RunDifference> found = new ArrayList<>(RunDifference.between(one.run(), other.run()));
        RunDifference.add(
                found,
                RunDifference.Kind.VIEW,
                "definition that features were computed by",
                RunDifference.cut(one.decider().definition()),
                RunDifference.cut(other.decider().definition()));
        return found;
    }
}
