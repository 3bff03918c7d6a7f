package io.headrace.train.learners;

import io.headrace.metric.Target;
import io.headrace.model.AdditiveModel;
import io.headrace.model.ClassModel;
import io.headrace.model.CompiledModel;
import io.headrace.model.FeatureEncoder;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Encoded training rows, the input of a learner.
 *
 * @param encoder what encodes rows in scoring
 * @param rows {@code label} (double: 1 for the positive class, a number, or the place of a class), {@code features} (dense vector) and {@code weight}
 * @param target the type of the label
 * @param classes the classes of a multiclass label in the order of their places
 * @param seed the seed of all random numbers
 * @param monotone for each slot 1 where the score may only rise with it, −1 where it may only fall, else 0
 * @param slotMeans the mean of each slot over the rows, computed on demand
 */
public record EncodedRows(
        FeatureEncoder encoder,
        Dataset<Row> rows,
        Target target,
        List<String> classes,
        long seed,
        List<Integer> monotone,
        Supplier<double[]> slotMeans) {
    /** The column of the label. */
    public static final String LABEL = "label";

    /** The column of the slots. */
    public static final String FEATURES = "features";

    /** The column of the weight of a row. */
    public static final String WEIGHT = "weight";

    public EncodedRows {
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(slotMeans, "slotMeans");
        classes = List.copyOf(classes);
        monotone = List.copyOf(monotone);
    }

    /** Whether the label is binary. */
    boolean isBinary() {
        return target == Target.BINARY;
    }

    /** Whether the label is numeric. */
    boolean isRegression() {
        return target == Target.REGRESSION;
    }

    /**
     * The model of the positive class, or a model with a part for each class.
     *
     * @param part the model of the class at a place; the positive class is at 1
     */
    CompiledModel ofEachClass(IntFunction<? extends AdditiveModel> part) {
        return isBinary()
                ? part.apply(1)
                : ClassModel.of(
                        classes,
                        IntStream.range(0, classes.size()).mapToObj(part).toList());
    }
}
