package io.headrace.monitor;

import io.headrace.monitor.DriftTable.Deciding;
import io.headrace.monitor.PerformanceTable.Compared;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Slice;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.MonitorSpec.Against;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict.Answer;
import io.headrace.table.Partitions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** All that a run finds out about its window and the labels that became known. */
final class JudgedWindow {
    private final MonitorSpec spec;
    private final DriftRules rules;
    private final CountSource source;
    private final RunId run;
    private final ZoneId zone;
    private final SortedMap<Integer, WindowJudge> judges = new TreeMap<>();
    private final List<JudgedShift> delivery = new ArrayList<>();
    private Optional<WindowOfVersion> judged = Optional.empty();
    private String scored = "nothing is published";

    /** @param rules by which columns are judged: those of the job, or of them what decides only */
    JudgedWindow(MonitorSpec spec, DriftRules rules, CountSource source, RunId run, ZoneId zone) {
        this.spec = spec;
        this.rules = rules;
        this.source = source;
        this.run = run;
        this.zone = zone;
    }

    /**
     * Judges the window.
     *
     * @param published as-of to run, of the window and those that it is compared with
     * @param outcomes labels that became known
     */
    void judge(NavigableMap<String, String> published, List<Counted> outcomes) {
        ScoredWindows windows = new ScoredWindows(published, spec.window(), zone);
        NavigableMap<String, String> current = windows.at(run.date());
        if (!current.isEmpty()) {
            judge(windows, current, source.of(Set.copyOf(published.values())));
        }
        List<Counted> ofAll = outcomes.stream()
                .filter(counted -> counted.statistic().slice().isEmpty())
                .toList();
        ofAll.forEach(counted -> realised(counted, outcomes));
        ofAll.stream()
                .max(Comparator.comparing(counted -> counted.asOf().orElseThrow()))
                .ifPresent(this::calibration);
    }

    /** Judges whether scores are there; says nothing where no version is in force. */
    void judge(Delivered delivered) {
        if (judged.isEmpty() && delivered.version() > 0) {
            String asOf = Partitions.text(RunContext.asOf(run.date(), zone));
            judged = Optional.of(new WindowOfVersion(delivered.version(), asOf, asOf));
        }
        if (judged.isPresent()) {
            delivery.addAll(new DeliveryJudge(spec, zone).judge(delivered, run.date()));
        }
    }

    private void realised(Counted counted, List<Counted> outcomes) {
        SortedMap<Slice, StoredCounts> slices = new TreeMap<>();
        outcomes.stream()
                .filter(other -> other.asOf().equals(counted.asOf()))
                .map(Counted::statistic)
                .forEach(found -> found.slice().ifPresent(slice -> slices.put(slice, found)));
        judge(counted).realised(window(counted), counted.statistic(), slices);
    }

    /** Of labels of several as-ofs that became known, the latest say how scores are calibrated. */
    private void calibration(Counted counted) {
        StoredFigures.labelled(counted.statistic())
                .ifPresent(labelled -> judge(counted).calibration(window(counted), labelled));
    }

    private WindowJudge judge(Counted counted) {
        return judge(counted.version(), counted.asOf().orElseThrow());
    }

    private static WindowOfVersion window(Counted counted) {
        String asOf = counted.asOf().orElseThrow();
        return new WindowOfVersion(counted.version(), asOf, asOf);
    }

    private void judge(ScoredWindows windows, NavigableMap<String, String> current, List<Kept> kept) {
        Optional<Integer> version = version(current, kept);
        if (version.isEmpty()) {
            scored = "as of " + current.lastKey()
                    + " nothing was counted: the version was trained before counts were kept";
            return;
        }
        judged = Optional.of(new WindowOfVersion(version.get(), current.firstKey(), current.lastKey()));
        CountedRuns now = CountedRuns.of(kept, current.values(), version.get());
        WindowJudge judge = judge(version.get(), current.firstKey(), current.lastKey());
        for (Against against : spec.against()) {
            Collection<String> runs = windows.compared(run.date(), against).values();
            if (against instanceof Against.Training) {
                judge.drift(now, against, Optional.empty());
            } else if (!runs.isEmpty()) {
                judge.drift(now, against, Optional.of(CountedRuns.of(kept, runs, version.get())));
            }
        }
        judge.estimate(now);
        scored = "as of " + current.lastKey() + " by version " + version.get() + judge.untold();
    }

    /** The version that scored the last publication of a window that was counted. */
    private static Optional<Integer> version(NavigableMap<String, String> current, List<Kept> kept) {
        return kept.stream()
                .filter(found -> current.containsValue(found.run().toString()))
                .max(Comparator.comparing((Kept found) -> found.counted().asOf().orElse("")))
                .map(found -> found.counted().version());
    }

    private WindowJudge judge(int version, String asOf) {
        return judge(version, asOf, asOf);
    }

    private WindowJudge judge(int version, String firstAsOf, String lastAsOf) {
        return judges.computeIfAbsent(version, number -> {
            String trainingRun = source.trainingRun(number);
            return new WindowJudge(
                    spec,
                    rules,
                    run,
                    new WindowOfVersion(number, firstAsOf, lastAsOf),
                    source.trained(number, trainingRun),
                    source.importance(trainingRun));
        });
    }

    List<Row> driftRows() {
        return Stream.concat(
                        judges.values().stream().flatMap(judge -> judge.driftRows().stream()),
                        delivery.stream().map(shift -> DriftTable.row(run, spec.model(), judged.orElseThrow(), shift)))
                .toList();
    }

    List<Row> performanceRows() {
        return judges.values().stream()
                .flatMap(judge -> judge.performanceRows().stream())
                .toList();
    }

    /** What the policy looks at; where no column was counted one row says that nothing is known. */
    List<Deciding> deciding() {
        List<Deciding> found = new ArrayList<>(ofColumns());
        if (found.isEmpty()) {
            found.add(new Deciding(
                    run.toString(), "training", "scores", "score", "none", OptionalDouble.empty(), 0, 0, 0, 1));
        }
        delivery.stream().filter(JudgedShift::decides).forEach(shift -> found.add(Deciding.of(run, shift)));
        return found;
    }

    private List<Deciding> ofColumns() {
        return judges.values().stream()
                .flatMap(judge -> judge.deciding().stream())
                .toList();
    }

    List<Compared> compared() {
        return judges.values().stream()
                .flatMap(judge -> judge.compared().stream())
                .toList();
    }

    /** How many columns and scores were compared. */
    long judgedColumns() {
        return ofColumns().stream()
                .map(column -> column.of() + " " + column.column())
                .distinct()
                .count();
    }

    /** How many comparisons say nothing. */
    long unknown() {
        return deciding().stream().filter(column -> column.q().isEmpty()).count();
    }

    /** Columns and scores that have drifted, those of the greatest importance times effect first. */
    List<String> drifted() {
        return judges.values().stream()
                .flatMap(judge -> judge.drifted().stream())
                .distinct()
                .toList();
    }

    /** In words. */
    String words() {
        List<String> drifted = drifted();
        String columns = drifted.isEmpty()
                ? judgedColumns() + " columns without drift"
                : drifted.size() + " of " + judgedColumns() + " columns drifted: "
                        + drifted.stream().limit(5).collect(Collectors.joining(", "));
        String unknown = unknown() == 0 ? "" : ", " + unknown() + " comparisons say nothing";
        String late = delivery.stream()
                .filter(shift -> shift.verdict() == Answer.DRIFT)
                .map(shift -> "; " + DeliveryJudge.words(shift))
                .collect(Collectors.joining());
        String figures = judges.values().stream()
                .flatMap(judge -> judge.figures().stream())
                .collect(Collectors.joining(", "));
        return scored + ": " + columns + unknown + late + (figures.isEmpty() ? "" : "; " + figures);
    }
}
