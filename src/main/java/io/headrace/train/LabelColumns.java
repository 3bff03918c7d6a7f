package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.LABEL;
import static io.headrace.train.TrainingNames.SPLIT;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.headrace.features.LatestColumns;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.table.InstantColumns;
import io.headrace.table.SqlClock;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** Adds {@code label} (boolean, number or text, as the spec says) and {@code split} (train or test) to features. */
final class LabelColumns {
    private static final int HASH_BUCKETS = 1_000_000;
    private static final String IS_TEST = "_is_test";

    private final TrainSpec spec;
    private final AsOfs asOfs;
    private final ZoneId zone;

    LabelColumns(TrainSpec spec, AsOfs asOfs, ZoneId zone) {
        this.spec = spec;
        this.asOfs = asOfs;
        this.zone = zone;
    }

    /** The features with their labels; rows without a known label are left out. */
    Dataset<Row> labelled(Dataset<Row> features, Dataset<Row> answers) {
        return spec.label() instanceof LabelSpec.Event event
                ? withEvents(features, answers, event)
                        .withColumn(SPLIT, split(spec, col(IS_TEST)))
                        .drop(IS_TEST)
                : withKnown(features, answers, (LabelSpec.Known) spec.label())
                        .withColumn(SPLIT, split(spec, lit(false)));
    }

    /** The rows with the label that events give, and whether their as-of tests. */
    Dataset<Row> withEvents(Dataset<Row> features, Dataset<Row> events, LabelSpec.Event label) {
        Dataset<Row> moments = broadcast(features.sparkSession()
                .createDataFrame(
                        asOfs.moments().stream()
                                .map(m -> RowFactory.create(
                                        Timestamp.from(m.asOf()), Timestamp.from(m.labelEnd()), m.isTest()))
                                .toList(),
                        (StructType)
                                DataType.fromDDL("as_of timestamp, _label_end timestamp, " + IS_TEST + " boolean")));
        String entity = spec.view().entity();
        Column time = InstantColumns.of(events, label.time(), zone);
        Dataset<Row> hits = SqlClock.of(
                        events.sparkSession(),
                        zone,
                        () -> LatestColumns.last(events, label.latest(), label.time(), zone)
                                .where(SqlClock.expr(label.where()))
                                .where(col(entity).isNotNull())
                                .select(
                                        col(entity),
                                        time.as("_time"),
                                        total(label).as("_total")))
                .join(moments, col("_time").geq(col(AS_OF)).and(col("_time").lt(col("_label_end"))))
                .groupBy(entity, AS_OF)
                .agg(sum("_total").as("_sum"))
                .withColumn("_hit", lit(true));
        return features.join(moments.select(AS_OF, IS_TEST), AS_OF)
                .join(hits, toSeq(entity, AS_OF), "left")
                .withColumn(LABEL, answer(label, coalesce(col("_hit"), lit(false)), col("_sum")))
                .drop("_hit", "_sum");
    }

    private Dataset<Row> withKnown(Dataset<Row> features, Dataset<Row> table, LabelSpec.Known label) {
        String entity = spec.view().entity();
        Dataset<Row> answers = table.where(col("`" + label.column() + "`").isNotNull())
                .select(col(entity), answer(spec, label, table.schema()).as(LABEL))
                .where(col(LABEL).isNotNull());
        answers.groupBy(entity)
                .agg(count(lit(1)).as("_rows"))
                .where("_rows > 1")
                .orderBy(entity)
                .limit(1)
                .collectAsList()
                .forEach(row -> {
                    throw TrainErrors.labelNotUnique(
                            spec.name(), label.table().toString(), entity, String.valueOf(row.get(0)));
                });
        return features.join(answers, entity);
    }

    /** What an event adds to the label. */
    static Column total(LabelSpec.Event label) {
        return label.total().map(sql -> SqlClock.expr(sql).cast("double")).orElse(lit(1.0));
    }

    /**
     * The label that events give.
     *
     * @param happens whether there is one in the horizon
     * @param sum of what they add, null without any
     */
    static Column answer(LabelSpec.Event label, Column happens, Column sum) {
        if (label.total().isPresent()) {
            return coalesce(sum, lit(0.0));
        }
        return label.positive() == LabelSpec.Event.Positive.EVENT ? happens : happens.equalTo(false);
    }

    /** The label that a column holds; null where it holds no number but the label is numeric. */
    static Column answer(TrainSpec spec, LabelSpec.Known label, StructType table) {
        Column value = col("`" + label.column() + "`");
        DataType type = table.apply(label.column()).dataType();
        if (label.answer() instanceof LabelSpec.Answer.Positive yes) {
            PositiveColumns.misfit(type, yes.value()).ifPresent(misfit -> {
                throw TrainErrors.unfitLabel(spec.name(), "positive", misfit, label, type.typeName());
            });
            return PositiveColumns.isPositive(value, type, yes.value());
        }
        if (label.answer() instanceof LabelSpec.Answer.Named) {
            return value.cast("string");
        }
        if (!(type instanceof NumericType)) {
            throw TrainErrors.unfitLabel(spec.name(), "number", "expected a column of numbers", label, type.typeName());
        }
        return expr("nullif(cast(`" + label.column() + "` as double), double('NaN'))");
    }

    /** By the hash of the entity, where the spec says so. */
    static Column split(TrainSpec spec, Column isTest) {
        Column test = spec.test() instanceof TrainSpec.Holdout.ShareOfEntities held
                ? hash(spec, "", HASH_BUCKETS).lt(Math.round(held.share() * HASH_BUCKETS))
                : isTest;
        return org.apache.spark.sql.functions.when(test, lit("test")).otherwise(lit("train"));
    }

    /**
     * A whole number from 0 that depends on the entity, or the group, and the job's seed alone.
     *
     * @param salt keeps uses apart
     */
    static Column hash(TrainSpec spec, String salt, int buckets) {
        String key = "cast(`" + spec.splitBy() + "` as string)";
        String salted = salt.isEmpty() ? key : key + ", '" + salt + "'";
        return expr("cast(pmod(xxhash64(" + salted + ", " + spec.recipe().seed() + "L), " + buckets + ") as int)");
    }

    /** Names of columns as Spark's joins take them. */
    static scala.collection.immutable.Seq<String> toSeq(String... names) {
        return scala.jdk.javaapi.CollectionConverters.asScala(List.of(names)).toSeq();
    }
}
