package io.headrace.cli;

import io.headrace.testing.AirflowHome;
import io.headrace.testing.HadoopCluster;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SparkInstallation;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DAG whose drivers start on YARN, where their exit codes are lost; lake and landing folder on HDFS. */
@Tag("full")
class AirflowHadoopSparkIT {
    @TempDir
    private static Path folder;

    @Test
    void aRunOfTheDagInClusterMode() throws Exception {
        LakeExtension.session();
        SubmittedProject here = SubmittedProject.in(folder);
        Map<String, List<String>> expected = here.runHere(folder.resolve("here"));
        try (HadoopCluster hadoop = HadoopCluster.start(folder)) {
            SparkInstallation spark = SparkInstallation.complete(folder).on(hadoop);
            FileSystem hdfs = FileSystem.get(URI.create(hadoop.root()), new Configuration());
            hdfs.copyFromLocalFile(
                    new org.apache.hadoop.fs.Path(
                            here.folder().resolve("landing").toUri()),
                    new org.apache.hadoop.fs.Path("/landing"));
            String lake = hadoop.root() + "/lake";
            ScheduledProject shop = ScheduledProject.in(
                    folder.resolve("shop"),
                    List.of(
                            "--deploy-mode",
                            "cluster",
                            "--conf",
                            "spark.yarn.jars=local:" + spark.home() + "/jars/*",
                            "--conf",
                            "spark.executor.instances=1",
                            "--conf",
                            "spark.executor.memory=600m"),
                    List.of("lake=" + lake, "landing=" + hadoop.root() + "/landing"));
            AirflowHome.in(folder, spark, shop.folder())
                    .with(
                            "AIRFLOW_CONN_SPARK_DEFAULT",
                            "{\"conn_type\": \"spark\", \"host\": \"yarn\", \"extra\": {\"deploy-mode\": \"cluster\"}}")
                    .run("airflow", "dags", "test", "shop", "2026-02-01");
            SubmittedProject.assertContents(lake, expected);
        }
    }
}
