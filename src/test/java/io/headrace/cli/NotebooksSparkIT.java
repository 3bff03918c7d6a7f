package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.testing.ChildJvm;
import io.headrace.testing.PlayedDemo;
import io.headrace.testing.PythonEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The notebooks run to their end on the lake of the demo and show their plots; they stay in {@code target/notebooks}. */
@Tag("full")
class NotebooksSparkIT {
    private static final Path NOTEBOOKS = Path.of("notebooks");
    private static final Path EXECUTED = Path.of("target/notebooks").toAbsolutePath();

    @Test
    void theAnalystsReadScoresWithAndWithoutSpark() throws Exception {
        List<JsonNode> outputs = execute("analyst");
        assertThat(plots(outputs)).hasSize(3);
        assertThat(printed(outputs)).contains("every count adds up", "Polars, DuckDB, delta-rs and Spark SQL agree");
    }

    @Test
    void theDataScientistsTriesModelsAndLeavesTheLakeAsItIs() throws Exception {
        List<JsonNode> outputs = execute("data_scientist");
        assertThat(plots(outputs)).hasSize(3);
        assertThat(printed(outputs))
                .contains("rows are those of the training run", "the champion (AUC", "the lake is as it was");
    }

    /** The outputs of all cells, none of them an error. */
    private static List<JsonNode> execute(String name) throws IOException, InterruptedException {
        run(PythonEnvironment.named("notebooks"), NOTEBOOKS.resolve(name + ".ipynb"));
        List<JsonNode> outputs = new ArrayList<>();
        for (JsonNode cell : read(EXECUTED.resolve(name + ".ipynb")).get("cells")) {
            cell.path("outputs").forEach(outputs::add);
        }
        assertThat(outputs.stream()
                        .filter(output -> output.get("output_type").asText().equals("error"))
                        .map(output -> output.get("ename").asText() + ": "
                                + output.get("evalue").asText()))
                .as("errors in " + name)
                .isEmpty();
        return outputs;
    }

    private static void run(PythonEnvironment python, Path notebook) throws IOException, InterruptedException {
        ProcessBuilder running = new ProcessBuilder(
                        python.program("jupyter"),
                        "nbconvert",
                        "--to=notebook",
                        "--execute",
                        "--allow-errors",
                        "--ExecutePreprocessor.startup_timeout=300",
                        "--output-dir=" + EXECUTED,
                        notebook.toString())
                .redirectErrorStream(true);
        Map<String, String> environment = running.environment();
        environment.keySet().removeIf(variable -> variable.matches("(HEADRACE|SPARK|PYSPARK)_.*"));
        environment.put("HEADRACE_LAKE", PlayedDemo.folder().resolve("lake").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JDK_JAVA_OPTIONS", ChildJvm.SHORT_LIVED);
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = running.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static List<byte[]> plots(List<JsonNode> outputs) {
        return outputs.stream()
                .map(output -> output.path("data").path("image/png"))
                .filter(JsonNode::isTextual)
                .map(image -> Base64.getMimeDecoder().decode(image.asText()))
                .filter(image -> image.length > 5_000)
                .toList();
    }

    private static String printed(List<JsonNode> outputs) {
        StringBuilder all = new StringBuilder();
        outputs.forEach(output -> output.path("text").forEach(line -> all.append(line.asText())));
        return all.toString();
    }

    private static JsonNode read(Path notebook) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(notebook));
    }
}
