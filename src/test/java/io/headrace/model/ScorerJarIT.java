package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented program scores from the small jar, with nothing else on its class path. */
class ScorerJarIT {
    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("headrace-scorer-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aProgramWithoutSparkScoresAndExplains(@TempDir Path folder) throws Exception {
        Path model = folder.resolve(Examples.GOLDEN_DIGEST + ".json");
        Files.write(model, Examples.goldenBytes());
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        jar().toString(),
                        "examples/scorer/Score.java",
                        model.toString(),
                        "84",
                        "40.5",
                        "Germany",
                        "true")
                .redirectErrorStream(true)
                .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(said).isZero();
        assertThat(said.lines().toList())
                .hasSize(4)
                .contains("score 0.7145426384176109, calibrated 0.7145426384176109")
                .anyMatch(line -> line.equals("days_since_purchase = 84.0: 2.20425"));
    }

    @Test
    void theJarHoldsTheModelAndTheParserOnly() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            List<String> others = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .filter(name -> !name.startsWith("io/headrace/model/")
                            && !name.startsWith("io/headrace/jackson/")
                            && !name.startsWith("META-INF/versions/"))
                    .filter(name -> !name.matches("io/headrace/run/(Digest|FailureKind|HeadraceException).*"))
                    .toList();
            assertThat(others).isEmpty();
        }
        assertThat(Files.size(jar())).isLessThan(4L << 20);
    }
}
