package io.headrace.train.search;

import io.headrace.model.CompiledModel;
import io.headrace.spec.Learner;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a search needs from training. */
public interface Fitting {
    /** The rows as learners take them, in a fixed order: the features, then the label, the weight and the fold. */
    Dataset<Row> prepared(Dataset<Row> rows);

    /** A model of prepared rows. */
    CompiledModel fit(Dataset<Row> prepared, Learner learner);

    /** Refuses rows of a fold from which nothing can be learnt. */
    void requireLearnable(Dataset<Row> rows);

    /** Refuses validation rows of a fold on which nothing can be judged, by their labels as numbers. */
    void requireJudgeable(double[] labels);

    /** When the label of a row was known. */
    Column known();

    /** A whole number from 0 that depends on the entity, or its group, the job's seed and the salt. */
    Column hash(String salt, int buckets);
}
