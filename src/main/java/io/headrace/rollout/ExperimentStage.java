package io.headrace.rollout;

import io.headrace.experiment.ExperimentJudge;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.Peek;
import io.headrace.experiment.Verdict;
import io.headrace.job.JobStage;
import io.headrace.job.Workplace;
import io.headrace.metric.Target;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
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
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Publications;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at an experiment, keeps what it saw, judges all looks so far, and takes a harmful arm back. */
final class ExperimentStage implements JobStage {
    private static final String EARLIER = "earlier";
    private static final String ARMS = "arms";
    private static final String ALIAS = "alias";
    private static final String VERSION = "version";
    private static final String LOCKED = "locked";
    private static final String NONE = "none";
    private static final String ROLLED_BACK = "roll_back";

    private final ExperimentSpec spec;
    private final Workplace place;
    private final Registry registry;
    private final Publications publications;
    private final ScoreSpec scoring;
    private final TrainSpec training;

    ExperimentStage(ExperimentSpec spec, Workplace place) {
        this.spec = spec;
        this.place = place;
        this.registry = new Registry(place.lake(), place.clock());
        this.publications = new Publications(place.lake(), place.clock());
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
        List<String> drawn = scoring.arms().drawn();
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
        List<Claim> done = place.ledger().claims(spec.name()).stream()
                .filter(claim -> claim.isDone() && claim.date().isBefore(context.date()))
                .sorted(Comparator.comparing(Claim::claimedAt))
                .toList();
        List<String> earlier = earlier(done);
        String arms = scoring.arms().salt() + ": " + scoring.arms().layout();
        requireSame(earlier, arms);
        Map<String, String> facts = new TreeMap<>(Map.of(EARLIER, Json.write(earlier), ARMS, arms));
        facts.putAll(whatWouldBeTakenBack(done));
        return new Resolved(inputs(), List.of(), facts);
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
        }
        return tables;
    }

    /** The last looks of earlier dates since the start under the same plan, in order. */
    private List<String> earlier(List<Claim> done) {
        Map<LocalDate, String> looks = new TreeMap<>();
        done.stream()
                .filter(claim -> !claim.date().isBefore(spec.start()))
                .filter(claim -> claim.intent().specDigest().equals(spec.digest()))
                .forEach(claim -> looks.put(claim.date(), claim.run().toString()));
        return List.copyOf(looks.values());
    }

    private void requireSame(List<String> earlier, String arms) {
        VerdictTable.before(place.lake(), Set.copyOf(earlier)).stream()
                .filter(look -> !look.arms().equals(arms))
                .findFirst()
                .ifPresent(look -> {
                    throw ExperimentErrors.otherArms(spec, look.arms(), arms);
                });
    }

    /** An experiment takes an arm back once; whoever gives it the alias again decides by himself. */
    private Map<String, String> whatWouldBeTakenBack(List<Claim> done) {
        Set<String> runs = new HashSet<>();
        done.forEach(claim -> runs.add(claim.run().toString()));
        Optional<String> acted = VerdictTable.before(place.lake(), runs).stream()
                .filter(look -> look.action().equals(ROLLED_BACK))
                .map(VerdictTable.Before::run)
                .findFirst();
        if (acted.isPresent()) {
            return Map.of(LOCKED, acted.get());
        }
        Optional<String> alias = scoring.arms().rivals().stream()
                .filter(rival -> rival.arm().equals(spec.treated()))
                .map(Rival::version)
                .filter(version -> !version.matches("[0-9]+"))
                .findFirst();
        Optional<ModelVersion> version =
                alias.flatMap(name -> registry.state(spec.model()).named(name));
        return version.isEmpty()
                ? Map.of()
                : Map.of(
                        ALIAS,
                        alias.get(),
                        VERSION,
                        Integer.toString(version.get().number()));
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        if (context.date().isBefore(spec.start())) {
            return new Prepared(
                    List.of(), List.of(), io.headrace.run.Verdict.NONE, Map.of(), "starts on " + spec.start());
        }
        Peek peek = new ArmOutcomes(spec, training, place.lake(), context, intent).peek();
        List<Peek> peeks = new ArrayList<>(
                PeekTable.peeks(place.lake(), List.of(Json.read(intent.fact(EARLIER), String[].class))));
        peeks.add(peek);
        List<Verdict> verdicts = ExperimentJudge.judge(plan(), peeks);
        Verdict verdict = verdicts.get(verdicts.size() - 1);
        boolean acts = verdict.state() == Verdict.State.ROLL_BACK
                && spec.rollsBack()
                && intent.facts().containsKey(ALIAS);
        String action = acts ? ROLLED_BACK : NONE;
        return new Prepared(
                List.of(
                        who -> PeekTable.in(place.lake()).append(who, PeekTable.rows(who, peek)),
                        who -> VerdictTable.in(place.lake())
                                .append(who, VerdictTable.rows(who, spec, verdict, action, intent.fact(ARMS)))),
                acts ? List.of(new TakenBack(intent, verdict)) : List.of(),
                List.of(),
                io.headrace.run.Verdict.NONE,
                counts(peek, verdict),
                message(verdict, acts, intent));
    }

    private ExperimentPlan plan() {
        return new ExperimentPlan(
                spec.name(),
                spec.control(),
                spec.treated(),
                scoring.arms().layout().shares(),
                spec.start(),
                spec.rules(),
                spec.measures().stream().map(Measure::plan).toList());
    }

    private static Map<String, String> counts(Peek peek, Verdict verdict) {
        Map<String, String> counts = new TreeMap<>(Map.of("look", Integer.toString(verdict.sequence())));
        peek.arms().forEach((arm, found) -> {
            counts.put("arm_" + arm, Long.toString(found.entities()));
            counts.put("known_" + arm, Long.toString(found.known()));
        });
        return counts;
    }

    private String message(Verdict verdict, boolean acts, Intent intent) {
        String state = verdict.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String primary = verdict.metrics().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %s %.4g of %s and %.4g of %s, difference %.4g (%.4g to %.4g at every look)",
                        verdict.metrics().get(0).metric().name(),
                        verdict.metrics().get(0).control().mean(),
                        spec.control(),
                        verdict.metrics().get(0).treated().mean(),
                        spec.treated(),
                        verdict.metrics().get(0).absolute().estimate(),
                        verdict.metrics().get(0).sequences().always().lower(),
                        verdict.metrics().get(0).sequences().always().upper());
        return "look " + verdict.sequence() + ": " + state + primary + "; " + String.join("; ", verdict.reasons())
                + next(verdict, acts, intent);
    }

    private String next(Verdict verdict, boolean acts, Intent intent) {
        if (acts) {
            return "; version " + intent.fact(VERSION) + " is " + intent.fact(ALIAS) + " no more, the champion decides";
        }
        return switch (verdict.state()) {
            case SHIP -> "; a person promotes: headrace models promote " + spec.model() + " VERSION --reason TEXT";
            case ROLL_BACK ->
                intent.facts().containsKey(LOCKED)
                        ? "; nothing is done, as " + intent.fact(LOCKED)
                                + " has taken the arm back before: a person decides"
                        : "; nothing is done: a person takes the arm out of " + scoring.name();
            default -> "";
        };
    }

    /** The champion's decisions in the place of the arm's, and no version for it from now on; each once. */
    private final class TakenBack implements Output {
        private final Intent intent;
        private final Verdict verdict;

        TakenBack(Intent intent, Verdict verdict) {
            this.intent = intent;
            this.verdict = verdict;
        }

        @Override
        public String name() {
            return TrainSpec.modelNode(spec.model()).toString();
        }

        @Override
        public long publish(RunId run) {
            String reason = run + ": " + String.join("; ", verdict.reasons());
            long events = registry.dropAlias(
                    spec.model(), intent.fact(ALIAS), Integer.parseInt(intent.fact(VERSION)), run.toString(), reason);
            publications.visible(spec.scores()).descendingMap().keySet().stream()
                    .findFirst()
                    .ifPresent(asOf -> publications.fallBack(spec.scores(), asOf, "policy", reason));
            return events;
        }
    }
}
