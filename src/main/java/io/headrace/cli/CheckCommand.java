package io.headrace.cli;

import io.headrace.engine.SqlCheck;
import io.headrace.engine.TableEdits;
import io.headrace.run.FailureKind;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.spec.hocon.Problem;
import io.headrace.spec.hocon.Reading;
import io.headrace.table.Lake;
import io.headrace.table.Sessions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks all specs without reading data. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks all files of the project and every SQL text against the schemas, without reading data.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Override
    public Integer call() {
        Reading reading = options.reading();
        // What the keys alone tell is shown at once: SQL takes a session.
        reading.problems().forEach(problem -> System.err.println(problem));
        List<Problem> ofTexts = reading.sound().map(this::ofTexts).orElse(List.of());
        ofTexts.forEach(problem -> System.err.println(problem));
        int problems = reading.problems().size() + ofTexts.size();
        if (problems > 0) {
            System.err.println(counted(problems, "problem"));
            return FailureKind.USER.exitCode();
        }
        Project project = reading.projectOrThrow();
        Screen screen = new Screen();
        edits(project).forEach(edit -> screen.line("note: " + edit));
        screen.line("no problems: " + counted(project.jobs().size(), "job") + ", "
                + counted(project.views().size(), "feature view"));
        return 0;
    }

    private List<Problem> ofTexts(Project project) {
        boolean copies = project.jobs().values().stream()
                .anyMatch(job -> !job.header().views().isEmpty());
        return project.texts().isEmpty() && !copies
                ? List.of()
                : new SqlCheck(project, Sessions.open(onOneCore(project))).problems();
    }

    private static Places onOneCore(Project project) {
        return project.places().with("local[1]", Map.of());
    }

    /** How the tables of the lake, where there is one, differ from what the specs say. */
    private static List<String> edits(Project project) {
        return Lake.find(onOneCore(project))
                .map(lake -> new TableEdits(project, lake))
                .map(edits -> project.inOrder().stream()
                        .flatMap(job -> edits.of(job).stream().map(edit -> job.name() + ": " + edit))
                        .toList())
                .orElse(List.of());
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
