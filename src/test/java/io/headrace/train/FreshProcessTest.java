package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FreshProcessTest {
    @Test
    void optionsOfTheEnvironmentAreLeftOut() {
        ProcessBuilder builder = FreshProcess.builder(Path.of("model.json"), "digest", Path.of("sample.json"));
        assertThat(builder.environment())
                .containsKey("PATH")
                .doesNotContainKeys("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
        assertThat(builder.command()).endsWith("model.json", "digest", "sample.json");
    }
}
