package io.headrace.monitor;

import io.headrace.quality.StatisticsTable.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Counts of many runs, read together; what versions were trained on is read once. Safe for threads. */
final class ReadCounts implements CountSource {
    private final CountSource source;
    private final Map<Integer, String> trainingRuns = new ConcurrentHashMap<>();
    private final Map<Integer, CountedRuns> trained = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Double>> importance = new ConcurrentHashMap<>();
    private volatile Map<String, List<Kept>> byRun = Map.of();

    ReadCounts(CountSource source) {
        this.source = source;
    }

    /** Reads the counts of some runs, by run. */
    Map<String, List<Kept>> read(Set<String> runs) {
        return source.of(runs).stream()
                .collect(Collectors.groupingBy(found -> found.run().toString()));
    }

    /** Goes on with what was read, in place of what was before. */
    void use(Map<String, List<Kept>> read) {
        byRun = Map.copyOf(read);
    }

    /** Of the runs whose counts are used, no others. */
    @Override
    public List<Kept> of(Set<String> runs) {
        List<Kept> found = new ArrayList<>();
        runs.forEach(run -> found.addAll(byRun.getOrDefault(run, List.of())));
        return found;
    }

    @Override
    public CountedRuns trained(int version, String trainingRun) {
        return trained.computeIfAbsent(version, number -> source.trained(number, trainingRun));
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
