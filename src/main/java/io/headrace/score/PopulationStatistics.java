package io.headrace.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.metric.Target;
import io.headrace.quality.BinnedRows;
import io.headrace.quality.ScoredRows;
import io.headrace.quality.SlicedRows;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.registry.ModelVersion;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.table.Lake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A scored population and its scores, counted by the bins of the version that scored it; monitoring judges these counts and reads no rows. */
final class PopulationStatistics {
    private final List<Kept> reference;
    private final Target target;

    /** @param version the one that scores; where it kept no statistics when it was trained there are none */
    PopulationStatistics(Lake lake, String model, ModelVersion version) {
        this.reference = StatisticsTable.of(lake, model, Set.of(version.runId()));
        this.target = version.record().provenance().target();
    }

    /**
     * What was counted.
     *
     * @param population with a column for each feature
     * @param scores as they are published
     * @param entity the column that names a row of both
     */
    List<StoredCounts> of(Dataset<Row> population, Dataset<Row> scores, String entity) {
        if (reference.isEmpty()) {
            return List.of();
        }
        List<StoredCounts> statistics = new ArrayList<>(counted(Of.POPULATION, population, Of.TRAINING));
        statistics.addAll(counted(Of.SCORES, scores, Of.TEST_SCORES));
        if (target == Target.BINARY) {
            statistics.add(StoredCounts.of(
                    StoredCounts.SCORE, ScoredRows.counts(scores, col("probability"), col("decision"))));
        } else if (target == Target.MULTICLASS) {
            statistics.add(
                    StoredCounts.of(StoredCounts.CLASS, ScoredRows.counts(scores, col(StoredCounts.SCORE), lit(true))));
        }
        statistics.addAll(sliced(population, scores, entity));
        return statistics;
    }

    /** Probabilities and decisions of the slices that the version was tested on; of numbers none. */
    private List<StoredCounts> sliced(Dataset<Row> population, Dataset<Row> scores, String entity) {
        SlicedRows slices = SlicedRows.of(reference);
        if (slices.features().isEmpty() || target == Target.REGRESSION) {
            return List.of();
        }
        Dataset<Row> rows = slices.beside(scores, population, entity);
        return target == Target.BINARY
                ? slices.decisions(Of.DECISIONS, rows, StoredCounts.SCORE, col("probability"), col("decision"))
                : slices.decisions(Of.DECISIONS, rows, StoredCounts.CLASS, col(StoredCounts.SCORE), lit(true));
    }

    private List<StoredCounts> counted(Of of, Dataset<Row> rows, Of fixedBy) {
        SortedMap<String, ColumnBins> bins = new TreeMap<>();
        for (Kept kept : reference) {
            if (kept.statistic().of() == fixedBy) {
                kept.statistic()
                        .bins()
                        .ifPresent(found -> bins.put(kept.statistic().column(), found));
            }
        }
        Optional<ColumnsTogether> together = fixedBy == Of.TRAINING ? together() : Optional.empty();
        return BinnedRows.of(rows, bins, together).entrySet().stream()
                .map(column -> statistic(of, column.getKey(), column.getValue(), together))
                .toList();
    }

    private static StoredCounts statistic(
            Of of, String column, ColumnCounts counts, Optional<ColumnsTogether> together) {
        return together.isPresent() && column.equals(ColumnsTogether.FITS_LEAST)
                ? StoredCounts.of(Of.FITS_LEAST, ColumnsTogether.NAME, counts)
                : StoredCounts.of(of, column, counts);
    }

    /** Empty of versions that were trained before it was kept. */
    private Optional<ColumnsTogether> together() {
        return reference.stream()
                .map(Kept::statistic)
                .filter(kept -> kept.of() == Of.COMPONENTS)
                .map(kept -> ColumnsTogether.read(kept.counts()))
                .findFirst();
    }
}
