package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A new project as a scheduler needs it: compiled, and with what its submissions are told.
 *
 * @param folder the project's folder
 */
record ScheduledProject(Path folder) {
    /** Makes the project, with its lake in its folder. */
    static ScheduledProject in(Path folder) throws IOException {
        return in(folder, List.of(), List.of());
    }

    /**
     * Makes the project.
     *
     * @param options of {@code submit}
     * @param settings {@code KEY=VALUE} of the project, which go to every job
     */
    static ScheduledProject in(Path folder, List<String> options, List<String> settings) throws IOException {
        ScheduledProject project = new ScheduledProject(folder);
        assertThat(CommandRun.of("init", folder.toString()).exit()).isZero();
        Files.writeString(
                folder.resolve("conf/cluster.conf"),
                Files.readString(folder.resolve("conf/local.conf")).replace("\"local[*]\"", "\"\""));
        project.compile();
        Files.writeString(folder.resolve("submission.json"), project.submission(options, settings));
        return project;
    }

    private String submission(List<String> options, List<String> settings) {
        List<String> words = new ArrayList<>(List.of("submit", "--json", "--project", folder.toString()));
        words.addAll(options);
        words.addAll(List.of("--", "job", "--env", "cluster"));
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        CommandRun submission = CommandRun.of(words.toArray(String[]::new));
        assertThat(submission.exit()).as(submission.err()).isZero();
        return submission.out();
    }

    /** Writes the manifest anew after a change of the specs. */
    void compile() {
        assertThat(CommandRun.of("compile", "--project", folder.toString()).exit())
                .isZero();
    }

    /** Runs a command on the project in this process; it must end well. */
    void run(String... command) {
        CommandRun run = CommandRun.of(words(command));
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    /** The rows of a table in one of the project's lakes, without what differs from run to run. */
    List<String> rows(String lake, String table) {
        return LakeContents.rows(
                Lake.open(LakeExtension.session(), folder.resolve(lake).toString())
                        .read(TableName.parse(table)));
    }

    /** A command on the project. */
    String[] words(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--project", folder.toString(), "--env", "cluster"));
        return words.toArray(String[]::new);
    }
}
