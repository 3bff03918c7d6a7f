package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.CANDIDATE;
import static io.headrace.train.TrainingNames.DECISION;
import static io.headrace.train.TrainingNames.LABEL;
import static io.headrace.train.TrainingNames.SPLIT;
import static org.apache.spark.sql.functions.col;

import io.headrace.metric.Target;
import io.headrace.model.Predictor;
import io.headrace.quality.BinnedRows;
import io.headrace.quality.ReferenceBins;
import io.headrace.quality.ScoredRows;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.table.PersonalLineage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What monitoring compares with later: the rows that a version learnt from, counted by bins that are fixed with them, and the scores of the
 * rows that it was tested on, with their labels.
 */
final class ReferenceStatistics {
    /** The column of a class predicted. */
    static final String CLASS = "class";

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
     */
    List<StoredCounts> of(Dataset<Row> rows, Predictor predictor, long trainRows, long testRows) {
        List<StoredCounts> statistics = new ArrayList<>(
                columns(Of.TRAINING, rows.where(col(SPLIT).equalTo("train")), trainRows, spec.features()));
        Dataset<Row> test = ComparedColumns.withScore(rows.where(col(SPLIT).equalTo("test")), predictor, CANDIDATE)
                .withColumn(StoredCounts.SCORE, col(CANDIDATE));
        if (spec.target() == Target.MULTICLASS) {
            Dataset<Row> named = test.withColumn(CLASS, col(ComparedColumns.classOf(CANDIDATE)));
            statistics.addAll(columns(Of.TEST_SCORES, named, testRows, List.of(StoredCounts.SCORE, CLASS)));
        } else {
            statistics.addAll(columns(Of.TEST_SCORES, test, testRows, List.of(StoredCounts.SCORE)));
        }
        if (spec.target() == Target.BINARY) {
            Dataset<Row> decided = HeldOutEvaluation.withDecision(spec, zone, test, CANDIDATE);
            statistics.add(StoredCounts.of(
                    Of.TEST_OUTCOMES, ScoredRows.labelled(decided, col(CANDIDATE), col(DECISION), col(LABEL))));
        }
        return statistics;
    }

    private List<StoredCounts> columns(Of of, Dataset<Row> rows, long count, List<String> names) {
        ReferenceBins reference = new ReferenceBins(
                PersonalLineage.marked(rows.schema()), List.of(spec.view().entity(), AS_OF));
        SortedMap<String, ColumnBins> bins = reference.of(rows, count, names);
        return BinnedRows.of(rows, bins).entrySet().stream()
                .map(column -> StoredCounts.fixing(of, column.getKey(), bins.get(column.getKey()), column.getValue()))
                .toList();
    }
}
