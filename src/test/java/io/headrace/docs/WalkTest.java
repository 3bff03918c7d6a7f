package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walk through the code names packages, classes and methods that there are. */
class WalkTest {
    private static final Path CODE = Path.of("src/main/java/io/headrace");
    private static final Pattern NAMED =
            Pattern.compile("`((?:[a-z]+\\.)*)([A-Z][a-z][A-Za-z]*)(?:\\.([a-z][A-Za-z]*))?`");

    @Test
    void namesClassesAndMethodsThatThereAre() throws IOException {
        List<Path> code = code();
        List<String> unknown = new ArrayList<>();
        Matcher named = NAMED.matcher(Page.of("docs/walk.md").text());
        int count = 0;
        while (named.find()) {
            count++;
            String file = named.group(1).replace('.', '/') + named.group(2) + ".java";
            List<Path> found =
                    code.stream().filter(path -> path.endsWith(Path.of(file))).toList();
            if (found.isEmpty() || named.group(3) != null && !declares(found, named.group(3))) {
                unknown.add(named.group());
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(count).isGreaterThan(60);
    }

    private static List<Path> code() throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static boolean declares(List<Path> files, String method) throws IOException {
        for (Path file : files) {
            if (Files.readString(file).contains(" " + method + "(")) {
                return true;
            }
        }
        return false;
    }
}
