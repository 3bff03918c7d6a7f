package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** F19: help of submit needs no application. */
    @Test
    void packsTheApplicationForWhatIsSubmittedOnly() throws IOException, InterruptedException {
        Path installed =
                Files.createDirectories(home.resolve("installed/target")).getParent();
        Files.copy(Path.of("headrace"), installed.resolve("headrace"));
        Files.createDirectories(installed.resolve("src/main"));
        Files.writeString(installed.resolve("pom.xml"), "");
        Files.writeString(installed.resolve("target/classpath"), "");
        Files.createDirectories(installed.resolve("target/classes"));
        script("bin/java", "[ \"$1\" = -version ] && echo 'version \"17.0.1\"' >&2 || echo ran");
        script("bin/jar", "touch \"$3\"");
        script("bin/mvn", "echo packed >&2");
        Files.writeString(installed.resolve("target/built"), "");
        assertThat(launched(installed, "submit", "--help")).isEqualTo("0: ran\n");
        assertThat(launched(installed, "submit", "--master", "yarn", "--", "models", "--help"))
                .isEqualTo("0: headrace: packing the application for clusters ...\nran\n");
    }

    private void script(String name, String line) throws IOException {
        Path script = home.resolve(name);
        Files.createDirectories(script.getParent());
        Files.writeString(script, "#!/bin/sh\n" + line + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    /** Exit code and everything written. */
    private String launched() throws IOException, InterruptedException {
        return launched(Path.of("").toAbsolutePath(), "--version");
    }

    private String launched(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(folder.resolve("headrace").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder launcher = new ProcessBuilder(line);
        launcher.environment().put("JAVA_HOME", home.toString());
        launcher.environment().merge("PATH", home.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process process = launcher.redirectErrorStream(true).start();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + written;
    }
}
