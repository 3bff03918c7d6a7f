package io.headrace.cli;

import io.headrace.groups.FairnessStatus;
import io.headrace.groups.FairnessStatus.Figure;
import io.headrace.groups.FairnessStatus.OfPolicy;
import io.headrace.groups.FairnessStatus.Remedied;
import io.headrace.run.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What commands say of value and groups, as a page shows it. */
final class StoryTables {
    private static final List<Map.Entry<String, String>> METRICS = List.of(
            Map.entry("base_rate", "base rate"),
            Map.entry("selection_rate", "selected"),
            Map.entry("true_positive_rate", "true positives"),
            Map.entry("false_positive_rate", "false positives"),
            Map.entry("precision", "precision"));

    private StoryTables() {}

    /** The words of {@code headrace value}. */
    static String value(ExampleProject project, String model) {
        return "```text\n" + project.says("value", model) + "```\n";
    }

    /** What {@code headrace fairness} found. */
    static FairnessStatus fairness(ExampleProject project, String job) {
        FairnessStatus[] found = Json.read(project.says("fairness", job, "--json"), FairnessStatus[].class);
        return found[0];
    }

    /** Figures of everybody and of groups by one column with intervals, what turns round, verdicts, and thresholds by group. */
    static String markdown(FairnessStatus found) {
        return "`" + found.job() + "`, as of " + found.firstAsOf() + " to " + found.lastAsOf() + ":\n\n"
                + figures(found) + "\n" + verdicts(found) + "\n" + reversals(found) + remedies(found);
    }

    private static String figures(FairnessStatus found) {
        StringBuilder table = new StringBuilder(
                head(Stream.concat(Stream.of("group", "rows"), METRICS.stream().map(Map.Entry::getValue))
                        .toArray(String[]::new)));
        found.figures().stream()
                .map(Figure::group)
                .filter(group -> group.size() < 2)
                .distinct()
                .forEach(group -> table.append(figures(found, group)));
        return table.toString();
    }

    private static String figures(FairnessStatus found, Map<String, String> group) {
        List<String> cells = new ArrayList<>(List.of(words(group)));
        METRICS.forEach(metric -> {
            Figure figure = found.figures().stream()
                    .filter(of -> of.group().equals(group) && of.metric().equals(metric.getKey()))
                    .findFirst()
                    .orElseThrow();
            if (cells.size() == 1) {
                cells.add(String.format(Locale.ROOT, "%,d", figure.rows()));
            }
            cells.add(
                    figure.value() == null
                            ? "insufficient (" + figure.rows() + ")"
                            : number(figure.value(), figure.lower(), figure.upper())
                                    + (differs(found, group, metric.getKey()) ? " *" : ""));
        });
        return row(cells.toArray());
    }

    private static boolean differs(FairnessStatus found, Map<String, String> group, String metric) {
        return found.comparisons().stream()
                .anyMatch(pair -> pair.group().equals(group)
                        && pair.metric().equals(metric)
                        && pair.q() != null
                        && pair.q() < FairnessStatus.LEVEL);
    }

    private static String verdicts(FairnessStatus found) {
        StringBuilder table = new StringBuilder(head("policy", "asks for", "group", "beside", "is", "verdict"));
        found.policies().stream()
                .filter(policy -> !policy.group().isEmpty())
                .forEach(policy -> table.append(row(
                        policy.policy(),
                        policy.metric().replace('_', ' ')
                                + (policy.form().equals("ratio") ? ", ratio of at least " : ", difference of at most ")
                                + policy.bound(),
                        words(policy.group()),
                        words(policy.reference()),
                        number(policy),
                        policy.verdict().equals("breach") ? "**breach**" : policy.verdict())));
        return table.toString();
    }

    private static String number(OfPolicy policy) {
        return policy.value() == null ? policy.reason() : number(policy.value(), policy.lower(), policy.upper());
    }

    private static String reversals(FairnessStatus found) {
        return found.reversals().isEmpty()
                ? "No comparison turns round within another column.\n"
                : found.reversals().stream()
                        .map(of -> "- " + of.metric().replace('_', ' ') + " of " + words(of.group()) + " beside "
                                + words(of.reference()) + " turns round: " + of.reason() + "\n")
                        .collect(Collectors.joining());
    }

    private static String remedies(FairnessStatus found) {
        if (found.remedies().isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("\n"
                + head(
                        "thresholds",
                        "act above",
                        "gap selected",
                        "gap true positives",
                        "gap false positives",
                        "value of 1,000 rows"));
        found.remedies().stream()
                .filter(remedy ->
                        remedy.step() == remedy.steps() || remedy.aim().endsWith("threshold"))
                .forEach(remedy -> table.append(row(
                        remedy.aim().replace('_', ' '),
                        thresholds(remedy),
                        four(remedy.selectionGap()),
                        four(remedy.truePositiveGap()),
                        four(remedy.falsePositiveGap()),
                        String.format(
                                Locale.ROOT,
                                "%,.0f (%,.0f to %,.0f)",
                                remedy.valuePer1000(),
                                remedy.lower(),
                                remedy.upper()))));
        return table.toString();
    }

    private static String thresholds(Remedied remedy) {
        return remedy.thresholds().stream()
                .map(of -> words(of.group()) + " " + of.threshold()
                        + (of.share() < 1 ? " for " + four(of.share()) + " of them" : ""))
                .collect(Collectors.joining("; "));
    }

    private static String words(Map<String, String> group) {
        return group.isEmpty()
                ? "everybody"
                : group.entrySet().stream()
                        .map(of -> of.getKey() + (of.getValue() == null ? " unknown" : " = " + of.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String number(double value, Double lower, Double upper) {
        return four(value) + (lower == null ? "" : " (" + four(lower) + " to " + four(upper) + ")");
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String head(String... names) {
        return row((Object[]) names) + "|" + "---|".repeat(names.length) + "\n";
    }

    private static String row(Object... cells) {
        return Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
