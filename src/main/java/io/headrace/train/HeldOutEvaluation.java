package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.BASELINE;
import static io.headrace.train.TrainingNames.CHAMPION;
import static io.headrace.train.TrainingNames.DECISION;
import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.bround;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percent_rank;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.var_pop;

import io.headrace.metric.BinaryEvaluation;
import io.headrace.metric.Evaluation;
import io.headrace.metric.Evaluation.Slice;
import io.headrace.metric.MulticlassEvaluation;
import io.headrace.metric.Of;
import io.headrace.metric.Outcomes;
import io.headrace.metric.RegressionEvaluation;
import io.headrace.metric.Target;
import io.headrace.quality.SlicedRows;
import io.headrace.quality.StoredCounts;
import io.headrace.spec.Assessment.Decided;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.AucEstimate;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.ClassErrors;
import io.headrace.stats.DeLong;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.IntervalCounts;
import io.headrace.stats.NumberErrors;
import io.headrace.stats.PairedMean;
import io.headrace.stats.StabilityIndex;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The figures of a column of scores on labelled rows, however many: Spark counts rows by score, and sums; only counts come to the driver.
 *
 * <p>Up to {@value #EXACT_ROWS} rows scores are as they are. Of more they are rounded to {@value #DECIMALS} decimals before they are
 * counted, and the evaluation says by how much the AUC may be off.
 */
final class HeldOutEvaluation {
    static final int EXACT_ROWS = 1_000_000;
    private static final int DECIMALS = 4;
    private static final int COUNTS = 4;

    private final TrainSpec spec;
    private final ZoneId zone;
    private final Dataset<Row> rows;
    private final String candidate;
    private final boolean hasBaseline;
    private final boolean hasChampion;
    private final OptionalDouble shift;

    /**
     * @param zone by whose clock the SQL of the job reads times
     * @param rows with {@code label}, the candidate's scores, and those of others where there are any
     * @param candidate the column of scores
     */
    HeldOutEvaluation(TrainSpec spec, ZoneId zone, Dataset<Row> rows, String candidate) {
        this(spec, zone, rows, candidate, OptionalDouble.empty());
    }

    HeldOutEvaluation(TrainSpec spec, ZoneId zone, Dataset<Row> rows, String candidate, OptionalDouble shift) {
        this.spec = spec;
        this.zone = zone;
        this.rows = spec.target() == Target.BINARY ? withDecision(spec, zone, rows, candidate) : rows;
        this.candidate = candidate;
        this.hasBaseline = List.of(rows.columns()).contains(BASELINE);
        this.hasChampion = List.of(rows.columns()).contains(CHAMPION);
        this.shift = shift;
    }

    /** The rows with what the candidate decides on each, as the job says; as they are where they say it. */
    static Dataset<Row> withDecision(TrainSpec spec, ZoneId zone, Dataset<Row> rows, String candidate) {
        if (List.of(rows.columns()).contains(DECISION)) {
            return rows;
        }
        return spec.assessment()
                .value()
                .map(value -> new ValueEvaluation(value, zone, candidate, false).withDecision(rows, DECISION))
                .orElseGet(() ->
                        rows.withColumn(DECISION, decision(spec.assessment().decided(), col("`" + candidate + "`"))));
    }

    /** As a score job decides. */
    private static Column decision(Decided decided, Column score) {
        return decided instanceof Decided.TopShare top
                ? percent_rank().over(Window.partitionBy(AS_OF).orderBy(score)).geq(1 - top.share())
                : score.geq(((Decided.FromProbability) decided).from());
    }

    Evaluation evaluation() {
        return switch (spec.target()) {
            case BINARY -> binary();
            case REGRESSION -> regression();
            case MULTICLASS -> multiclass();
        };
    }

    private BinaryEvaluation binary() {
        boolean rounded = rows.count() > EXACT_ROWS;
        List<String> others = Stream.of(BASELINE, CHAMPION)
                .filter(name -> name.equals(BASELINE) ? hasBaseline : hasChampion)
                .toList();
        List<String> scores = new ArrayList<>(List.of(candidate));
        scores.addAll(others);
        List<Row> groups = groups(scores, rounded);
        return new BinaryEvaluation(
                decided(groups),
                hasBaseline ? Optional.of(outcomes(groups, 1)) : Optional.empty(),
                hasChampion ? Optional.of(outcomes(groups, scores.size() - 1)) : Optional.empty(),
                rounded,
                slices(rounded),
                spec.assessment()
                        .value()
                        .map(value -> new ValueEvaluation(value, zone, candidate, hasChampion).figures(rows)),
                shift);
    }

    /** Rows by score and label, in a fixed order: scores, then yes and no of the rows decided positive and of all. */
    private List<Row> groups(List<String> scores, boolean rounded) {
        Column[] keys = scores.stream()
                .map(name -> (rounded ? bround(col("`" + name + "`"), DECIMALS) : col("`" + name + "`")).as(name))
                .toArray(Column[]::new);
        Comparator<Row> order = Comparator.comparingDouble(row -> row.getDouble(0));
        for (int i = 1; i < scores.size(); i++) {
            int place = i;
            order = order.thenComparingDouble(row -> row.getDouble(place));
        }
        Column label = col(LABEL).cast("int");
        Column acts = List.of(rows.columns()).contains(DECISION) ? col(DECISION).cast("int") : lit(0);
        return rows
                .groupBy(keys)
                .agg(
                        sum(label.multiply(acts)),
                        sum(lit(1).minus(label).multiply(acts)),
                        sum(label),
                        sum(lit(1).minus(label)))
                .collectAsList()
                .stream()
                .sorted(order)
                .toList();
    }

    private static BinaryOutcomes outcomes(List<Row> groups, int score) {
        int size = groups.isEmpty() ? 0 : groups.get(0).size();
        double[] scores = new double[groups.size()];
        int[] positives = new int[scores.length];
        int[] negatives = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = groups.get(i).getDouble(score);
            positives[i] = Math.toIntExact(groups.get(i).getLong(size - 2));
            negatives[i] = Math.toIntExact(groups.get(i).getLong(size - 1));
        }
        return BinaryOutcomes.grouped(scores, positives, negatives);
    }

    /** The candidate's probabilities and decisions. */
    private static Outcomes.Binary decided(List<Row> groups) {
        long[] sums = new long[COUNTS];
        for (Row group : groups) {
            for (int i = 0; i < COUNTS; i++) {
                sums[i] += group.getLong(group.size() - COUNTS + i);
            }
        }
        return new Outcomes.Binary(
                outcomes(groups, 0),
                Optional.of(new DecisionCounts(sums[0], sums[1], sums[2] - sums[0], sums[COUNTS - 1] - sums[1])));
    }

    private List<Slice> slices(boolean rounded) {
        return slices(part ->
                decided(new HeldOutEvaluation(spec, zone, part, candidate).groups(List.of(candidate), rounded)));
    }

    /** The rows of each value of the features that the job slices by. */
    private List<Slice> slices(Function<Dataset<Row>, Outcomes> outcomes) {
        return spec.assessment().slices().stream()
                .flatMap(feature -> values(feature).stream()
                        .map(value -> new Slice(new Of.Slice(feature, value), outcomes.apply(of(feature, value)))))
                .toList();
    }

    /** The most frequent values of a feature. */
    private List<String> values(String feature) {
        return SlicedRows.frequent(rows, List.of(feature)).stream()
                .map(StoredCounts.Slice::value)
                .toList();
    }

    private Dataset<Row> of(String feature, String value) {
        return rows.where(col("`" + feature + "`").cast("string").eqNullSafe(lit(value)));
    }

    private MulticlassEvaluation multiclass() {
        ClassErrorColumns classes = new ClassErrorColumns(rows, candidate);
        ClassErrors errors = classes.errors();
        boolean rounded = errors.rows() > EXACT_ROWS;
        SortedMap<String, AucEstimate> aucs = new TreeMap<>();
        for (String name : classes.names()) {
            BinaryOutcomes outcomes = outcomes(classes.against(name), rounded);
            if (outcomes.hasBothClasses()) {
                aucs.put(name, DeLong.estimate(outcomes));
            }
        }
        BinaryOutcomes sure = outcomes(classes.sure(), rounded);
        return new MulticlassEvaluation(
                new Outcomes.Multiclass(errors, classes.confusion(), aucs, sure),
                hasBaseline ? Optional.of(classes.besideRule(BASELINE)) : Optional.empty(),
                hasChampion ? Optional.of(classes.beside(CHAMPION)) : Optional.empty(),
                slices(part -> Outcomes.Multiclass.slice(new ClassErrorColumns(part, candidate).errors())),
                shift);
    }

    /** Rows with a score and a binary label. */
    private BinaryOutcomes outcomes(Dataset<Row> scored, boolean rounded) {
        return outcomes(new HeldOutEvaluation(spec, zone, scored, candidate).groups(List.of(candidate), rounded), 0);
    }

    private RegressionEvaluation regression() {
        NumberErrors errors = errors(rows, candidate);
        return new RegressionEvaluation(
                new Outcomes.Regression(errors, intervals(rows)),
                hasBaseline ? Optional.of(other(BASELINE)) : Optional.empty(),
                hasChampion ? Optional.of(other(CHAMPION)) : Optional.empty(),
                slices(part -> new Outcomes.Regression(errors(part, candidate), intervals(part))),
                bins(errors.rows() > EXACT_ROWS),
                shift);
    }

    /**
     * Rows by prediction, in tenths where predictions differ enough.
     *
     * @param approximated whether the percentiles of the labels are Spark's approximation, as all labels are too many to hold
     */
    private List<RegressionEvaluation.Bin> bins(boolean approximated) {
        return rows
                .groupBy(bin(candidate, deciles(rows, candidate)).as("bin"))
                .agg(
                        count(lit(1)),
                        avg("`" + candidate + "`"),
                        avg(LABEL),
                        var_pop(LABEL),
                        expr((approximated ? "percentile_approx(" : "percentile(") + LABEL + ", array(0.1d, 0.9d))"))
                .orderBy("bin")
                .collectAsList()
                .stream()
                .map(row -> new RegressionEvaluation.Bin(
                        row.getDouble(2),
                        new PairedMean(row.getLong(1), row.getDouble(3), row.getDouble(4)),
                        row.<Double>getList(5).get(0),
                        row.<Double>getList(5).get(1)))
                .toList();
    }

    private RegressionEvaluation.Other other(String score) {
        Column gain = squared(score).minus(squared(candidate));
        Row row = rows.agg(count(lit(1)), avg(gain), var_pop(gain)).first();
        return new RegressionEvaluation.Other(
                errors(rows, score), new PairedMean(row.getLong(0), row.getDouble(1), row.getDouble(2)));
    }

    private static Column error(String score) {
        return col("`" + score + "`").minus(col(LABEL));
    }

    private static Column squared(String score) {
        return error(score).multiply(error(score));
    }

    /** Labels within the candidate's prediction intervals, where it has some. */
    private Optional<IntervalCounts> intervals(Dataset<Row> some) {
        if (!List.of(some.columns()).contains(ComparedColumns.lowerOf(candidate))) {
            return Optional.empty();
        }
        Column lower = col("`" + ComparedColumns.lowerOf(candidate) + "`");
        Column upper = col("`" + ComparedColumns.upperOf(candidate) + "`");
        Column width = upper.minus(lower);
        Row row = some.agg(count_if(col(LABEL).between(lower, upper)), count(lit(1)), avg(width), var_pop(width))
                .first();
        return Optional.of(
                new IntervalCounts(row.getLong(0), new PairedMean(row.getLong(1), row.getDouble(2), row.getDouble(3))));
    }

    private static NumberErrors errors(Dataset<Row> rows, String score) {
        Row row = rows.agg(
                        count(lit(1)),
                        sum(error(score)),
                        sum(abs(error(score))),
                        sum(squared(score)),
                        sum(pow(error(score), lit(4))),
                        avg(LABEL),
                        var_pop(LABEL))
                .first();
        long count = row.getLong(0);
        return new NumberErrors(
                count,
                row.getDouble(1),
                row.getDouble(2),
                row.getDouble(3),
                row.getDouble(4),
                row.getDouble(5),
                row.getDouble(6) * count);
    }

    /** The population stability index of scores between two sets of rows, over the deciles of the first. */
    static OptionalDouble shift(Dataset<Row> before, Dataset<Row> after, String score) {
        double[] edges = deciles(before, score);
        return StabilityIndex.ofCounts(binned(before, score, edges), binned(after, score, edges));
    }

    private static double[] deciles(Dataset<Row> rows, String score) {
        Row deciles = rows.selectExpr(
                        "percentile(`" + score + "`, array(0.1d, 0.2d, 0.3d, 0.4d, 0.5d, 0.6d, 0.7d, 0.8d, 0.9d))")
                .first();
        return deciles.<Double>getList(0).stream()
                .mapToDouble(Double::doubleValue)
                .distinct()
                .toArray();
    }

    /** How many edges a score is above. */
    private static Column bin(String score, double[] edges) {
        Column bin = lit(0);
        for (double edge : edges) {
            bin = bin.plus(col("`" + score + "`").gt(lit(edge)).cast("int"));
        }
        return bin;
    }

    private static long[] binned(Dataset<Row> rows, String score, double[] edges) {
        long[] counts = new long[edges.length + 1];
        rows.groupBy(bin(score, edges).as("bin"))
                .count()
                .collectAsList()
                .forEach(row -> counts[row.getInt(0)] = row.getLong(1));
        return counts;
    }
}
