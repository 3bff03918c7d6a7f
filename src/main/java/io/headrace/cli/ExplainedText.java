package io.headrace.cli;

import io.headrace.score.NearestChange;
import io.headrace.score.NearestChange.Explained;
import io.headrace.spec.Arms;
import io.headrace.spec.ScoreSpec;
import io.headrace.stats.fairness.Counterfactual;
import io.headrace.stats.fairness.Counterfactual.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One published score in words and as JSON. */
final class ExplainedText {
    private ExplainedText() {}

    static List<String> lines(ScoreSpec job, Explained found) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s %s as of %s, version %d: score %.4f%s, decided %s (positive %s)",
                job.view().entity(),
                found.entity(),
                found.asOf(),
                found.version(),
                found.score(),
                found.probability()
                        .map(probability -> String.format(Locale.ROOT, ", probability %.4f", probability))
                        .orElse(""),
                side(found.isPositive()),
                found.rule()));
        found.reasons().forEach(reason -> lines.add("  " + reason));
        lines.add(found.change().map(change -> words(found, change)).orElseGet(() -> unchanged(job)));
        return lines;
    }

    private static String unchanged(ScoreSpec job) {
        return job.changes().isEmpty()
                ? job.name() + " declares no changes: docs/fairness.md shows how"
                : "in the " + Arms.HOLDOUT + ", where the decision is always negative";
    }

    private static String words(Explained found, Counterfactual change) {
        String other = "decided " + side(!found.isPositive());
        return switch (change.outcome()) {
            case FOUND ->
                other + " with " + changes(change)
                        + String.format(Locale.ROOT, " (%.4f)", change.score().getAsDouble());
            case NONE_WITHIN_THE_RANGES -> "no declared change is " + other;
            case STOPPED -> "stopped after " + change.tries() + " tries: a change may be " + other + " (changes.tries)";
            case NOT_NEEDED -> throw new IllegalStateException("the other decision is never that of the row itself");
        };
    }

    private static String changes(Counterfactual change) {
        return change.changes().stream().map(NearestChange::words).collect(Collectors.joining(", "));
    }

    private static String side(boolean isPositive) {
        return isPositive ? "positive" : "negative";
    }

    static Map<String, Object> json(ScoreSpec job, Explained found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", job.table().toString());
        json.put("key", found.entity());
        json.put("as_of", found.asOf().toString());
        json.put("model_version", found.version());
        json.put("score", found.score());
        json.put("probability", found.probability().orElse(null));
        json.put("decision", found.isPositive());
        json.put("rule", found.rule());
        json.put("reasons", found.reasons());
        json.put(
                "outcome",
                found.change()
                        .map(change -> change.outcome().name().toLowerCase(Locale.ROOT))
                        .orElse(null));
        json.put(
                "changes",
                found.change().map(Counterfactual::changes).orElse(List.of()).stream()
                        .map(ExplainedText::json)
                        .toList());
        json.put(
                "after",
                found.change()
                        .filter(change -> change.outcome() == Outcome.FOUND)
                        .map(change -> change.score().getAsDouble())
                        .orElse(null));
        return json;
    }

    private static Map<String, Object> json(Counterfactual.Change change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", change.feature().name());
        json.put("from", change.from());
        json.put("to", change.to());
        return json;
    }
}
