package io.headrace.report.monitor;

import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.registry.Registry;
import io.headrace.report.MonitoredModel.Bin;
import io.headrace.report.MonitoredModel.ColumnName;
import io.headrace.report.MonitoredModel.Distribution;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.PresenceBins;
import io.headrace.table.Lake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was counted of columns when a version was trained, and in the window that a run judged. */
final class WindowCounts {
    private static final int MOST = 12;

    private final Lake lake;
    private final String model;
    private final Judged judged;
    private final String training;

    WindowCounts(Lake lake, String model, Judged judged, Registry registry) {
        this.lake = lake;
        this.model = model;
        this.judged = judged;
        this.training = registry.state(model).version(judged.version()).runId();
    }

    /**
     * Distributions of the first columns that have been counted.
     *
     * @param published as-of to the run that scored
     */
    List<Distribution> most(Map<String, String> published, List<ColumnName> columns) {
        Set<String> scoring = judged.of(published);
        Set<String> all = new HashSet<>(scoring);
        all.add(training);
        List<Kept> kept = StatisticsTable.of(lake, model, all).stream()
                .filter(found -> found.counted().version() == judged.version())
                .toList();
        return columns.stream()
                .limit(MOST)
                .flatMap(column -> distribution(column, kept, scoring).stream())
                .toList();
    }

    private Optional<Distribution> distribution(ColumnName column, List<Kept> kept, Set<String> scoring) {
        Of now = Of.valueOf(column.of().toUpperCase(Locale.ROOT));
        Of before = now == Of.SCORES ? Of.TEST_SCORES : Of.TRAINING;
        Optional<StoredCounts> reference = kept.stream()
                .filter(found -> found.run().toString().equals(training))
                .map(Kept::statistic)
                .filter(counted -> counted.of() == before
                        && counted.column().equals(column.name())
                        && counted.bins().isPresent())
                .findFirst();
        Optional<ColumnCounts> counts = kept.stream()
                .filter(found -> scoring.contains(found.run().toString()))
                .filter(found -> found.counted().asOf().filter(judged::holds).isPresent())
                .map(Kept::statistic)
                .filter(counted -> counted.of() == now && counted.column().equals(column.name()))
                .map(StoredCounts::columnCounts)
                .reduce(ColumnCounts::merge);
        return reference.flatMap(fixed -> counts.map(
                found -> distribution(column, fixed.bins().orElseThrow(), fixed.columnCounts(), found, scoring)));
    }

    private Distribution distribution(
            ColumnName column, ColumnBins bins, ColumnCounts reference, ColumnCounts now, Set<String> scoring) {
        return new Distribution(
                column,
                training,
                List.copyOf(scoring),
                coarse(bins, reference, now),
                new Bin("no value", reference.missing() + reference.notFinite(), now.missing() + now.notFinite()),
                bins instanceof PresenceBins);
    }

    private static List<Bin> coarse(ColumnBins bins, ColumnCounts reference, ColumnCounts now) {
        long[] before = reference.coarse(bins);
        long[] after = now.coarse(bins);
        List<Bin> coarse = new ArrayList<>();
        for (int i = 0; i < before.length; i++) {
            coarse.add(new Bin(words(bins, i), before[i], after[i]));
        }
        return coarse;
    }

    /** From the first of its fine bins to the last. */
    private static String words(ColumnBins bins, int coarse) {
        int[] of = bins.decile();
        List<String> words = bins.words();
        List<String> own = new ArrayList<>();
        for (int fine = 0; fine < of.length; fine++) {
            if (of[fine] == coarse) {
                own.add(words.get(fine));
            }
        }
        if (own.size() == 1) {
            return own.get(0);
        }
        return own.get(0) + " … " + own.get(own.size() - 1);
    }
}
