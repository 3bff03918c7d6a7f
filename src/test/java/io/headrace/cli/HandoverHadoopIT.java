package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.HadoopCluster;
import io.headrace.testing.SparkInstallation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret reaches a driver that YARN starts. */
@Tag("full")
class HandoverHadoopIT {
    @TempDir
    Path folder;

    @Test
    void theDriverHasTheVariable() throws Exception {
        try (HadoopCluster hadoop = HadoopCluster.start(folder)) {
            SparkInstallation spark =
                    SparkInstallation.complete(folder).on(hadoop).with(HandoverProbe.class);
            Path found = folder.resolve("found");
            String jar = Application.installed().jar().toString();
            List<String> command = new ArrayList<>(List.of(
                    spark.home().resolve("bin/spark-submit").toString(), "--class", "io.headrace.cli.Handover", jar));
            command.addAll(Handover.arguments(
                    List.of("HEADRACE_CRM"),
                    List.of(
                            "--master",
                            "yarn",
                            "--deploy-mode",
                            "cluster",
                            "--conf",
                            "spark.yarn.jars=local:" + spark.home() + "/jars/*",
                            "--conf",
                            "spark.driver.memory=512m",
                            "--conf",
                            "spark.yarn.maxAppAttempts=1",
                            "--conf",
                            "spark.yarn.submit.waitAppCompletion=true",
                            "--class",
                            HandoverProbe.class.getName(),
                            jar,
                            found.toString())));
            Path log = Path.of("target", "submit-handover-yarn.log");
            ProcessBuilder submit =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            submit.environment().put("HEADRACE_CRM", "s3cret");
            submit.start().waitFor();
            // YARN calls a driver that made no session a failed one; what it was given is what counts.
            assertThat(found).as("see " + log).exists();
            assertThat(Files.readAllLines(found).get(4)).isEqualTo("s3cret");
            assertThat(Files.readAllLines(found).get(3)).doesNotContain("s3cret");
            assertThat(log).content().doesNotContain("s3cret");
        }
    }
}
