package io.headrace.monitor;

import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.lineage.Quality;
import io.headrace.notice.Couriers;
import io.headrace.notice.Pauses;
import io.headrace.notice.Retries;
import io.headrace.policy.Alert;
import io.headrace.policy.Decision;
import io.headrace.policy.ObservedDay;
import io.headrace.policy.PolicyState;
import io.headrace.policy.Step;
import io.headrace.policy.StoredState;
import io.headrace.quality.SlicedRows;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.registry.DecisionTable;
import io.headrace.registry.ModelTrust;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.Schedule;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.table.RunTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
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
        this.registry = new Registry(
                place.lake(),
                place.clock(),
                ModelTrust.ofApprovals(place.places().trust()));
        this.publications = new Publications(place.lake(), place.clock());
        this.training =
                place.training(spec.model()).orElseThrow(() -> MonitorErrors.noTraining(spec.name(), spec.model()));
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        Map<String, Publication> visible = visible(context);
        NavigableMap<String, String> published = new TreeMap<>();
        visible.forEach((asOf, publication) -> published.put(asOf, publication.runId()));
        ScoredWindows windows = new ScoredWindows(published, spec.window(), context.zone());
        NavigableMap<String, String> needed = new TreeMap<>(windows.at(context.date()));
        spec.against().forEach(against -> needed.putAll(windows.compared(context.date(), against)));
        FinishedRuns runs = FinishedRuns.of(spec, place.ledger());
        EarlierDays earlier = EarlierDays.of(spec.digest(), runs, context.date());
        Map<String, Publication> matured = matured(context, visible, earlier.last(), runs.counted(context.date()));
        Map<String, Long> inputs = new TreeMap<>();
        if (!matured.isEmpty()) {
            inputs.put(
                    training.label().table().toString(),
                    place.lake().version(training.label().table()));
            if (!training.assessment().slices().isEmpty()
                    && place.lake().has(training.view().table())) {
                inputs.put(
                        training.view().table().toString(),
                        place.lake().version(training.view().table()));
            }
        }
        return new Resolved(
                inputs,
                List.of(),
                Map.of(
                        Resolution.FACT,
                        Json.write(Resolution.of(needed, versions(matured), earlier)),
                        Delivered.FACT,
                        Json.write(delivered(context, visible, windows))));
    }

    private Delivered delivered(RunContext context, Map<String, Publication> visible, ScoredWindows windows) {
        Map<String, Long> rows = new TreeMap<>();
        visible.forEach((asOf, publication) -> rows.put(asOf, publication.rows()));
        Schedule schedule = place.jobs().stream()
                .filter(job -> job instanceof ScoreSpec && job.writes().contains(spec.scores()))
                .map(job -> job.header().schedule())
                .findFirst()
                .orElse(Schedule.MANUAL);
        String version = DayFacts.of(registry.events(spec.model()), context.date(), context.zone(), 0, List.of())
                .version();
        return Delivered.of(
                spec, rows, windows, context.date(), schedule, version.isEmpty() ? 0 : Integer.parseInt(version));
    }

    private static Map<String, Long> versions(Map<String, Publication> publications) {
        Map<String, Long> versions = new TreeMap<>();
        publications.forEach((asOf, publication) -> versions.put(asOf, publication.sourceVersion()));
        return versions;
    }

    /** What readers see of each as-of up to that of the run. */
    private Map<String, Publication> visible(RunContext context) {
        return publications.visible(spec.scores()).headMap(Partitions.text(context.asOf()), true);
    }

    /** Those whose labels are due, and those that took the place of rows whose labels were counted: after a going back, or scored again. */
    private Map<String, Publication> matured(
            RunContext context, Map<String, Publication> visible, Optional<LocalDate> last, Map<String, Long> counted) {
        MaturedOutcomes outcomes = new MaturedOutcomes(training, place.lake(), context.zone());
        Map<String, Publication> matured = new TreeMap<>();
        visible.values().stream()
                .filter(publication -> outcomes.isDue(publication.asOf(), context.date(), last)
                        || counted.getOrDefault(publication.asOf(), publication.sourceVersion())
                                != publication.sourceVersion())
                .forEach(publication -> matured.put(publication.asOf(), publication));
        return matured;
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        Resolution resolution = Json.read(intent.fact(Resolution.FACT), Resolution.class);
        MaturedOutcomes labels = new MaturedOutcomes(training, place.lake(), context.zone());
        List<Counted> counted = outcomes(labels, context, resolution, intent);
        List<Counted> outcomes = counted.stream()
                .filter(found -> !found.statistic().of().isByArm())
                .toList();
        JudgedWindow window = new JudgedWindow(
                spec, spec.rules(), CountSource.in(place.lake(), registry, spec.model()), run, context.zone());
        window.judge(new TreeMap<>(resolution.published()), outcomes);
        Optional.ofNullable(intent.facts().get(Delivered.FACT))
                .ifPresent(fact -> window.judge(Json.read(fact, Delivered.class)));
        DayFacts facts = facts(labels, context, resolution, outcomes);
        Step step = step(context.date(), window, facts, resolution);
        return new Prepared(
                List.of(
                        StatisticsTable.finding(place.lake(), spec.model(), counted),
                        finding(DriftTable.in(place.lake()), window.driftRows()),
                        finding(PerformanceTable.in(place.lake()), window.performanceRows()),
                        finding(
                                DecisionTable.in(place.lake()),
                                DecisionTable.rows(
                                        run,
                                        spec.model(),
                                        step,
                                        Json.write(facts),
                                        Json.write(step.state().stored()),
                                        spec.digest()))),
                rollback(step.decision()),
                List.of(),
                Verdict.NONE,
                counts(window, step),
                message(window, step));
    }

    @Override
    public Told tell(RunContext context, RunId run) {
        Told told = spec.notices().targets().isEmpty()
                ? Told.NOBODY
                : new Telling(spec, place.lake(), new Couriers(place.places()), Retries.STANDARD, Pauses.real())
                        .tell(OpenNotices.of(spec, place.lake(), place.ledger(), Optional.of(run)), context, run);
        return new MonitorMetrics(place.lake(), place.ledger(), place.places()).write(spec, run, told);
    }

    @Override
    public Map<TableName, Quality> quality(RunId run) {
        return MonitorQuality.of(spec, training.view().table(), place.lake(), run);
    }

    private static Finding finding(RunTable table, List<Row> rows) {
        return run -> table.append(run, rows);
    }

    private List<Counted> outcomes(MaturedOutcomes labels, RunContext context, Resolution resolution, Intent intent) {
        List<Counted> found = new ArrayList<>();
        Map<Integer, SlicedRows> slices = new HashMap<>();
        resolution
                .matured()
                .forEach((asOf, table) -> found.addAll(labels.of(
                        spec.scores(),
                        asOf,
                        table,
                        context.date(),
                        intent.inputs(),
                        version -> slices.computeIfAbsent(version, this::slices))));
        return found;
    }

    /** Those that a version was tested on. */
    private SlicedRows slices(int version) {
        String trainingRun = registry.state(spec.model()).version(version).runId();
        return SlicedRows.of(StatisticsTable.of(place.lake(), spec.model(), Set.of(trainingRun)));
    }

    private DayFacts facts(MaturedOutcomes labels, RunContext context, Resolution resolution, List<Counted> outcomes) {
        long newLabels = outcomes.stream()
                .filter(counted -> counted.statistic().slice().isEmpty())
                .filter(counted -> labels.isFirst(counted.asOf().orElseThrow(), context.date(), resolution.last()))
                .mapToLong(counted -> counted.statistic().rows())
                .sum();
        return DayFacts.of(
                registry.events(spec.model()),
                context.date(),
                context.zone(),
                newLabels,
                new DayChanges(place.ledger(), place.jobs()).on(context.date()));
    }

    /** What the policy makes of the day, after all days that were monitored before it. */
    private Step step(LocalDate date, JudgedWindow window, DayFacts facts, Resolution resolution) {
        List<String> files = new DayChanges(place.ledger(), place.jobs()).files(date);
        PolicyState state = DecisionTable.state(place.lake(), resolution.base())
                .map(text -> PolicyState.of(Json.read(text, StoredState.class)))
                .orElseGet(PolicyState::start);
        for (ObservedDay day : StoredDays.of(place.lake(), Set.copyOf(resolution.earlier()))) {
            state = state.next(spec.policy(), day).state();
        }
        return state.next(spec.policy(), ObservedDays.of(date, facts, window.deciding(), window.compared(), files));
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
