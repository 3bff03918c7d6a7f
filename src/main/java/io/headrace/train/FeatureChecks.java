package io.headrace.train;

import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;

import io.headrace.spec.TrainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is wrong with features, found on the training rows before anything is fitted.
 *
 * <p>A feature without a value, or with one value only, holds no information and is named. A feature that alone predicts the labels leaks
 * them and refuses the run: by AUC of {@value #LEAK} or more of its values in order, of the label rates of its levels or bins in other
 * folds, or of its being missing; of several classes by the mean of each against the others, or {@value #LEAK_OF_CLASS} of one; of a
 * numeric label by {@value #COPY} of its variance. Of more than {@value #ROWS} rows leaks are looked for in those of a share of the
 * entities, chosen by a hash.
 */
final class FeatureChecks {
    private static final double LEAK = 0.97;
    private static final double LEAK_OF_CLASS = 0.999;
    private static final double COPY = 0.99;
    private static final int FOLDS = 5;
    private static final int ROWS = 50_000;
    private static final int BUCKETS = 1_000_000;

    private final TrainSpec spec;

    FeatureChecks(TrainSpec spec) {
        this.spec = spec;
    }

    /** Names of features without information, each with why; refuses leaks. */
    List<String> idle(Dataset<Row> training) {
        List<Column> counts = new ArrayList<>(List.of(count(lit(1))));
        for (String feature : spec.features()) {
            counts.add(count(col("`" + feature + "`")));
            counts.add(countDistinct(col("`" + feature + "`")));
        }
        Row found = training.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
                .first();
        List<String> idle = new ArrayList<>();
        for (int i = 0; i < spec.features().size(); i++) {
            String feature = spec.features().get(i);
            long values = found.getLong(1 + 2 * i);
            if (values == 0) {
                idle.add(feature + " has no value");
            } else if (found.getLong(2 + 2 * i) == 1 && values == found.getLong(0)) {
                idle.add(feature + " has one value only");
            }
        }
        refuseLeaks(sampled(training, found.getLong(0)));
        return idle;
    }

    private List<Row> sampled(Dataset<Row> training, long count) {
        Dataset<Row> rows = count <= ROWS
                ? training
                : training.where(LabelColumns.hash(spec, "leak", BUCKETS).lt(BUCKETS * (long) ROWS / count));
        List<Column> columns = new ArrayList<>();
        spec.features().forEach(feature -> columns.add(comparable(feature).as(feature)));
        columns.add(col(LABEL));
        columns.add(LabelColumns.hash(spec, "leak fold", FOLDS));
        return rows.select(columns.toArray(Column[]::new)).collectAsList();
    }

    /** As a number, or a text. */
    private Column comparable(String feature) {
        Column column = col("`" + feature + "`");
        return switch (spec.view().column(feature).orElseThrow().type().kind()) {
            case STRING -> column;
            case DATE -> unix_date(column).cast("double");
            default -> column.cast("double");
        };
    }

    private void refuseLeaks(List<Row> rows) {
        int width = spec.features().size();
        int[] folds = rows.stream().mapToInt(row -> row.getInt(width + 1)).toArray();
        List<Object> labels = rows.stream().map(row -> row.get(width)).toList();
        List<String> found = new ArrayList<>();
        for (int place = 0; place < width; place++) {
            int column = place;
            String feature = spec.features().get(place);
            if (!spec.recipe().allowedLeaks().contains(feature)) {
                Object[] values = rows.stream().map(row -> row.get(column)).toArray();
                leak(new OneFeature(values, folds, FOLDS), labels).ifPresent(how -> found.add(feature + " " + how));
            }
        }
        if (!found.isEmpty()) {
            throw TrainErrors.leak(spec.name(), found);
        }
    }

    private Optional<String> leak(OneFeature feature, List<Object> labels) {
        return switch (spec.target()) {
            case BINARY -> separates(feature, labels, true, "the training labels", LEAK);
            case MULTICLASS -> classes(feature, labels);
            case REGRESSION -> explains(feature, labels);
        };
    }

    private static Optional<String> separates(
            OneFeature feature, List<Object> labels, Object label, String what, double bound) {
        return said("being missing alone separates " + what + " (AUC %.4f)", missing(feature, labels, label), bound)
                .or(() -> said("alone separates " + what + " (AUC %.4f)", auc(feature, labels, label), bound));
    }

    private static OptionalDouble auc(OneFeature feature, List<Object> labels, Object label) {
        return feature.auc(row -> labels.get(row).equals(label));
    }

    private static OptionalDouble missing(OneFeature feature, List<Object> labels, Object label) {
        return feature.missingAuc(row -> labels.get(row).equals(label));
    }

    /** One class may be easy to tell; a leak tells it without fault, or all of them nearly so. */
    private static Optional<String> classes(OneFeature feature, List<Object> labels) {
        List<Object> classes = labels.stream().distinct().toList();
        Optional<String> one = classes.stream()
                .flatMap(label -> separates(feature, labels, label, "the class " + label, LEAK_OF_CLASS).stream())
                .findFirst();
        OptionalDouble macro = classes.stream()
                .map(label -> auc(feature, labels, label))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
        return one.or(() -> said("alone separates the training labels (macro AUC %.4f)", macro, LEAK));
    }

    private static Optional<String> explains(OneFeature feature, List<Object> labels) {
        double[] numbers = labels.stream().mapToDouble(label -> (Double) label).toArray();
        return said(
                "alone gives the training labels (R² %.4f over all but 3 %% of the rows)",
                feature.explained(numbers), COPY);
    }

    private static Optional<String> said(String how, OptionalDouble found, double bound) {
        return found.isPresent() && found.getAsDouble() >= bound
                ? Optional.of(String.format(Locale.ROOT, how, found.getAsDouble()))
                : Optional.empty();
    }
}
