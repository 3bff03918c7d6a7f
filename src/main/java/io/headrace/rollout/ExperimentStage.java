package io.headrace.rollout;

import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.Peek;
import io.headrace.experiment.Rollout;
import io.headrace.experiment.Rollout.Action;
import io.headrace.experiment.Rollout.Kind;
import io.headrace.experiment.Rollout.Move;
import io.headrace.experiment.UpliftEvidence;
import io.headrace.experiment.Verdict;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.metric.Target;
import io.headrace.registry.EventDetail;
import io.headrace.registry.ModelState;
import io.headrace.registry.ModelTrust;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.registry.StagedShares;
import io.headrace.registry.StagedShares.Share;
import io.headrace.rollout.ArmLimits.LimitCheck;
import io.headrace.rollout.VerdictTable.Beside;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.Arms.Rival;
import io.headrace.spec.ExperimentSpec;
import io.headrace.spec.ExperimentSpec.Measure;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.ValueJobSpec;
import io.headrace.stats.AucComparison;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Publications;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at an experiment, keeps what it saw, judges all looks so far, and takes a harmful arm back. */
final class ExperimentStage implements JobStage {
    private static final String ALIAS = "alias";
    private static final String VERSION = "version";
    private static final String GATES = "gates";
    private static final String ACTIONS = "actions";

    private final ExperimentSpec spec;
    private final Workplace place;
    private final Registry registry;
    private final Publications publications;
    private final LookJudge judge;
    private final ScoreSpec scoring;
    private final TrainSpec training;

    ExperimentStage(ExperimentSpec spec, Workplace place) {
        this.spec = spec;
        this.place = place;
        this.registry = new Registry(
                place.lake(),
                place.clock(),
                ModelTrust.ofApprovals(place.places().trust()));
        this.publications = new Publications(place.lake(), place.clock());
        this.judge = new LookJudge(spec, place);
        this.scoring = place.jobs().stream()
                .filter(ScoreSpec.class::isInstance)
                .map(ScoreSpec.class::cast)
                .filter(job ->
                        job.writes().contains(spec.scores()) && job.arms().areDrawn())
                .findFirst()
                .orElseThrow(() -> ExperimentErrors.noJob(spec));
        this.training = place.training(spec.model()).orElseThrow(() -> ExperimentErrors.noJob(spec));
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        boolean isPaired = spec.design() == Design.PAIRED;
        List<String> drawn =
                isPaired ? scoring.arms().scoring() : scoring.arms().drawn();
        Stream.of(spec.control(), spec.treated())
                .filter(arm -> !drawn.contains(arm))
                .findFirst()
                .ifPresent(arm -> {
                    throw ExperimentErrors.noArm(spec, arm, drawn);
                });
        requireNumbers();
        if (!place.lake().has(spec.scores())) {
            throw ExperimentErrors.noScores(spec);
        }
        String arms = LookPlan.arms(spec, scoring.arms());
        List<Claim> done = judge.done(context.date());
        judge.requireSame(judge.runs(done, spec.start()), arms);
        ModelState state = registry.state(spec.model());
        Map<String, Share> staged =
                isPaired ? Map.of() : StagedShares.of(spec.model(), scoring.arms(), state, context.date());
        LocalDate since = Stream.concat(
                        Stream.of(spec.start()), staged.values().stream().flatMap(share -> share.begin().stream()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Map<String, String> facts = new TreeMap<>(Map.of(
                LookPlan.ARMS,
                arms,
                LookPlan.SINCE,
                since.toString(),
                LookPlan.LAST_DAY,
                Integer.toString(spec.lastDay(Optional.of(training))),
                LookPlan.EARLIER,
                Json.write(judge.runs(done, since)),
                ACTIONS,
                actions(context)));
        staged.forEach(
                (arm, share) -> facts.put(LookPlan.SHARE + arm, share.share().toPlainString()));
        facts.putAll(named(state));
        spec.limits()
                .seconds()
                .flatMap(most -> seconds(context.date()))
                .ifPresent(took -> facts.put(ArmLimits.SECONDS, took));
        return new Resolved(inputs(), List.of(), facts);
    }

    /** How long the last run of the score job took, up to a date. */
    private Optional<String> seconds(LocalDate until) {
        return place.ledger().attempts().stream()
                .filter(row -> row.getAs("job").equals(scoring.name())
                        && row.getAs("status").equals("done")
                        && !row.<Date>getAs("logical_date").toLocalDate().isAfter(until))
                .findFirst()
                .map(row -> Duration.between(
                        row.<Timestamp>getAs("started_at").toInstant(),
                        row.<Timestamp>getAs("ended_at").toInstant()))
                .map(took -> BigDecimal.valueOf(took.toMillis(), 3).toPlainString());
    }

    private String actions(RunContext context) {
        return Json.write(VerdictTable.actions(place.lake(), spec.model(), context.date()).stream()
                .map(Acted::of)
                .toList());
    }

    /** What an experiment did, as an intent keeps it. */
    record Acted(String day, String experiment, Kind kind) {
        static Acted of(Action action) {
            return new Acted(action.day().toString(), action.experiment(), action.kind());
        }

        Action action() {
            return new Action(LocalDate.parse(day), experiment, kind);
        }
    }

    private void requireNumbers() {
        spec.measures().stream()
                .filter(measure -> measure.event().isEmpty() && training.target() == Target.MULTICLASS)
                .findFirst()
                .ifPresent(measure -> {
                    throw ExperimentErrors.noNumber(spec, measure.plan().name());
                });
    }

    private Map<String, Long> inputs() {
        Map<String, Long> inputs = new TreeMap<>();
        for (TableName table : tables()) {
            inputs.put(table.toString(), place.lake().version(table));
        }
        return inputs;
    }

    private Set<TableName> tables() {
        Set<TableName> tables = new HashSet<>(Set.of(spec.scores()));
        for (Measure measure : spec.measures()) {
            tables.add(measure.event()
                    .map(event -> event.table())
                    .orElse(training.label().table()));
            if (measure.covariate().isPresent()) {
                tables.add(training.view().table());
            }
        }
        spec.limits().fairness().ifPresent(job -> tables.add(job.groups().table()));
        return tables;
    }

    private Optional<String> alias() {
        return scoring.arms().rival(spec.treated()).map(Rival::version).filter(version -> !version.matches("[0-9]+"));
    }

    /** That the treated arm has no version. */
    private String unnamed(Intent intent) {
        return alias().filter(alias -> !intent.facts().containsKey(ALIAS))
                .map(alias -> "; no version of " + spec.model() + " is " + alias + ", so the champion decides for "
                        + spec.treated())
                .orElse("");
    }

    /** The version that the treated arm's alias names; without an alias nothing can be done by itself. */
    private Map<String, String> named(ModelState state) {
        Optional<String> alias = alias();
        Optional<ModelVersion> version = alias.flatMap(state::named);
        return version.isEmpty()
                ? Map.of()
                : Map.of(
                        ALIAS,
                        alias.get(),
                        VERSION,
                        Integer.toString(version.get().number()),
                        GATES,
                        version.get().verdictWord());
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        if (context.date().isBefore(spec.start())) {
            return LookJudge.nothing("starts on " + spec.start());
        }
        return spec.design() == Design.PAIRED ? paired(context, intent) : randomised(context, intent);
    }

    /** On the rows that both versions scored. */
    private Prepared paired(RunContext context, Intent intent) {
        PairedOutcomes.Found found =
                new PairedOutcomes(spec, training, valueJobs(), place.lake(), context, intent).found();
        return judged(
                LookPlan.of(spec, scoring.arms(), intent),
                found.peek(),
                found.ranking(),
                Optional.empty(),
                context,
                intent);
    }

    /** On those whom chance gave each arm. */
    private Prepared randomised(RunContext context, Intent intent) {
        Map<String, BigDecimal> shares = LookPlan.shares(spec, scoring.arms(), intent);
        Optional<String> idle = Stream.of(spec.control(), spec.treated())
                .filter(arm -> shares.get(arm).signum() == 0)
                .findFirst();
        if (idle.isPresent()) {
            return LookJudge.nothing(idle.get() + " decides about nobody yet; a person begins: headrace models stage "
                    + spec.model() + " ALIAS SHARE --from DATE --reason TEXT");
        }
        ExperimentPlan plan = LookPlan.of(spec, scoring.arms(), intent);
        ArmOutcomes.Found found =
                new ArmOutcomes(spec, training, plan.start(), valueJobs(), place.lake(), context, intent).found();
        return judged(plan, found.peek(), Optional.empty(), found.uplift(), context, intent);
    }

    private Prepared judged(
            ExperimentPlan plan,
            Peek peek,
            Optional<AucComparison> ranking,
            Optional<UpliftEvidence> uplift,
            RunContext context,
            Intent intent) {
        List<LimitCheck> limits = new ArmLimits(spec, training, place.lake(), context, intent).checks();
        Beside beside = new Beside(ranking, limits, uplift);
        Verdict verdict = judge.verdict(plan, peek, intent)
                .harmedBy(limits.stream()
                        .filter(LimitCheck::isBroken)
                        .map(LimitCheck::words)
                        .toList());
        Move move = Rollout.next(
                plan,
                LookPlan.stages(spec, scoring.arms()),
                verdict,
                peek,
                spec.automation().step(),
                Stream.of(Json.read(intent.fact(ACTIONS), Acted[].class))
                        .map(Acted::action)
                        .toList());
        Optional<String> obstacle = obstacle(move, intent);
        boolean acts = move.kind() != Kind.STAY && obstacle.isEmpty();
        String action = acts ? move.kind().word() : VerdictTable.NONE;
        return new Prepared(
                judge.findings(peek, verdict, beside, action, intent),
                acts ? List.of(new Moved(intent, verdict, move)) : List.of(),
                List.of(),
                io.headrace.run.Verdict.NONE,
                LookJudge.counts(peek, verdict),
                judge.message(verdict, beside) + next(move, obstacle, intent) + unnamed(intent));
    }

    private List<ValueJobSpec> valueJobs() {
        return place.jobs().stream()
                .filter(ValueJobSpec.class::isInstance)
                .map(ValueJobSpec.class::cast)
                .toList();
    }

    /** Why a move is left to a person; empty where it is not. */
    private Optional<String> obstacle(Move move, Intent intent) {
        boolean isNamed = intent.facts().containsKey(ALIAS);
        return switch (move.kind()) {
            case STAY -> Optional.empty();
            case GROW -> isNamed ? Optional.empty() : Optional.of("the arm has no version");
            case ROLL_BACK -> {
                if (!spec.automation().rollsBack()) {
                    yield Optional.of("on-harm = tell");
                }
                yield isNamed ? Optional.empty() : Optional.of("no alias can be taken away");
            }
            case SHIP -> {
                if (!spec.automation().promotes()) {
                    yield Optional.of("on-gain = tell");
                }
                if (!isNamed) {
                    yield Optional.of("the arm has no version by an alias");
                }
                yield intent.fact(GATES).equals(io.headrace.run.Verdict.REFUSED.word())
                        ? Optional.of("the gates refused version " + intent.fact(VERSION))
                        : Optional.empty();
            }
        };
    }

    private String next(Move move, Optional<String> obstacle, Intent intent) {
        String version = "; version " + intent.facts().getOrDefault(VERSION, "");
        if (obstacle.isPresent()) {
            String person = switch (move.kind()) {
                case SHIP -> "a person promotes: headrace models promote " + spec.model() + " VERSION --reason TEXT";
                case ROLL_BACK -> "a person takes the arm out of " + scoring.name();
                case GROW, STAY -> "a person decides";
            };
            return "; nothing is done, as " + obstacle.get() + ": " + person;
        }
        return switch (move.kind()) {
            case STAY -> move.isLocked() ? "; " + move.reason() : "";
            case GROW ->
                version + " decides about " + move.share().orElseThrow().toPlainString() + " of all from tomorrow on";
            case SHIP -> version + " is champion now";
            case ROLL_BACK -> version + " is " + intent.fact(ALIAS) + " no more, the champion decides";
        };
    }

    /** What becomes of the treated version, and of the scores that readers see; each once. */
    private final class Moved implements Output {
        private final Intent intent;
        private final Verdict verdict;
        private final Move move;

        Moved(Intent intent, Verdict verdict, Move move) {
            this.intent = intent;
            this.verdict = verdict;
            this.move = move;
        }

        @Override
        public String name() {
            return TrainSpec.modelNode(spec.model()).toString();
        }

        @Override
        public long publish(RunId run) {
            String reason = run + ": " + String.join("; ", verdict.reasons());
            String alias = intent.fact(ALIAS);
            int version = Integer.parseInt(intent.fact(VERSION));
            return switch (move.kind()) {
                case STAY -> registry.state(spec.model()).lastSeq();
                case GROW ->
                    registry.stage(
                            spec.model(),
                            EventDetail.Allotment.of(
                                    alias,
                                    move.share().orElseThrow(),
                                    run.date().plusDays(1)),
                            version,
                            run.toString(),
                            reason);
                case SHIP -> registry.promote(spec.model(), alias, version, run.toString(), reason);
                case ROLL_BACK -> takenBack(alias, version, run, reason);
            };
        }

        /** The champion's decisions in the place of the arm's, and no version for it from now on. */
        private long takenBack(String alias, int version, RunId run, String reason) {
            long events = registry.dropAlias(spec.model(), alias, version, run.toString(), reason);
            publications.visible(spec.scores()).descendingMap().keySet().stream()
                    .findFirst()
                    .ifPresent(asOf -> publications.fallBack(spec.scores(), asOf, "policy", reason));
            return events;
        }
    }
}
