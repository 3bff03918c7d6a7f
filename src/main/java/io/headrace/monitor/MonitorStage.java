package io.headrace.monitor;

import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.monitor.DriftTable.Deciding;
import io.headrace.monitor.PerformanceTable.Compared;
import io.headrace.notice.Couriers;
import io.headrace.notice.Pauses;
import io.headrace.notice.Retries;
import io.headrace.policy.Alert;
import io.headrace.policy.Decision;
import io.headrace.policy.ObservedDay;
import io.headrace.policy.PolicyRun;
import io.headrace.policy.Step;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.registry.DecisionTable;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.table.RunTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/** Judges the publications of a window by what was counted when they were written, and lets the policy decide. */
final class MonitorStage implements JobStage {
    private final MonitorSpec spec;
    private final Workplace place;
    private final Registry registry;
    private final Publications publications;
    private final TrainSpec training;

    MonitorStage(MonitorSpec spec, Workplace place) {
        this.spec = spec;
        this.place = place;
        this.registry = new Registry(place.lake(), place.clock());
        this.publications = new Publications(place.lake(), place.clock());
        this.training = place.jobs().stream()
                .filter(TrainSpec.class::isInstance)
                .map(TrainSpec.class::cast)
                .filter(job -> job.model().equals(spec.model()))
                .findFirst()
                .orElseThrow(() -> MonitorErrors.noTraining(spec.name(), spec.model()));
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        Map<String, Publication> visible = visible(context);
        NavigableMap<String, String> published = new TreeMap<>();
        visible.forEach((asOf, publication) -> published.put(asOf, publication.runId()));
        ScoredWindows windows = new ScoredWindows(published, spec.window(), context.zone());
        NavigableMap<String, String> needed = new TreeMap<>(windows.at(context.date()));
        spec.against().forEach(against -> needed.putAll(windows.compared(context.date(), against)));
        List<String> earlier = earlier(context.date());
        Map<String, Publication> matured = matured(context, visible, earlier);
        Map<String, Long> inputs = new TreeMap<>();
        if (!matured.isEmpty()) {
            inputs.put(
                    training.label().table().toString(),
                    place.lake().version(training.label().table()));
        }
        return new Resolved(
                inputs,
                List.of(),
                Map.of(Resolution.FACT, Json.write(Resolution.of(needed, versions(matured), earlier))));
    }

    private static Map<String, Long> versions(Map<String, Publication> publications) {
        Map<String, Long> versions = new TreeMap<>();
        publications.forEach((asOf, publication) -> versions.put(asOf, publication.sourceVersion()));
        return versions;
    }

    /** What readers see of each as-of up to that of the run. */
    private Map<String, Publication> visible(RunContext context) {
        String last = Partitions.text(context.asOf());
        Map<String, Publication> visible = new TreeMap<>();
        publications.history(spec.scores()).stream()
                .filter(publication -> publication.asOf().compareTo(last) <= 0)
                .forEach(publication -> visible.put(publication.asOf(), publication));
        visible.values().removeIf(publication -> publication.runId().isEmpty());
        return visible;
    }

    /** The last finished run of the job for each earlier date, by date. */
    private List<String> earlier(LocalDate date) {
        return List.copyOf(FinishedRuns.of(spec, place.ledger())
                .names()
                .headMap(date, false)
                .values());
    }

    private Map<String, Publication> matured(
            RunContext context, Map<String, Publication> visible, List<String> earlier) {
        MaturedOutcomes outcomes = new MaturedOutcomes(training, place.lake(), context.zone());
        Optional<LocalDate> last = last(earlier);
        Map<String, Publication> matured = new TreeMap<>();
        if (outcomes.isCounted()) {
            visible.values().stream()
                    .filter(publication -> outcomes.isDue(publication.asOf(), context.date(), last))
                    .forEach(publication -> matured.put(publication.asOf(), publication));
        }
        return matured;
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        Resolution resolution = Json.read(intent.fact(Resolution.FACT), Resolution.class);
        List<String> earlier = resolution.earlier();
        List<Counted> outcomes = outcomes(context, resolution, intent);
        JudgedWindow window = new JudgedWindow(spec, place.lake(), registry, run, context.zone());
        window.judge(new TreeMap<>(resolution.published()), outcomes);
        DayFacts facts = facts(context, earlier, outcomes);
        Step step = step(context.date(), window, facts, earlier);
        return new Prepared(
                List.of(
                        StatisticsTable.finding(place.lake(), spec.model(), outcomes),
                        finding(DriftTable.in(place.lake()), window.driftRows()),
                        finding(PerformanceTable.in(place.lake()), window.performanceRows()),
                        finding(
                                DecisionTable.in(place.lake()),
                                DecisionTable.rows(run, spec.model(), step, Json.write(facts), spec.digest()))),
                rollback(step.decision()),
                List.of(),
                Verdict.NONE,
                counts(window, step),
                message(window, step));
    }

    @Override
    public Told tell(RunContext context, RunId run) {
        return spec.notices().targets().isEmpty()
                ? Told.NOBODY
                : new Telling(spec, place.lake(), new Couriers(place.places()), Retries.STANDARD, Pauses.real())
                        .tell(OpenNotices.of(spec, place.lake(), place.ledger(), Optional.of(run)), context, run);
    }

    private static Finding finding(RunTable table, List<Row> rows) {
        return run -> table.append(run, rows);
    }

    private List<Counted> outcomes(RunContext context, Resolution resolution, Intent intent) {
        MaturedOutcomes outcomes = new MaturedOutcomes(training, place.lake(), context.zone());
        List<Counted> found = new ArrayList<>();
        resolution
                .matured()
                .forEach((asOf, version) -> outcomes.of(
                                spec.scores(),
                                asOf,
                                version,
                                context.date(),
                                intent.version(training.label().table().toString()))
                        .ifPresent(found::add));
        return found;
    }

    private DayFacts facts(RunContext context, List<String> earlier, List<Counted> outcomes) {
        MaturedOutcomes matured = new MaturedOutcomes(training, place.lake(), context.zone());
        long labels = outcomes.stream()
                .filter(counted -> matured.isFirst(counted.asOf().orElseThrow(), context.date(), last(earlier)))
                .mapToLong(counted -> counted.statistic().rows())
                .sum();
        return DayFacts.of(
                registry.events(spec.model()),
                context.date(),
                context.zone(),
                labels,
                new DayChanges(place.ledger(), place.jobs()).on(context.date()));
    }

    private static Optional<LocalDate> last(List<String> earlier) {
        return earlier.isEmpty()
                ? Optional.empty()
                : Optional.of(RunId.parse(earlier.get(earlier.size() - 1)).date());
    }

    /** What the policy makes of the day, after all days that were monitored before it. */
    private Step step(LocalDate date, JudgedWindow window, DayFacts facts, List<String> earlier) {
        List<String> files = new DayChanges(place.ledger(), place.jobs()).files(date);
        List<ObservedDay> days = new ArrayList<>(observed(Set.copyOf(earlier)));
        days.add(ObservedDays.of(date, facts, window.deciding(), window.compared(), files));
        return PolicyRun.of(spec.policy(), days).step(date).orElseThrow();
    }

    private List<ObservedDay> observed(Set<String> runs) {
        Map<String, List<Deciding>> columns =
                DriftTable.deciding(place.lake(), runs).stream().collect(Collectors.groupingBy(Deciding::run));
        Map<String, List<Compared>> figures =
                PerformanceTable.compared(place.lake(), runs).stream().collect(Collectors.groupingBy(Compared::run));
        return DecisionTable.facts(place.lake(), runs).entrySet().stream()
                .map(run -> ObservedDays.of(
                        RunId.parse(run.getKey()).date(),
                        Json.read(run.getValue(), DayFacts.class),
                        columns.getOrDefault(run.getKey(), List.of()),
                        figures.getOrDefault(run.getKey(), List.of()),
                        List.of()))
                .toList();
    }

    private List<Output> rollback(Decision decision) {
        return decision.target()
                .<List<Output>>map(target -> List.of(new RolledBack(decision.version(), target, decision.reasons())))
                .orElse(List.of());
    }

    private static Map<String, String> counts(JudgedWindow window, Step step) {
        return new TreeMap<>(Map.of(
                "columns", Long.toString(window.judgedColumns()),
                "drifted", Integer.toString(window.drifted().size()),
                "unknown", Long.toString(window.unknown()),
                "alerts", Integer.toString(step.alerts().size())));
    }

    private static String message(JudgedWindow window, Step step) {
        String alerts = step.alerts().stream().map(Alert::text).collect(Collectors.joining("; "));
        return window.words() + (alerts.isEmpty() ? "" : "; ALERT " + alerts) + "; "
                + step.decision().action().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                + String.join(", ", step.decision().reasons());
    }

    /** The version before put back in force, once. */
    private final class RolledBack implements Output {
        private final String from;
        private final String target;
        private final List<String> reasons;

        RolledBack(String from, String target, List<String> reasons) {
            this.from = from;
            this.target = target;
            this.reasons = reasons;
        }

        @Override
        public String name() {
            return TrainSpec.modelNode(spec.model()).toString();
        }

        @Override
        public long publish(RunId run) {
            return registry.rollBack(
                    spec.model(),
                    Integer.parseInt(from),
                    Integer.parseInt(target),
                    run.toString(),
                    String.join("; ", reasons));
        }
    }
}
