package io.headrace.report;

import io.headrace.report.JobFindings.Glimpse;
import java.util.Optional;

/**
 * What the page of a job's findings shows, whatever the job found.
 *
 * @param project name of the project
 * @param of the findings
 * @param modelFile the page of the model, if it is watched
 */
record FindingsPage(String project, JobFindings of, Optional<String> modelFile) {
    String subject() {
        return of.subject();
    }

    String model() {
        return of.model();
    }

    String job() {
        return of.job();
    }

    String owner() {
        return of.owner();
    }

    String file() {
        return SiteAddress.ofJob(of.job());
    }

    Glimpse glimpse() {
        return of.glimpse();
    }

    Object content() {
        return of.content(new SiteAddress(of.job(), of.days()));
    }

    /** The pages of its runs. */
    RunPages runs() {
        return new RunPages(subject(), job(), owner(), of.days(), of::notes);
    }

    /** The page itself. */
    String markup() {
        return SelfContained.still(MonitorSite.class, of.template(), MonitorSite.STYLE, this);
    }
}
