package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
        Path installed = installed();
        script("bin/java", "[ \"$1\" = -version ] && echo 'version \"17.0.1\"' >&2 || echo ran");
        script("bin/jar", "touch \"$3\"");
        script("bin/mvn", "echo packed >&2");
        Files.writeString(installed.resolve("target/built"), "");
        assertThat(launched(installed, "submit", "--help")).isEqualTo("0: ran\n");
        assertThat(launched(installed, "submit", "--master", "yarn", "--", "models", "--help"))
                .isEqualTo("0: headrace: packing the application for clusters ...\nran\n");
    }

    /** Who calls once has no use for it; a look has other classes than a job. */
    @Test
    void classesAreKeptForThoseWhoComeBack() throws IOException, InterruptedException {
        Path installed = installed();
        script("bin/java", "[ \"$1\" = -version ] && echo 'version \"17.0.1\"' >&2 || echo \"$@\"");
        script("bin/jar", "touch \"$3\"");
        Path archive = installed.resolve("target/headrace-jobs.jsa");
        assertThat(launched(installed, "job", "x")).doesNotContain("jsa");
        assertThat(launched(installed, "run"))
                .startsWith("0: headrace: keeping Spark's classes")
                .contains(" -XX:ArchiveClassesAtExit=" + archive);
        assertThat(launched(installed, "models", "list"))
                .contains(" -XX:ArchiveClassesAtExit=" + installed.resolve("target/headrace-looks.jsa"));
        write(archive, new byte[4], 65L << 20);
        assertThat(launched(installed, "job", "x")).as("killed while it wrote").contains("ArchiveClassesAtExit");
        write(archive, new byte[] {1, 2, 3, 4}, 1 << 20);
        assertThat(launched(installed, "job", "x"))
                .as("a job with nothing to do")
                .contains("ArchiveClassesAtExit");
        write(archive, new byte[] {1, 2, 3, 4}, 65L << 20);
        assertThat(launched(installed, "job", "x"))
                .contains(" -XX:SharedArchiveFile=" + archive)
                .doesNotContain("AtExit");
        Files.setLastModifiedTime(
                installed.resolve("target/built"), FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
        assertThat(launched(installed, "job", "x")).as("built anew").doesNotContain("jsa");
        assertThat(archive).doesNotExist();
    }

    private static void write(Path file, byte[] head, long size) throws IOException {
        Files.write(file, head);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(size);
        }
    }

    /** As after a build, without classes and libraries. */
    private Path installed() throws IOException {
        Path installed =
                Files.createDirectories(home.resolve("installed/target")).getParent();
        Files.copy(Path.of("headrace"), installed.resolve("headrace"));
        Files.createDirectories(installed.resolve("src/main"));
        Files.writeString(installed.resolve("pom.xml"), "");
        Files.writeString(installed.resolve("target/classpath"), "");
        Files.createDirectories(installed.resolve("target/classes"));
        return installed;
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
