package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.SparkInstallation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Secrets of a driver that starts elsewhere. */
class HandoverIT {
    @TempDir
    private static Path folder;

    /** The driver of YARN gets the value as a property of the submission; no command line holds it. */
    @Test
    void secretsAreHandedOverWithoutCommandLine() throws Exception {
        List<String> line = secretly("--print", "--master", "yarn");
        assertThat(line).hasSize(1);
        assertThat(line.get(0))
                .contains("--class io.headrace.cli.Handover", " HEADRACE_CRM --master yarn --deploy-mode cluster")
                .contains("spark.yarn.appMasterEnv.HEADRACE_LAKE=hdfs://lake")
                .doesNotContain("s3cret", "OTHER");

        Path found = folder.resolve("found");
        SparkInstallation withProbe = SparkInstallation.in(Files.createDirectories(folder.resolve("handover")))
                .with(HandoverProbe.class);
        List<String> command = new ArrayList<>(List.of(
                withProbe.home().resolve("bin/spark-submit").toString(),
                "--class",
                "io.headrace.cli.Handover",
                "--name",
                "outer",
                Application.installed().jar().toString()));
        command.addAll(Handover.arguments(
                List.of("HEADRACE_CRM"),
                List.of(
                        "--master",
                        "local[1]",
                        "--name",
                        "inner",
                        "--class",
                        HandoverProbe.class.getName(),
                        Application.installed().jar().toString(),
                        found.toString())));
        ProcessBuilder submit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "submit-handover.log").toFile());
        submit.environment().put("HEADRACE_CRM", "s3cret");
        assertThat(submit.start().waitFor()).isZero();
        assertThat(Files.readAllLines(found))
                .satisfiesExactly(
                        value -> assertThat(value).isEqualTo("s3cret"),
                        master -> assertThat(master).isEqualTo("local[1]"),
                        name -> assertThat(name).isEqualTo("inner"),
                        shown -> assertThat(shown).contains("HEADRACE_CRM").doesNotContain("s3cret"),
                        variable -> assertThat(variable).isEqualTo("s3cret"));
    }

    @Test
    void descriptionsForSchedulersHoldNoSecret() throws Exception {
        String json = String.join("\n", secretly("--json"));
        assertThat(json)
                .contains("\"spark.yarn.appMasterEnv.HEADRACE_LAKE\" : \"hdfs://lake\"")
                .doesNotContain("s3cret", "HEADRACE_CRM", "OTHER");
    }

    private static List<String> secretly(String... options) throws Exception {
        Path shop = Files.createDirectories(folder.resolve("secret-shop"));
        Files.writeString(
                Files.createDirectories(shop.resolve("conf")).resolve("cluster.conf"),
                "lake = ${HEADRACE_LAKE}, databases.crm { url = \"jdbc:postgresql://h/crm\", password-variable = HEADRACE_CRM }");
        Map<String, String> environment =
                Map.of("HEADRACE_LAKE", "hdfs://lake", "HEADRACE_CRM", "s3cret", "HEADRACE_OTHER", "OTHER");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--deploy-mode", "cluster", "--project", shop.toString(), "--", "job", "export-crm"));
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            assertThat(new CommandLine(new SubmitCommand(environment)).execute(arguments.toArray(String[]::new)))
                    .isZero();
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
