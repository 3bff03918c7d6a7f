package io.headrace.train;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.headrace.spec.LabelSpec;
import io.headrace.spec.TrainSpec;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Adds {@code label} (boolean) and {@code split} (train or test) to features. */
final class LabelColumns {
    private static final int HASH_BUCKETS = 1_000_000;

    private final TrainSpec spec;
    private final AsOfs asOfs;

    LabelColumns(TrainSpec spec, AsOfs asOfs) {
        this.spec = spec;
        this.asOfs = asOfs;
    }

    /** The features with their labels; rows without a known answer are left out. */
    Dataset<Row> labelled(Dataset<Row> features, Dataset<Row> answers) {
        return spec.label() instanceof LabelSpec.Event event
                ? withEvents(features, answers, event)
                : withKnown(features, answers, (LabelSpec.Known) spec.label());
    }

    private Dataset<Row> withEvents(Dataset<Row> features, Dataset<Row> events, LabelSpec.Event label) {
        Dataset<Row> moments = broadcast(features.sparkSession()
                .createDataFrame(
                        asOfs.moments().stream()
                                .map(m -> RowFactory.create(
                                        Timestamp.from(m.asOf()), Timestamp.from(m.labelEnd()), m.isTest()))
                                .toList(),
                        (StructType) DataType.fromDDL("as_of timestamp, label_end timestamp, is_test boolean")));
        String entity = spec.view().entity();
        Column time = col("`" + label.time() + "`");
        Dataset<Row> hits = events.where(expr(label.where()))
                .where(col(entity).isNotNull())
                .select(col(entity), time.as("_time"))
                .join(moments, col("_time").geq(col("as_of")).and(col("_time").lt(col("label_end"))))
                .select(col(entity), col("as_of"))
                .distinct()
                .withColumn("_hit", lit(true));
        Column hit = coalesce(col("_hit"), lit(false));
        Column positive = label.positive() == LabelSpec.Event.Positive.EVENT ? hit : hit.equalTo(false);
        return features.join(moments.select("as_of", "is_test"), "as_of")
                .join(hits, toSeq(entity, "as_of"), "left")
                .withColumn("label", positive)
                .withColumn("split", split(spec, col("is_test")));
    }

    private Dataset<Row> withKnown(Dataset<Row> features, Dataset<Row> table, LabelSpec.Known label) {
        String entity = spec.view().entity();
        Dataset<Row> answers = table.where(col("`" + label.column() + "`").isNotNull())
                .select(
                        col(entity),
                        col("`" + label.column() + "`")
                                .cast("string")
                                .equalTo(label.positive())
                                .as("label"));
        answers.groupBy(entity)
                .agg(count(lit(1)).as("rows"))
                .where("rows > 1")
                .orderBy(entity)
                .limit(1)
                .collectAsList()
                .forEach(row -> {
                    throw TrainErrors.labelNotUnique(
                            spec.name(), label.table().toString(), entity, String.valueOf(row.get(0)));
                });
        return features.join(answers, entity).withColumn("split", split(spec, lit(false)));
    }

    /** By the hash of the entity, where the spec says so. */
    static Column split(TrainSpec spec, Column isTest) {
        Column test = spec.test() instanceof TrainSpec.Holdout.ShareOfEntities held
                ? expr("pmod(xxhash64(cast(`" + spec.view().entity() + "` as string), " + spec.seed() + "L), "
                                + HASH_BUCKETS + ")")
                        .lt(Math.round(held.share() * HASH_BUCKETS))
                : isTest;
        return org.apache.spark.sql.functions.when(test, lit("test")).otherwise(lit("train"));
    }

    /** Names of columns as Spark's joins take them. */
    static scala.collection.immutable.Seq<String> toSeq(String... names) {
        return scala.jdk.javaapi.CollectionConverters.asScala(List.of(names)).toSeq();
    }
}
