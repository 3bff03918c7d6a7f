package io.headrace.report.monitor;

import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.registry.Registry;
import io.headrace.report.Calibration;
import io.headrace.report.Calibration.Group;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.stats.CalibrationTable.Bin;
import io.headrace.stats.Interval;
import io.headrace.stats.estimate.CalibrationDrift;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.table.Lake;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** What became of those who were scored, by score bin, beside a version's test rows. */
final class Outcomes {
    private static final int GROUPS = 10;
    private static final double CONFIDENCE = 0.95;

    /** The counts of all rows after those of a part of them. */
    private static final Comparator<Kept> WHOLE =
            Comparator.comparingLong((Kept kept) -> kept.statistic().rows());

    private final Lake lake;
    private final Registry registry;
    private final String model;

    Outcomes(Lake lake, Registry registry, String model) {
        this.lake = lake;
        this.registry = registry;
        this.model = model;
    }

    /**
     * The calibration of the version whose labels came last; empty where none are known.
     *
     * @param runs of the monitor job, oldest first
     */
    Optional<Calibration> calibration(List<Run> runs) {
        NavigableMap<String, Kept> newest = newest(runs);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        int version = newest.lastEntry().getValue().counted().version();
        newest.values().removeIf(kept -> kept.counted().version() != version);
        String training = registry.state(model).version(version).runId();
        return Optional.of(new Calibration(
                version,
                newest.firstKey(),
                newest.lastKey(),
                groups(newest.values().stream()
                        .map(Outcomes::counts)
                        .reduce(LabelledCounts.none(), LabelledCounts::merge)),
                StatisticsTable.of(lake, model, Set.of(training)).stream()
                        .filter(kept -> kept.statistic().of() == Of.TEST_OUTCOMES
                                && kept.statistic().slice().isEmpty()
                                && kept.counted().version() == version)
                        .max(WHOLE)
                        .map(Outcomes::counts)
                        .map(Outcomes::groups)
                        .orElse(List.of()),
                newest.values().stream()
                        .map(kept -> kept.run().toString())
                        .distinct()
                        .sorted()
                        .toList(),
                training));
    }

    /** Of each as-of what was counted last. */
    private NavigableMap<String, Kept> newest(List<Run> runs) {
        Map<String, Integer> order = new HashMap<>();
        runs.forEach(run -> order.put(run.id(), order.size()));
        NavigableMap<String, Kept> newest = new TreeMap<>();
        StatisticsTable.of(lake, model, order.keySet()).stream()
                .filter(kept -> kept.statistic().of() == Of.OUTCOMES
                        && kept.statistic().slice().isEmpty())
                .forEach(kept -> newest.merge(
                        kept.counted().asOf().orElseThrow(),
                        kept,
                        BinaryOperator.maxBy(Comparator.comparingInt((Kept one) -> place(order, one))
                                .thenComparing(WHOLE))));
        return newest;
    }

    private static int place(Map<String, Integer> order, Kept kept) {
        return order.get(kept.run().toString());
    }

    private static LabelledCounts counts(Kept kept) {
        return LabelledCounts.fromBytes(kept.statistic().counts());
    }

    private static List<Group> groups(LabelledCounts counts) {
        return counts.rows() == 0
                ? List.of()
                : CalibrationDrift.of(counts, GROUPS, CONFIDENCE).equalMass().bins().stream()
                        .map(Outcomes::group)
                        .collect(Collectors.toList());
    }

    private static Group group(Bin bin) {
        Interval interval = bin.observedRateInterval(CONFIDENCE);
        return new Group(bin.meanScore(), bin.observedRate(), interval.lower(), interval.upper(), bin.rows());
    }
}
