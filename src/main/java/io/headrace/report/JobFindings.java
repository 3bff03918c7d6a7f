package io.headrace.report;

import io.headrace.report.MonitoredModel.Day;
import java.util.List;

/** What a job found of what a model's decisions did: a page of its own, and one for each of its last runs. */
public sealed interface JobFindings permits ExperimentFindings, ValueFindings, FairnessFindings {
    /** The model. */
    String model();

    /** The job. */
    String job();

    /** Who answers for the job. */
    String owner();

    /** All that runs recorded, of those that have a page, oldest first. */
    List<Day> days();

    /** What the page is about; its heading. */
    String subject();

    /** What stands on other pages. */
    Glimpse glimpse();

    /** What is said above the rows of a run. */
    List<String> notes(String run);

    /** File of the template of the page. */
    String template();

    /**
     * What the template calls {@code content}.
     *
     * @param addresses where rows stand
     */
    Object content(SiteAddress addresses);

    /**
     * Findings in a few words, which name no personal value.
     *
     * @param mark class of the style sheet: good, bad, warn, deed or none
     * @param word one or two words
     */
    record Glimpse(String mark, String word, String sentence) {}
}
