package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.HadoopCluster;
import io.headrace.testing.Interruptions;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SparkInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lake and landing folder on HDFS, jobs on YARN: the rows of a run in this process on local disk. */
@Tag("full")
class HadoopSparkIT {
    @TempDir
    private static Path folder;

    private static SubmittedProject project;
    private static Map<String, List<String>> expected;
    private static HadoopCluster hadoop;
    private static DistributedFileSystem hdfs;
    private static SparkInstallation spark;

    @BeforeAll
    static void startHadoop() throws Exception {
        LakeExtension.session();
        project = SubmittedProject.in(folder);
        expected = SubmittedProject.played();
        hadoop = HadoopCluster.start(folder);
        spark = SparkInstallation.complete(folder).on(hadoop);
        hdfs = (DistributedFileSystem) FileSystem.get(URI.create(hadoop.root()), new Configuration());
        hdfs.copyFromLocalFile(
                new org.apache.hadoop.fs.Path(
                        project.folder().resolve("landing").toUri()),
                new org.apache.hadoop.fs.Path("/landing"));
    }

    @AfterAll
    static void stopHadoop() throws IOException {
        if (hadoop != null) {
            hadoop.close();
        }
    }

    @AfterEach
    void leaveSafeMode() {
        safeMode(SafeModeAction.LEAVE);
    }

    @Test
    void theDriverStartsHere() throws IOException {
        assertThat(submitted(project.only("ingest-customers"), "client")).isZero();
        String table = "silver.customers";
        SubmittedProject.assertContents(lake("client"), Map.of(table, expected.get(table)));
    }

    @Test
    @Tag("full")
    void theDriverStartsOnTheCluster() throws IOException {
        assertThat(submitted(project, "cluster")).isZero();
        SubmittedProject.assertContents(lake("cluster"), expected);
    }

    @Test
    @Tag("full")
    void aFileSystemInSafeModeIsNamedAndTheNextRunCompletes() throws IOException {
        assertThat(hdfs.mkdirs(new org.apache.hadoop.fs.Path("/safe"))).isTrue();
        safeMode(SafeModeAction.ENTER);
        assertRefused();
        safeMode(SafeModeAction.LEAVE);
        for (String point : List.of("before silver.customers", "before scores.outcome")) {
            Interruptions.meanwhileAt(point, () -> safeMode(SafeModeAction.ENTER), HadoopSparkIT::assertRefused);
            safeMode(SafeModeAction.LEAVE);
        }
        CommandRun run = runHere();
        assertThat(run.exit()).as(run.err()).isZero();
        SubmittedProject.assertContents(lake("safe"), expected);
    }

    private static void safeMode(SafeModeAction action) {
        try {
            hdfs.setSafeMode(action);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRefused() {
        CommandRun refused = runHere();
        assertThat(refused.exit()).as(refused.err()).isEqualTo(75);
        assertThat(refused.err()).contains("HEAD-LAKE-011", "safe mode").doesNotContain("\tat ");
    }

    private static CommandRun runHere() {
        return CommandRun.of(project.command(lake("safe"), landing()));
    }

    private static int submitted(SubmittedProject project, String mode) throws IOException {
        List<String> options = new ArrayList<>(List.of("--master", "yarn", "--deploy-mode", mode));
        for (String property : List.of(
                "spark.yarn.jars=local:" + spark.home() + "/jars/*",
                "spark.executor.instances=1",
                "spark.executor.cores=2",
                "spark.executor.memory=600m")) {
            options.addAll(List.of("--conf", property));
        }
        return project.submit(spark, "yarn-" + mode, options, lake(mode), landing());
    }

    private static String lake(String name) {
        return hadoop.root() + "/" + name;
    }

    private static String landing() {
        return "landing=" + hadoop.root() + "/landing";
    }
}
