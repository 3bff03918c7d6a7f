package io.headrace.monitor;

import io.headrace.metric.Of.Feature;
import io.headrace.metric.StandardMetrics;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.registry.FigureEncoders;
import io.headrace.registry.Registry;
import io.headrace.table.Lake;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where what runs counted is read from. */
interface CountSource {
    /** What some runs counted for the model. */
    List<Kept> of(Set<String> runs);

    /** The run that trained a version. */
    String trainingRun(int version);

    /** What the training run of a version counted. */
    default CountedRuns trained(int version, String trainingRun) {
        return CountedRuns.of(of(Set.of(trainingRun)), List.of(trainingRun), version);
    }

    /** How important the features of a version are, by its training run. */
    Map<String, Double> importance(String trainingRun);

    /** The tables of a lake, read at each question. */
    static CountSource in(Lake lake, Registry registry, String model) {
        return new CountSource() {
            @Override
            public List<Kept> of(Set<String> runs) {
                return StatisticsTable.of(lake, model, runs);
            }

            @Override
            public String trainingRun(int version) {
                return registry.state(model).version(version).runId();
            }

            @Override
            public Map<String, Double> importance(String trainingRun) {
                Map<String, Double> found = new TreeMap<>();
                FigureEncoders.of(lake, trainingRun).forEach(figure -> {
                    if (figure.metric().equals(StandardMetrics.PERMUTATION_IMPORTANCE)
                            && figure.of() instanceof Feature of) {
                        found.put(of.feature(), Math.max(0, figure.value()));
                    }
                });
                return found;
            }
        };
    }
}
