package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitSparkIT {
    @BeforeAll
    static void shareTheSession() {
        LakeExtension.session();
    }

    @Test
    void aNewProjectHasNoProblemsAndRunsToScores(@TempDir Path folder) {
        String project = folder.resolve("shop").toString();
        assertThat(CommandRun.of("init", project).exit()).isZero();
        assertThat(CommandRun.of("check", "--project", project))
                .isEqualTo(new CommandRun(0, "no problems: 4 jobs, 1 feature view\n", ""));
        CommandRun run = CommandRun.of("run", "--date", "2026-01-31", "--project", project);
        assertThat(run.err()).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("version 1 promoted").contains("240 scored by version 1");
    }
}
