package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/arms.md: a version gets an alias, decides about its share, and is taken back. */
class ArmsCommandsSparkIT {
    private static final String DAY = "2026-01-31";

    @TempDir
    private Path folder;

    @Test
    void aChallengerDecidesAboutItsShareAndIsTakenBack() throws IOException {
        LakeExtension.session();
        assertThat(CommandRun.of("init", folder.resolve("project").toString()).exit())
                .isZero();
        done("run", "--date", DAY);
        done("run", "train-outcome", "--date", DAY, "--force");
        done("models", "promote", "outcome", "1", "--reason", "known for long");
        assertThat(done("models", "alias", "outcome", "challenger", "2", "--reason", "new"))
                .isEqualTo("challenger of outcome is now version 2\n");
        assertThat(done("models", "list")).containsPattern("outcome +2 +challenger ");
        Files.writeString(
                folder.resolve("project/jobs/score-outcome.conf"),
                "arms { salt = spring, holdout = 0.1, versions { challenger { share = 0.3, at-most = 0.5 }, shadow {} } }\n",
                StandardOpenOption.APPEND);
        assertThat(done("run", "score-outcome", "--date", DAY, "--force"))
                .containsPattern("decided by challenger [0-9]+, champion [0-9]+, holdout [0-9]+; arm shadow left to the"
                        + " champion, as no version is shadow");
        assertThat(done("scores", "list", "scores.outcome")).contains("fallback");
        done("scores", "rollback", "scores.outcome", "--date", DAY, "--reason", "complaints");
        assertThat(done("scores", "list", "scores.outcome")).contains("rolled-back");
        assertThat(done("models", "alias", "outcome", "challenger", "--reason", "over"))
                .isEqualTo("challenger of outcome is no version any more, after version 2\n");
        assertThat(command("models", "alias", "outcome", "Shadow!", "1", "--reason", "x")
                        .err())
                .startsWith("HEAD-CLI-027: no alias: \"Shadow!\"");
    }

    private String done(String... words) {
        CommandRun run = command(words);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    private CommandRun command(String... words) {
        return CommandRun.of(Stream.concat(
                        Stream.of(words),
                        Stream.of("--project", folder.resolve("project").toString()))
                .toArray(String[]::new));
    }
}
