package io.headrace.engine;

import io.headrace.job.JobRunner;
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
public final class Graph {
    private final Engine engine;
    private final Progress progress;
    private final JobRunner.Again again;

    /** A run of jobs by the engine; {@code again} holds for each of them. */
    public Graph(Engine engine, Progress progress, JobRunner.Again again) {
        this.engine = engine;
        this.progress = progress;
        this.again = again;
    }

    /** Runs the jobs and returns an exit code: 0, or that of the first failure. */
    public int run(Project project, List<JobSpec> jobs, LocalDate date) {
        progress.begun(date);
        Set<String> failed = new HashSet<>();
        int exit = 0;
        for (JobSpec job : jobs) {
            if (project.upstream().get(job.name()).stream().anyMatch(failed::contains)) {
                failed.add(job.name());
                progress.leftOut(job.name());
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
    public int runStale(List<JobSpec> jobs, LocalDate date) {
        for (JobSpec job : jobs) {
            Optional<String> reason = engine.stale().reason(job.name(), date);
            if (reason.isPresent()) {
                progress.stale(job.name(), date, reason.get());
                int code = run(job, date);
                if (code != 0) {
                    return code;
                }
            }
        }
        return 0;
    }

    /** Runs those of the jobs that are due. */
    public int runDue(Project project, List<JobSpec> jobs, LocalDate date) {
        return run(project, jobs.stream().filter(job -> engine.isDue(job, date)).toList(), date);
    }

    private int run(JobSpec job, LocalDate date) {
        long start = System.nanoTime();
        try {
            Outcome outcome = engine.run(job, date, again);
            progress.ended(job.name(), outcome, start);
            return outcome.exitCode();
        } catch (HeadraceException failure) {
            progress.failed(job.name(), failure, start);
            return failure.kind().exitCode();
        }
    }
}
