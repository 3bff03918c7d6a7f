package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.PlayedDemo;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DemoSparkIT {
    @Test
    void endsWithAPageWhoseNumbersAddUp() throws Exception {
        String page = Files.readString(PlayedDemo.folder().resolve("report.html"));
        assertThat(page)
                .contains("Best possible", "Nobody", "Everybody", "Every row that came in is accounted for")
                .contains("refused")
                .contains("promoted")
                .contains("✓ adds up")
                .doesNotContain("✗ does not")
                .doesNotContain("src=\"http", "href=\"http");
    }
}
