package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.AirflowHome;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PythonEnvironment;
import io.headrace.testing.SparkInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The DAG of a project, its operator, and a whole run of it with a real spark-submit. */
class AirflowSparkIT {
    private static final String PYTHON = PythonEnvironment.SOURCES.toString();

    @TempDir
    private static Path folder;

    private static ScheduledProject project;
    private static ScheduledProject begun;
    private static AirflowHome airflow;

    @BeforeAll
    static void makeAProjectAndAnAirflow() throws IOException, InterruptedException {
        LakeExtension.session();
        project = ScheduledProject.in(folder.resolve("shop"));
        begun = begun();
        airflow = AirflowHome.in(folder, SparkInstallation.in(folder), project.folder(), begun.folder(), retail());
    }

    /** A project with the first two of the jobs: each task starts two drivers. */
    private static ScheduledProject begun() throws IOException {
        ScheduledProject all = ScheduledProject.in(folder.resolve("begun"));
        Files.delete(all.folder().resolve("jobs/train-outcome.conf"));
        Files.delete(all.folder().resolve("jobs/score-outcome.conf"));
        all.compile();
        return all;
    }

    /** The reference project as a scheduler sees it. */
    private static Path retail() throws IOException {
        Path retail = Files.createDirectories(folder.resolve("retail"));
        Files.copy(Path.of("src/test/resources/io/headrace/spec/manifest.json"), retail.resolve("manifest.json"));
        Files.copy(project.folder().resolve("submission.json"), retail.resolve("submission.json"));
        return retail;
    }

    @Test
    void dagAndOperatorPassTheirOwnTests() throws Exception {
        airflow.run("pytest", "-q", "-p", "no:cacheprovider", PYTHON);
    }

    @Test
    void thePythonFilesAreTidy() throws Exception {
        airflow.run("ruff", "check", "--no-cache", "airflow-dags", "notebooks", PYTHON);
        airflow.run("ruff", "format", "--no-cache", "--check", "airflow-dags", "notebooks", PYTHON);
    }

    @Test
    @Tag("full")
    void aRunOfTheDagLeavesTheFeaturesThatHeadraceRunLeaves() throws Exception {
        airflow.run("airflow", "dags", "test", "begun", "2026-02-01");
        assertThat(begun.rows("lake", "features.profile"))
                .hasSize(240)
                .isEqualTo(project.rows(SubmittedProject.playedLake(), "features.profile"));
    }

    @Test
    @Tag("full")
    void aRunOfTheDagLeavesTheScoresThatHeadraceRunLeaves() throws Exception {
        airflow.run("airflow", "dags", "test", "shop", "2026-02-01");
        assertThat(project.rows("lake", "scores.outcome"))
                .hasSize(240)
                .isEqualTo(project.rows(SubmittedProject.playedLake(), "scores.outcome"));
    }
}
