package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.CANDIDATE;
import static io.headrace.train.TrainingNames.DECISION;
import static io.headrace.train.TrainingNames.LABEL;
import static io.headrace.train.TrainingNames.SPLIT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.model.Predictor;
import io.headrace.quality.BinnedRows;
import io.headrace.quality.PredictedNumbers;
import io.headrace.quality.ReferenceBins;
import io.headrace.quality.ScoredRows;
import io.headrace.quality.SlicedRows;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.estimate.PredictionBins;
import io.headrace.table.PersonalLineage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What monitoring compares with later: the rows that a version learnt from, counted by bins that are fixed with them, and the scores of the
 * rows that it was tested on, with their labels.
 */
final class ReferenceStatistics {
    private final TrainSpec spec;
    private final ZoneId zone;

    ReferenceStatistics(TrainSpec spec, ZoneId zone) {
        this.spec = spec;
        this.zone = zone;
    }

    /**
     * The statistics of a set.
     *
     * @param rows of the set, which is read several times
     * @param trainRows how many of them the version learnt from
     * @param testRows how many it was tested on
     * @param importance of its features
     */
    List<StoredCounts> of(
            Dataset<Row> rows, Predictor predictor, long trainRows, long testRows, Map<String, Double> importance) {
        List<StoredCounts> statistics =
                new ArrayList<>(learntFrom(rows.where(col(SPLIT).equalTo("train")), trainRows, importance));
        Dataset<Row> test = ComparedColumns.withScore(rows.where(col(SPLIT).equalTo("test")), predictor, CANDIDATE)
                .withColumn(StoredCounts.SCORE, col(CANDIDATE));
        switch (spec.target()) {
            case BINARY -> addBinary(statistics, test, testRows);
            case REGRESSION -> addNumbers(statistics, test, testRows);
            case MULTICLASS -> addClasses(statistics, test, testRows);
        }
        return statistics;
    }

    private void addBinary(List<StoredCounts> statistics, Dataset<Row> test, long testRows) {
        statistics.addAll(columns(Of.TEST_SCORES, test, testRows, List.of(StoredCounts.SCORE)));
        Dataset<Row> decided = HeldOutEvaluation.withDecision(spec, zone, test, CANDIDATE);
        statistics.add(StoredCounts.of(
                Of.TEST_OUTCOMES,
                StoredCounts.SCORE,
                ScoredRows.labelled(decided, col(CANDIDATE), col(DECISION), col(LABEL))));
        sliced(decided)
                .ifPresent(slices -> statistics.addAll(slices.labelled(
                        Of.TEST_OUTCOMES, decided, StoredCounts.SCORE, col(CANDIDATE), col(DECISION), col(LABEL))));
    }

    /** The most frequent values of the features that the job slices by, but for personal ones. */
    private Optional<SlicedRows> sliced(Dataset<Row> test) {
        Set<String> personal = PersonalLineage.marked(test.schema());
        List<String> features = spec.assessment().slices().stream()
                .filter(feature -> !personal.contains(feature))
                .toList();
        return features.isEmpty() ? Optional.empty() : Optional.of(new SlicedRows(SlicedRows.frequent(test, features)));
    }

    private void addNumbers(List<StoredCounts> statistics, Dataset<Row> test, long testRows) {
        List<StoredCounts> scores = columns(Of.TEST_SCORES, test, testRows, List.of(StoredCounts.SCORE));
        statistics.addAll(scores);
        PredictionBins bins = PredictedNumbers.bins(scores.get(0).bins().orElseThrow());
        statistics.add(StoredCounts.of(Of.TEST_ERRORS, ScoredRows.errors(test, col(CANDIDATE), col(LABEL), bins)));
        sliced(test)
                .ifPresent(slices -> statistics.addAll(
                        slices.errors(Of.TEST_ERRORS, test, col(CANDIDATE), col(LABEL), PredictionBins.ONE)));
    }

    private void addClasses(List<StoredCounts> statistics, Dataset<Row> test, long testRows) {
        Dataset<Row> named = test.withColumn(StoredCounts.CLASS, col(ComparedColumns.classOf(CANDIDATE)));
        statistics.addAll(columns(Of.TEST_SCORES, named, testRows, List.of(StoredCounts.SCORE, StoredCounts.CLASS)));
        Column isRight = col(StoredCounts.CLASS).equalTo(col(LABEL));
        statistics.add(StoredCounts.of(
                Of.TEST_OUTCOMES, StoredCounts.CLASS, ScoredRows.labelled(named, col(CANDIDATE), lit(true), isRight)));
        sliced(named)
                .ifPresent(slices -> statistics.addAll(slices.labelled(
                        Of.TEST_OUTCOMES, named, StoredCounts.CLASS, col(CANDIDATE), lit(true), isRight)));
    }

    /** Each feature by itself, and all together as far as they are the most important ones. */
    private List<StoredCounts> learntFrom(Dataset<Row> rows, long count, Map<String, Double> importance) {
        List<String> first = spec.features().stream()
                .sorted(Comparator.comparingDouble((String feature) -> -importance.getOrDefault(feature, 0.0)))
                .toList();
        ReferenceBins.Reference found = reference(rows).of(rows, count, spec.features(), first);
        List<StoredCounts> statistics = new ArrayList<>(counted(Of.TRAINING, rows, found.bins()));
        found.together().ifPresent(fitted -> {
            statistics.add(StoredCounts.of(fitted.columns(), fitted.rows()));
            statistics.add(StoredCounts.fixing(Of.TRAINING, ColumnsTogether.NAME, fitted.bins(), fitted.errors()));
            statistics.add(StoredCounts.fixing(
                    Of.FITS_LEAST, ColumnsTogether.NAME, fitted.columns().fittingLeast(), fitted.fittingLeast()));
        });
        return statistics;
    }

    private List<StoredCounts> columns(Of of, Dataset<Row> rows, long count, List<String> names) {
        return counted(of, rows, reference(rows).of(rows, count, names));
    }

    private ReferenceBins reference(Dataset<Row> rows) {
        return new ReferenceBins(
                PersonalLineage.marked(rows.schema()), List.of(spec.view().entity(), AS_OF));
    }

    private static List<StoredCounts> counted(Of of, Dataset<Row> rows, SortedMap<String, ColumnBins> bins) {
        return BinnedRows.of(rows, bins).entrySet().stream()
                .map(column -> StoredCounts.fixing(of, column.getKey(), bins.get(column.getKey()), column.getValue()))
                .toList();
    }
}
