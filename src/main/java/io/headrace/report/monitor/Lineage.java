package io.headrace.report.monitor;

import io.headrace.report.DisplayFormat;
import io.headrace.report.LineageStep;
import io.headrace.run.RunId;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Done;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The runs that others go back to: of each table that a run read, the one that wrote the version it read, unless it is of the same job. */
final class Lineage {
    /** Tables that a step names. */
    private static final int MOST = 12;

    private final Map<String, Done> runs = new HashMap<>();
    private final List<Done> inOrder;
    private final Map<String, NavigableMap<Long, Done>> writers = new HashMap<>();

    Lineage(Ledger ledger) {
        this.inOrder = ledger.done();
        inOrder.forEach(run -> {
            runs.put(run.run().toString(), run);
            run.outputs()
                    .forEach((table, version) -> writers.computeIfAbsent(table, name -> new TreeMap<>())
                            .put(version, run));
        });
    }

    /**
     * The steps from files to a verdict, in the order in which they ended.
     *
     * @param training run that trained the version
     * @param scoring runs whose rows were judged
     */
    List<LineageStep> of(String training, Set<String> scoring) {
        Set<String> forTraining = upstream(Set.of(training));
        Set<String> forScoring = upstream(scoring);
        return inOrder.stream()
                .filter(run -> forTraining.contains(name(run)) || forScoring.contains(name(run)))
                .map(run -> step(run, purpose(forTraining.contains(name(run)), forScoring.contains(name(run)))))
                .toList();
    }

    private static String purpose(boolean isForTraining, boolean isForScoring) {
        if (isForTraining && isForScoring) {
            return "training, scoring";
        }
        return isForTraining ? "training" : "scoring";
    }

    private static String name(Done run) {
        RunId id = run.run();
        return id.toString();
    }

    private Set<String> upstream(Set<String> of) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(of);
        while (!open.isEmpty()) {
            String name = open.remove();
            Done run = runs.get(name);
            if (run != null && found.add(name)) {
                run.intent().inputs().forEach((table, version) -> {
                    Map.Entry<Long, Done> writer =
                            writers.getOrDefault(table, new TreeMap<>()).floorEntry(version);
                    if (writer != null && !isSameJob(run, writer.getValue())) {
                        open.add(name(writer.getValue()));
                    }
                });
            }
        }
        return found;
    }

    /** A job that adds to what it wrote the day before would lead back to its first day. */
    private static boolean isSameJob(Done one, Done other) {
        return one.run().job().equals(other.run().job());
    }

    private static LineageStep step(Done run, String purpose) {
        List<String> read = new ArrayList<>(versions(run.intent().inputs()));
        int files = run.intent().files().size();
        if (files > 0) {
            read.add(DisplayFormat.counted(files, "file"));
        }
        return new LineageStep(name(run), purpose, read, versions(run.outputs()));
    }

    private static List<String> versions(Map<String, Long> tables) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(tables)
                .entrySet().stream().limit(MOST).forEach(table -> words.add(table.getKey() + " " + table.getValue()));
        if (tables.size() > MOST) {
            words.add((tables.size() - MOST) + " more");
        }
        return words;
    }
}
