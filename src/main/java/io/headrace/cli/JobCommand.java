package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.job.JobRunner;
import io.headrace.run.Invocation;
import io.headrace.run.Outcome;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.table.Outcomes;
import io.headrace.table.SparkFailures;
import java.time.LocalDate;
import java.util.Optional;
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

    @Option(names = "--force", description = "Run again even if the run is done, as a new generation.")
    private boolean force;

    @Option(names = "--if-due", description = "Do nothing on a date on which headrace run would skip the job.")
    private boolean ifDue;

    @Option(
            names = "--invocation",
            paramLabel = "ID",
            converter = InvocationConverter.class,
            description = "The caller's name for this call; headrace outcome finds its record by it.")
    private Invocation invocation;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        Outcome outcome;
        try {
            outcome = run();
        } catch (Exception failure) {
            reportFailure(failure);
            throw failure;
        }
        report(outcome);
        Screen screen = new Screen();
        if (output.asJson()) {
            screen.json(outcome);
        } else {
            screen.step(name, outcome.message(), start);
        }
        return outcome.exitCode();
    }

    private Outcome run() {
        Project project = options.project();
        JobSpec job = project.job(name)
                .orElseThrow(() -> CliErrors.unknownJob(name, project.jobs().keySet()));
        Engine engine = Engine.open(project);
        if (ifDue && !engine.isDue(job, date)) {
            return Outcome.notDue(
                    name,
                    date,
                    "not due on " + date + ": " + job.header().schedule().word());
        }
        return engine.run(job, date, force ? JobRunner.Again.FORCE : JobRunner.Again.SKIP);
    }

    private void report(Outcome outcome) {
        Optional<Places> places = invocation == null ? Optional.empty() : options.places();
        places.ifPresent(known -> new Outcomes(Engine.lake(known)).write(outcome, invocation));
    }

    /** Of what goes wrong the caller learns as far as the lake can be reached, whatever else is wrong. */
    private void reportFailure(Exception failure) {
        try {
            report(Outcome.failure(name, date, SparkFailures.known(failure)));
        } catch (RuntimeException unreachable) {
            failure.addSuppressed(unreachable);
        }
    }
}
