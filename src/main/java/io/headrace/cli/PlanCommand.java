package io.headrace.cli;

import io.headrace.job.StaleRuns;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.table.Ledger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a run for a date would do, and why. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what headrace run would do for a date, in order, and why.")
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date, yyyy-MM-dd.")
    private LocalDate date;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Project project = options.project();
        Engine engine = Engine.open(project);
        StaleRuns stale = engine.stale();
        Screen screen = new Screen();
        List<List<String>> rows = new ArrayList<>();
        for (JobSpec job : project.inOrder()) {
            rows.add(List.of(
                    job.name(),
                    job.kind().word(),
                    what(engine, stale, job),
                    String.join(" ", project.upstream().get(job.name()))));
        }
        screen.rows(List.of("job", "kind", "plan", "needs"), rows, output);
        return 0;
    }

    private String what(Engine engine, StaleRuns stale, JobSpec job) {
        List<Ledger.Claim> claims = engine.ledger().claims(job.name()).stream()
                .filter(claim -> claim.date().equals(date))
                .toList();
        if (claims.isEmpty()) {
            return engine.isDue(job, date)
                    ? "run: due"
                    : "skip: scheduled " + job.header().schedule().word();
        }
        Ledger.Claim last = claims.get(claims.size() - 1);
        if (last.isDone()) {
            return stale.reason(job.name(), date)
                    .map(reason -> "stale: " + reason + "; headrace backfill --stale runs it again")
                    .orElse("skip: done by " + last.run());
        }
        return last.isVoid() ? "run: the last attempt published nothing" : "finish: " + last.run() + " was interrupted";
    }
}
