package io.headrace.job;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunId;
import io.headrace.table.Ledger.Claim;
import java.util.List;

/** The failures of the job frame, worded in one place. */
final class JobErrors {
    private JobErrors() {}

    static HeadraceException held(String job, Claim claim) {
        return HeadraceException.turnedAway(
                "HEAD-RUN-001",
                FailureKind.TRANSIENT,
                "the job " + job + " is being run by process " + claim.owner() + " (" + claim.run() + ", attempt "
                        + claim.attempt() + ")",
                "Wait until it has ended and run the same command again; headrace runs list shows it.");
    }

    static HeadraceException beaten(String job) {
        return HeadraceException.turnedAway(
                "HEAD-RUN-005",
                FailureKind.TRANSIENT,
                "another process started the job " + job + " at the same moment and was first",
                "Wait until it has ended and run the same command again.");
    }

    static HeadraceException specChanged(Claim claim) {
        return HeadraceException.of(
                "HEAD-RUN-004",
                FailureKind.USER,
                "the run " + claim.run() + " has not finished, and its spec has changed since it began",
                "Put the spec back to finish it, or give the run up for a new one: headrace job "
                        + claim.run().job() + " --date " + claim.date() + " --force");
    }

    /** Another process may have taken the run over: the outcome is no longer this one's to tell. */
    static HeadraceException leaseLost(Claim claim) {
        return HeadraceException.turnedAway(
                "HEAD-RUN-008",
                FailureKind.TRANSIENT,
                "lease lost: the process stood still, or could not reach the lake, for so long that others may have taken"
                        + " over " + claim.run() + ", attempt " + claim.attempt(),
                "Run the same command again: it goes on from what is published, nothing is lost.");
    }

    static HeadraceException refusedSql(List<String> faults) {
        return HeadraceException.of(
                "HEAD-RUN-010",
                FailureKind.USER,
                String.join("; ", faults),
                "Correct the SQL; headrace check shows each place.");
    }

    static HeadraceException refused(RunId run, List<String> reasons) {
        return HeadraceException.of(
                "HEAD-QUALITY-001",
                FailureKind.REFUSED,
                "the run " + run + " was refused, nothing was published: " + String.join("; ", reasons),
                "Look at the cause; after a change of data or spec run the same command again.");
    }
}
