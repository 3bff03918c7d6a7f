package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotebooksTest {
    @Test
    void areKeptWithoutOutputs() throws Exception {
        for (String name : List.of("analyst", "data_scientist")) {
            JsonNode notebook = new ObjectMapper().readTree(Files.readAllBytes(Path.of("notebooks", name + ".ipynb")));
            for (JsonNode cell : notebook.get("cells")) {
                assertThat(cell.path("outputs")).as(name).isEmpty();
                assertThat(cell.path("execution_count").isNumber()).as(name).isFalse();
            }
        }
    }
}
