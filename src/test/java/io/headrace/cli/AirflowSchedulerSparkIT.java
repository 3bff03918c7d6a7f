package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.AirflowHome;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PythonEnvironment;
import io.headrace.testing.SparkInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A scheduler at work: three days as they come, one of them with a driver killed in the middle, a task cleared and run
 * again, and three later days filled in. Two of the six days end a month: the model of the first becomes champion, the
 * second loses its gate.
 */
@Tag("full")
class AirflowSchedulerSparkIT {
    private static final List<String> TABLES =
            List.of("silver.customers", "features.profile", "training.outcome", "scores.outcome");

    /** Halts the driver of one scoring when its rows are staged and not published, the first time it is submitted. */
    private static final String SPARK_SUBMIT = "#!/bin/sh\n"
            + "case \"$*\" in *'job score-outcome --date 2026-02-01'*)\n"
            + "  mkdir \"$AIRFLOW_HOME/killed\" 2>/dev/null && export JAVA_TOOL_OPTIONS=-Dheadrace.fault.halt=staged\n"
            + "esac\n"
            + "exec \"$SPARK_HOME/bin/spark-submit\" \"$@\"\n";

    private static final List<String> AT_ONCE = List.of("success", "1");
    private static final List<String> AT_THE_SECOND_TRY = List.of("success", "2");

    @TempDir
    private static Path folder;

    private static ScheduledProject project;
    private static AirflowHome airflow;

    @BeforeAll
    static void makeAProjectAndAnAirflow() throws IOException, InterruptedException {
        LakeExtension.session();
        project = ScheduledProject.in(folder.resolve("shop"));
        Path training = project.folder().resolve("jobs/train-outcome.conf");
        Files.writeString(
                training,
                Files.readString(training)
                        .replace("gain-over-champion-at-least = -0.02", "gain-over-champion-at-least = 0.1"));
        project.compile();
        airflow = AirflowHome.in(folder, SparkInstallation.in(folder))
                .withDags(PythonEnvironment.SOURCES.resolve("dags"))
                .withProgram("spark-submit", SPARK_SUBMIT)
                .with("SHOP", project.folder().toString());
    }

    @Test
    void doesWhatHeadraceRunDoes() throws Exception {
        try (AirflowHome.Services services = airflow.schedule()) {
            assertThat(services).isNotNull();
            threeDaysRunAsTheyComeThoughOneDriverIsKilled();
            aTaskClearedAndRunAgainDoesNoHarm();
            threeDaysAreFilledInThoughAChallengerLoses();
        }
        project.run("backfill", "--from", "2026-01-31", "--to", "2026-02-02", "--set", "lake=by-hand");
        project.run("backfill", "--from", "2026-02-27", "--to", "2026-03-01", "--set", "lake=by-hand");
        for (String table : TABLES) {
            assertThat(project.rows("lake", table)).as(table).isEqualTo(project.rows("by-hand", table));
        }
        assertThat(project.rows("lake", "scores.outcome")).hasSize(6 * 240);
    }

    private static void threeDaysRunAsTheyComeThoughOneDriverIsKilled() throws Exception {
        Map<String, Map<String, List<String>>> runs = airflow.awaitRuns("daily", 3);
        assertThat(runs).containsOnlyKeys("2026-01-31", "2026-02-01", "2026-02-02");
        assertThat(runs.get("2026-01-31"))
                .hasSize(4)
                .allSatisfy((task, end) -> assertThat(end).as(task).isEqualTo(AT_ONCE));
        assertThat(runs.get("2026-02-01")).containsEntry("train-outcome", List.of("skipped", "1"));
        assertThat(runs.get("2026-02-01")).containsEntry("score-outcome", AT_THE_SECOND_TRY);
        assertThat(runs.get("2026-02-02")).containsEntry("train-outcome", List.of("skipped", "1"));
        assertThat(runs.get("2026-02-02")).containsEntry("score-outcome", AT_ONCE);
    }

    private static void aTaskClearedAndRunAgainDoesNoHarm() throws Exception {
        List<String> before = project.rows("lake", "scores.outcome");
        airflow.run(
                "airflow",
                "tasks",
                "clear",
                "daily",
                "-t",
                "score-outcome",
                "-s",
                "2026-02-01",
                "-e",
                "2026-02-01",
                "-y");
        assertThat(airflow.awaitRuns("daily", 3).get("2026-02-01"))
                .containsEntry("score-outcome", List.of("success", "3"));
        assertThat(project.rows("lake", "scores.outcome")).hasSize(3 * 240).isEqualTo(before);
        assertThat(CommandRun.of(project.words("outcome", "score-outcome", "--date", "2026-02-01"))
                        .out())
                .contains("\"already-done\"");
    }

    private static void threeDaysAreFilledInThoughAChallengerLoses() throws Exception {
        String[] span = {"--from-date", "2026-02-27", "--to-date", "2026-03-01", "--max-active-runs", "1"};
        airflow.run(Stream.concat(Stream.of("airflow", "backfill", "create", "--dag-id", "filled"), Stream.of(span))
                .toArray(String[]::new));
        Map<String, Map<String, List<String>>> runs = airflow.awaitRuns("filled", 3);
        assertThat(runs).containsOnlyKeys("2026-02-27", "2026-02-28", "2026-03-01");
        assertThat(runs.get("2026-02-27")).containsEntry("train-outcome", List.of("skipped", "1"));
        assertThat(runs.get("2026-02-28")).containsEntry("train-outcome", AT_ONCE);
        assertThat(CommandRun.of(project.words("outcome", "train-outcome", "--date", "2026-02-28"))
                        .out())
                .contains("\"verdict\" : \"refused\"");
        assertThat(runs).allSatisfy((day, tasks) -> assertThat(tasks).as(day).containsEntry("score-outcome", AT_ONCE));
    }
}
