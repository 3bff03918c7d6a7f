package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.groups.FairnessStatus;
import io.headrace.groups.FairnessStatus.Compared;
import io.headrace.groups.FairnessStatus.Figure;
import io.headrace.groups.FairnessStatus.OfPolicy;
import io.headrace.groups.FairnessStatus.Remedied;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.TrainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what fairness jobs found. */
@Command(
        name = "fairness",
        mixinStandardHelpOptions = true,
        description = "Shows figures of groups of people and the verdicts of policies, of the last run of each job.")
final class FairnessCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Mixin
    private OutputOptions output;

    @Parameters(
            paramLabel = "JOB",
            arity = "0..1",
            description = "A fairness job, or a train job that names one; by default all of them.")
    private String name;

    @Override
    public Integer call() {
        Project project = options.project();
        Map<String, String> jobs = new TreeMap<>();
        project.jobs().values().forEach(job -> model(job).ifPresent(model -> jobs.put(job.name(), model)));
        if (name != null && !jobs.containsKey(name)) {
            throw CliErrors.notOfFairness(name, jobs.keySet());
        }
        Engine engine = Engine.open(project);
        List<FairnessStatus> found = jobs.entrySet().stream()
                .filter(job -> name == null || job.getKey().equals(name))
                .map(job -> FairnessStatus.of(job.getKey(), job.getValue(), engine.lake(), engine.ledger()))
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

    /** The model whose groups a job looks at. */
    private static Optional<String> model(JobSpec job) {
        if (job instanceof TrainSpec training) {
            return training.fairness().map(use -> training.model());
        }
        return job instanceof FairnessSpec fairness ? Optional.of(fairness.model()) : Optional.empty();
    }

    private static void show(Screen screen, FairnessStatus status) {
        if (status.figures().isEmpty()) {
            screen.line(status.model() + ", by " + status.job() + ": "
                    + (status.run().isEmpty() ? "never run" : status.run() + " found nothing to judge"));
            return;
        }
        screen.line(status.model() + " version " + status.modelVersions() + ", by " + status.run() + ": as of "
                + status.firstAsOf() + " to " + status.lastAsOf() + ", outcomes " + status.outcomes());
        if (!FairnessStatus.turnedRound(status.favourable()).isEmpty()) {
            screen.line("  " + FairnessStatus.turnedRound(status.favourable()));
        }
        status.policies().forEach(policy -> screen.line(words(policy)));
        status.reversals().forEach(reversal -> screen.line("  " + words(reversal)));
        List<String> headings = new ArrayList<>(List.of("group", "rows"));
        FairnessStatus.SHOWN.forEach(metric -> headings.add(metric.getValue()));
        screen.table(headings, rows(status));
        screen.line("* differs from its reference, q < " + FairnessStatus.LEVEL + "; few: too few rows to tell");
        if (!status.remedies().isEmpty()) {
            showRemedies(screen, status.remedies());
        }
    }

    private static void showRemedies(Screen screen, List<Remedied> remedies) {
        Remedied first = remedies.get(0);
        screen.line(String.format(
                Locale.ROOT,
                "thresholds by group on %,d rows%s; AUC of scores %.4f, ranked within groups %.4f",
                first.rows(),
                first.leftOut() == 0 ? "" : ", without " + first.leftOut() + " groups of too few",
                first.aucOfScores(),
                first.aucWithinGroups()));
        screen.table(
                List.of(
                        "thresholds",
                        "selection gap",
                        "true positives",
                        "false positives",
                        first.currency() + " per 1,000",
                        "accuracy",
                        "balanced"),
                remedies.stream().map(FairnessCommand::row).toList());
        remedies.stream()
                .filter(remedy -> remedy.step() == remedy.steps())
                .forEach(remedy -> screen.line("  " + metric(remedy.aim()) + ": act above " + thresholds(remedy)));
    }

    private static List<Object> row(Remedied remedy) {
        return List.of(
                metric(remedy.aim())
                        + (remedy.step() == remedy.steps()
                                ? ""
                                : ", " + remedy.step() + " of " + remedy.steps() + " steps"),
                four(remedy.selectionGap()),
                four(remedy.truePositiveGap()),
                four(remedy.falsePositiveGap()),
                String.format(Locale.ROOT, "%,.1f", remedy.valuePer1000())
                        + (remedy.lower() == null
                                ? ""
                                : String.format(Locale.ROOT, " (%,.1f to %,.1f)", remedy.lower(), remedy.upper())),
                four(remedy.accuracy()),
                four(remedy.balancedAccuracy()));
    }

    private static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String thresholds(Remedied remedy) {
        return remedy.thresholds().stream()
                .map(of -> group(of.group()) + " " + of.threshold()
                        + (of.share() < 1 ? " for " + four(of.share()) + " of them" : ""))
                .collect(Collectors.joining("; "));
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
