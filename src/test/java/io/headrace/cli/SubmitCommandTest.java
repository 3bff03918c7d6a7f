package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubmitCommandTest {
    @Test
    void asksForAMaster() {
        CommandRun run = CommandRun.of("submit", "--print", "--", "job", "score-lapse");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("HEAD-CLI-011: submit needs --master");
    }

    @Test
    void refusesADriverOnAStandaloneCluster() {
        CommandRun run = CommandRun.of(
                "submit", "--print", "--master", "spark://127.0.0.1:7077", "--deploy-mode", "cluster", "--", "job");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("HEAD-CLI-015: a standalone cluster (spark://127.0.0.1:7077)");
    }
}
