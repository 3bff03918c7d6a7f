package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSparkIT {
    @BeforeAll
    static void useTheSessionOfAllTests() {
        LakeExtension.session();
    }

    @Test
    void endsWithAPageWhoseNumbersAddUp(@TempDir Path folder) throws Exception {
        assertThat(Main.run("demo", "--dir", folder.resolve("demo").toString())).isZero();
        String page = Files.readString(folder.resolve("demo/report.html"));
        assertThat(page)
                .contains("Best possible", "Nobody", "Everybody", "Every row that came in is accounted for")
                .contains("refused")
                .contains("promoted")
                .contains("✓ adds up")
                .doesNotContain("✗ does not")
                .doesNotContain("src=\"http", "href=\"http");
    }
}
