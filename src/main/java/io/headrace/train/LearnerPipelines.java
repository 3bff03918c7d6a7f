package io.headrace.train;

import io.headrace.model.CompiledModel;
import io.headrace.model.EncoderFitting;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.LinearModel;
import io.headrace.spec.FeatureView;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.Learner.LogisticRegression;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * From labelled rows to a compiled model.
 *
 * <p>Rows are encoded by the very encoder that scoring uses, so the learner sees the numbers that the scorer will see.
 * Sums are taken partition by partition and added in partition order, so the same rows give the same bits on any number
 * of cores; two partitions make the learner's own sums independent of the order in which tasks end.
 */
final class LearnerPipelines {
    /** Partitions of the training rows; part of what makes a model reproducible. */
    static final int PARTITIONS = 2;

    private final TrainSpec spec;
    private final List<FeatureView.FeatureColumn> columns;

    LearnerPipelines(TrainSpec spec) {
        this.spec = spec;
        this.columns = spec.features().stream()
                .map(name -> spec.view().column(name).orElseThrow())
                .toList();
    }

    /** Fits encoder and learner on rows that hold the features in order, then the label. */
    CompiledModel fit(Dataset<Row> rows) {
        JavaRDD<Row> raw = rows.toJavaRDD();
        FeatureEncoder encoder = encoder(raw);
        Dataset<Row> vectors = vectors(rows, encoder).cache();
        try {
            return spec.learner() instanceof LogisticRegression regression
                    ? fit(regression, encoder, raw, vectors)
                    : new TreePipelines(encoder, spec.seed()).fit(spec.learner(), vectors);
        } finally {
            vectors.unpersist();
        }
    }

    /** The rows as MLlib's learners take them: {@code label} and {@code features}. */
    static Dataset<Row> vectors(Dataset<Row> rows, FeatureEncoder encoder) {
        StructType schema = new StructType(new StructField[] {
            DataTypes.createStructField("label", DataTypes.DoubleType, false),
            DataTypes.createStructField("features", SQLDataTypes.VectorType(), false, levels(encoder))
        });
        return rows.sparkSession().createDataFrame(rows.toJavaRDD().map(row -> encoded(encoder, row)), schema);
    }

    private static CompiledModel fit(
            LogisticRegression settings, FeatureEncoder encoder, JavaRDD<Row> raw, Dataset<Row> vectors) {
        LogisticRegressionModel fitted = new org.apache.spark.ml.classification.LogisticRegression()
                .setFamily("binomial")
                .setMaxIter(settings.maxIterations())
                .setRegParam(settings.regularization())
                .setElasticNetParam(settings.elasticNet())
                .setStandardization(true)
                .fit(vectors);
        return LinearModel.of(encoder, fitted.intercept(), fitted.coefficients().toArray(), slotMeans(raw, encoder));
    }

    /** Tells MLlib which slots hold levels, and how many; all others hold numbers. */
    private static Metadata levels(FeatureEncoder encoder) {
        List<Attribute> slots = new ArrayList<>();
        for (Encoding encoding : encoder.encodings()) {
            for (String slot : encoding.slotNames()) {
                slots.add(
                        encoding instanceof Encoding.Index index
                                ? NominalAttribute.defaultAttr().withName(slot).withNumValues(index.count())
                                : NumericAttribute.defaultAttr().withName(slot));
            }
        }
        return new AttributeGroup("features", slots.toArray(Attribute[]::new)).toMetadata();
    }

    private static Row encoded(FeatureEncoder encoder, Row row) {
        double[] slots = new double[encoder.width()];
        encoder.encode(features(row, encoder.featureCount()), slots);
        return RowFactory.create(row.getBoolean(encoder.featureCount()) ? 1.0 : 0.0, Vectors.dense(slots));
    }

    private static Object[] features(Row row, int count) {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.get(i);
        }
        return values;
    }

    private FeatureEncoder encoder(JavaRDD<Row> rows) {
        int width = columns.size();
        Statistics all = inOrder(rows, part -> Statistics.of(part, width), Statistics.none(width), Statistics::plus);
        EncoderFitting fitting = new EncoderFitting();
        if (!(spec.learner() instanceof LogisticRegression)) {
            fitting.indexed();
        }
        for (int i = 0; i < width; i++) {
            FeatureView.FeatureColumn column = columns.get(i);
            switch (column.type().kind()) {
                case INTEGER, LONG, DOUBLE, DECIMAL ->
                    fitting.numeric(column.name(), all.rows, all.nulls[i], all.mean(i));
                case BOOLEAN -> fitting.flag(column.name());
                case STRING -> fitting.categorical(column.name(), all.levels.get(i));
                case DATE, TIMESTAMP ->
                    throw TrainErrors.unfitType(
                            spec.name(), column.name(), column.type().sql());
            }
        }
        return fitting.fit();
    }

    private static double[] slotMeans(JavaRDD<Row> rows, FeatureEncoder encoder) {
        double[] sums = inOrder(
                rows, part -> slotSums(part, encoder), new double[encoder.width() + 1], LearnerPipelines::added);
        double[] means = new double[encoder.width()];
        for (int slot = 0; slot < means.length; slot++) {
            means[slot] = sums[slot] / sums[encoder.width()];
        }
        return means;
    }

    private static double[] slotSums(Iterator<Row> rows, FeatureEncoder encoder) {
        double[] sums = new double[encoder.width() + 1];
        double[] slots = new double[encoder.width()];
        while (rows.hasNext()) {
            encoder.encode(features(rows.next(), encoder.featureCount()), slots);
            for (int slot = 0; slot < slots.length; slot++) {
                sums[slot] += slots[slot];
            }
            sums[slots.length]++;
        }
        return sums;
    }

    private static double[] added(double[] left, double[] right) {
        double[] sum = left.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += right[i];
        }
        return sum;
    }

    /** Folds what the partitions yield in the order of the partitions, however the tasks end. */
    private static <T> T inOrder(JavaRDD<Row> rows, PartFunction<T> part, T zero, BinaryOperator<T> plus) {
        List<Part<T>> parts = new ArrayList<>(rows.mapPartitionsWithIndex(
                        (index, iterator) ->
                                List.of(new Part<>(index, part.apply(iterator))).iterator(),
                        false)
                .collect());
        parts.sort(Comparator.comparingInt(Part::index));
        T result = zero;
        for (Part<T> next : parts) {
            result = plus.apply(result, next.value());
        }
        return result;
    }

    private interface PartFunction<T> extends Serializable {
        T apply(Iterator<Row> rows);
    }

    private record Part<T>(int index, T value) implements Serializable {}

    /** Counts, sums and levels of raw features. */
    private static final class Statistics implements Serializable {
        private static final long serialVersionUID = 1L;

        private long rows;
        private final long[] nulls;
        private final double[] sums;
        private final ArrayList<TreeMap<String, Long>> levels = new ArrayList<>();

        private Statistics(int width) {
            nulls = new long[width];
            sums = new double[width];
            for (int i = 0; i < width; i++) {
                levels.add(new TreeMap<>());
            }
        }

        static Statistics none(int width) {
            return new Statistics(width);
        }

        static Statistics of(Iterator<Row> rows, int width) {
            Statistics statistics = new Statistics(width);
            rows.forEachRemaining(statistics::add);
            return statistics;
        }

        private void add(Row row) {
            rows++;
            for (int i = 0; i < nulls.length; i++) {
                Object value = row.get(i);
                if (value == null || (value instanceof Double number && number.isNaN())) {
                    nulls[i]++;
                } else if (value instanceof Number number) {
                    sums[i] += number.doubleValue();
                } else if (value instanceof String level) {
                    levels.get(i).merge(level, 1L, Long::sum);
                }
            }
        }

        Statistics plus(Statistics other) {
            Statistics sum = new Statistics(nulls.length);
            sum.rows = rows + other.rows;
            for (int i = 0; i < nulls.length; i++) {
                sum.nulls[i] = nulls[i] + other.nulls[i];
                sum.sums[i] = sums[i] + other.sums[i];
                Map<String, Long> merged = sum.levels.get(i);
                merged.putAll(levels.get(i));
                other.levels.get(i).forEach((level, count) -> merged.merge(level, count, Long::sum));
            }
            return sum;
        }

        double mean(int feature) {
            long present = rows - nulls[feature];
            return present == 0 ? 0 : sums[feature] / present;
        }
    }
}
