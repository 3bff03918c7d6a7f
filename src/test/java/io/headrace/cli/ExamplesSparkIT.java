package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The projects under examples/ on real data give what docs/results.md says. */
class ExamplesSparkIT {
    private static final Path DATA = Path.of("../shared/data");

    @TempDir
    private Path lakes;

    private final SparkSession spark = LakeExtension.session();

    @Test
    @Tag("full")
    void resultsAreThoseOfThePage() throws IOException {
        Assumptions.assumeTrue(ExampleResults.hasAll(DATA), "the real data is not here");
        assertThat(spark.version()).startsWith("4.");
        assertThat(ExampleResults.page(DATA.toAbsolutePath().normalize(), lakes))
                .isEqualTo(Files.readString(Path.of("docs/results.md")));
    }
}
