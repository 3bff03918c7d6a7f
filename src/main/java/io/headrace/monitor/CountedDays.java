package io.headrace.monitor;

import io.headrace.policy.ObservedDay;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.quality.StatisticsTable.Kept;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.registry.DecisionTable;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.Registry;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Days judged from what was counted, whether a monitor run has judged them or not; starts no Spark.
 *
 * <p>What is published of an as-of now is what counts. Realised figures and calibration are of the labels that monitor runs have counted, on the
 * day of the run; whether scores were there is judged on days that were monitored.
 */
final class CountedDays {
    /** Days whose counts are held at once. */
    private static final int HELD = 31;

    private final MonitorSpec spec;
    private final ZoneId zone;
    private final List<ModelEvent> events;
    private final FinishedRuns finished;
    private final NavigableMap<LocalDate, String> runs;
    private final Map<String, String> facts;
    private final ScoredWindows windows;
    private final ReadCounts counts;

    /** @param finished the last finished run of the job for each date */
    CountedDays(
            MonitorSpec spec,
            Lake lake,
            Registry registry,
            Publications publications,
            FinishedRuns finished,
            ZoneId zone) {
        this.spec = spec;
        this.zone = zone;
        this.events = registry.events(spec.model());
        this.finished = finished;
        this.runs = finished.names();
        this.facts = DecisionTable.facts(lake, Set.copyOf(this.runs.values()));
        this.windows = new ScoredWindows(published(spec, publications), spec.window(), zone);
        this.counts = new ReadCounts(CountSource.in(lake, registry, spec.model()));
    }

    private static NavigableMap<String, String> published(MonitorSpec spec, Publications publications) {
        NavigableMap<String, String> published = new TreeMap<>();
        publications.visible(spec.scores()).forEach((asOf, publication) -> published.put(asOf, publication.runId()));
        return published;
    }

    /** The days that were scored or monitored, by day. */
    List<ObservedDay> between(LocalDate from, LocalDate to) {
        List<LocalDate> days = from.datesUntil(to.plusDays(1))
                .filter(day -> runs.containsKey(day) || windows.published().containsKey(asOf(day)))
                .toList();
        List<ObservedDay> found = new ArrayList<>();
        CompletableFuture<Map<String, List<Kept>>> next = read(days, 0);
        for (int first = 0; first < days.size(); first += HELD) {
            counts.use(done(next));
            next = read(days, first + HELD);
            found.addAll(some(days, first).parallelStream().map(this::day).toList());
        }
        return found;
    }

    private static List<LocalDate> some(List<LocalDate> days, int first) {
        return days.subList(Math.min(days.size(), first), Math.min(days.size(), first + HELD));
    }

    /** Reads while others are judged. */
    private CompletableFuture<Map<String, List<Kept>>> read(List<LocalDate> days, int first) {
        Set<String> runsOfSome = runsOf(some(days, first));
        return CompletableFuture.supplyAsync(() -> counts.read(runsOfSome));
    }

    private static <T> T done(CompletableFuture<T> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private String asOf(LocalDate day) {
        return Partitions.text(RunContext.asOf(day, zone));
    }

    private Set<String> runsOf(List<LocalDate> days) {
        Set<String> all = new TreeSet<>();
        for (LocalDate day : days) {
            all.addAll(needed(day).values());
            if (runs.containsKey(day)) {
                all.add(runs.get(day));
            }
        }
        return all;
    }

    private NavigableMap<String, String> needed(LocalDate day) {
        NavigableMap<String, String> needed = new TreeMap<>(windows.at(day));
        spec.against().forEach(against -> needed.putAll(windows.compared(day, against)));
        return needed;
    }

    private ObservedDay day(LocalDate day) {
        RunId run = runs.containsKey(day) ? RunId.parse(runs.get(day)) : new RunId(spec.name(), day, 1);
        JudgedWindow window = new JudgedWindow(spec, spec.rules().decidingOnly(), counts, run, zone);
        window.judge(needed(day), outcomes(day));
        delivered(day).ifPresent(window::judge);
        return ObservedDays.of(day, facts(day), window.deciding(), window.compared(), List.of());
    }

    /** What a run saw of the scores that were there. */
    private Optional<Delivered> delivered(LocalDate day) {
        return Optional.ofNullable(finished.byDate().get(day))
                .map(run -> run.intent().facts().get(Delivered.FACT))
                .map(text -> Json.read(text, Delivered.class));
    }

    private List<Counted> outcomes(LocalDate day) {
        return runs.containsKey(day)
                ? counts.of(Set.of(runs.get(day))).stream()
                        .map(Kept::counted)
                        .filter(counted -> counted.statistic().of() == Of.OUTCOMES
                                || counted.statistic().of() == Of.ERRORS)
                        .toList()
                : List.of();
    }

    /** What a run recorded of the day; else what the registry knows, without labels. */
    private DayFacts facts(LocalDate day) {
        String recorded = runs.containsKey(day) ? facts.get(runs.get(day)) : null;
        return recorded == null ? DayFacts.of(events, day, zone, 0, List.of()) : Json.read(recorded, DayFacts.class);
    }
}
