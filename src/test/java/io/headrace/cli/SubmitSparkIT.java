package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SparkInstallation;
import io.headrace.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The printed command line, run by a real spark-submit, leaves the rows that a run in this process leaves. */
class SubmitSparkIT {
    private static final String DATE = "2026-01-31";
    private static final List<String> TABLES =
            List.of("silver.customers", "features.profile", "training.outcome", "scores.outcome");

    @TempDir
    private static Path folder;

    private static Path project;
    private static SparkInstallation spark;
    private static Map<String, List<String>> expected;

    @BeforeAll
    static void runInThisProcess() throws IOException {
        LakeExtension.session();
        project = folder.resolve("project");
        assertThat(CommandRun.of("init", project.toString()).exit()).isZero();
        Files.writeString(
                project.resolve("conf/cluster.conf"),
                Files.readString(project.resolve("conf/local.conf")).replace("\"local[*]\"", "\"\""));
        assertThat(CommandRun.of(command("here")).exit()).isZero();
        expected = contents("here");
        spark = SparkInstallation.in(folder);
    }

    @Test
    void onThisMachine() throws Exception {
        assertThat(submitted("local[2]", "local")).isZero();
        assertThat(contents("local")).isEqualTo(expected);
    }

    @Test
    void onAStandaloneClusterWithTwoWorkers() throws Exception {
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, 2)) {
            assertThat(submitted(cluster.url(), "standalone")).isZero();
        }
        assertThat(contents("standalone")).isEqualTo(expected);
    }

    @Test
    void theExitCodeOfAFailureComesThrough() throws Exception {
        assertThat(submitted("local[1]", "failing", "--set", "landing=" + folder.resolve("nowhere")))
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

    private static String[] command(String lake, String... further) {
        List<String> command = new ArrayList<>(List.of("run", "--date", DATE, "--project", project.toString()));
        command.addAll(List.of("--env", "cluster", "--set", "lake=" + folder.resolve(lake)));
        command.addAll(List.of(further));
        return command.toArray(String[]::new);
    }

    private static int submitted(String master, String lake, String... further) throws Exception {
        List<String> submit = new ArrayList<>(List.of("submit", "--print", "--master", master));
        submit.addAll(List.of("--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false", "--"));
        submit.addAll(List.of(command(lake, further)));
        CommandRun printed = CommandRun.of(submit.toArray(String[]::new));
        assertThat(printed.exit()).as(printed.err()).isZero();
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", printed.out())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "submit-" + lake + ".log").toFile());
        shell.environment().put("PATH", spark.home().resolve("bin") + ":" + System.getenv("PATH"));
        return shell.start().waitFor();
    }

    private static Map<String, List<String>> contents(String name) {
        Lake lake = Lake.open(LakeExtension.session(), folder.resolve(name).toString());
        Map<String, List<String>> contents = new TreeMap<>();
        TABLES.forEach(table -> contents.put(table, LakeContents.rows(lake.read(TableName.parse(table)))));
        return contents;
    }
}
