package io.headrace.monitor;

import io.headrace.job.JobStage.Told;
import io.headrace.notice.Couriers;
import io.headrace.notice.ReplacedFile;
import io.headrace.run.RunId;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.Places;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the last runs of monitor jobs found, as metrics for Prometheus. */
public final class MonitorMetrics {
    private final Lake lake;
    private final Ledger ledger;
    private final Places places;

    public MonitorMetrics(Lake lake, Ledger ledger, Places places) {
        this.lake = lake;
        this.ledger = ledger;
        this.places = places;
    }

    /** The text for some jobs, with a line feed at its end; starts no Spark. */
    public String of(List<MonitorSpec> jobs) {
        return MetricsText.of(jobs.stream()
                .map(job -> MonitorFigures.of(job, lake, ledger, places, Optional.empty()))
                .toList());
    }

    /** Replaces a file by {@link #of} as a whole. */
    public void write(Path file, List<MonitorSpec> jobs) throws IOException {
        ReplacedFile.write(file, of(jobs));
    }

    /** Writes the file of a job whose run is about to end well. That it cannot be written is said, and fails nothing. */
    Told write(MonitorSpec job, RunId current, Told told) {
        return job.notices()
                .metrics()
                .map(path -> write(path, job, current, told))
                .orElse(told);
    }

    private Told write(String path, MonitorSpec job, RunId current, Told told) {
        Optional<Path> file = Couriers.file(places, path);
        if (file.isEmpty()) {
            return and(told, path + " cannot be written: the exports folder is no folder of this machine");
        }
        try {
            ReplacedFile.write(
                    file.get(),
                    MetricsText.of(List.of(MonitorFigures.of(job, lake, ledger, places, Optional.of(current)))));
            return told;
        } catch (IOException | RuntimeException failure) {
            return and(told, path + " cannot be written: " + failure.getClass().getSimpleName());
        }
    }

    private static Told and(Told told, String problem) {
        return new Told(told.counts(), (told.message().isEmpty() ? "" : told.message() + "; ") + problem);
    }
}
