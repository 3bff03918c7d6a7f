package io.headrace.cli;

import static io.headrace.testing.Interruptions.meanwhileAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Json;
import io.headrace.run.Outcome;
import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scheduler finds the outcome of its own call, whatever others did. */
class OutcomeSparkIT {
    private static final String JOB = "ingest-customers";

    @TempDir
    private Path folder;

    private Path project;

    @BeforeAll
    static void shareTheSession() {
        LakeExtension.session();
    }

    @BeforeEach
    void makeAProject() {
        project = folder.resolve("project");
        assertThat(CommandRun.of("init", project.toString()).exit()).isZero();
    }

    @Test
    void ofEachCallIsKeptUnderItsName() {
        assertThat(run(JOB, "--invocation", "first").exit()).isZero();
        assertThat(run(JOB, "--invocation", "second").exit()).isZero();
        assertThat(outcome(JOB, "first").status()).isEqualTo("done");
        assertThat(outcome(JOB, "first").invocation()).isEqualTo("first");
        assertThat(outcome(JOB, "first").counts()).containsKey("input");
        assertThat(outcome(JOB, "second").status()).isEqualTo("already-done");
        assertThat(newest(JOB).status()).isEqualTo("already-done");
    }

    @Test
    void ofACallThatIsTurnedAwayLeavesTheNewestAlone() {
        run(JOB, "--invocation", "first");
        List<Outcome> seen = new ArrayList<>();
        meanwhileAt(
                "staged",
                () -> {
                    assertThat(run(JOB, "--invocation", "late").exit()).isEqualTo(75);
                    seen.add(newest(JOB));
                    seen.add(outcome(JOB, "late"));
                },
                () -> run(JOB, "--force", "--invocation", "second"));
        assertThat(seen.get(0).status()).isEqualTo("done");
        assertThat(seen.get(1).code()).isEqualTo("HEAD-RUN-001");
        assertThat(seen.get(1).exitCode()).isEqualTo(75);
        assertThat(seen.get(1).next()).startsWith("Wait until it has ended");
        assertThat(newest(JOB).runId()).endsWith("/2");
    }

    @Test
    void isKeptWhenTheSpecsAreWrong() throws IOException {
        run(JOB, "--invocation", "first");
        Files.writeString(project.resolve("jobs/score-outcome.conf"), "kind = scores\n");
        assertThat(run(JOB, "--invocation", "second").exit()).isEqualTo(2);
        assertThat(outcome(JOB, "second").code()).isEqualTo("HEAD-SPEC-002");
        assertThat(outcome(JOB, "second").message()).contains("jobs/score-outcome.conf:1");
        assertThat(newest(JOB).status()).isEqualTo("done");
    }

    @Test
    void isKeptWhenThereIsNoSuchJob() {
        assertThat(run("ingest-clients", "--invocation", "a").exit()).isEqualTo(2);
        assertThat(outcome("ingest-clients", "a").code()).isEqualTo("HEAD-CLI-001");
        assertThat(run("../../elsewhere", "--invocation", "a").exit()).isEqualTo(2);
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void tellsThatAJobIsNotDue() {
        assertThat(run("train-outcome", "--if-due", "--set", "jobs.train-outcome.schedule=@manual", "--invocation", "a")
                        .exit())
                .as("a model without champion is due")
                .isEqualTo(2);
        assertThat(run(JOB, "--if-due", "--set", "jobs.ingest-customers.schedule=@weekly", "--invocation", "b")
                        .exit())
                .isZero();
        assertThat(outcome(JOB, "b").status()).isEqualTo("not-due");
        assertThat(outcome(JOB, "b").message()).isEqualTo("not due on 2026-01-31: @weekly");
    }

    @Test
    void isMissedByItsPlace() {
        CommandRun asked = ask(JOB, "--invocation", "nobody");
        assertThat(asked.exit()).isEqualTo(2);
        assertThat(asked.err())
                .contains("HEAD-CLI-010")
                .contains(project.resolve("lake/headrace/outcomes/ingest-customers/2026-01-31/nobody.json")
                        .toString());
        assertThat(ask(JOB, "--invocation", "a/b").err()).contains("invocation: expected up to 200 letters");
    }

    private CommandRun run(String job, String... options) {
        return command("job", job, options);
    }

    private CommandRun ask(String job, String... options) {
        return command("outcome", job, options);
    }

    private CommandRun command(String verb, String job, String... options) {
        List<String> words = new ArrayList<>(List.of(verb, job, "--date", "2026-01-31"));
        words.addAll(List.of("--project", project.toString()));
        words.addAll(List.of(options));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private Outcome outcome(String job, String invocation) {
        return Json.read(ask(job, "--invocation", invocation).out(), Outcome.class);
    }

    private Outcome newest(String job) {
        return Json.read(ask(job).out(), Outcome.class);
    }
}
