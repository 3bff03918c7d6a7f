package io.headrace.monitor;

import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What some runs counted by the bins of one version, put together. */
final class CountedRuns {
    private final List<StoredCounts> statistics;

    private CountedRuns(List<StoredCounts> statistics) {
        this.statistics = List.copyOf(statistics);
    }

    /**
     * The counts of some runs.
     *
     * @param kept of these runs and others
     * @param runs which
     * @param version whose bins; what was counted by those of another is left out
     */
    static CountedRuns of(List<Kept> kept, Collection<String> runs, int version) {
        return new CountedRuns(kept.stream()
                .filter(found -> found.counted().version() == version
                        && runs.contains(found.run().toString()))
                .map(Kept::statistic)
                .toList());
    }

    /** The bins that the runs fixed, by column. */
    SortedMap<String, ColumnBins> bins(Of of) {
        SortedMap<String, ColumnBins> bins = new TreeMap<>();
        statistics.stream()
                .filter(statistic -> statistic.of() == of)
                .forEach(statistic -> statistic.bins().ifPresent(found -> bins.put(statistic.column(), found)));
        return bins;
    }

    /** The rows of all runs together, by column. */
    SortedMap<String, ColumnCounts> columns(Of of) {
        SortedMap<String, ColumnCounts> counts = new TreeMap<>();
        statistics.stream()
                .filter(statistic -> statistic.of() == of)
                .forEach(statistic -> counts.merge(statistic.column(), statistic.columnCounts(), ColumnCounts::merge));
        return counts;
    }

    /** Probabilities and decisions; empty of models that have none. */
    Optional<ScoreCounts> decisions() {
        return statistics.stream()
                .filter(statistic -> statistic.of() == Of.DECISIONS)
                .map(statistic -> ScoreCounts.fromBytes(statistic.counts()))
                .reduce(ScoreCounts::merge);
    }

    /** Probabilities, decisions and labels. */
    Optional<LabelledCounts> outcomes(Of of) {
        return statistics.stream()
                .filter(statistic -> statistic.of() == of)
                .map(statistic -> LabelledCounts.fromBytes(statistic.counts()))
                .reduce(LabelledCounts::merge);
    }
}
