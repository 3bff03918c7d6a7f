package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.model.ModelFile;
import io.headrace.model.Predictor;
import io.headrace.model.StoredSample;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.registry.VersionRecord.Provenance;
import io.headrace.run.Digest;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Builds a registered version again from what is recorded of it, and says what differs first. Writes nothing. */
public final class Reproduction {
    private static final String TRAINING_SET = "training set";

    private final TrainSpec spec;
    private final Lake lake;
    private final Registry registry;
    private final Tiles tiles;

    /** @param spec the job as it was when the version was trained */
    public Reproduction(TrainSpec spec, Lake lake, Registry registry, Tiles tiles) {
        this.spec = spec;
        this.lake = lake;
        this.registry = registry;
        this.tiles = tiles;
    }

    /** What is built again. */
    public enum From {
        /** The model, from the training set that is stored. */
        TRAINING,
        /** Features and training set too, from the tables at the versions that the run read. */
        RAW
    }

    /**
     * A step on the way to the model.
     *
     * @param name training set, encoder, fit, calibrator, interval, facts or file
     * @param same whether it is what it was, to the last bit
     * @param words more of it
     */
    public record Step(String name, boolean same, String words) {}

    /**
     * What was found.
     *
     * @param steps in order; where the training set differs nothing is fitted
     * @param digest SHA-256 of the file of the model that was built; empty where none was
     */
    public record Found(List<Step> steps, String digest) {
        public Found {
            steps = List.copyOf(steps);
        }

        /** Whether every step is what it was. */
        public boolean reproduced() {
            return steps.stream().allMatch(Step::same);
        }
    }

    /**
     * Builds a version again.
     *
     * @param intent of the run that trained it
     * @param context of that run's date
     */
    public Found of(ModelVersion version, Intent intent, RunContext context, From from) {
        Dataset<Row> rows = rows(version, intent, context, from).cache();
        try {
            List<Step> steps = new ArrayList<>(List.of(trainingSet(rows, version, from)));
            if (!steps.get(0).same()) {
                return new Found(steps, "");
            }
            ModelFile built = built(rows, version, context);
            steps.addAll(compared(built, version));
            return new Found(steps, Digest.of(built.bytes()));
        } finally {
            rows.unpersist();
        }
    }

    private Dataset<Row> rows(ModelVersion version, Intent intent, RunContext context, From from) {
        return from == From.RAW
                ? new TrainingColumns(spec, lake, tiles).on(context.date(), context.zone(), intent.inputs())
                : stored(version);
    }

    private Dataset<Row> stored(ModelVersion version) {
        return TrainingNames.computed(
                lake.read(spec.trainingTable()).where(col(TrainingTable.VERSION).equalTo(version.number())));
    }

    private Step trainingSet(Dataset<Row> rows, ModelVersion version, From from) {
        Provenance recorded = version.record().provenance();
        long wanted = recorded.trainRows() + recorded.testRows();
        long found = rows.count();
        String words = String.format(Locale.ROOT, "%,d rows", found);
        if (found != wanted) {
            return new Step(TRAINING_SET, false, words + String.format(Locale.ROOT, ", there were %,d", wanted));
        }
        return from == From.RAW
                ? sameAsStored(rows, version, words)
                : new Step(TRAINING_SET, true, words + " as stored");
    }

    /** Each row is compared, in all of its columns. */
    private Step sameAsStored(Dataset<Row> rows, ModelVersion version, String words) {
        Column[] columns =
                Stream.of(rows.columns()).map(name -> col("`" + name + "`")).toArray(Column[]::new);
        Dataset<Row> stored = stored(version).select(columns);
        if (stored.isEmpty()) {
            return new Step(TRAINING_SET, true, words + ", whose stored copy is gone");
        }
        Dataset<Row> others = rows.select(columns).exceptAll(stored);
        long count = others.count();
        if (count == 0) {
            return new Step(
                    TRAINING_SET, true, words + " from the tables at the versions of the run, equal to those stored");
        }
        Row first = others.orderBy(spec.view().entity(), AS_OF).first();
        return new Step(
                TRAINING_SET,
                false,
                String.format(
                        Locale.ROOT,
                        "%,d of %s are not those stored, the first of %s %s as of %s",
                        count,
                        words,
                        spec.view().entity(),
                        first.<Object>getAs(spec.view().entity()),
                        first.<Object>getAs(AS_OF)));
    }

    private ModelFile built(Dataset<Row> rows, ModelVersion version, RunContext context) {
        Predictor predictor = new TrialFit(spec, context.zone(), context.clock())
                .fit(rows, spec.recipe().learner().with(version.record().settings()))
                .predictor();
        return TrainStage.file(spec, predictor);
    }

    private List<Step> compared(ModelFile built, ModelVersion version) {
        String digest = version.record().digest();
        ModelFile registered = registry.load(spec.model(), digest);
        Set<String> differing = registered.differing(built);
        List<Step> steps = new ArrayList<>();
        for (Part part : Part.values()) {
            List<String> keys = differing.stream().filter(part::holds).toList();
            if (!keys.isEmpty() || part.isSaidWhereSame(registered)) {
                steps.add(new Step(part.name().toLowerCase(Locale.ROOT), keys.isEmpty(), String.join(", ", keys)));
            }
        }
        String found = Digest.of(built.bytes());
        steps.add(new Step("file", found.equals(digest), found.equals(digest) ? digest : scores(built, version)));
        return steps;
    }

    /** How far scores are from each other. */
    private String scores(ModelFile built, ModelVersion version) {
        return registry.stored(spec.model(), version.record().digest())
                .map(stored -> StoredSample.read(stored.sample(), built.model()))
                .map(sample -> String.format(
                        Locale.ROOT,
                        "%d of %d stored rows score the same to the last bit, the greatest difference of raw scores is %s",
                        sample.equalRows(Predictor.of(built)),
                        sample.rows().size(),
                        sample.greatestDifference(Predictor.of(built))))
                .orElse("no sample is stored, so scores are not compared");
    }

    /** A part of a model file, by its keys in JSON. */
    private enum Part {
        ENCODER,
        FIT,
        CALIBRATOR,
        INTERVAL,
        FACTS;

        boolean holds(String key) {
            return switch (key) {
                case "features" -> this == ENCODER;
                case "calibrator" -> this == CALIBRATOR;
                case "interval" -> this == INTERVAL;
                case "facts" -> this == FACTS;
                default -> this == FIT;
            };
        }

        boolean isSaidWhereSame(ModelFile file) {
            return Set.of(ENCODER, FIT, CALIBRATOR).contains(this)
                    || (this == INTERVAL && file.interval().isPresent());
        }
    }
}
