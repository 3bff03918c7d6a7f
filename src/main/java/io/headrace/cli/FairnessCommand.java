package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.fairness.FairnessStatus;
import io.headrace.fairness.FairnessStatus.Compared;
import io.headrace.fairness.FairnessStatus.Figure;
import io.headrace.fairness.FairnessStatus.OfPolicy;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what fairness jobs found. */
@Command(
        name = "fairness",
        mixinStandardHelpOptions = true,
        description =
                "Shows figures of groups of people and the verdicts of policies, of the last run of fairness jobs.")
final class FairnessCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "The fairness job; by default all of them.")
    private String name;

    @Override
    public Integer call() {
        Project project = options.project();
        List<FairnessSpec> jobs = project.jobs().values().stream()
                .filter(FairnessSpec.class::isInstance)
                .map(FairnessSpec.class::cast)
                .toList();
        List<FairnessSpec> wanted = jobs.stream()
                .filter(job -> name == null || job.name().equals(name))
                .toList();
        if (name != null && wanted.isEmpty()) {
            throw CliErrors.notOfFairness(
                    name, jobs.stream().map(FairnessSpec::name).toList());
        }
        Engine engine = Engine.open(project);
        List<FairnessStatus> found = wanted.stream()
                .map(job -> FairnessStatus.of(job, engine.lake(), engine.ledger()))
                .toList();
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(found);
        } else if (found.isEmpty()) {
            screen.line("no fairness job: docs/fairness.md shows one");
        } else {
            found.forEach(status -> show(screen, status));
        }
        return 0;
    }

    private static void show(Screen screen, FairnessStatus status) {
        if (status.figures().isEmpty()) {
            screen.line(status.model() + ", by " + status.job() + ": "
                    + (status.run().isEmpty() ? "never run" : status.run() + " found nothing to judge"));
            return;
        }
        screen.line(status.model() + " version " + status.modelVersions() + ", by " + status.run() + ": as of "
                + status.firstAsOf() + " to " + status.lastAsOf() + ", outcomes " + status.outcomes());
        status.policies().forEach(policy -> screen.line(words(policy)));
        status.reversals().forEach(reversal -> screen.line("  " + words(reversal)));
        List<String> headings = new ArrayList<>(List.of("group", "rows"));
        FairnessStatus.SHOWN.forEach(metric -> headings.add(metric.getValue()));
        screen.table(headings, rows(status));
        screen.line("* differs from its reference, q < " + FairnessStatus.LEVEL + "; few: too few rows to tell");
    }

    private static String words(OfPolicy policy) {
        String verdict = policy.verdict().equals("breach") ? "BREACH" : policy.verdict();
        if (policy.group().isEmpty()) {
            return "  policy " + policy.policy() + ": " + verdict + ", " + metric(policy.metric()) + " "
                    + (policy.form().equals("ratio")
                            ? "at least " + policy.bound() + " of the reference's"
                            : "within " + policy.bound() + " of the reference's")
                    + " (" + policy.legalBasis() + "; " + policy.owner() + ")";
        }
        return "    " + verdict + ": " + group(policy.group())
                + (policy.reference().isEmpty() ? "" : " beside " + group(policy.reference()))
                + number(policy.value(), policy.lower(), policy.upper())
                + (policy.reason().isEmpty() ? "" : ", " + policy.reason());
    }

    private static String words(Compared reversal) {
        return "turns round: " + metric(reversal.metric()) + " of " + group(reversal.group()) + " beside "
                + group(reversal.reference()) + ", " + reversal.reason();
    }

    private static String number(Double value, Double lower, Double upper) {
        return value == null || lower == null
                ? ""
                : String.format(Locale.ROOT, " %.4f (%.4f to %.4f)", value, lower, upper);
    }

    private static List<List<Object>> rows(FairnessStatus status) {
        return status.figures().stream()
                .map(Figure::group)
                .distinct()
                .map(group -> row(status, group))
                .toList();
    }

    private static List<Object> row(FairnessStatus status, Map<String, String> group) {
        List<Object> row = new ArrayList<>(List.of(group(group)));
        FairnessStatus.SHOWN.forEach(metric -> {
            Figure figure = status.figures().stream()
                    .filter(of -> of.group().equals(group) && of.metric().equals(metric.getKey()))
                    .findFirst()
                    .orElseThrow();
            if (row.size() == 1) {
                row.add(String.format(Locale.ROOT, "%,d", figure.rows()));
            }
            row.add(
                    figure.value() == null
                            ? "few"
                            : String.format(Locale.ROOT, "%.4f", figure.value())
                                    + (differs(status, group, metric.getKey()) ? " *" : ""));
        });
        return row;
    }

    private static boolean differs(FairnessStatus status, Map<String, String> group, String metric) {
        return status.comparisons().stream()
                .filter(compared ->
                        compared.group().equals(group) && compared.metric().equals(metric))
                .anyMatch(compared -> compared.q() != null && compared.q() < FairnessStatus.LEVEL);
    }

    private static String metric(String word) {
        return word.replace('_', ' ');
    }

    private static String group(Map<String, String> group) {
        return group.isEmpty()
                ? "everybody"
                : group.entrySet().stream()
                        .map(value ->
                                value.getKey() + (value.getValue() == null ? " unknown" : " = " + value.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
