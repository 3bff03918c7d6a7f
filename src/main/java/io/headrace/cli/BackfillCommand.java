package io.headrace.cli;

import io.headrace.job.JobRunner;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.spec.Selector;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs jobs for each day of a span, oldest first. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        description = "Runs the jobs that are due, or those selected, for each day from one date to another.")
final class BackfillCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "SELECTOR", description = "Which jobs; default: all that are due on each day.")
    private List<String> selectors = new ArrayList<>();

    @Option(names = "--from", required = true, paramLabel = "D", description = "First logical date, yyyy-MM-dd.")
    private LocalDate from;

    @Option(names = "--to", required = true, paramLabel = "D", description = "Last logical date, yyyy-MM-dd.")
    private LocalDate to;

    @Override
    public Integer call() {
        if (from.isAfter(to)) {
            throw CliErrors.backwards(from.toString(), to.toString());
        }
        Project project = options.project();
        List<JobSpec> jobs = Selector.of(selectors).select(project);
        Graph graph = new Graph(Engine.open(project), new Screen(), JobRunner.Again.SKIP);
        for (LocalDate date = from; !date.isAfter(to); date = date.plusDays(1)) {
            int code = selectors.isEmpty() ? graph.runDue(project, jobs, date) : graph.run(project, jobs, date);
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }
}
