package io.headrace.report;

import io.headrace.report.FairnessFindings.Judgement;
import io.headrace.report.FairnessFindings.Policy;
import java.util.List;
import java.util.stream.Collectors;

/** What decisions did to groups, in sentences that name no group. */
final class FairnessWords {
    /** Who may read pages that name groups. */
    static final String READERS =
            "This page names groups by values of protected columns, which are marked as personal: it is for those who may read headrace.fairness.";

    private final FairnessFindings of;

    FairnessWords(FairnessFindings of) {
        this.of = of;
    }

    private List<Policy> policies() {
        return of.last().map(Judgement::policies).orElse(List.of());
    }

    private boolean isAny(String verdict) {
        return policies().stream().anyMatch(policy -> policy.verdict().equals(verdict));
    }

    /** The gravest verdict. */
    String word() {
        if (of.runs().isEmpty()) {
            return "not judged yet";
        }
        return policies().isEmpty() ? "no policy" : isAny("breach") ? "breach" : isAny("unknown") ? "unknown" : "ok";
    }

    /** Its class in the style sheet. */
    String mark() {
        return switch (word()) {
            case "breach" -> "bad";
            case "ok" -> "good";
            default -> "none";
        };
    }

    /** What policies say. */
    String verdict() {
        if (of.runs().isEmpty()) {
            return "No run has found anything to judge.";
        }
        return policies().isEmpty()
                ? "No policy was in force: figures are told, and nothing is judged."
                : policies().stream().map(FairnessWords::words).collect(Collectors.joining(" "));
    }

    private static String words(Policy policy) {
        String pairs = " of " + DisplayFormat.counted(policy.pairs().size(), "group") + ".";
        return "Policy " + policy.name() + ": "
                + switch (policy.verdict()) {
                    case "ok" -> "kept for all" + pairs;
                    case "breach" -> "breach for " + DisplayFormat.count(policy.count("breach")) + pairs;
                    default -> "nothing can be said for " + DisplayFormat.count(policy.count("unknown")) + pairs;
                };
    }

    /** What a policy asks. */
    static String asks(Policy policy) {
        return metric(policy.metric())
                + (policy.isRatio()
                        ? " at least " + policy.bound() + " times the reference's"
                        : " within " + policy.bound() + " of the reference's")
                + ", by " + String.join(" and ", policy.columns());
    }

    /** The words of a metric. */
    static String metric(String name) {
        return name.equals("auc") ? "AUC" : name.replace('_', ' ');
    }
}
