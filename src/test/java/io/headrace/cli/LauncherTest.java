package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    @TempDir
    private Path home;

    @Test
    void refusesAnotherJava() throws IOException, InterruptedException {
        Path java = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"25\" 2025-09-16' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        assertThat(launched())
                .isEqualTo("2: headrace: Java 25 found, Spark 4.1 with Delta Lake runs on Java 17 only\n"
                        + "  next: set JAVA_HOME to a JDK 17.\n");
    }

    @Test
    void asksForAJavaWhereThereIsNone() throws IOException, InterruptedException {
        assertThat(launched())
                .isEqualTo("2: headrace: no Java found\n  next: install a JDK 17 and set JAVA_HOME to it.\n");
    }

    /** Exit code and everything written. */
    private String launched() throws IOException, InterruptedException {
        ProcessBuilder launcher =
                new ProcessBuilder(Path.of("headrace").toAbsolutePath().toString(), "--version");
        launcher.environment().put("JAVA_HOME", home.toString());
        Process process = launcher.redirectErrorStream(true).start();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + written;
    }
}
