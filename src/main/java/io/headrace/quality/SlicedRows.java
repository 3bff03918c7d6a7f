package io.headrace.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.headrace.quality.StoredCounts.Of;
import io.headrace.quality.StoredCounts.Slice;
import io.headrace.spec.RuleSql;
import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.PredictionBins;
import io.headrace.stats.estimate.ScoreCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** What {@link ScoredRows} counts of all rows, counted of the rows of each slice, in one pass for all slices. */
public final class SlicedRows {
    /** Values of a feature that are slices at most, the most frequent ones. */
    public static final int MOST_VALUES = 20;

    /** Before the names of columns that stand beside those of scores. */
    private static final String OWN = "_of_population_";

    private final List<Slice> slices;
    private final List<String> features;

    /** @param slices known ones; rows of others are not counted */
    public SlicedRows(Collection<Slice> slices) {
        this.slices = List.copyOf(slices);
        this.features = slices.stream().map(Slice::feature).distinct().toList();
    }

    /** The features of the slices. */
    public List<String> features() {
        return features;
    }

    /** The most frequent values of some features. */
    public static List<Slice> frequent(Dataset<Row> rows, List<String> features) {
        List<Slice> slices = new ArrayList<>();
        for (String feature : features) {
            rows.groupBy(value(feature).as("value"))
                    .agg(count(lit(1)).as("rows"))
                    .orderBy(col("rows").desc(), col("value"))
                    .limit(MOST_VALUES)
                    .collectAsList()
                    .forEach(row -> slices.add(new Slice(feature, row.getString(0))));
        }
        return slices;
    }

    private static Column value(String feature) {
        return col(RuleSql.name(feature)).cast("string");
    }

    /** The slices of the test rows of a version. */
    public static SlicedRows of(List<StatisticsTable.Kept> training) {
        return new SlicedRows(training.stream()
                .map(StatisticsTable.Kept::statistic)
                .filter(counts -> counts.of() == Of.TEST_OUTCOMES || counts.of() == Of.TEST_ERRORS)
                .flatMap(counts -> counts.slice().stream())
                .toList());
    }

    /**
     * Rows with the features of the slices, by which the methods below count.
     *
     * @param rows such as scores, whose own columns stay as they are
     * @param population with the features; rows that it lacks are left out
     * @param entity the column that names a row of both
     */
    public Dataset<Row> beside(Dataset<Row> rows, Dataset<Row> population, String entity) {
        List<Column> kept = new ArrayList<>(List.of(col(RuleSql.name(entity)).as(OWN + entity)));
        features.forEach(feature -> kept.add(value(feature).as(OWN + feature)));
        return rows.join(
                population.select(kept.toArray(Column[]::new)),
                col(RuleSql.name(entity)).equalTo(col(RuleSql.name(OWN + entity))));
    }

    /**
     * Probabilities and decisions.
     *
     * @param rows with the features of the slices
     */
    public List<StoredCounts> decisions(Of of, Dataset<Row> rows, String column, Column probability, Column decision) {
        SortedMap<Slice, ScoreCounts> found = new TreeMap<>();
        counted(rows, List.of(probability.cast("double"), decision.cast("boolean")), List.of(), Kind.DECISIONS)
                .forEach((slice, bytes) -> found.merge(slice, ScoreCounts.fromBytes(bytes), ScoreCounts::merge));
        return found.entrySet().stream()
                .map(slice -> StoredCounts.of(of, column, slice.getValue()).of(slice.getKey()))
                .toList();
    }

    /** Probabilities, decisions and labels. */
    public List<StoredCounts> labelled(
            Of of, Dataset<Row> rows, String column, Column probability, Column decision, Column label) {
        SortedMap<Slice, LabelledCounts> found = new TreeMap<>();
        List<Column> read = List.of(probability.cast("double"), decision.cast("boolean"), label.cast("boolean"));
        counted(rows, read, List.of(), Kind.OUTCOMES)
                .forEach((slice, bytes) -> found.merge(slice, LabelledCounts.fromBytes(bytes), LabelledCounts::merge));
        return found.entrySet().stream()
                .map(slice -> StoredCounts.of(of, column, slice.getValue()).of(slice.getKey()))
                .toList();
    }

    /** Predicted numbers and outcomes. */
    public List<StoredCounts> errors(Of of, Dataset<Row> rows, Column prediction, Column actual, PredictionBins bins) {
        SortedMap<Slice, ErrorCounts> found = new TreeMap<>();
        counted(rows, List.of(prediction.cast("double"), actual.cast("double")), bins.edges(), Kind.ERRORS)
                .forEach((slice, bytes) -> found.merge(slice, ErrorCounts.fromBytes(bytes), ErrorCounts::merge));
        return found.entrySet().stream()
                .map(slice -> StoredCounts.of(of, slice.getValue()).of(slice.getKey()))
                .toList();
    }

    /** What is counted of a row. */
    private enum Kind {
        DECISIONS,
        OUTCOMES,
        ERRORS
    }

    private Parts counted(Dataset<Row> rows, List<Column> read, List<Double> edges, Kind kind) {
        List<Column> columns = new ArrayList<>(read);
        List<String> present = List.of(rows.columns());
        features.forEach(feature -> columns.add(value(present.contains(OWN + feature) ? OWN + feature : feature)));
        List<Map<String, Integer>> places = new ArrayList<>();
        for (String feature : features) {
            Map<String, Integer> ofFeature = new HashMap<>();
            for (int at = 0; at < slices.size(); at++) {
                if (slices.get(at).feature().equals(feature)) {
                    ofFeature.put(slices.get(at).value(), at);
                }
            }
            places.add(ofFeature);
        }
        int first = read.size();
        int count = slices.size();
        List<Double> ends = new ArrayList<>(edges);
        List<byte[][]> parts = rows.select(columns.toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(part -> List.<byte[][]>of(counted(part, first, places, count, ends, kind))
                        .iterator())
                .collect();
        return new Parts(slices, parts);
    }

    /** What all partitions found. */
    private record Parts(List<Slice> slices, List<byte[][]> parts) {
        void forEach(BiConsumer<Slice, byte[]> found) {
            for (byte[][] part : parts) {
                for (int at = 0; at < part.length; at++) {
                    if (part[at].length > 0) {
                        found.accept(slices.get(at), part[at]);
                    }
                }
            }
        }
    }

    private static byte[][] counted(
            Iterator<InternalRow> rows,
            int first,
            List<Map<String, Integer>> places,
            int count,
            List<Double> edges,
            Kind kind) {
        Tally[] tallies = new Tally[count];
        PredictionBins bins = new PredictionBins(edges);
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            for (int feature = 0; feature < places.size(); feature++) {
                int at = first + feature;
                Integer place = places.get(feature).get(row.isNullAt(at) ? null : row.getString(at));
                if (place != null) {
                    if (tallies[place] == null) {
                        tallies[place] = Tally.of(kind, bins);
                    }
                    tallies[place].rows().accept(row);
                }
            }
        }
        return Arrays.stream(tallies)
                .map(tally -> tally == null ? new byte[0] : tally.counted().get())
                .toArray(byte[][]::new);
    }

    /** Counts the rows of one slice. */
    private record Tally(Consumer<InternalRow> rows, Supplier<byte[]> counted) {
        static Tally of(Kind kind, PredictionBins bins) {
            return switch (kind) {
                case DECISIONS -> {
                    ScoreCounts.Counter counter = new ScoreCounts.Counter();
                    yield new Tally(
                            row -> ScoredRows.addDecision(counter, row),
                            () -> counter.counts().toBytes());
                }
                case OUTCOMES -> {
                    LabelledCounts.Counter counter = new LabelledCounts.Counter();
                    yield new Tally(
                            row -> ScoredRows.addOutcome(counter, row),
                            () -> counter.counts().toBytes());
                }
                case ERRORS -> {
                    ErrorCounts.Counter counter = new ErrorCounts.Counter(bins);
                    yield new Tally(
                            row -> ScoredRows.addError(counter, row),
                            () -> counter.counts().toBytes());
                }
            };
        }
    }
}
