package io.headrace.groups;

import io.headrace.stats.fairness.FairnessPolicy;
import io.headrace.stats.fairness.FairnessPolicy.Outcome;
import io.headrace.stats.fairness.FairnessPolicy.Verdict;
import io.headrace.stats.fairness.FairnessReport;
import io.headrace.stats.fairness.FairnessRules;
import io.headrace.stats.fairness.GroupCounts;
import io.headrace.stats.fairness.GroupFigure;
import io.headrace.stats.fairness.GroupMetric;
import io.headrace.stats.fairness.GroupTally;
import io.headrace.stats.fairness.Reversal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is said of counts.
 *
 * @param policies those in force, as written
 */
public record Judged(GroupCounts counts, FairnessReport report, List<Reversal> reversals, List<Outcome> policies) {
    private static final List<GroupMetric> REVERSIBLE =
            List.of(GroupMetric.SELECTION_RATE, GroupMetric.TRUE_POSITIVE_RATE);

    public Judged {
        reversals = List.copyOf(reversals);
        policies = List.copyOf(policies);
    }

    /** Judges them by the policies that hold on a date. */
    public static Judged of(GroupCounts counts, FairnessRules rules, List<FairnessPolicy> policies, LocalDate date) {
        return new Judged(
                counts,
                FairnessReport.of(counts, rules),
                REVERSIBLE.stream()
                        .flatMap(metric -> Reversal.find(counts, metric, rules).stream())
                        .toList(),
                FairnessPolicy.on(date, policies).stream()
                        .map(policy -> policy.judge(counts))
                        .toList());
    }

    private long rows() {
        return counts.cells().values().stream().mapToLong(GroupTally::rows).sum();
    }

    private List<Outcome> of(Verdict verdict) {
        return policies.stream().filter(policy -> policy.verdict() == verdict).toList();
    }

    /** Selection rates of all groups and intersections. */
    private Stream<GroupFigure> groups() {
        return report.figures().stream()
                .filter(figure -> figure.metric() == GroupMetric.SELECTION_RATE
                        && !figure.group().conditions().isEmpty());
    }

    private long tooSmall() {
        return groups().filter(GroupFigure::isInsufficient).count();
    }

    /** Numbers by name, for the record of the run. */
    public Map<String, String> numbers() {
        Map<String, Long> numbers = new TreeMap<>(Map.of(
                "rows",
                rows(),
                "labelled",
                counts.cells().values().stream()
                        .mapToLong(tally -> tally.labelled().rows())
                        .sum(),
                "groups",
                groups().count(),
                "insufficient",
                tooSmall(),
                "reversals",
                (long) reversals.size(),
                "policies",
                (long) policies.size(),
                "breaches",
                (long) of(Verdict.BREACH).size(),
                "unknown",
                (long) of(Verdict.UNKNOWN).size()));
        Map<String, String> texts = new TreeMap<>();
        numbers.forEach((name, number) -> texts.put(name, Long.toString(number)));
        return texts;
    }

    /** A sentence that names no value of a protected column. */
    public String words() {
        String small = tooSmall() == 0 ? "" : ", " + tooSmall() + " of them too small to tell";
        return String.format(
                Locale.ROOT, "%,d entities in %d groups%s; %s", rows(), groups().count(), small, verdicts());
    }

    private String verdicts() {
        return policies.isEmpty()
                ? "no policy is in force"
                : policies.stream().map(Judged::words).collect(Collectors.joining("; "));
    }

    private static String words(Outcome outcome) {
        String name = "policy " + outcome.policy().name() + ": ";
        if (outcome.verdict() == Verdict.OK) {
            return name + "ok";
        }
        long pairs = outcome.pairs().stream()
                .filter(pair -> pair.verdict() == outcome.verdict())
                .count();
        return name + (outcome.verdict() == Verdict.BREACH ? "BREACH" : "unknown") + " for " + pairs + " of "
                + outcome.pairs().size() + " groups";
    }
}
