package io.headrace.job;

import io.headrace.spec.JobSpec;
import io.headrace.table.Ledger.Claim;
import java.util.Optional;

/** What was edited of a job since a run of it began, and how to run it as it is now. */
public final class SpecEdit {
    private SpecEdit() {}

    /** Whether the run follows another definition than the job has now. */
    public static boolean isEdited(JobSpec job, Claim claim) {
        return !claim.intent().specDigest().equals(job.digest());
    }

    /** In words, with the command that applies the edit; empty where the definition is that of the run. */
    public static Optional<String> since(JobSpec job, Claim claim) {
        return isEdited(job, claim)
                ? Optional.of(edited(job, claim) + " has changed since: headrace run " + job.name() + " --date "
                        + claim.date() + " --force runs it as it is now")
                : Optional.empty();
    }

    private static String edited(JobSpec job, Claim claim) {
        boolean isFileSame = claim.intent().specDigest().startsWith(job.header().digest());
        return isFileSame ? "its view" : "jobs/" + job.name() + ".conf";
    }
}
