package io.headrace.report;

import io.headrace.report.MonitoredModel.Day;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The pages of a job's runs: all that each recorded, table by table.
 *
 * @param subject what the page of the job is about, which they lead back to
 * @param days the runs, oldest first
 * @param notes what is said above the rows of a run, by its id
 */
record RunPages(String subject, String job, String owner, List<Day> days, Function<String, List<String>> notes) {
    RunPages {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(owner, "owner");
        days = List.copyOf(days);
        Objects.requireNonNull(notes, "notes");
    }

    /** Name of the file to its text. */
    SortedMap<String, String> pages() {
        SortedMap<String, String> pages = new TreeMap<>();
        for (int i = 0; i < days.size(); i++) {
            pages.put(
                    SiteAddress.ofDay(job, days.get(i).run().date()),
                    SelfContained.still(
                            MonitorSite.class, "monitor-day.mustache", MonitorSite.STYLE, new DayPage(this, i)));
        }
        return pages;
    }
}
