package io.headrace.cli;

import io.headrace.engine.SqlCheck;
import io.headrace.run.FailureKind;
import io.headrace.spec.Project;
import io.headrace.spec.hocon.Problem;
import io.headrace.spec.hocon.Reading;
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
        if (!reading.problems().isEmpty()) {
            reading.problems().forEach(problem -> System.err.println(problem));
            System.err.println(counted(reading.problems().size(), "problem"));
            return FailureKind.USER.exitCode();
        }
        Project project = reading.projectOrThrow();
        List<Problem> problems =
                new SqlCheck(project, Sessions.open(project.places().with("local[1]", Map.of()))).problems();
        if (!problems.isEmpty()) {
            problems.forEach(problem -> System.err.println(problem));
            System.err.println(counted(problems.size(), "problem"));
            return FailureKind.USER.exitCode();
        }
        new Screen()
                .line("no problems: " + counted(project.jobs().size(), "job") + ", "
                        + counted(project.views().size(), "feature view"));
        return 0;
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
