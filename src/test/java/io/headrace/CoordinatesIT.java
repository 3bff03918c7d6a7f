package io.headrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects outside this one name the scorer and the testing kit as dependencies, and are built by Maven offline. */
@Tag("full")
class CoordinatesIT {
    private static final Path OUTSIDE = Path.of("src/test/outside");
    private static final String VERSION = System.getProperty("headrace.version");

    @TempDir
    private static Path folder;

    private static Path repository;

    @BeforeAll
    static void installWhatTheBuildInstalls() throws Exception {
        repository = linkedRepository();
        // A build that ends before installing has not fetched what installs.
        maven(
                Path.of(""),
                false,
                "install:install-file@scorer",
                "install:install-file@testing",
                "install:install-file",
                "-Dfile=target/headrace-" + VERSION + ".jar",
                "-DpomFile=dependency-reduced-pom.xml");
    }

    /** Maven's repository of this build by links, but for what it holds of Headrace. */
    private static Path linkedRepository() throws IOException {
        Path built = Path.of(System.getProperty("maven.repository"));
        Path linked = Files.createDirectories(folder.resolve("repository"));
        link(built, linked, "io");
        link(built.resolve("io"), Files.createDirectories(linked.resolve("io")), "headrace");
        return linked;
    }

    private static void link(Path from, Path to, String but) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (!entry.endsWith(but)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    /** JUnit warns of each link that it deletes. */
    @AfterAll
    static void deleteLinks() throws IOException {
        try (Stream<Path> entries = Files.walk(repository, 2)) {
            for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void theScorerNeedsNoOtherLibrary() throws Exception {
        assertThat(build(
                        "scorer",
                        "-Dmodel="
                                + Path.of("src/test/resources/io/headrace/model/linear-v2.json")
                                        .toAbsolutePath()))
                .contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
    }

    @Test
    void theTestingKitBringsTheEngine() throws Exception {
        assertThat(build(
                        "testing",
                        "-Djava.options=" + Path.of("conf/java.options").toAbsolutePath()))
                .contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");
    }

    /** Runs the tests of a copy of the project. */
    private static String build(String name, String... arguments) throws IOException, InterruptedException {
        Path project = folder.resolve(name);
        try (Stream<Path> files = Files.walk(OUTSIDE.resolve(name))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, project.resolve(OUTSIDE.resolve(name).relativize(file)));
            }
        }
        return maven(
                project,
                true,
                Stream.concat(Stream.of("test"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String maven(Path project, boolean isOffline, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-Dmaven.repo.local=" + repository));
        if (isOffline) {
            command.add("-o");
        }
        command.add("-Dheadrace.version=" + VERSION);
        command.add("-Djunit.version=" + System.getProperty("junit.version"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JDK_JAVA_OPTIONS", ChildJvm.SHORT_LIVED);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
