package io.headrace.monitor;

import io.headrace.quality.StoredCounts.Of;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.DriftVerdict.Answer;
import io.headrace.stats.drift.PresenceBins;
import io.headrace.stats.drift.Statistic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said of all columns together, beside what is said of any column.
 *
 * @param training what the training run of the version counted
 * @param before what the window is compared with
 * @param now the window
 */
record JudgedTogether(CountedRuns training, CountedRuns before, CountedRuns now) {
    private static final int MOST_NAMED = 3;

    /** Of two columns each fits as badly as the other; bins have one more for others. */
    private static final int LEAST_COLUMNS = 3;

    private static final double LEAST_RISE = 0.01;

    /** Whether a version was trained on columns that could be judged together, and keeps nothing for it. */
    static boolean isLacking(CountedRuns training) {
        Map<String, ColumnBins> bins = training.bins(Of.TRAINING);
        return !bins.containsKey(ColumnsTogether.NAME)
                && bins.values().stream()
                                .filter(of -> !(of instanceof PresenceBins))
                                .count()
                        > 1;
    }

    /**
     * The verdict as it is recorded. Of all columns together no value is missing, which is not said; and as they come on top of the columns
     * themselves, nothing is decided where nothing is known.
     */
    Optional<DriftVerdict> shown(DriftVerdict verdict) {
        if (!verdict.column().equals(ColumnsTogether.NAME)) {
            return Optional.of(verdict);
        }
        if (verdict.statistic() == Statistic.MISSING) {
            return Optional.empty();
        }
        return Optional.of(verdict.verdict() == Answer.UNKNOWN ? verdict.onlyShown() : verdict);
    }

    /** Which columns fit the others less than before, where all together have drifted; else, and of two columns only, empty. */
    String words(DriftVerdict verdict) {
        ColumnBins columns = training.bins(Of.FITS_LEAST).get(ColumnsTogether.NAME);
        ColumnCounts reference = before.columns(Of.FITS_LEAST).get(ColumnsTogether.NAME);
        ColumnCounts counted = now.columns(Of.FITS_LEAST).get(ColumnsTogether.NAME);
        boolean isSaid = verdict.column().equals(ColumnsTogether.NAME)
                && verdict.decides()
                && verdict.verdict() == Answer.DRIFT
                && columns != null
                && columns.size() > LEAST_COLUMNS
                && reference != null
                && counted != null;
        return isSaid ? words(columns.words(), reference, counted) : "";
    }

    private static String words(List<String> columns, ColumnCounts before, ColumnCounts now) {
        List<Share> shares = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            shares.add(new Share(
                    columns.get(column),
                    (double) before.counts()[column] / before.rows(),
                    (double) now.counts()[column] / now.rows()));
        }
        String risen = shares.stream()
                .filter(share -> share.rise() >= LEAST_RISE)
                .sorted(Comparator.comparingDouble(Share::rise).reversed().thenComparing(Share::column))
                .limit(MOST_NAMED)
                .map(Share::words)
                .collect(Collectors.joining(", "));
        return risen.isEmpty() ? "no column stands out" : "fits least: " + risen;
    }

    private record Share(String column, double before, double now) {
        double rise() {
            return now - before;
        }

        String words() {
            return String.format(
                    Locale.ROOT, "%s in %.0f %% of rows (%.0f %% before)", column, 100 * now, 100 * before);
        }
    }
}
