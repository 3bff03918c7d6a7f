package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.engine.Graph;
import io.headrace.job.JobKind;
import io.headrace.job.JobRunner.Again;
import io.headrace.spec.CalendarDays;
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
        description = "Runs the due or selected jobs for each day from one date to another.")
final class BackfillCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "SELECTOR", description = "The jobs; by default all that are due on each day.")
    private List<String> selectors = new ArrayList<>();

    @Option(names = "--from", required = true, paramLabel = "D", description = "First logical date, yyyy-MM-dd.")
    private LocalDate from;

    @Option(names = "--to", required = true, paramLabel = "D", description = "Last logical date, yyyy-MM-dd.")
    private LocalDate to;

    @Option(
            names = "--stale",
            description =
                    "Run again only what was done and is stale: a late or corrected file came since, for example.")
    private boolean stale;

    @Override
    public Integer call() {
        if (from.isAfter(to)) {
            throw CliErrors.backwards(from.toString(), to.toString());
        }
        Project project = options.project();
        List<JobSpec> jobs = Selector.of(selectors).select(project);
        Graph graph = new Graph(Engine.open(project), project, new Screen(), stale ? Again.FORCE : Again.SKIP);
        from.datesUntil(to.plusDays(1))
                .filter(date -> CalendarDays.exists(date, project.places().zone()))
                .forEach(date -> day(graph, jobs, date));
        return graph.end();
    }

    private void day(Graph graph, List<JobSpec> jobs, LocalDate date) {
        if (stale) {
            graph.runStale(selectors.isEmpty() ? backfilled(jobs) : jobs, date);
        } else if (selectors.isEmpty()) {
            graph.runDue(jobs, date);
        } else {
            graph.run(jobs, date);
        }
    }

    private static List<JobSpec> backfilled(List<JobSpec> jobs) {
        return jobs.stream().filter(job -> JobKind.of(job).isBackfilled()).toList();
    }
}
