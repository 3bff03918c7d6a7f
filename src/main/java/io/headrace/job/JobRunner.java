package io.headrace.job;

import io.headrace.lineage.Lineage;
import io.headrace.run.FailureKind;
import io.headrace.run.Faults;
import io.headrace.run.HeadraceException;
import io.headrace.run.Intent;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.RunStatus;
import io.headrace.run.Verdict;
import io.headrace.spec.JobSpec;
import io.headrace.spec.SqlText;
import io.headrace.table.Lake;
import io.headrace.table.Lease;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Ledger.Ending;
import io.headrace.table.Outcomes;
import io.headrace.table.Shutdown;
import io.headrace.table.SparkFailures;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs one job for one logical date so that it happens once, however often it is started, killed or started twice.
 *
 * <ol>
 *   <li>Claim: an attempt with its intent is committed to the ledger; of two processes one wins.
 *   <li>Prepare: all outputs are staged, seen by nobody, and judged; what was found out is kept, also of a refused run.
 *   <li>Publish: each output by one commit under a once-only mark.
 *   <li>Tell: whom the job kind tells of it, and who wants events of runs.
 *   <li>Record: the ledger row that closes the attempt, then the outcome file for schedulers.
 * </ol>
 *
 * An attempt that failed before it published anything leaves nothing behind: the next one starts afresh. One that died,
 * or failed while publishing, is finished with its own intent by whoever comes next, also by a run for another date.
 */
public final class JobRunner {
    private final Lake lake;
    private final Ledger ledger;
    private final Outcomes outcomes;
    private final List<SqlText> texts;
    private final Optional<Lineage> lineage;

    public JobRunner(Lake lake, Ledger ledger) {
        this(lake, ledger, List.of(), Optional.empty());
    }

    /**
     * @param texts of the project, judged before the job runs and named by failures
     * @param lineage who tells other systems of runs
     */
    public JobRunner(Lake lake, Ledger ledger, List<SqlText> texts, Optional<Lineage> lineage) {
        this.lake = lake;
        this.ledger = ledger;
        this.lineage = lineage;
        this.texts = List.copyOf(texts);
        this.outcomes = new Outcomes(lake);
    }

    /** How the caller wants a run that was finished before to be treated. */
    public enum Again {
        /** Say that it is done. */
        SKIP,
        /** Start the next generation, which takes the place of the earlier one. */
        FORCE
    }

    /** Runs the job, finishing interrupted runs of it first, and returns its outcome. Failures are exceptions. */
    public Outcome run(JobSpec job, JobStage stage, RunContext context, Again again) {
        Shutdown.Work work = Shutdown.work();
        try {
            return recorded(job, stage, context, again);
        } finally {
            work.close();
        }
    }

    private Outcome recorded(JobSpec job, JobStage stage, RunContext context, Again again) {
        Outcome outcome;
        try {
            outcome = claimAndRun(job, stage, context, again);
        } catch (Exception e) {
            // Spark throws checked exceptions from methods that declare none.
            RuntimeException failure = SparkFailures.unchecked(e);
            uninterrupted(failure, () -> record(job, context, failure));
            throw failure;
        }
        outcomes.write(outcome);
        return outcome;
    }

    /** The outcome of a job and date is that of the process that works on it, not of one that it turned away. */
    private void record(JobSpec job, RunContext context, RuntimeException failure) {
        HeadraceException known = SparkFailures.known(failure);
        if (!known.isTurnedAway()) {
            outcomes.write(Outcome.failure(job.name(), context.date(), known));
        }
    }

    /** An interrupted thread could not write how its work ended; it stays interrupted for its caller. */
    private static void uninterrupted(RuntimeException failure, Runnable work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } catch (RuntimeException unrecorded) {
            failure.addSuppressed(unrecorded);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Outcome claimAndRun(JobSpec job, JobStage stage, RunContext context, Again again) {
        long serial = ledger.serial(job.name());
        List<Claim> claims = ledger.claims(job.name());
        refuseWhileAlive(job, claims);
        Optional<Claim> interrupted = interruptedOnAnotherDate(claims, context);
        if (interrupted.isPresent()) {
            RunContext earlier = at(context, interrupted.get());
            work(job, stage, earlier, takeOver(job, interrupted.get(), earlier, serial));
            return claimAndRun(job, stage, context, again);
        }
        Optional<Claim> last = lastOf(claims, context);
        if (last.isEmpty() || again == Again.FORCE || last.get().isVoid()) {
            return work(job, stage, context, begin(job, stage, context, last, serial));
        }
        return last.get().isDone()
                ? alreadyDone(job, last.get())
                : work(job, stage, context, takeOver(job, last.get(), context, serial));
    }

    private void refuseWhileAlive(JobSpec job, List<Claim> claims) {
        claims.stream().filter(ledger::isAlive).findFirst().ifPresent(claim -> {
            throw JobErrors.held(job.name(), claim);
        });
    }

    private static Optional<Claim> interruptedOnAnotherDate(List<Claim> claims, RunContext context) {
        Map<LocalDate, Claim> latest = new TreeMap<>();
        claims.forEach(claim -> latest.put(claim.date(), claim));
        latest.remove(context.date());
        return latest.values().stream()
                .filter(claim -> !claim.isDone() && !claim.isVoid())
                .findFirst();
    }

    private static Optional<Claim> lastOf(List<Claim> claims, RunContext context) {
        return claims.stream()
                .filter(claim -> claim.date().equals(context.date()))
                .reduce((first, second) -> second);
    }

    private static RunContext at(RunContext context, Claim claim) {
        return new RunContext(
                claim.date(),
                context.zone(),
                context.clock(),
                context.actor(),
                context.landing(),
                context.environment());
    }

    private Claim begin(JobSpec job, JobStage stage, RunContext context, Optional<Claim> last, long serial) {
        int generation = last.map(claim -> claim.run().generation()).orElse(0) + 1;
        RunId run = new RunId(job.name(), context.date(), generation);
        JudgedTexts.refuse(lake::spark, job.name(), texts);
        JobStage.Resolved resolved = stage.resolve(context, last.map(Claim::intent));
        Intent intent = new Intent(
                run.toString(),
                job.digest(),
                resolved.inputs(),
                resolved.files(),
                facts(job, resolved),
                RunContext.micros(context.now()));
        Faults.reach("resolved");
        return claimed(job, intent, 1, serial);
    }

    /** A job that says a purpose leaves a trace of which encrypted columns it may have read, and for what. */
    private Map<String, String> facts(JobSpec job, JobStage.Resolved resolved) {
        Map<String, String> facts = new TreeMap<>(resolved.facts());
        job.header().purpose().ifPresent(purpose -> {
            facts.put(Intent.PURPOSE, purpose);
            facts.put(
                    Intent.DECRYPTED,
                    job.reads().stream()
                            .flatMap(table -> lake.encrypted(table).stream().map(column -> table + "." + column))
                            .collect(Collectors.joining(", ")));
        });
        return facts;
    }

    private Claim takeOver(JobSpec job, Claim dead, RunContext context, long serial) {
        if (SpecEdit.isEdited(job, dead)) {
            throw JobErrors.specChanged(dead);
        }
        if (dead.ended().isEmpty()) {
            ledger.close(
                    dead,
                    context,
                    new Ending(
                            RunStatus.ABANDONED, Verdict.NONE, Map.of(), Map.of(), "the attempt ended without a word"));
        }
        return claimed(job, dead.intent(), dead.attempt() + 1, serial);
    }

    private Claim claimed(JobSpec job, Intent intent, int attempt, long serial) {
        Claim claim = ledger.claim(intent, attempt, serial).orElseThrow(() -> JobErrors.beaten(job.name()));
        Faults.reach("claimed");
        return claim;
    }

    private Outcome work(JobSpec job, JobStage stage, RunContext context, Claim claim) {
        Lease lease = ledger.keepAlive(claim);
        try {
            // An address that does not hear of the begin does not hear of the end either, where it is said.
            lineage.ifPresent(events -> events.started(job, claim.intent(), context));
            JobStage.Prepared prepared =
                    orClose(job, claim, lease, context, unprepared(claim), () -> prepare(stage, context, claim));
            return orClose(
                    job,
                    claim,
                    lease,
                    context,
                    RunStatus.INTERRUPTED,
                    () -> publish(job, stage, prepared, lease, context, claim));
        } finally {
            lease.close();
        }
    }

    /** Only a first attempt is known to have published nothing. */
    private static RunStatus unprepared(Claim claim) {
        return claim.attempt() == 1 ? RunStatus.FAILED : RunStatus.INTERRUPTED;
    }

    private static JobStage.Prepared prepare(JobStage stage, RunContext context, Claim claim) {
        JobStage.Prepared prepared = stage.prepare(context, claim.run(), claim.intent());
        Faults.reach("staged");
        prepared.findings().forEach(finding -> finding.record(claim.run()));
        Faults.reach("found");
        if (!prepared.refusals().isEmpty()) {
            throw JobErrors.refused(claim.run(), prepared.refusals());
        }
        return prepared;
    }

    /** Nothing becomes visible by a process that is no longer entitled to the run, or is being ended. */
    private static void requireOwn(Claim claim, Lease lease) {
        if (lease.isLost()) {
            throw JobErrors.leaseLost(claim);
        }
        if (Shutdown.hasBegun()) {
            throw SparkFailures.unchecked(new InterruptedException());
        }
    }

    private <T> T orClose(
            JobSpec job, Claim claim, Lease lease, RunContext context, RunStatus status, Supplier<T> work) {
        try {
            return work.get();
        } catch (Exception e) {
            // Spark throws checked exceptions from methods that declare none.
            // What stood still fails in many ways afterwards.
            RuntimeException failure =
                    lease.isLost() ? JobErrors.leaseLost(claim).causedBy(e) : named(claim, SparkFailures.unchecked(e));
            uninterrupted(failure, () -> close(job, claim, context, failure, status));
            throw failure;
        }
    }

    private void close(JobSpec job, Claim claim, RunContext context, RuntimeException failure, RunStatus status) {
        Ending ending = ending(failure, status);
        ledger.close(claim, context, ending);
        if (ending.status() != RunStatus.INTERRUPTED) {
            lineage.ifPresent(events -> events.failed(
                    job, claim.intent(), context, SparkFailures.known(failure).code()));
        }
    }

    private RuntimeException named(Claim claim, RuntimeException failure) {
        return FailedText.named(failure, claim.run().job(), texts);
    }

    private Outcome publish(
            JobSpec job, JobStage stage, JobStage.Prepared prepared, Lease lease, RunContext context, Claim claim) {
        Map<String, Long> outputs = new TreeMap<>();
        for (JobStage.Output output : prepared.outputs()) {
            Faults.reach("before " + output.name());
            requireOwn(claim, lease);
            outputs.put(output.name(), output.publish(claim.run()));
            Faults.reach("after " + output.name());
        }
        JobStage.Told told = mayTell(lease) ? stage.tell(context, claim.run()) : JobStage.Told.NOBODY;
        Map<String, String> counts = new TreeMap<>(prepared.counts());
        counts.putAll(told.counts());
        // Beside the counts, where readings of personal data are looked for.
        List.of(Intent.PURPOSE, Intent.DECRYPTED).stream()
                .filter(claim.intent().facts()::containsKey)
                .forEach(name -> counts.put(name, claim.intent().fact(name)));
        String unheard = mayTell(lease) ? completed(job, stage, context, claim, outputs) : "";
        String message = Stream.of(prepared.message(), told.message(), unheard)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
        ledger.close(claim, context, new Ending(RunStatus.DONE, prepared.verdict(), outputs, counts, message));
        Faults.reach("recorded");
        return Outcome.success(claim.run(), claim.attempt(), "done", prepared.verdict(), counts, message);
    }

    private String completed(JobSpec job, JobStage stage, RunContext context, Claim claim, Map<String, Long> outputs) {
        return lineage.map(events ->
                        events.completed(job, claim.intent(), context, outputs, () -> stage.quality(claim.run())))
                .orElse("");
    }

    /** What this process does not tell, the next one does. */
    private static boolean mayTell(Lease lease) {
        return !lease.isLost() && !Shutdown.hasBegun();
    }

    private static Ending ending(RuntimeException failure, RunStatus status) {
        if (failure instanceof HeadraceException known) {
            boolean refused = known.kind() == FailureKind.REFUSED;
            String message = known.code() + ": " + known.getMessage();
            return refused
                    ? new Ending(RunStatus.REFUSED, Verdict.REFUSED, Map.of(), Map.of(), message)
                    : new Ending(status, Verdict.NONE, Map.of(), Map.of(), message);
        }
        return new Ending(status, Verdict.NONE, Map.of(), Map.of(), String.valueOf(failure.getMessage()));
    }

    private static Outcome alreadyDone(JobSpec job, Claim last) {
        String message = "done before by " + last.run() + ", attempt " + last.attempt()
                + SpecEdit.since(job, last).map(edited -> "; " + edited).orElse("");
        return Outcome.success(last.run(), last.attempt(), "already-done", Verdict.NONE, Map.of(), message);
    }
}
