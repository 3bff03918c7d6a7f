package io.headrace.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.min;

import io.headrace.evaluate.Evaluation;
import io.headrace.model.Calibrator;
import io.headrace.model.CompiledModel;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Recipe;
import io.headrace.spec.Target;
import io.headrace.spec.TrainSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
            requireLearnable(kept);
            return evaluate(kept, fit(kept), Optional.empty());
        } finally {
            kept.unpersist();
        }
    }

    /** Fits the learner on the training rows, and a calibrator on those kept for it. */
    Candidate fit(Dataset<Row> rows) {
        CompiledModel model = new FittingPipelines(spec).fit(learnt(ordered(rows, "train")));
        Calibrator calibrator = spec.recipe().calibration() == Recipe.Calibration.NONE
                ? Calibrator.NONE
                : new CalibratorColumns(spec).fit(ordered(rows, "calibrate"), model);
        return new Candidate(model, calibrator);
    }

    /** Refuses sets from which nothing can be learnt, or on which nothing can be tested. */
    void requireLearnable(Dataset<Row> rows) {
        if (spec.target() == Target.NUMBER) {
            requireNumbers(rows);
        } else {
            requireClasses(rows);
        }
    }

    private void requireNumbers(Dataset<Row> rows) {
        Map<String, Row> found = new HashMap<>();
        rows.groupBy("split")
                .agg(countDistinct("label"), min("label"), expr("count(*)"))
                .collectAsList()
                .forEach(row -> found.put(row.getString(0), row));
        for (String split : splits()) {
            if (!found.containsKey(split)) {
                throw noRows(split);
            }
        }
        Row train = found.get("train");
        if (train.getLong(1) < 2) {
            throw TrainErrors.constantLabel(spec.name(), train.getDouble(2), train.getLong(3));
        }
        double least = spec.recipe().learner().kind().leastLabel();
        if (train.getDouble(2) < least) {
            throw TrainErrors.labelTooSmall(
                    spec.name(), spec.recipe().learner().word(), train.getDouble(2), least == 0);
        }
    }

    private void requireClasses(Dataset<Row> rows) {
        Map<List<Object>, Long> counts = new HashMap<>();
        rows.groupBy("split", "label")
                .count()
                .collectAsList()
                .forEach(row -> counts.put(List.of(row.get(0), row.get(1)), row.getLong(2)));
        for (String split : splits()) {
            long positives = counts.getOrDefault(List.of(split, true), 0L);
            long negatives = counts.getOrDefault(List.of(split, false), 0L);
            if (positives + negatives == 0) {
                throw noRows(split);
            }
            if (positives < 2 || negatives < 2) {
                throw TrainErrors.oneClass(spec.name(), split, positives, positives + negatives);
            }
        }
    }

    private RuntimeException noRows(String split) {
        return TrainErrors.noRows(
                spec.name(), split, "no entity fits population.where at an as-of with a mature label");
    }

    private List<String> splits() {
        return spec.recipe().calibration() == Recipe.Calibration.NONE
                ? List.of("train", "test")
                : List.of("train", "calibrate", "test");
    }

    /** The rows of the split in a fixed order. */
    private Dataset<Row> ordered(Dataset<Row> rows, String split) {
        String entity = spec.view().entity();
        return rows.where(col("split").equalTo(split))
                .repartition(FittingPipelines.PARTITIONS, col(entity))
                .sortWithinPartitions(entity, "as_of");
    }

    /** The features of the model, and what else fitting asks for. */
    private Dataset<Row> learnt(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        spec.features().forEach(feature -> columns.add(col("`" + feature + "`")));
        columns.add(label().as("label"));
        columns.add(col("weight"));
        columns.add(LabelColumns.hash(spec, "fold", FittingPipelines.FOLDS).as("fold"));
        return rows.select(columns.toArray(Column[]::new));
    }

    private Column label() {
        if (spec.label() instanceof LabelSpec.Known known
                && known.answer() instanceof LabelSpec.Answer.Classes classes) {
            StringBuilder names = new StringBuilder();
            classes.names()
                    .forEach(name -> names.append(names.isEmpty() ? "" : ", ")
                            .append("'")
                            .append(name.replace("\\", "\\\\").replace("'", "\\'"))
                            .append("'"));
            return expr("cast(array_position(array(" + names + "), label) - 1 as double)");
        }
        return col("label").cast("double");
    }

    /** Evaluates the model on the test rows, beside the champion where there is one. */
    Evaluation evaluate(Dataset<Row> rows, Candidate model, Optional<Candidate> champion) {
        Dataset<Row> test = new ComparedColumns(spec).withBaseline(ordered(rows, "test"));
        Dataset<Row> scored = ComparedColumns.withScore(test, model, CANDIDATE);
        Dataset<Row> compared = champion.map(
                        former -> ComparedColumns.withScore(scored, former, ComparedColumns.CHAMPION))
                .orElse(scored)
                .cache();
        Dataset<Row> learnt = ComparedColumns.withScore(ordered(rows, "train"), model, CANDIDATE);
        try {
            double shift = EvaluationColumns.shift(learnt, compared, CANDIDATE);
            return new EvaluationColumns(spec, compared, CANDIDATE, OptionalDouble.of(shift)).evaluation();
        } finally {
            compared.unpersist();
        }
    }
}
