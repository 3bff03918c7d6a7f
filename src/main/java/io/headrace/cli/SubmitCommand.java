package io.headrace.cli;

import io.headrace.run.FailureKind;
import io.headrace.spec.hocon.ConfVariables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a command to spark-submit with the jars and options that it needs. */
@Command(
        name = "submit",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a Headrace command with spark-submit on a standalone cluster, YARN or this machine.",
            "For example: headrace submit --master yarn -- job score-lapse --date 2026-01-31 --env cluster"
        })
final class SubmitCommand implements Callable<Integer> {
    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master: local[2], spark://HOST:PORT, yarn or k8s://...; not needed for --json.")
    private String master;

    @Option(
            names = "--deploy-mode",
            paramLabel = "MODE",
            defaultValue = "client",
            description = "The place of the driver: client or cluster; default: ${DEFAULT-VALUE}.")
    private DeployMode deployMode;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A Spark property of this submission, such as spark.executor.memory=4g. May be repeated.")
    private List<String> properties = new ArrayList<>();

    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = {
                "The project folder; default: the current folder.",
                "In cluster mode its specs are sent to the driver."
            })
    private Path project = Path.of("");

    @Option(names = "--print", description = "Only print the spark-submit command line.")
    private boolean print;

    @Option(
            names = "--json",
            description = "Only print, as JSON, the settings that a scheduler needs to submit by itself.")
    private boolean json;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The Headrace command, after --.")
    private List<String> command;

    private final Map<String, String> environment;

    SubmitCommand() {
        this(System.getenv());
    }

    /** @param environment whose variables {@code conf/} may name */
    SubmitCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Spark's own words, in its own spelling. */
    enum DeployMode {
        client,
        cluster
    }

    @Override
    public Integer call() {
        if (command.stream().anyMatch(word -> word.startsWith("--project"))) {
            throw CliErrors.projectInside();
        }
        if (master == null && !json) {
            throw CliErrors.noMaster();
        }
        if (deployMode == DeployMode.cluster && master != null && master.startsWith("spark:")) {
            throw CliErrors.noSpecsThere(master);
        }
        Submission submission = submission();
        noteSecrets();
        if (json) {
            new Screen().json(submission);
            return 0;
        }
        List<String> line = handedOver(line(submission), submission);
        if (print) {
            new Screen().line(line.stream().map(ShellWord::of).collect(Collectors.joining(" ")));
            return 0;
        }
        return run(line);
    }

    /** Secrets that are set here and that the driver elsewhere would miss. */
    private List<String> secrets() {
        return deployMode == DeployMode.cluster
                ? ConfVariables.of(project).secrets().stream()
                        .filter(environment::containsKey)
                        .toList()
                : List.of();
    }

    private void noteSecrets() {
        List<String> secrets = secrets();
        if (!secrets.isEmpty() && !isOnYarn()) {
            System.err.println("note: " + String.join(", ", secrets)
                    + " not handed over: a secret of a driver elsewhere is a file (password-file) or set by the cluster, see"
                    + " docs/security.md");
        }
    }

    private boolean isOnYarn() {
        return "yarn".equals(master) && !json;
    }

    /** The same submission with secrets, whose values the line does not hold. */
    private List<String> handedOver(List<String> line, Submission submission) {
        List<String> secrets = secrets();
        if (secrets.isEmpty() || !isOnYarn()) {
            return line;
        }
        List<String> whole = new ArrayList<>(List.of(
                line.get(0),
                "--master",
                "local",
                "--deploy-mode",
                "client",
                "--class",
                Handover.class.getName(),
                submission.application()));
        whole.addAll(Handover.arguments(secrets, line.subList(1, line.size())));
        return whole;
    }

    private List<String> line(Submission submission) {
        List<String> line = new ArrayList<>(List.of(
                sparkSubmit(),
                "--master",
                master,
                "--deploy-mode",
                deployMode.name(),
                "--name",
                "headrace " + String.join(" ", command.subList(0, Math.min(2, command.size()))),
                "--class",
                submission.mainClass(),
                "--jars",
                String.join(",", submission.jars())));
        if (!submission.archives().isEmpty()) {
            line.addAll(List.of("--archives", String.join(",", submission.archives())));
        }
        submission.conf().forEach((key, value) -> line.addAll(List.of("--conf", key + "=" + value)));
        line.add(submission.application());
        line.addAll(submission.arguments());
        line.addAll(List.of("--project", submission.projectAtDriver()));
        return line;
    }

    private Submission submission() {
        Path folder = project.toAbsolutePath().normalize();
        Submission here = Submission.of(Application.installed(), folder.toString(), properties, command);
        return deployMode == DeployMode.cluster
                ? here.withDriverElsewhere(ProjectArchive.write(folder), values(ConfVariables.of(folder)))
                : here;
    }

    private Map<String, String> values(ConfVariables variables) {
        Map<String, String> values = new TreeMap<>(environment);
        values.keySet().retainAll(variables.places());
        return values;
    }

    private static String sparkSubmit() {
        String home = System.getenv("SPARK_HOME");
        return home == null
                ? "spark-submit"
                : Path.of(home, "bin", "spark-submit").toString();
    }

    private static int run(List<String> line) {
        try {
            return new ProcessBuilder(line).inheritIO().start().waitFor();
        } catch (IOException absent) {
            throw CliErrors.noSparkSubmit(line.get(0), absent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return FailureKind.TRANSIENT.exitCode();
        }
    }
}
