package io.headrace.monitor;

import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.quality.StoredCounts.Slice;
import io.headrace.run.RunId;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.estimate.ScoreCounts;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What some runs counted by the bins of one version, put together. Safe for threads. */
final class CountedRuns {
    private final List<StoredCounts> statistics;
    private final List<StoredCounts> sliced;
    private final Map<Of, SortedMap<String, ColumnBins>> bins = new ConcurrentHashMap<>();
    private final Map<Of, SortedMap<String, ColumnCounts>> columns = new ConcurrentHashMap<>();

    private CountedRuns(List<StoredCounts> all) {
        this.statistics =
                all.stream().filter(counts -> counts.slice().isEmpty()).toList();
        this.sliced = all.stream().filter(counts -> counts.slice().isPresent()).toList();
    }

    /**
     * The counts of some runs.
     *
     * @param kept of these runs and others
     * @param runs which
     * @param version whose bins; what was counted by those of another is left out
     */
    static CountedRuns of(List<Kept> kept, Collection<String> runs, int version) {
        Set<RunId> ids = runs.stream().map(RunId::parse).collect(Collectors.toSet());
        return new CountedRuns(kept.stream()
                .filter(found -> found.counted().version() == version && ids.contains(found.run()))
                .map(Kept::statistic)
                .toList());
    }

    /** The bins that the runs fixed, by column. */
    SortedMap<String, ColumnBins> bins(Of of) {
        return bins.computeIfAbsent(of, this::fixed);
    }

    private SortedMap<String, ColumnBins> fixed(Of of) {
        SortedMap<String, ColumnBins> fixed = new TreeMap<>();
        statistics.stream()
                .filter(statistic -> statistic.of() == of)
                .forEach(statistic -> statistic.bins().ifPresent(found -> fixed.put(statistic.column(), found)));
        return Collections.unmodifiableSortedMap(fixed);
    }

    /** The rows of all runs together, by column. */
    SortedMap<String, ColumnCounts> columns(Of of) {
        return columns.computeIfAbsent(of, this::together);
    }

    private SortedMap<String, ColumnCounts> together(Of of) {
        SortedMap<String, ColumnCounts> counts = new TreeMap<>();
        statistics.stream()
                .filter(statistic -> statistic.of() == of)
                .forEach(statistic -> counts.merge(statistic.column(), statistic.columnCounts(), ColumnCounts::merge));
        return Collections.unmodifiableSortedMap(counts);
    }

    /** Probabilities and decisions; empty of models that have none. */
    Optional<StoredCounts> decisions() {
        return statistics.stream()
                .filter(statistic -> statistic.of() == Of.DECISIONS)
                .reduce(CountedRuns::merged);
    }

    /** The same of each slice. */
    SortedMap<Slice, StoredCounts> decisionsBySlice() {
        SortedMap<Slice, StoredCounts> found = new TreeMap<>();
        sliced.stream()
                .filter(statistic -> statistic.of() == Of.DECISIONS)
                .forEach(counts -> found.merge(counts.slice().orElseThrow(), counts, CountedRuns::merged));
        return found;
    }

    private static StoredCounts merged(StoredCounts one, StoredCounts other) {
        return StoredCounts.of(
                one.column(), ScoreCounts.fromBytes(one.counts()).merge(ScoreCounts.fromBytes(other.counts())));
    }

    /** Predictions of test rows with what came, of each slice. */
    SortedMap<Slice, StoredCounts> testedBySlice() {
        SortedMap<Slice, StoredCounts> found = new TreeMap<>();
        sliced.stream()
                .filter(statistic -> statistic.of() == Of.TEST_OUTCOMES || statistic.of() == Of.TEST_ERRORS)
                .forEach(counts -> found.put(counts.slice().orElseThrow(), counts));
        return found;
    }

    /** Predictions of test rows with what came; empty where none were counted. */
    Optional<StoredCounts> tested() {
        return statistics.stream()
                .filter(statistic -> statistic.of() == Of.TEST_OUTCOMES || statistic.of() == Of.TEST_ERRORS)
                .findFirst();
    }
}
