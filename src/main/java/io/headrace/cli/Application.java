package io.headrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a cluster needs to run Headrace, as the build leaves it below {@code target/}.
 *
 * @param jar Headrace with the libraries that Spark does not bring
 * @param jars Delta Lake, which goes beside it
 * @param javaOptions what Spark needs from Java 17, on one line; logging is the cluster's own
 */
record Application(Path jar, List<Path> jars, String javaOptions) {
    private static final String NAME = "headrace-\\d.*\\.jar";

    Application {
        Objects.requireNonNull(jar, "jar");
        jars = List.copyOf(jars);
        Objects.requireNonNull(javaOptions, "javaOptions");
    }

    /** The application beside the script that started this process. */
    static Application installed() {
        Path home = Path.of(System.getProperty("headrace.home", "")).toAbsolutePath();
        Path target = home.resolve("target");
        List<Path> jar = filesOf(target).stream()
                .filter(file -> file.getFileName().toString().matches(NAME))
                .toList();
        List<Path> delta = filesOf(target.resolve("jars"));
        if (jar.size() != 1 || delta.isEmpty()) {
            throw CliErrors.notPackaged(target.toString());
        }
        return new Application(jar.get(0), delta, javaOptions(home.resolve("conf/java.options")));
    }

    private static List<Path> filesOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    private static String javaOptions(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("-"))
                    .filter(line -> !line.startsWith("-Dlog4j2."))
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw CliErrors.notPackaged(file.toString());
        }
    }
}
