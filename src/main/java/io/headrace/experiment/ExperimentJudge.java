package io.headrace.experiment;

import static io.headrace.experiment.MetricEvidence.number;

import io.headrace.stats.BenjaminiHochberg;
import io.headrace.stats.Holm;
import io.headrace.stats.trial.ArmMean;
import io.headrace.stats.trial.ArmTotals;
import io.headrace.stats.trial.ConfidenceSequence;
import io.headrace.stats.trial.Difference;
import io.headrace.stats.trial.SampleRatio;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;

/**
 * Verdicts of an experiment, one by peek.
 *
 * <p>Precedence at a peek, the first that holds:
 *
 * <ol>
 *   <li><b>no data</b>: control or treated has no entity with an outcome;
 *   <li><b>roll back</b>: both have the fewest entities, and harm of the primary metric or a guardrail beyond its margin is shown
 *       (one-sided p at every look, after Holm over these metrics, at most alpha). Also of an unhealthy experiment: taking a
 *       sound challenger back costs little, leaving a harmful one costs much;
 *   <li><b>unhealthy</b>: shares of entities, or of entities with an outcome, contradict the plan at every look; entities in several
 *       arms; outcomes missing;
 *   <li><b>ship</b>: fewest days and entities reached, the primary metric within its margin (a gain, where that is 0), and every
 *       guardrail with a margin above 0 within it (each one-sided p at every look at most alpha; all must hold, so none is adjusted);
 *   <li><b>inconclusive</b>: the horizon is reached; <b>running</b> else.
 * </ol>
 *
 * <p>A peek is judged by its own totals, so a peek with late outcomes can take an earlier verdict back; it says which. The result is
 * a function of plan and peeks. A new peek never changes the verdicts before it.
 */
public final class ExperimentJudge {
    private final ExperimentPlan plan;
    private final ConfidenceSequence sequence;
    private final SampleRatio ratio;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<String, Double> leastP = new HashMap<>();
    private double sharesP = 1;
    private double outcomesP = 1;

    private ExperimentJudge(ExperimentPlan plan) {
        this.plan = plan;
        this.sequence = plan.rules().sequence();
        this.ratio = SampleRatio.of(List.copyOf(plan.shares().values()));
    }

    /**
     * The verdict of every peek.
     *
     * @param peeks in the order in which they were made, days not descending, none before the start
     */
    public static List<Verdict> judge(ExperimentPlan plan, List<Peek> peeks) {
        ExperimentJudge judge = new ExperimentJudge(plan);
        for (int i = 0; i < peeks.size(); i++) {
            if (peeks.get(i)
                    .day()
                    .isBefore(i == 0 ? plan.start() : peeks.get(i - 1).day())) {
                throw new IllegalArgumentException("peeks must come in order from the start, " + plan.start()
                        + ", found " + peeks.get(i).day() + " as number " + (i + 1));
            }
            judge.add(peeks.get(i));
        }
        return List.copyOf(judge.verdicts);
    }

    private void add(Peek peek) {
        Verdict.Health health = health(peek);
        List<String> silent = new ArrayList<>();
        List<MetricEvidence> evidence = evidence(peek, silent);
        List<String> reasons = new ArrayList<>();
        Verdict.State state = state(peek, health, evidence, reasons);
        if (state != Verdict.State.NO_DATA) {
            reasons.addAll(silent);
        }
        OptionalInt reopens = reopened(state);
        reopens.ifPresent(before -> reasons.add("takes back verdict " + before + ", which was "
                + words(verdicts.get(before - 1).state()) + ": what came since says otherwise"));
        verdicts.add(new Verdict(verdicts.size() + 1, peek.day(), state, reopens, reasons, evidence, health));
    }

    private Verdict.State state(Peek peek, Verdict.Health health, List<MetricEvidence> evidence, List<String> reasons) {
        List<String> empty = List.of(plan.control(), plan.treated()).stream()
                .filter(arm -> peek.arm(arm).known() == 0)
                .toList();
        if (!empty.isEmpty()) {
            reasons.add("no entity with an outcome in " + String.join(" and ", empty));
            reasons.addAll(health.problems());
            return Verdict.State.NO_DATA;
        }
        boolean isLarge = isLarge(peek, reasons);
        if (isLarge && isHarmful(evidence, reasons)) {
            reasons.addAll(health.problems());
            return Verdict.State.ROLL_BACK;
        }
        if (!health.isHealthy()) {
            reasons.addAll(health.problems());
            return Verdict.State.UNHEALTHY;
        }
        long days = ChronoUnit.DAYS.between(plan.start(), peek.day()) + 1;
        if (isLarge && days >= plan.rules().fewestDays() && isGood(evidence, reasons)) {
            return Verdict.State.SHIP;
        }
        boolean isOver = days >= plan.rules().horizonDays();
        reasons.add("day " + days + " of " + plan.rules().horizonDays() + (isOver ? ": nothing is shown" : ""));
        return isOver ? Verdict.State.INCONCLUSIVE : Verdict.State.RUNNING;
    }

    private boolean isLarge(Peek peek, List<String> reasons) {
        long fewest = plan.rules().fewestEntities();
        boolean isLarge = peek.arm(plan.control()).known() >= fewest
                && peek.arm(plan.treated()).known() >= fewest;
        if (!isLarge) {
            reasons.add("fewer than " + fewest + " entities with an outcome in an arm: nothing is decided");
        }
        return isLarge;
    }

    private boolean isHarmful(List<MetricEvidence> evidence, List<String> reasons) {
        boolean isHarmful = false;
        for (MetricEvidence metric : evidence) {
            if (metric.sequences().adjustedBeyondPValue() <= plan.rules().alpha()) {
                isHarmful = true;
                reasons.add(metric.metric().name() + " is harmed beyond its margin: p at every look "
                        + number(metric.sequences().beyondPValue()) + ", after Holm "
                        + number(metric.sequences().adjustedBeyondPValue()) + ", at most alpha "
                        + number(plan.rules().alpha()));
            }
        }
        return isHarmful;
    }

    private boolean isGood(List<MetricEvidence> evidence, List<String> reasons) {
        Map<String, Double> found = new HashMap<>();
        evidence.forEach(
                metric -> found.put(metric.metric().name(), metric.sequences().withinPValue()));
        List<MetricPlan> asked = plan.metrics().stream()
                .filter(MetricPlan::isAskedBeforeShipping)
                .toList();
        List<MetricPlan> open = asked.stream()
                .filter(metric ->
                        !(found.getOrDefault(metric.name(), 1.0) <= plan.rules().alpha()))
                .toList();
        String alpha = ", alpha " + number(plan.rules().alpha());
        for (MetricPlan metric : open.isEmpty() ? asked : open) {
            reasons.add((open.isEmpty() ? "" : "not shown yet: ") + metric.name()
                    + (metric.margin().size() > 0 ? " within its margin" : " gains")
                    + ": p at every look " + number(found.getOrDefault(metric.name(), 1.0)) + alpha);
        }
        return open.isEmpty();
    }

    private List<MetricEvidence> evidence(Peek peek, List<String> silent) {
        List<MetricEvidence> found = new ArrayList<>();
        for (MetricPlan metric : plan.metrics()) {
            ArmTotals control = peek.arm(plan.control()).totals(metric.name());
            ArmTotals treated = peek.arm(plan.treated()).totals(metric.name());
            Optional<String> refusal = metric.refusalOf(control, treated);
            Optional<MetricEvidence> evidence =
                    refusal.isPresent() ? Optional.empty() : evidence(metric, control, treated);
            if (evidence.isEmpty()) {
                silent.add(metric.name() + " cannot be judged: "
                        + refusal.orElse("no entity differs from another of its arm"));
            }
            evidence.ifPresent(found::add);
        }
        double[] beyond = found.stream()
                .mapToDouble(metric -> metric.metric().role() == MetricPlan.Role.SECONDARY
                        ? Double.NaN
                        : metric.sequences().beyondPValue())
                .toArray();
        double[] holm = Holm.adjusted(beyond);
        double[] least = found.stream()
                .mapToDouble(metric ->
                        leastP.merge(metric.metric().name(), metric.sequences().pValue(), Math::min))
                .toArray();
        double[] q = BenjaminiHochberg.adjusted(least);
        for (int i = 0; i < found.size(); i++) {
            found.set(i, found.get(i).with(least[i], Double.isNaN(holm[i]) ? 1 : holm[i], q[i]));
        }
        return found;
    }

    private Optional<MetricEvidence> evidence(MetricPlan metric, ArmTotals control, ArmTotals treated) {
        MetricPlan.Arms arms = metric.figures(control, treated);
        Optional<Difference> absolute = Difference.absolute(arms.control(), arms.treated());
        Optional<Difference> slack = metric.margin().slack(arms.control(), arms.treated());
        if (absolute.isEmpty() || slack.isEmpty()) {
            return Optional.empty();
        }
        ArmMean base = arms.control().besideLarger(arms.treated());
        ArmMean other = arms.treated().besideLarger(arms.control());
        Difference cautious = Difference.absolute(base, other).orElseThrow();
        Optional<Difference> relative = Difference.relative(base, other);
        return Optional.of(new MetricEvidence(
                metric,
                arms.control(),
                arms.treated(),
                absolute.get(),
                relative,
                new MetricEvidence.Sequences(
                        absolute.get().fixedInterval(1 - plan.rules().alpha()),
                        cautious.alwaysInterval(sequence),
                        relative.map(difference -> difference.alwaysInterval(sequence)),
                        cautious.alwaysPValue(sequence),
                        metric.margin().withinPValue(slack.get(), sequence),
                        metric.margin().beyondPValue(slack.get(), sequence),
                        1,
                        1)));
    }

    private Verdict.Health health(Peek peek) {
        List<String> problems = new ArrayList<>();
        peek.arms().keySet().stream()
                .filter(arm -> !plan.shares().containsKey(arm))
                .sorted()
                .forEach(arm -> problems.add("arm " + arm + " has entities and is not in the plan"));
        long[] entities = byArm(peek, Peek.Arm::entities);
        long[] known = byArm(peek, Peek.Arm::known);
        sharesP = ratio.alwaysPValue(entities, sharesP);
        outcomesP = ratio.alwaysPValue(known, outcomesP);
        double level = plan.rules().healthLevel();
        if (sharesP < level) {
            problems.add("arms do not have their shares: " + counts(entities) + ", p at every look " + number(sharesP)
                    + ", below " + number(level));
        }
        if (outcomesP < level) {
            problems.add("arms do not have their shares of entities with an outcome: " + counts(known)
                    + ", p at every look " + number(outcomesP) + ", below " + number(level));
        }
        if (!peek.exposure().isHealthy()) {
            problems.add(peek.exposure().inSeveralArms() + " of "
                    + peek.exposure().entities() + " entities were seen in several arms, more than 1 %");
        }
        plan.shares().keySet().forEach(arm -> missing(arm, peek.arm(arm)).ifPresent(problems::add));
        return new Verdict.Health(sharesP, ratio.fixedPValue(entities), outcomesP, problems);
    }

    private Optional<String> missing(String name, Peek.Arm arm) {
        double missing = arm.due() == 0 ? 0 : (double) (arm.due() - arm.known()) / arm.due();
        return missing > plan.rules().missingAtMost()
                ? Optional.of("outcomes of " + name + " are missing: " + (arm.due() - arm.known()) + " of " + arm.due()
                        + " that are due, more than "
                        + number(100 * plan.rules().missingAtMost()) + " %")
                : Optional.empty();
    }

    private long[] byArm(Peek peek, ToLongFunction<Peek.Arm> count) {
        return plan.shares().keySet().stream()
                .mapToLong(arm -> count.applyAsLong(peek.arm(arm)))
                .toArray();
    }

    private String counts(long[] counts) {
        List<String> texts = new ArrayList<>();
        int at = 0;
        for (Map.Entry<String, BigDecimal> share : plan.shares().entrySet()) {
            texts.add(share.getKey() + " " + counts[at++] + " for a share of "
                    + share.getValue().toPlainString());
        }
        return String.join(", ", texts);
    }

    /** The last decisive verdict, where this one is another. */
    private OptionalInt reopened(Verdict.State state) {
        for (int i = verdicts.size() - 1; i >= 0; i--) {
            Verdict before = verdicts.get(i);
            if (before.reopens().isPresent() && !before.state().isDecisive()) {
                return OptionalInt.empty();
            }
            if (before.state().isDecisive()) {
                return before.state() == state ? OptionalInt.empty() : OptionalInt.of(before.sequence());
            }
        }
        return OptionalInt.empty();
    }

    /** The state as people say it. */
    static String words(Verdict.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
