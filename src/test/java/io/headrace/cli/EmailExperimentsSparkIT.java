package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs of examples/ab_email on the published files, beside the answers that their publisher gives. */
@Tag("full")
class EmailExperimentsSparkIT {
    private static final Path PROJECT = Path.of("examples/ab_email");
    private static final Path DATA = Path.of("../shared/data/ab_email");
    private static final List<String> JOBS = List.of(
            "ingest-offers",
            "ingest-reminders",
            "ingest-pushes",
            "experiment-offer-1",
            "experiment-offer-2",
            "experiment-offer-3",
            "experiment-reminder",
            "experiment-push");

    @TempDir
    private static Path lake;

    @BeforeAll
    static void runAll() {
        Assumptions.assumeTrue(Files.exists(DATA), "the real data is not here");
        JOBS.forEach(EmailExperimentsSparkIT::job);
    }

    @Test
    void offersBringWhatTheirPublisherSays() {
        shares("experiment-offer-1", 0.10722, 0.17576);
        shares("experiment-offer-2", 0.12943, 0.19029);
        shares("experiment-offer-3", 0.10834, 0.14548);
    }

    private static void shares(String job, double control, double treated) {
        Map<String, Row> found = verdicts(job);
        assertThat(found.get("").<String>getAs("verdict")).isEqualTo("ship");
        Row primary = found.get("primary");
        assertThat(primary.<Double>getAs("control")).isCloseTo(control, within(5e-6));
        assertThat(primary.<Double>getAs("treated")).isCloseTo(treated, within(5e-6));
        assertThat(primary.<Double>getAs("lower")).as("at every look").isPositive();
    }

    /** Welch's error 2.9395 as published; adjusted by the score of risk it shrinks, by the limit of credit a little less. */
    @Test
    void whatRemindersBringIsNotKnown() {
        Map<String, Row> found = verdicts("experiment-reminder");
        assertThat(found.get("").<String>getAs("verdict")).isEqualTo("inconclusive");
        Row plain = found.get("secondary-plain");
        assertThat(plain.<Double>getAs("difference")).isCloseTo(-0.6203, within(5e-5));
        assertThat(error(plain)).isCloseTo(2.9395, within(2e-3));
        double byRisk = error(found.get("primary"));
        assertThat(byRisk).isLessThan(0.85 * error(plain));
        assertThat(error(found.get("secondary-by-credit-limit"))).isLessThan(error(plain));
        assertThat(found.values())
                .filteredOn(row -> row.getAs("p_value") != null)
                .allSatisfy(row -> assertThat(row.<Double>getAs("p_value")).isGreaterThan(0.05));
    }

    @Test
    void messagesCountByWhoWasDrawn() {
        Map<String, Row> found = verdicts("experiment-push");
        assertThat(found.get("primary").<Double>getAs("difference")).isCloseTo(71.6553 - 69.2917, within(1e-4));
        assertThat(found.get("secondary-delivered").<Double>getAs("control"))
                .as("nobody whom no message was for got one")
                .isZero();
    }

    @Test
    void whoHadInvestedMostIsRanked() {
        Row whole = Lake.open(LakeExtension.session(), lake.toString())
                .read(new TableName("headrace", "uplift"))
                .where("run_id like 'experiment-offer-1/%' and point = 0")
                .first();
        assertThat(whole.<Long>getAs("treated_entities") + whole.<Long>getAs("control_entities"))
                .isEqualTo(15_000);
        assertThat(whole.<Double>getAs("qini")).isBetween(whole.getAs("qini_lower"), whole.getAs("qini_upper"));
    }

    private static double error(Row row) {
        return (row.<Double>getAs("upper_once") - row.<Double>getAs("lower_once")) / (2 * 1.96);
    }

    private static Map<String, Row> verdicts(String job) {
        return Lake.open(LakeExtension.session(), lake.toString())
                .read(new TableName("headrace", "verdicts"))
                .where("run_id like '" + job + "/%'")
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getAs("measure"), row -> row));
    }

    private static void job(String name) {
        CommandRun run = CommandRun.of(
                "job",
                name,
                "--date",
                "2026-01-05",
                "--project",
                PROJECT.toString(),
                "--set",
                "lake=" + lake,
                "--set",
                "landing=" + DATA.toAbsolutePath().normalize());
        assertThat(run.exit()).as(name + run.err()).isZero();
    }
}
