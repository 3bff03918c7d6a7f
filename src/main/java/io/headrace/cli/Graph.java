package io.headrace.cli;

import io.headrace.job.JobRunner;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs jobs in order; what needs a failed job is left out, everything else goes on. */
final class Graph {
    private final Engine engine;
    private final Screen screen;
    private final JobRunner.Again again;

    Graph(Engine engine, Screen screen, JobRunner.Again again) {
        this.engine = engine;
        this.screen = screen;
        this.again = again;
    }

    int run(Project project, List<JobSpec> jobs, LocalDate date) {
        screen.line(date + ":");
        Set<String> failed = new HashSet<>();
        int exit = 0;
        for (JobSpec job : jobs) {
            if (project.upstream().get(job.name()).stream().anyMatch(failed::contains)) {
                failed.add(job.name());
                screen.line("  " + job.name() + ": left out, as a job it needs has failed");
                continue;
            }
            int code = run(job, date);
            if (code != 0) {
                failed.add(job.name());
                exit = exit == 0 ? code : exit;
            }
        }
        return exit;
    }

    /** Runs those of the jobs again whose finished run is stale, each as it turns out once those before it are done. */
    int runStale(List<JobSpec> jobs, LocalDate date) {
        for (JobSpec job : jobs) {
            Optional<String> reason = engine.stale().reason(job.name(), date);
            if (reason.isPresent()) {
                screen.line(date + ": " + job.name() + " is stale: " + reason.get());
                int code = run(job, date);
                if (code != 0) {
                    return code;
                }
            }
        }
        return 0;
    }

    /** Runs those of the jobs that are due. */
    int runDue(Project project, List<JobSpec> jobs, LocalDate date) {
        return run(project, jobs.stream().filter(job -> engine.isDue(job, date)).toList(), date);
    }

    int run(JobSpec job, LocalDate date) {
        long start = System.nanoTime();
        try {
            Outcome outcome = engine.run(job, date, again);
            screen.step(job.name(), outcome.message(), start);
            return outcome.exitCode();
        } catch (HeadraceException failure) {
            screen.step(job.name(), failure.kind() == FailureKind.REFUSED ? "REFUSED" : "FAILED", start);
            System.err.println(failure.report());
            return failure.kind().exitCode();
        }
    }
}
