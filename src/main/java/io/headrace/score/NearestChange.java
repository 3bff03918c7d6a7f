package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.headrace.metric.MetricId;
import io.headrace.metric.StandardMetrics;
import io.headrace.model.Predictor;
import io.headrace.model.RowPredictor;
import io.headrace.registry.Registry;
import io.headrace.spec.Arms;
import io.headrace.spec.RuleSql;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Changes;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.stats.fairness.Actionable;
import io.headrace.stats.fairness.Counterfactual;
import io.headrace.stats.fairness.CounterfactualSearch;
import io.headrace.table.Lake;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What one entity would have to change for another decision: of a published score the nearest row that the model which gave it, asked for each
 * row that is tried, decides otherwise. Writes nothing.
 */
public final class NearestChange {
    private final ScoreSpec spec;
    private final Lake lake;
    private final Registry registry;

    public NearestChange(ScoreSpec spec, Lake lake, Registry registry) {
        this.spec = spec;
        this.lake = lake;
        this.registry = registry;
    }

    /**
     * A published score, and the nearest change.
     *
     * @param entity the key, as text
     * @param asOf of the score
     * @param version of the model
     * @param score of the model, before calibration
     * @param probability calibrated; empty for a model that predicts a number
     * @param isPositive the published decision
     * @param reasons published beside the score, in words
     * @param rule from where on the decision is positive, of probabilities or scores, in words
     * @param change to the other decision; empty where nothing that is declared could bring it: in the holdout, or where the job declares nothing
     */
    public record Explained(
            String entity,
            Instant asOf,
            int version,
            double score,
            Optional<Double> probability,
            boolean isPositive,
            List<String> reasons,
            String rule,
            Optional<Counterfactual> change) {
        public Explained {
            reasons = List.copyOf(reasons);
        }
    }

    /** Explains what is published now of an entity, its key as text. */
    public Explained of(String entity, Instant asOf) {
        Dataset<Row> published = lake.read(spec.table()).where(col(AS_OF).equalTo(lit(Timestamp.from(asOf))));
        Row row = only(published, entity)
                .orElseThrow(
                        () -> ScoreErrors.notScored(spec.table(), spec.view().entity(), entity, asOf));
        boolean isPositive = row.<Boolean>getAs("decision");
        int version = row.<Integer>getAs("model_version");
        Rule rule = rule(published, version);
        boolean isOpen = spec.changes().isPresent() && !row.getAs("arm").equals(Arms.HOLDOUT);
        return new Explained(
                entity,
                asOf,
                version,
                row.<Double>getAs("score"),
                Optional.ofNullable(row.getAs("probability")),
                isPositive,
                row.<Row>getList(row.fieldIndex("reasons")).stream()
                        .map(reason -> reason.<String>getAs("text"))
                        .toList(),
                rule.words(),
                isOpen ? Optional.of(nearest(row, entity, asOf, rule)) : Optional.empty());
    }

    private Optional<Row> only(Dataset<Row> rows, String entity) {
        return rows
                .where(col(RuleSql.name(spec.view().entity())).cast("string").equalTo(lit(entity)))
                .limit(1)
                .collectAsList()
                .stream()
                .findFirst();
    }

    /**
     * From where on a decision is positive.
     *
     * @param isOfProbability else it is of the score
     */
    private record Rule(boolean isOfProbability, double from) {
        String words() {
            return "from a " + (isOfProbability ? "probability" : "score") + " of " + from + " on";
        }
    }

    private Rule rule(Dataset<Row> published, int version) {
        if (spec.threshold() instanceof Threshold.Probability known) {
            return new Rule(true, known.from());
        }
        if (spec.threshold() instanceof Threshold.Amount known) {
            return new Rule(false, known.from());
        }
        if (spec.threshold() instanceof Threshold.TopShare) {
            return new Rule(false, lowestSelected(published));
        }
        if (!(spec.threshold() instanceof Threshold.ByValue)) {
            throw ScoreErrors.decidedRowByRow(spec.name());
        }
        return new Rule(
                true,
                registry.state(spec.model())
                        .version(version)
                        .record()
                        .figure(MetricId.of(StandardMetrics.THRESHOLD))
                        .orElseThrow(() -> ScoreErrors.decidedRowByRow(spec.name()))
                        .value());
    }

    /** The lowest score among those that were in the top share. */
    private static double lowestSelected(Dataset<Row> published) {
        Row lowest = published.where(col("decision")).agg(min("score")).first();
        return lowest.isNullAt(0) ? Double.POSITIVE_INFINITY : lowest.getDouble(0);
    }

    private Counterfactual nearest(Row row, String entity, Instant asOf, Rule rule) {
        Changes changes = spec.changes().orElseThrow();
        Row features = only(lake.read(spec.view().table()).where(col(AS_OF).equalTo(lit(Timestamp.from(asOf)))), entity)
                .filter(found -> found.getAs(FEATURE_VERSION).equals(row.getAs(FEATURE_VERSION)))
                .orElseThrow(
                        () -> ScoreErrors.featuresGone(spec.name(), spec.view().name(), asOf));
        Asked asked = new Asked(
                Predictor.of(registry.load(spec.model(), row.getAs("model_digest"))), features, changes, rule);
        double[] own = changes.features().stream()
                .mapToDouble(feature -> number(features.getAs(feature.name())))
                .toArray();
        double before = asked.applyAsDouble(own);
        if (before != row.<Double>getAs(rule.isOfProbability() ? "probability" : "score")) {
            throw ScoreErrors.featuresGone(spec.name(), spec.view().name(), asOf);
        }
        boolean isPositive = before >= rule.from();
        return new CounterfactualSearch(asked::applyAsDouble, changes.features(), changes.atOnce(), changes.tries())
                .nearest(own, after -> after >= rule.from() != isPositive);
    }

    /** NaN for a missing value, which cannot be changed. */
    private static double number(Object value) {
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }

    /** The model, asked for the row with other values of the features that can change. */
    private static final class Asked {
        private final RowPredictor rows;
        private final Object[] raw;
        private final int[] places;
        private final boolean isOfProbability;

        Asked(Predictor model, Row features, Changes changes, Rule rule) {
            List<String> names = model.model().encoder().featureNames();
            this.rows = model.rows();
            this.raw = names.stream().map(features::getAs).toArray();
            this.places = changes.features().stream()
                    .mapToInt(feature -> names.indexOf(feature.name()))
                    .toArray();
            this.isOfProbability = rule.isOfProbability();
        }

        double applyAsDouble(double[] values) {
            Object[] changed = raw.clone();
            IntStream.range(0, places.length)
                    .filter(place -> places[place] >= 0 && raw[places[place]] != null)
                    .forEach(place -> changed[places[place]] = like(raw[places[place]], values[place]));
            double prediction = rows.predict(changed);
            return isOfProbability ? prediction : rows.score();
        }

        /** A number of the same type; whole ones have whole steps. */
        private static Object like(Object former, double value) {
            if (former instanceof Integer) {
                return Math.toIntExact((long) value);
            }
            return former instanceof Long ? (Object) (long) value : (Object) value;
        }
    }

    /** What changes, in words such as {@code visits 2 to 5}. */
    public static String words(Counterfactual.Change change) {
        Actionable feature = change.feature();
        return feature.name() + " " + plain(change.from()) + " to " + plain(change.to());
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
