package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F19 */
class CommandLineTest {
    @ParameterizedTest
    @ValueSource(strings = {"31.01.2026", "2026-02-30", "2026-1-31", "today"})
    void aDayThatIsNoneIsToldInWords(String day) {
        CommandRun run = CommandRun.of("run", "--date", day);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("headrace: Invalid value for option '--date': expected a day of the calendar as yyyy-MM-dd,"
                        + " found \"" + day + "\"")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nosuch --help",
                "models nosuch --help",
                "--help nosuch",
                "nosuch",
                "run --date 2026-01-01 --nosuch --help"
            })
    void helpOfWhatThereIsNotIsAnError(String line) {
        CommandRun run = CommandRun.of(line.split(" "));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("nosuch");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void helpNamesCommandsAtAnyDepthAndKindsOfJobs() {
        assertThat(CommandRun.of("help").out())
                .isEqualTo(CommandRun.of("--help").out());
        assertThat(CommandRun.of("help", "models", "card").out())
                .isEqualTo(CommandRun.of("models", "card", "--help").out())
                .contains("headrace models card");
        assertThat(CommandRun.of("help", "train").out()).contains("train is a kind of job", "docs/jobs.md");
        CommandRun unknown = CommandRun.of("help", "modles");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("there is no command \"headrace modles\"")
                .contains("\"models\"");
    }

    @Test
    void anAliasIsAName() {
        CommandRun run = CommandRun.of("models", "alias", "lapse", "Shadow!", "1", "--reason", "to look");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("HEAD-CLI-029: no alias: \"Shadow!\"");
    }
}
