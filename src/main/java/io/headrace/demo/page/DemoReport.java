package io.headrace.demo.page;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything the demo page shows, as found in the tables. What is empty is left out of the page.
 *
 * @param heading what the page is about, and its verdict
 * @param flow the row counts
 * @param quality the model against its rivals
 * @param trainings every training with its gates, in order of time
 * @param gains reach by number contacted
 * @param calibration predicted against observed
 * @param atRisk the customers most at risk, riskiest first
 * @param profit the voucher campaign; empty where there is no campaign
 * @param handovers what another system was sent, in order of time
 * @param rollback a rollback tried; empty where none was
 * @param monitoring what was seen after publication; empty where nothing is watched
 * @param tables where the tables lie
 * @param commands what to try next
 */
public record DemoReport(
        Heading heading,
        DataFlow flow,
        Optional<ModelQuality> quality,
        List<Training> trainings,
        Optional<Gains> gains,
        Optional<Calibration> calibration,
        List<CustomerAtRisk> atRisk,
        Optional<CampaignProfit> profit,
        List<Handover> handovers,
        Optional<Rollback> rollback,
        Optional<Monitoring> monitoring,
        List<Table> tables,
        List<Command> commands) {
    public DemoReport {
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(quality, "quality");
        trainings = List.copyOf(trainings);
        Objects.requireNonNull(gains, "gains");
        Objects.requireNonNull(calibration, "calibration");
        atRisk = List.copyOf(atRisk);
        Objects.requireNonNull(profit, "profit");
        handovers = List.copyOf(handovers);
        Objects.requireNonNull(rollback, "rollback");
        Objects.requireNonNull(monitoring, "monitoring");
        tables = List.copyOf(tables);
        commands = List.copyOf(commands);
    }

    /**
     * What the page is about.
     *
     * @param project the project, for example {@code retail}
     * @param firstDay first day of data
     * @param lastDay last day of data, not before the first
     * @param reportDate the date on the page
     * @param engineVersion the version of Headrace
     * @param verdict one sentence: what to take away
     */
    public record Heading(
            String project,
            LocalDate firstDay,
            LocalDate lastDay,
            LocalDate reportDate,
            String engineVersion,
            String verdict) {
        public Heading {
            Checked.text(project, "project");
            Objects.requireNonNull(firstDay, "firstDay");
            Objects.requireNonNull(lastDay, "lastDay");
            if (lastDay.isBefore(firstDay)) {
                throw new IllegalArgumentException(
                        "lastDay must not be before firstDay, found " + lastDay + " before " + firstDay);
            }
            Objects.requireNonNull(reportDate, "reportDate");
            Checked.text(engineVersion, "engineVersion");
            Checked.text(verdict, "verdict");
        }
    }

    /**
     * What was seen after publication.
     *
     * @param address of the pages that say more, from that of this page
     * @param word how the model is doing, such as well or drift
     * @param findings sentences
     */
    public record Monitoring(String address, String word, List<String> findings) {
        public Monitoring {
            Checked.text(address, "address");
            Checked.text(word, "word");
            findings = List.copyOf(findings);
        }
    }

    /**
     * Where a table lies.
     *
     * @param name for example {@code scores.lapse}
     * @param path the folder
     * @param rows its rows
     * @param version its Delta version
     */
    public record Table(String name, String path, long rows, long version) {
        public Table {
            Checked.text(name, "name");
            Checked.text(path, "path");
            Checked.count(rows, "rows");
            Checked.count(version, "version");
        }
    }

    /**
     * A command to try.
     *
     * @param purpose what it shows, in words
     * @param line the command line
     */
    public record Command(String purpose, String line) {
        public Command {
            Checked.text(purpose, "purpose");
            Checked.text(line, "line");
        }
    }
}
