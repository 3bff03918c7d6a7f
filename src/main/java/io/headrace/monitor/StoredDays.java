package io.headrace.monitor;

import io.headrace.monitor.DriftTable.Deciding;
import io.headrace.monitor.PerformanceTable.Compared;
import io.headrace.policy.ObservedDay;
import io.headrace.registry.DecisionTable;
import io.headrace.run.Json;
import io.headrace.run.RunId;
import io.headrace.table.Lake;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Days as monitor runs recorded them: verdicts, figures, and what else was known. */
final class StoredDays {
    private StoredDays() {}

    /**
     * Reads them; starts no Spark.
     *
     * @param runs one of each day
     * @return by day
     */
    static List<ObservedDay> of(Lake lake, Set<String> runs) {
        if (runs.isEmpty()) {
            return List.of();
        }
        Map<String, List<Deciding>> columns =
                DriftTable.deciding(lake, runs).stream().collect(Collectors.groupingBy(Deciding::run));
        Map<String, List<Compared>> figures =
                PerformanceTable.compared(lake, runs).stream().collect(Collectors.groupingBy(Compared::run));
        return DecisionTable.facts(lake, runs).entrySet().stream()
                .map(run -> ObservedDays.of(
                        RunId.parse(run.getKey()).date(),
                        Json.read(run.getValue(), DayFacts.class),
                        columns.getOrDefault(run.getKey(), List.of()),
                        figures.getOrDefault(run.getKey(), List.of()),
                        List.of()))
                .sorted(Comparator.comparing(ObservedDay::day))
                .toList();
    }
}
