package io.headrace.engine;

import io.headrace.job.JobRunner;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Project;
import io.headrace.table.Shutdown;
import io.headrace.table.SparkFailures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Runs jobs in order, for one date after the other; a job that fails stops only itself and what needs it, on later dates
 * too, and an interruption all that is left.
 */
public final class Graph {
    private final Engine engine;
    private final Project project;
    private final Progress progress;
    private final JobRunner.Again again;
    /** Job to why it does not run any more. */
    private final Map<String, String> stopped = new TreeMap<>();

    private final List<String> failed = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private Optional<FailureKind> worst = Optional.empty();

    /** A run of the project's jobs by the engine; {@code again} holds for each of them. */
    public Graph(Engine engine, Project project, Progress progress, JobRunner.Again again) {
        this.engine = engine;
        this.project = project;
        this.progress = progress;
        this.again = again;
    }

    /** Runs the jobs. */
    public void run(List<JobSpec> jobs, LocalDate date) {
        progress.begun(date);
        jobs.forEach(job -> attempt(job, date, () -> true));
    }

    /** Runs those of the jobs that are due. */
    public void runDue(List<JobSpec> jobs, LocalDate date) {
        progress.begun(date);
        jobs.forEach(job -> attempt(job, date, () -> engine.isDue(job, date)));
    }

    /** Runs those of the jobs again whose finished run is stale, each as it turns out once those before it are done. */
    public void runStale(List<JobSpec> jobs, LocalDate date) {
        jobs.forEach(job -> attempt(job, date, () -> isStale(job, date)));
    }

    private boolean isStale(JobSpec job, LocalDate date) {
        Optional<String> reason = engine.stale().reason(job.name(), date);
        reason.ifPresent(why -> progress.stale(job.name(), date, why));
        return reason.isPresent();
    }

    /** Tells what failed and what did not run, and returns the exit code: 0, or that of the worst failure. */
    public int end() {
        if (worst.isEmpty()) {
            return 0;
        }
        progress.ended(failed, leftOut);
        return worst.get().exitCode();
    }

    private void attempt(JobSpec job, LocalDate date, BooleanSupplier isWanted) {
        long start = System.nanoTime();
        try {
            Optional<String> reason = notToRun(job);
            if (isWanted.getAsBoolean()) {
                reason.ifPresentOrElse(why -> leaveOut(job, date, why), () -> run(job, date, start));
            }
        } catch (Exception e) {
            // Spark throws checked exceptions from methods that declare none.
            fail(job, date, SparkFailures.known(e), start);
        }
    }

    private Optional<String> notToRun(JobSpec job) {
        if (Shutdown.hasBegun() || Thread.currentThread().isInterrupted()) {
            return Optional.of("as the run was interrupted");
        }
        return Optional.ofNullable(stopped.get(job.name()))
                .or(() -> project.upstream().get(job.name()).stream()
                        .filter(stopped::containsKey)
                        .findFirst()
                        .map(needed -> "as it needs " + needed + ", which " + ended(needed)));
    }

    private String ended(String job) {
        return failed.stream().anyMatch(line -> line.startsWith(job + " ")) ? "failed" : "did not run";
    }

    private void run(JobSpec job, LocalDate date, long start) {
        progress.begins(job.name(), engine.lake().rowsSoFar());
        Outcome outcome = engine.run(job, date, again);
        progress.ended(job.name(), outcome, start);
    }

    private void leaveOut(JobSpec job, LocalDate date, String reason) {
        stopped.put(job.name(), reason);
        leftOut.add(job.name() + " " + date + ": " + reason);
        progress.leftOut(job.name(), reason);
    }

    private void fail(JobSpec job, LocalDate date, HeadraceException failure, long start) {
        worst = Optional.of(worst.map(failure.kind()::worse).orElse(failure.kind()));
        stopped.put(job.name(), "as it failed on " + date);
        failed.add(job.name() + " " + date + ": " + failure.code());
        progress.failed(job.name(), failure, start);
    }
}
