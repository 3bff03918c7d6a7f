package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.spec.Project;
import io.headrace.trace.FileTrace;
import io.headrace.trace.FileTracer;
import io.headrace.trace.Recall;
import io.headrace.trace.Recall.Touched;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Withdraws what a fault touched. */
@Command(
        name = "recall",
        mixinStandardHelpOptions = true,
        description =
                "Withdraws the publications that a raw file, a version of a model or a definition of a view touched, and says what to"
                        + " send and train anew.")
final class RecallCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Option(names = "--file", paramLabel = "PATH", description = "A raw file, by its path below the landing folder.")
    private String file;

    @Option(names = "--model-version", paramLabel = "MODEL/N", description = "A version of a model, such as lapse/3.")
    private String version;

    @Option(
            names = "--feature-version",
            paramLabel = "VIEW/DIGEST",
            description = "A definition of a view, by the beginning of its digest, such as activity/5f3a.")
    private String definition;

    @Option(names = "--dry-run", description = "Says what would be withdrawn, and withdraws nothing.")
    private boolean dry;

    @Mixin
    private ReasonOption reason;

    @Override
    public Integer call() {
        if (Stream.of(file, version, definition).filter(Objects::nonNull).count() != 1) {
            throw CliErrors.nothingToRecall();
        }
        Project project = options.project();
        Engine engine = Engine.open(project);
        Recall recall = new Recall(project, engine.lake(), engine.ledger(), engine.publications());
        Optional<FileTrace> traced =
                Optional.ofNullable(file).map(path -> new FileTracer(project, engine.lake(), engine.zone()).of(path));
        List<Touched> touched = touched(recall, traced);
        Screen screen = new Screen();
        screen.table(
                List.of("table", "as_of", "run", "rows touched", "rows published"),
                touched.stream()
                        .map(each -> List.<Object>of(
                                each.table().toString(),
                                each.asOf(),
                                each.run().toString(),
                                each.rows(),
                                each.published()))
                        .toList());
        if (!dry) {
            touched.forEach(each -> engine.undo(
                    each.table(),
                    each.asOf(),
                    publications -> publications.withdraw(each.table(), each.asOf(), Engine.actor(), reason.text())));
        }
        screen.line(touched.size() + (dry ? " publications would be withdrawn" : " publications withdrawn"));
        touched.forEach(each -> each.exports()
                .forEach(export -> screen.line(
                        "send the retraction: headrace job " + export + " --date " + each.date() + " --force")));
        traced.map(FileTrace::versions)
                .orElse(List.of())
                .forEach(learnt -> screen.line("learnt from " + learnt.rows() + " rows that it touched: version "
                        + learnt.version() + " of " + learnt.model()));
        return 0;
    }

    private List<Touched> touched(Recall recall, Optional<FileTrace> traced) {
        if (traced.isPresent()) {
            return recall.byFile(traced.get());
        }
        if (version != null) {
            List<String> parts = parts(version, "--model-version", "lapse/3");
            return recall.byVersion(parts.get(0), number(parts.get(1)));
        }
        List<String> parts = parts(definition, "--feature-version", "activity/5f3a");
        return recall.byDefinition(parts.get(0), parts.get(1));
    }

    private static List<String> parts(String text, String option, String example) {
        List<String> parts = List.of(text.split("/", 2));
        if (parts.size() < 2 || parts.get(1).isEmpty()) {
            throw CliErrors.notTwoParts(option, text, example);
        }
        return parts;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CliErrors.notTwoParts("--model-version", text, "lapse/3").causedBy(e);
        }
    }
}
