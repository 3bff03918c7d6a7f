package io.headrace.monitor;

import io.headrace.monitor.DayFacts.Changed;
import io.headrace.run.Intent;
import io.headrace.spec.JobSpec;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What changed around a model on a day, by the ledger: definitions of jobs, and the files that came. */
final class DayChanges {
    private static final int MOST_FILES = 20;

    private final Ledger ledger;
    private final List<JobSpec> jobs;

    /** @param jobs of the project */
    DayChanges(Ledger ledger, List<JobSpec> jobs) {
        this.ledger = ledger;
        this.jobs = List.copyOf(jobs);
    }

    /** Jobs that ran for the date by another definition than for the date before it that they ran for. */
    List<Changed> on(LocalDate date) {
        List<Changed> changed = new ArrayList<>();
        for (JobSpec job : jobs) {
            Optional<Claim> now = last(job, date, date);
            Optional<Claim> before = last(job, LocalDate.MIN, date.minusDays(1));
            if (now.isPresent()
                    && before.isPresent()
                    && !now.get()
                            .intent()
                            .specDigest()
                            .equals(before.get().intent().specDigest())) {
                changed.add(new Changed(
                        "the definition of " + job.name() + " changed",
                        now.get().run().toString()));
            }
        }
        return changed;
    }

    private Optional<Claim> last(JobSpec job, LocalDate from, LocalDate to) {
        return ledger.claims(job.name()).stream()
                .filter(Claim::isDone)
                .filter(claim -> !claim.date().isBefore(from) && !claim.date().isAfter(to))
                .max(Comparator.comparing(Claim::date).thenComparing(Claim::claimedAt));
    }

    /** Files that runs for the date took in, the first ones in the order of their paths. */
    List<String> files(LocalDate date) {
        return jobs.stream()
                .flatMap(job -> last(job, date, date).stream())
                .flatMap(claim -> claim.intent().files().stream())
                .map(Intent.RawFile::path)
                .sorted()
                .distinct()
                .limit(MOST_FILES)
                .toList();
    }
}
