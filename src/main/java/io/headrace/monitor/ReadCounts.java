package io.headrace.monitor;

import io.headrace.quality.StatisticsTable.Kept;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Counts of many runs, read together; what versions were trained on is read once. Safe for threads. */
final class ReadCounts implements CountSource {
    private final CountSource source;
    private final Map<Integer, String> trainingRuns = new ConcurrentHashMap<>();
    private final Map<String, List<Kept>> ofTraining = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Double>> importance = new ConcurrentHashMap<>();
    private volatile Map<String, List<Kept>> byRun = Map.of();
    private volatile Set<String> present = Set.of();

    ReadCounts(CountSource source) {
        this.source = source;
    }

    /** Reads the counts of some runs, in place of those before. */
    void read(Set<String> runs) {
        present = Set.copyOf(runs);
        byRun = Map.of();
        byRun = source.of(runs).stream()
                .collect(Collectors.groupingBy(found -> found.run().toString()));
    }

    @Override
    public List<Kept> of(Set<String> runs) {
        List<Kept> found = new ArrayList<>();
        runs.stream().filter(present::contains).forEach(run -> found.addAll(byRun.getOrDefault(run, List.of())));
        Set<String> others = new HashSet<>(runs);
        others.removeAll(present);
        others.forEach(run -> found.addAll(ofTraining.computeIfAbsent(run, one -> source.of(Set.of(one)))));
        return found;
    }

    @Override
    public String trainingRun(int version) {
        return trainingRuns.computeIfAbsent(version, source::trainingRun);
    }

    @Override
    public Map<String, Double> importance(String trainingRun) {
        return importance.computeIfAbsent(trainingRun, source::importance);
    }
}
