package io.headrace.rollout;

import io.headrace.experiment.DecisionEffect.Design;
import io.headrace.experiment.ExperimentJudge;
import io.headrace.experiment.ExperimentPlan;
import io.headrace.experiment.MetricEvidence;
import io.headrace.experiment.Peek;
import io.headrace.experiment.UpliftEvidence;
import io.headrace.experiment.Verdict;
import io.headrace.job.JobStage.Finding;
import io.headrace.job.JobStage.Prepared;
import io.headrace.job.Workplace;
import io.headrace.rollout.VerdictTable.Beside;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.spec.ExperimentSpec;
import io.headrace.stats.AucComparison;
import io.headrace.stats.Interval;
import io.headrace.table.Ledger.Claim;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Judges a look with those before it, and keeps it; the same for arms of a score job and those that a table has. */
final class LookJudge {
    private final ExperimentSpec spec;
    private final Workplace place;

    LookJudge(ExperimentSpec spec, Workplace place) {
        this.spec = spec;
        this.place = place;
    }

    /** Finished runs of earlier dates, in the order in which they were claimed. */
    List<Claim> done(LocalDate before) {
        return place.ledger().claims(spec.name()).stream()
                .filter(claim -> claim.isDone() && claim.date().isBefore(before))
                .sorted(Comparator.comparing(Claim::claimedAt))
                .toList();
    }

    /** The last looks of earlier dates since a day under the same plan, in order. */
    List<String> runs(List<Claim> done, LocalDate since) {
        Map<LocalDate, String> looks = new TreeMap<>();
        done.stream()
                .filter(claim -> !claim.date().isBefore(since))
                .filter(claim -> claim.intent().specDigest().equals(spec.digest()))
                .forEach(claim -> looks.put(claim.date(), claim.run().toString()));
        return List.copyOf(looks.values());
    }

    /** Refuses arms that earlier looks did not see. */
    void requireSame(List<String> earlier, String arms) {
        VerdictTable.before(place.lake(), Set.copyOf(earlier)).stream()
                .filter(look -> !look.arms().equals(arms))
                .findFirst()
                .ifPresent(look -> {
                    throw ExperimentErrors.otherArms(spec, look.arms(), arms);
                });
    }

    /** The verdict at a look, after all before it. */
    Verdict verdict(ExperimentPlan plan, Peek peek, Intent intent) {
        List<Peek> peeks = new ArrayList<>(
                PeekTable.peeks(place.lake(), List.of(Json.read(intent.fact(LookPlan.EARLIER), String[].class))));
        peeks.add(peek);
        List<Verdict> verdicts = ExperimentJudge.judge(plan, peeks);
        return verdicts.get(verdicts.size() - 1);
    }

    /** What is kept of a look. */
    List<Finding> findings(Peek peek, Verdict verdict, Beside beside, String action, Intent intent) {
        List<Finding> findings = new ArrayList<>(List.of(
                run -> PeekTable.in(place.lake()).append(run, PeekTable.rows(run, peek)),
                run -> VerdictTable.in(place.lake())
                        .append(
                                run,
                                VerdictTable.rows(run, spec, verdict, beside, action, intent.fact(LookPlan.ARMS)))));
        beside.uplift()
                .ifPresent(found -> findings.add(
                        run -> UpliftTable.in(place.lake()).append(run, UpliftTable.rows(run, spec, found))));
        return findings;
    }

    /** A run that does not look. */
    static Prepared nothing(String why) {
        return new Prepared(List.of(), List.of(), io.headrace.run.Verdict.NONE, Map.of(), why);
    }

    /** Numbers of a look. */
    static Map<String, String> counts(Peek peek, Verdict verdict) {
        Map<String, String> counts = new TreeMap<>(Map.of("look", Integer.toString(verdict.sequence())));
        peek.arms().forEach((arm, found) -> {
            counts.put("arm_" + arm, Long.toString(found.entities()));
            counts.put("known_" + arm, Long.toString(found.known()));
        });
        return counts;
    }

    /** A look for people. */
    String message(Verdict verdict, Beside beside) {
        List<String> parts = new ArrayList<>(List.of("look " + verdict.sequence() + ": "
                + verdict.state().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        verdict.metrics().stream().findFirst().ifPresent(primary -> parts.add(inWords(primary)));
        beside.ranking().ifPresent(found -> parts.add(inWords(found)));
        beside.uplift().ifPresent(found -> parts.add(inWords(found)));
        parts.addAll(verdict.reasons());
        return String.join("; ", parts);
    }

    private String inWords(AucComparison found) {
        return String.format(
                Locale.ROOT,
                "AUC %.4f of %s and %.4f of %s",
                found.second().auc(),
                spec.control(),
                found.first().auc(),
                spec.treated());
    }

    private String inWords(UpliftEvidence found) {
        Interval once = found.interval(1 - spec.rules().alpha());
        return String.format(
                Locale.ROOT,
                "the highest scores first bring %.4g more by treated entity than a random order (%.4g to %.4g at one look)",
                found.coefficient(),
                once.lower(),
                once.upper());
    }

    private String inWords(MetricEvidence primary) {
        String means = spec.design() == Design.PAIRED
                ? String.format(Locale.ROOT, "%s of %s less %s", what(), spec.treated(), spec.control())
                : String.format(
                        Locale.ROOT,
                        "%s %.4g of %s and %.4g of %s, difference",
                        primary.metric().name(),
                        primary.control().mean(),
                        spec.control(),
                        primary.treated().mean(),
                        spec.treated());
        return String.format(
                Locale.ROOT,
                "%s %.4g (%.4g to %.4g at every look)",
                means,
                primary.absolute().estimate(),
                primary.sequences().always().lower(),
                primary.sequences().always().upper());
    }

    /** What a paired design compares first. */
    private String what() {
        return spec.measures()
                .get(0)
                .error()
                .map(error -> error.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElse("value");
    }
}
