package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.engine.Graph;
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

/** Runs a part of the graph for one date in one session, in the order of dependencies. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the jobs that are due on a date, or the selected ones, in order of their dependencies.",
            "Selectors: NAME, +NAME (with all that it needs), NAME+ (with all that need it)."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "SELECTOR", description = "The jobs; by default all that are due.")
    private List<String> selectors = new ArrayList<>();

    @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date, yyyy-MM-dd.")
    private LocalDate date;

    @Option(names = "--force", description = "Run again even if the run is done, as a new generation.")
    private boolean force;

    @Override
    public Integer call() {
        Project project = options.project();
        List<JobSpec> jobs = Selector.of(selectors).select(project);
        Engine engine = Engine.open(project);
        Graph graph = new Graph(engine, project, new Screen(), force ? JobRunner.Again.FORCE : JobRunner.Again.SKIP);
        if (selectors.isEmpty()) {
            graph.runDue(jobs, date);
        } else {
            graph.run(jobs, date);
        }
        return graph.end();
    }
}
