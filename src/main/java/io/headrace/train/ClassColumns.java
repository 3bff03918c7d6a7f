package io.headrace.train;

import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.metric.Target;
import io.headrace.spec.TrainSpec;
import io.headrace.train.learners.EncodedRows;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;

/**
 * The classes of a multiclass model, and the numbers that stand for labels while it is fitted.
 *
 * @param names the classes in the order of their places; none for a binary or numeric label
 */
record ClassColumns(List<String> names) {
    /** No classes. */
    static final ClassColumns NONE = new ClassColumns(List.of());

    /** The most classes that a model may tell apart. */
    static final int MOST = 100;

    ClassColumns {
        names = List.copyOf(names);
    }

    /** Those of the training rows, in the order of their names. */
    static ClassColumns of(TrainSpec spec, Dataset<Row> training) {
        if (spec.target() != Target.MULTICLASS) {
            return NONE;
        }
        List<String> names = training.select(LABEL).distinct().orderBy(LABEL).limit(MOST + 1).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
        if (names.size() > MOST) {
            throw TrainErrors.manyClasses(spec.name(), MOST, names.subList(0, 3));
        }
        return new ClassColumns(names);
    }

    /**
     * Refuses rows that hold fewer than two classes, or a class of one row.
     *
     * @param which what the rows are, for the message
     */
    static void requireSome(TrainSpec spec, Dataset<Row> rows, String which) {
        SortedMap<String, Long> counts = new TreeMap<>();
        rows.groupBy(LABEL)
                .count()
                .collectAsList()
                .forEach(row -> counts.put(String.valueOf(row.get(0)), row.getLong(1)));
        if (counts.isEmpty()) {
            throw TrainErrors.noRows(spec.name(), "training", "no entity with a mature label fits population.where");
        }
        if (counts.size() < 2 || counts.values().stream().anyMatch(count -> count < 2)) {
            throw TrainErrors.fewOfClass(spec.name(), which, counts);
        }
    }

    /** The label as a number: 1 for positive, the number itself, or the place of the class; −1 for a class that is not known. */
    Column number() {
        return names.isEmpty()
                ? col(LABEL).cast("double")
                : array_position(
                                functions.array(
                                        names.stream().map(functions::lit).toArray(Column[]::new)),
                                col(LABEL))
                        .minus(lit(1))
                        .cast("double");
    }

    /** Tells MLlib how many classes there are, also where some have no row. */
    Metadata metadata() {
        return names.isEmpty()
                ? Metadata.empty()
                : NominalAttribute.defaultAttr()
                        .withName(EncodedRows.LABEL)
                        .withValues(names.toArray(String[]::new))
                        .toMetadata();
    }
}
