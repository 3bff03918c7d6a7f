package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SparkInstallation;
import io.headrace.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The printed command line, run by a real spark-submit, leaves the rows that a run in this process leaves. */
class SubmitSparkIT {
    @TempDir
    private static Path folder;

    private static SubmittedProject project;
    private static SparkInstallation spark;
    private static Map<String, List<String>> expected;

    @BeforeAll
    static void runInThisProcess() throws IOException {
        LakeExtension.session();
        project = SubmittedProject.in(folder);
        expected = SubmittedProject.played();
        spark = SparkInstallation.in(folder);
    }

    @Test
    @Tag("full")
    void onThisMachine() throws IOException {
        String lake = folder.resolve("local").toString();
        assertThat(project.submit(spark, "local", List.of("--master", "local[2]"), lake))
                .isZero();
        SubmittedProject.assertContents(lake, expected);
    }

    @Test
    void onAStandaloneClusterWithTwoWorkers() throws IOException {
        String lake = folder.resolve("standalone").toString();
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, 2)) {
            assertThat(project.submit(spark, "standalone", List.of("--master", cluster.url()), lake))
                    .isZero();
        }
        SubmittedProject.assertContents(lake, expected);
    }

    @Tag("full")
    @Test
    void theExitCodeOfAFailureComesThrough() throws IOException {
        String lake = folder.resolve("failing").toString();
        String landing = "landing=" + folder.resolve("nowhere");
        assertThat(project.submit(spark, "failing", List.of("--master", "local[1]"), lake, landing))
                .isEqualTo(2);
    }

    @Test
    void isDescribedForOtherWaysOfSubmitting() throws Exception {
        JsonNode submission = new ObjectMapper()
                .readTree(CommandRun.of(
                                "submit", "--json", "--conf", "spark.executor.memory=4g", "--", "job", "--env", "x")
                        .out());
        assertThat(Path.of(submission.get("application").asText())).exists();
        assertThat(submission.get("jars")).hasSizeGreaterThan(1);
        assertThat(submission.get("mainClass").asText()).isEqualTo("io.headrace.cli.Main");
        assertThat(submission.get("conf").get("spark.executor.memory").asText()).isEqualTo("4g");
        assertThat(submission.get("conf").get("spark.driver.extraJavaOptions").asText())
                .contains("--add-opens=");
        assertThat(submission.get("arguments")).map(JsonNode::asText).containsExactly("job", "--env", "x");
    }

    @Test
    void refusesWhatIsNoProperty() {
        assertThat(CommandRun.of("submit", "--json", "--conf", "memory", "--", "job"))
                .matches(run -> run.exit() == 2)
                .extracting(CommandRun::err)
                .asString()
                .startsWith("HEAD-CLI-012: --conf expects KEY=VALUE, found memory");
    }
}
