package io.headrace.cli;

import io.headrace.job.JobRunner;
import io.headrace.run.Outcome;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one job for one date: what schedulers call. */
@Command(name = "job", mixinStandardHelpOptions = true, description = "Runs one job for one date; for schedulers.")
final class JobCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Parameters(paramLabel = "NAME", description = "The job.")
    private String name;

    @Option(names = "--date", required = true, paramLabel = "D", description = "The logical date, yyyy-MM-dd.")
    private LocalDate date;

    @Option(names = "--force", description = "Run again what was done, as a new generation.")
    private boolean force;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        Project project = options.project();
        JobSpec job = project.job(name)
                .orElseThrow(() -> CliErrors.unknownJob(name, project.jobs().keySet()));
        Screen screen = new Screen();
        long start = System.nanoTime();
        Outcome outcome = Engine.open(project).run(job, date, force ? JobRunner.Again.FORCE : JobRunner.Again.SKIP);
        if (output.asJson()) {
            screen.json(outcome);
        } else {
            screen.step(name, outcome.message(), start);
        }
        return outcome.exitCode();
    }
}
