package io.headrace.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.LineagePlaces;
import io.headrace.spec.Password;
import io.headrace.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenLineage's own Python client knows each field of each event, and the versions of the facets. */
class EventReadersIT {
    @TempDir
    private Path folder;

    @Test
    void knowEveryField() throws IOException, InterruptedException {
        Lineage lineage = Lineage.of(
                Runs.places(
                        folder,
                        new LineagePlaces(
                                "shop", Optional.of("events.jsonl"), new Password.None(), new Password.None())),
                "1.0");
        lineage.started(Runs.JOB, Runs.intent(1), Runs.CONTEXT);
        lineage.completed(
                Runs.JOB,
                Runs.intent(1),
                Runs.CONTEXT,
                Map.of("silver.found", 3L),
                () -> Map.of(Runs.SCORES, Runs.quality()));
        lineage.failed(Runs.JOB, Runs.intent(2), Runs.CONTEXT, "HEAD-QUALITY-003");
        Process reading = new ProcessBuilder(
                        PythonEnvironment.named("standards").program("python"),
                        PythonEnvironment.SOURCES.resolve("read_events.py").toString())
                .redirectInput(folder.resolve("events.jsonl").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reading.waitFor()).as(output).isZero();
        assertThat(output.strip()).isEqualTo("3");
    }
}
