package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one file to scores in three commands. */
class InitFromSparkIT {
    @TempDir
    private Path folder;

    @BeforeAll
    static void shareTheSession() {
        LakeExtension.session();
    }

    @Test
    void aFileOfYesAndNoRunsToScores() throws Exception {
        String project = project("people.csv", SampleCustomers.csv(), "left");
        assertThat(CommandRun.of("check", "--project", project))
                .isEqualTo(new CommandRun(0, "no problems: 4 jobs, 1 feature view\n", ""));
        CommandRun run = CommandRun.of("run", "--date", "2026-01-31", "--project", project);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("version 1 promoted").contains("40 scored by version 1");
    }

    @Test
    @Tag("full")
    void aFileOfNumbersWithoutAKeyRunsToScores() throws Exception {
        String rows = IntStream.range(0, 300)
                .mapToObj(i -> (i * 7 % 60) + "," + (i % 3 == 0 ? "flat" : "house") + ","
                        + (100.5 + 3 * (i * 7 % 60) + i * 31 % 97))
                .collect(Collectors.joining("\n", "size,kind,price\n", "\n"));
        String project = project("houses.csv", rows, "price");
        assertThat(CommandRun.of("check", "--project", project).out()).startsWith("no problems");
        CommandRun run = CommandRun.of("run", "--date", "2026-01-31", "--project", project);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("version 1 promoted").contains("300 scored by version 1");
    }

    private String project(String name, String text, String label) throws Exception {
        Path file = Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        String project = folder.resolve("project").toString();
        CommandRun init = CommandRun.of("init", project, "--from", file.toString(), "--label", label);
        assertThat(init.exit()).as(init.err()).isZero();
        return project;
    }
}
