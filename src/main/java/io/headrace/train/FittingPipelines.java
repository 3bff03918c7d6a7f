package io.headrace.train;

import io.headrace.metric.Target;
import io.headrace.model.Bins;
import io.headrace.model.CalendarParts;
import io.headrace.model.CompiledModel;
import io.headrace.model.EncoderFitting;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.LocalCalendarParts;
import io.headrace.spec.FeatureView;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe.Direction;
import io.headrace.spec.Recipe.Preparation;
import io.headrace.spec.TrainSpec;
import io.headrace.train.learners.EncodedRows;
import io.headrace.train.learners.LearnerPipelines;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
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
 * <p>Rows are encoded by the very encoder that scoring uses, so the learner sees the numbers that the scorer will see; only means of
 * labels are those of other folds in training, so that no row sees its own. Sums are taken partition by partition and added in
 * partition order, so the same rows give the same bits on any number of cores; two partitions make the learner's own sums
 * independent of the order in which tasks end.
 */
final class FittingPipelines {
    /** Partitions of the training rows; part of what makes a model reproducible. */
    static final int PARTITIONS = 2;

    /** Folds by which means of labels are taken. */
    static final int FOLDS = 5;

    private final TrainSpec spec;
    private final ZoneId zone;
    private final ClassColumns classes;
    private final LearnerPipelines learner;
    private final List<FeatureView.FeatureColumn> columns;

    /**
     * For a binary or numeric label.
     *
     * @param zone by whose clock instants are split into parts of the calendar
     */
    FittingPipelines(TrainSpec spec, ZoneId zone) {
        this(spec, zone, ClassColumns.NONE);
    }

    /**
     * @param classes what the places in {@code label} stand for
     */
    FittingPipelines(TrainSpec spec, ZoneId zone, ClassColumns classes) {
        this.spec = spec;
        this.zone = zone;
        this.classes = classes;
        this.learner = LearnerPipelines.of(spec.recipe().learner());
        this.columns = spec.features().stream()
                .map(name -> spec.view().column(name).orElseThrow())
                .toList();
    }

    /** Fits encoder and learner on rows that hold the features in order, then {@code label}, {@code weight} and {@code fold}. */
    CompiledModel fit(Dataset<Row> rows) {
        return fit(rows, spec.recipe().learner());
    }

    private CompiledModel fit(Dataset<Row> rows, Learner settings) {
        JavaRDD<Row> raw = rows.toJavaRDD();
        FeatureStatistics statistics = statistics(raw);
        FeatureEncoder encoder = encoder(rows, statistics);
        Dataset<Row> vectors = vectors(rows, encoder, statistics).cache();
        try {
            return learner.fit(
                    settings,
                    new EncodedRows(
                            encoder,
                            vectors,
                            spec.target(),
                            classes.names(),
                            spec.recipe().seed(),
                            monotone(encoder),
                            () -> slotMeans(raw, encoder)));
        } finally {
            vectors.unpersist();
        }
    }

    /** The rows as learners take them: with the encoder that they give. */
    Dataset<Row> vectors(Dataset<Row> rows) {
        FeatureStatistics statistics = statistics(rows.toJavaRDD());
        return vectors(rows, encoder(rows, statistics), statistics);
    }

    /** The rows as learners take them. */
    private Dataset<Row> vectors(Dataset<Row> rows, FeatureEncoder encoder, FeatureStatistics statistics) {
        StructType schema = new StructType(new StructField[] {
            DataTypes.createStructField(EncodedRows.LABEL, DataTypes.DoubleType, false, classes.metadata()),
            DataTypes.createStructField(EncodedRows.FEATURES, SQLDataTypes.VectorType(), false, levels(encoder)),
            DataTypes.createStructField(EncodedRows.WEIGHT, DataTypes.DoubleType, false)
        });
        FeatureEncoder[] byFold = IntStream.range(0, FOLDS)
                .mapToObj(fold -> withoutFold(encoder, statistics, fold))
                .toArray(FeatureEncoder[]::new);
        double[] factors = statistics.factors(spec.recipe().weights().balanced());
        return rows.sparkSession().createDataFrame(rows.toJavaRDD().map(row -> encoded(byFold, factors, row)), schema);
    }

    private static Row encoded(FeatureEncoder[] byFold, double[] factors, Row row) {
        int count = byFold[0].featureCount();
        FeatureEncoder encoder = byFold[row.getInt(count + 2)];
        double[] slots = new double[encoder.width()];
        encoder.encode(features(row, count), slots);
        double label = row.getDouble(count);
        double factor = factors.length == 0 ? 1 : factors[(int) label];
        return RowFactory.create(label, Vectors.dense(slots), row.getDouble(count + 1) * factor);
    }

    /** Tells MLlib which slots hold levels, and how many; all others hold numbers. */
    private static Metadata levels(FeatureEncoder encoder) {
        List<Attribute> slots = new ArrayList<>();
        int[] levels = encoder.levelCounts();
        String[] names = encoder.slotNames();
        for (int slot = 0; slot < levels.length; slot++) {
            slots.add(
                    levels[slot] > 0
                            ? NominalAttribute.defaultAttr()
                                    .withName(names[slot])
                                    .withNumValues(levels[slot])
                            : NumericAttribute.defaultAttr().withName(names[slot]));
        }
        return new AttributeGroup(EncodedRows.FEATURES, slots.toArray(Attribute[]::new)).toMetadata();
    }

    private static Object[] features(Row row, int count) {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.get(i);
        }
        return values;
    }

    private List<Integer> monotone(FeatureEncoder encoder) {
        int[] directions = new int[encoder.width()];
        spec.recipe().monotone().forEach((feature, direction) -> {
            int place = spec.features().indexOf(feature);
            directions[encoder.firstSlot(place)] = direction == Direction.RISING ? 1 : -1;
        });
        return IntStream.of(directions).boxed().toList();
    }

    /** The same encoder, but that no mean of labels knows those of the fold. */
    private FeatureEncoder withoutFold(FeatureEncoder encoder, FeatureStatistics all, int fold) {
        List<Encoding> encodings = new ArrayList<>(encoder.encodings());
        for (int i = 0; i < encodings.size(); i++) {
            String name = columns.get(i).name();
            if (spec.recipe().preparation().get(name) instanceof Preparation.TargetMean mean) {
                encodings.set(i, all.means(i, name, fold, mean.smoothing()));
            }
        }
        return FeatureEncoder.of(encodings);
    }

    /** The encoder of all features. */
    private FeatureEncoder encoder(Dataset<Row> rows, FeatureStatistics all) {
        EncoderFitting fitting = new EncoderFitting();
        if (learner.wantsLevelNumbers()) {
            fitting.indexed();
        }
        if (learner.knowsMissing()) {
            fitting.keepingMissing();
        }
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            Preparation preparation = spec.recipe().preparation().get(name);
            if (preparation instanceof Preparation.Bins bins) {
                fitting.add(new Bins(name, edges(rows, name, bins.count()), learner.wantsLevelNumbers()));
            } else if (preparation instanceof Preparation.Dates dates) {
                fitting.add(calendar(name, dates));
            } else if (preparation instanceof Preparation.TargetMean mean) {
                fitting.add(all.means(i, name, FOLDS, mean.smoothing()));
            } else {
                usual(fitting, columns.get(i), all, i, preparation);
            }
        }
        return fitting.fit();
    }

    private void usual(
            EncoderFitting fitting,
            FeatureView.FeatureColumn column,
            FeatureStatistics all,
            int place,
            Preparation preparation) {
        switch (column.type().kind()) {
            case INTEGER, LONG, DOUBLE, DECIMAL ->
                fitting.numeric(column.name(), all.rows(), all.nulls(place), all.mean(place));
            case BOOLEAN -> fitting.flag(column.name());
            case STRING -> {
                if (preparation instanceof Preparation.Levels levels) {
                    fitting.categorical(column.name(), all.levels(place), levels.maxLevels(), levels.minRows());
                } else {
                    fitting.categorical(column.name(), all.levels(place));
                }
            }
            case DATE, TIMESTAMP ->
                throw TrainErrors.unfitType(
                        spec.name(), column.name(), column.type().sql());
        }
    }

    /** Models of projects in UTC are as portable as ever: their readers need no zones. */
    private Encoding calendar(String name, Preparation.Dates dates) {
        boolean indexed = learner.wantsLevelNumbers();
        return zone.normalized().equals(ZoneOffset.UTC)
                ? new CalendarParts(name, parts(dates), indexed)
                : new LocalCalendarParts(name, parts(dates), indexed, zone);
    }

    private static List<CalendarParts.Part> parts(Preparation.Dates dates) {
        return dates.parts().stream()
                .map(part -> CalendarParts.Part.valueOf(part.name()))
                .toList();
    }

    /** Borders between bins of about the same number of rows: exact quantiles, each once. */
    private static List<Double> edges(Dataset<Row> rows, String name, int bins) {
        StringBuilder shares = new StringBuilder();
        for (int bin = 1; bin < bins; bin++) {
            shares.append(bin > 1 ? ", " : "").append((double) bin / bins).append('d');
        }
        Row row = rows.selectExpr(
                        "percentile(cast(nullif(`" + name + "`, double('NaN')) as double), array(" + shares + "))")
                .first();
        return row.isNullAt(0)
                ? List.of()
                : row.<Double>getList(0).stream()
                        .filter(Double::isFinite)
                        .distinct()
                        .toList();
    }

    private FeatureStatistics statistics(JavaRDD<Row> rows) {
        int width = columns.size();
        boolean[] means = new boolean[width];
        for (int i = 0; i < width; i++) {
            means[i] = spec.recipe().preparation().get(columns.get(i).name()) instanceof Preparation.TargetMean;
        }
        boolean hasClasses = spec.target() != Target.REGRESSION;
        return inOrder(
                rows,
                part -> new FeatureStatistics(width, means, hasClasses).with(part),
                new FeatureStatistics(width, means, hasClasses),
                FeatureStatistics::plus);
    }

    private static double[] slotMeans(JavaRDD<Row> rows, FeatureEncoder encoder) {
        double[] sums = inOrder(
                rows, part -> slotSums(part, encoder), new double[encoder.width() + 1], FeatureStatistics::added);
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
}
