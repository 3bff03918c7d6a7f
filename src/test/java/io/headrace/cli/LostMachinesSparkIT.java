package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.Saboteur;
import io.headrace.testing.SparkInstallation;
import io.headrace.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that loses processes in the middle of each kind of job: the rows and counts of a clean run. */
@Tag("full")
class LostMachinesSparkIT {
    @TempDir
    private static Path folder;

    private static SubmittedProject project;
    private static SparkInstallation spark;
    private static Map<String, List<String>> expected;
    private static List<String> expectedDrop;

    @BeforeAll
    static void runInThisProcess() throws IOException {
        LakeExtension.session();
        project = SubmittedProject.in(folder);
        Files.writeString(
                project.folder().resolve("jobs/zz-drop.conf"),
                "kind = export\nowner = data-science\ntable = scores.outcome\nfiles { format = parquet }\n");
        expected = project.runHere(folder.resolve("here"));
        expectedDrop = drop();
        spark = SparkInstallation.in(folder).with(Saboteur.class);
    }

    @Test
    void executorsKilledInEachJobAndTheDriver() throws IOException {
        String lake = folder.resolve("executors").toString();
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, 2)) {
            String each = "ingest-=executor,features-=executor,train-=executor,zz-=executor,score-=";
            assertThat(submitted(cluster, "driver", lake, each + "driver")).isEqualTo(137);
            assertThat(said("driver"))
                    .contains(
                            "executor during ingest-customers",
                            "executor during features-profile",
                            "executor during train-outcome",
                            "driver during score-outcome");

            assertThat(submitted(cluster, "executors", lake, each + "executor")).isZero();
            assertThat(said("executors")).contains("executor during score-outcome", "executor during zz-drop");
        }
        assertRowsOfACleanRun(lake);
    }

    @Test
    void aClusterThatLosesAllIsToBeTriedAgain() throws IOException {
        String lake = folder.resolve("hopeless").toString();
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, 2)) {
            assertThat(submitted(cluster, "hopeless", lake, "ingest-=executors", "spark.task.maxFailures=1"))
                    .isEqualTo(75);
            assertThat(said("hopeless"))
                    .contains("HEAD-RUN-006: the cluster lost executors")
                    .doesNotContain("HEAD-BUG");
        }
    }

    @Test
    void aWorkerLostInTraining() throws IOException {
        String lake = folder.resolve("worker").toString();
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, 2)) {
            assertThat(submitted(cluster, "worker", lake, "train-=worker")).isZero();
        }
        assertThat(said("worker")).contains("worker during train-outcome");
        assertRowsOfACleanRun(lake);
    }

    @Test
    void copiesOfTasksThatAreSlow() throws IOException {
        String lake = folder.resolve("copies").toString();
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, 2)) {
            assertThat(submitted(
                            cluster,
                            "copies",
                            lake,
                            "ingest-=stall,features-=stall,train-=stall,score-=stall,zz-=stall",
                            "spark.speculation=true",
                            "spark.speculation.quantile=0.5",
                            "spark.speculation.minTaskRuntime=1ms",
                            "spark.speculation.task.duration.threshold=1s"))
                    .isZero();
        }
        assertThat(said("copies")).contains("a copy of the stalled task has ended");
        assertRowsOfACleanRun(lake);
    }

    private static int submitted(StandaloneCluster cluster, String name, String lake, String plan, String... properties)
            throws IOException {
        List<String> options = new ArrayList<>(List.of("--master", cluster.url()));
        options.addAll(List.of("--conf", "spark.extraListeners=" + Saboteur.class.getName()));
        options.addAll(List.of("--conf", Saboteur.PLAN + "=" + plan));
        for (String property : properties) {
            options.addAll(List.of("--conf", property));
        }
        return project.submit(spark, name, options, lake);
    }

    private static void assertRowsOfACleanRun(String lake) throws IOException {
        SubmittedProject.assertContents(lake, expected);
        assertThat(drop()).isEqualTo(expectedDrop);
    }

    /** The rows of the one drop there is, which is taken away. */
    private static List<String> drop() throws IOException {
        Path drops = project.folder().resolve("exports/zz-drop");
        try (Stream<Path> folders = Files.list(drops)) {
            List<Path> found = folders.toList();
            assertThat(found).hasSize(1);
            assertThat(found.get(0).resolve("_SUCCESS")).exists();
            List<String> rows = LakeContents.rows(
                    LakeExtension.session().read().parquet(found.get(0).toString()));
            Files.move(found.get(0), Files.createTempDirectory(folder, "taken").resolve("drop"));
            return rows;
        }
    }

    private static String said(String name) throws IOException {
        return Files.readString(Path.of("target", "submit-" + name + ".log"));
    }
}
