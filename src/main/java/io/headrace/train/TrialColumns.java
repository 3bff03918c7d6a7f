package io.headrace.train;

import static org.apache.spark.sql.functions.col;

import io.headrace.evaluate.Evaluation;
import io.headrace.model.CompiledModel;
import io.headrace.spec.TrainSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Fits a model on the training rows of a set and evaluates it on the test rows. Writes nothing. */
public final class TrialColumns {
    private static final String CANDIDATE = "candidate_probability";

    private final TrainSpec spec;

    public TrialColumns(TrainSpec spec) {
        this.spec = spec;
    }

    /**
     * The evaluation of a model that is fitted on a set.
     *
     * @param rows of {@link TrainingColumns#on}
     */
    public Evaluation of(Dataset<Row> rows) {
        Dataset<Row> kept = rows.cache();
        try {
            requireBothClasses(kept);
            return evaluate(kept, fit(kept), Optional.empty());
        } finally {
            kept.unpersist();
        }
    }

    /** Fits the learner on the training rows. */
    CompiledModel fit(Dataset<Row> rows) {
        return new LearnerPipelines(spec).fit(ordered(rows, "train").select(learnt()));
    }

    /** Refuses sets from which nothing can be learnt, or on which nothing can be tested. */
    void requireBothClasses(Dataset<Row> rows) {
        Map<List<Object>, Long> counts = new HashMap<>();
        rows.groupBy("split", "label")
                .count()
                .collectAsList()
                .forEach(row -> counts.put(List.of(row.get(0), row.get(1)), row.getLong(2)));
        for (String split : List.of("train", "test")) {
            long positives = counts.getOrDefault(List.of(split, true), 0L);
            long negatives = counts.getOrDefault(List.of(split, false), 0L);
            if (positives + negatives == 0) {
                throw TrainErrors.noRows(
                        spec.name(), split, "no entity fits population.where at an as-of with a mature label");
            }
            if (positives < 2 || negatives < 2) {
                throw TrainErrors.oneClass(spec.name(), split, positives, positives + negatives);
            }
        }
    }

    /** The rows of the split in a fixed order. */
    private Dataset<Row> ordered(Dataset<Row> rows, String split) {
        String entity = spec.view().entity();
        return rows.where(col("split").equalTo(split))
                .repartition(LearnerPipelines.PARTITIONS, col(entity))
                .sortWithinPartitions(entity, "as_of");
    }

    /** The features of the model and the label. */
    private Column[] learnt() {
        return Stream.concat(spec.features().stream(), Stream.of("label"))
                .map(functions::col)
                .toArray(Column[]::new);
    }

    /** Evaluates the model on the test rows, beside the champion where there is one. */
    Evaluation evaluate(Dataset<Row> rows, CompiledModel model, Optional<CompiledModel> champion) {
        Dataset<Row> test = new ComparedColumns(spec).withBaseline(ordered(rows, "test"));
        Dataset<Row> scored = ComparedColumns.withProbability(test, model, CANDIDATE);
        return ComparedColumns.evaluated(
                champion.map(former -> ComparedColumns.withProbability(scored, former, ComparedColumns.CHAMPION))
                        .orElse(scored),
                CANDIDATE);
    }
}
