package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    @TempDir
    private Path folder;

    @Test
    void namesTheNextThreeCommands() {
        Path project = folder.resolve("shop");
        assertThat(CommandRun.of("init", project.toString()))
                .isEqualTo(new CommandRun(
                        0,
                        "made a project in " + project + "; next:\n  cd " + project
                                + "\n  headrace run --date 2026-01-31\n  headrace models list\n",
                        ""));
    }

    /** F19 */
    @Test
    void namesAFolderAsAShellTakesIt() {
        Path project = folder.resolve("value churn");
        assertThat(CommandRun.of("init", project.toString()).out()).contains("\n  cd '" + project + "'\n");
    }

    @Test
    void refusesAFolderWithOtherThings() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(CommandRun.of("init", folder.toString()))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        "HEAD-CLI-003: the folder " + folder
                                + " is not empty\n  next: Name a new folder, or empty this one.\n"));
        assertThat(folder).isDirectoryContaining("glob:**/mine.txt").isDirectoryNotContaining("glob:**/conf");
    }

    @Test
    void refusesAFileOfThatName() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(CommandRun.of("init", file.toString()).err()).startsWith("HEAD-CLI-003: ");
    }

    @Test
    void inventsTheSameCustomersEverywhere() {
        assertThat(SampleCustomers.csv()).isEqualTo(SampleCustomers.csv()).hasLineCount(241);
    }
}
