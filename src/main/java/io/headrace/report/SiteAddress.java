package io.headrace.report;

import io.headrace.report.MonitoredModel.Day;
import io.headrace.report.MonitoredModel.Run;
import io.headrace.report.RecordedRows.Recorded;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the pages of a job's runs are, and which rows stand on them. Addresses are those that the job's page uses. */
final class SiteAddress {
    private final String folder;
    private final Map<String, LocalDate> days = new HashMap<>();
    private final Map<String, Set<String>> anchors = new HashMap<>();

    /** @param shown runs that have a page */
    SiteAddress(String job, List<Day> shown) {
        this.folder = folderOf(job);
        for (Day day : shown) {
            days.put(day.run().id(), day.run().date());
            anchors.put(
                    day.run().id(),
                    day.tables().stream()
                            .flatMap(table -> table.rows().stream())
                            .map(Recorded::row)
                            .map(RowReference::anchor)
                            .collect(Collectors.toSet()));
        }
    }

    /** The page of a job. */
    static String ofJob(String job) {
        return folderOf(job) + ".html";
    }

    /** The page of a run. */
    static String ofDay(String job, LocalDate date) {
        return folderOf(job) + "/" + fileOf(date);
    }

    /** Its name within the folder of the job. */
    static String fileOf(LocalDate date) {
        return date + ".html";
    }

    private static String folderOf(String job) {
        return "by-" + job.replaceAll("[^A-Za-z0-9_-]", "-");
    }

    /** The page of a run, if it has one. */
    Optional<String> of(Run run) {
        return Optional.ofNullable(days.get(run.id())).map(date -> folder + "/" + fileOf(date));
    }

    /** A row on the page of its run, if it stands there. */
    Optional<String> of(RowReference row) {
        return anchors.getOrDefault(row.run(), Set.of()).contains(row.anchor())
                ? Optional.of(folder + "/" + fileOf(days.get(row.run())) + "#" + row.anchor())
                : Optional.empty();
    }
}
