package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same sources give the same jars, byte for byte, whenever and wherever they are built. */
@Tag("full")
class ReproducibleBuildIT {
    @TempDir
    Path folder;

    @Test
    void aSecondBuildElsewhereGivesTheSameJars() throws Exception {
        for (String source : new String[] {".mvn", ".ci", "conf", "src", "pom.xml", "LICENSE", "NOTICE"}) {
            copy(Path.of(source), folder.resolve(source));
        }
        Path log = Path.of("target", "second-build.log");
        Process build = new ProcessBuilder(
                        "mvn",
                        "-o",
                        "-B",
                        "-ntp",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repository"),
                        "-DskipTests",
                        "-Dspotless.check.skip=true",
                        "package")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(build.waitFor()).as("see " + log).isZero();
        Map<String, String> jars = digests(folder.resolve("target"));
        assertThat(jars).hasSize(3).isEqualTo(digests(Path.of("target")));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        }
    }

    /** Of the jars that are installed. */
    private static Map<String, String> digests(Path target) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(target)) {
            for (Path jar : files.filter(
                            file -> file.getFileName().toString().matches("headrace-(scorer-|testing-)?\\d.*\\.jar"))
                    .toList()) {
                try (InputStream bytes = Files.newInputStream(jar)) {
                    digests.put(jar.getFileName().toString(), Digest.of(bytes));
                }
            }
        }
        return digests;
    }
}
