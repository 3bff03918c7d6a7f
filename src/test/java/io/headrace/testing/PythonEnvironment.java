package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A virtual environment of Python that the build makes from a pinned list, {@code src/test/python/NAME.txt}.
 *
 * @param home its folder
 */
public record PythonEnvironment(Path home) {
    /** Where the tests' Python files lie. */
    public static final Path SOURCES = Path.of("src/test/python").toAbsolutePath();

    /** The environment of that name; made when it is not there, or when its list has changed. */
    public static PythonEnvironment named(String name) throws IOException, InterruptedException {
        Process making = new ProcessBuilder(SOURCES.resolve("environment").toString(), name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String home = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(making.waitFor()).as("making the environment " + name).isZero();
        return new PythonEnvironment(Path.of(home));
    }

    /** The folder of an installed package. */
    public Path folderOf(String installed) throws IOException {
        try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
            return libraries
                    .map(library -> library.resolve("site-packages").resolve(installed))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(installed + " is not in " + home));
        }
    }

    /** One of its programs. */
    public String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}
