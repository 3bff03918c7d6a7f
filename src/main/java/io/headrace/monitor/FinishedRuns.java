package io.headrace.monitor;

import io.headrace.run.Json;
import io.headrace.run.RunId;
import io.headrace.spec.JobSpec;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The last finished run of a job for each date. */
public record FinishedRuns(NavigableMap<LocalDate, Claim> byDate) {
    public FinishedRuns {
        byDate = new TreeMap<>(byDate);
    }

    /** Reads them; starts no Spark. */
    public static FinishedRuns of(JobSpec job, Ledger ledger) {
        return with(job, ledger, Optional.empty());
    }

    /** @param current a run that is about to end well, and counts as finished */
    static FinishedRuns with(JobSpec job, Ledger ledger, Optional<RunId> current) {
        NavigableMap<LocalDate, Claim> runs = new TreeMap<>();
        ledger.claims(job.name()).stream()
                .filter(claim ->
                        claim.isDone() || current.filter(claim.run()::equals).isPresent())
                .sorted(Comparator.comparing(Claim::claimedAt))
                .forEach(claim -> runs.put(claim.date(), claim));
        return new FinishedRuns(runs);
    }

    /** The runs by their names. */
    NavigableMap<LocalDate, String> names() {
        NavigableMap<LocalDate, String> names = new TreeMap<>();
        byDate.forEach((date, claim) -> names.put(date, claim.run().toString()));
        return names;
    }

    /** Which publication of each as-of runs of dates before one counted outcomes of last: as-of to version, as of {@link #matured}. */
    SortedMap<String, Long> counted(LocalDate before) {
        SortedMap<String, Long> counted = new TreeMap<>();
        byDate.headMap(before, false).values().forEach(run -> counted.putAll(matured(run)));
        return counted;
    }

    /** The publications whose outcomes a run of a monitor job counted: as-of to the version of the table of scores that shows them. */
    public static SortedMap<String, Long> matured(Claim run) {
        return Json.read(run.intent().fact(Resolution.FACT), Resolution.class).matured();
    }

    /** The publications that a run looked at: as-of to the run that scored. */
    public static SortedMap<String, String> published(Claim run) {
        return Json.read(run.intent().fact(Resolution.FACT), Resolution.class).published();
    }
}
