package io.headrace.job;

import io.headrace.spec.JobSpec;
import io.headrace.spec.Places;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

    /** The job that trains a model. */
    public Optional<TrainSpec> training(String model) {
        return jobs.stream()
                .filter(TrainSpec.class::isInstance)
                .map(TrainSpec.class::cast)
                .filter(job -> job.model().equals(model))
                .findFirst();
    }
}
