package io.headrace.job;

import io.headrace.spec.JobSpec;
import io.headrace.spec.Places;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * Where jobs run.
 *
 * @param places the project's places
 * @param lake its lake
 * @param ledger the ledger of runs
 * @param clock stamps what is written
 * @param jobs all jobs of the project
 */
public record Workplace(Places places, Lake lake, Ledger ledger, Clock clock, List<JobSpec> jobs) {
    public Workplace {
        Objects.requireNonNull(places, "places");
        Objects.requireNonNull(lake, "lake");
        Objects.requireNonNull(ledger, "ledger");
        Objects.requireNonNull(clock, "clock");
        jobs = List.copyOf(jobs);
    }
}
