package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command line in README and docs is one that the program takes. */
class DocumentedCommandsTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @Test
    void areTakenByTheCommandLine() throws IOException {
        List<String> lines = commands();
        assertThat(lines).hasSizeGreaterThan(15);
        for (String line : lines) {
            assertThatCode(() -> Main.commandLine().parseArgs(words(line)))
                    .as(line)
                    .doesNotThrowAnyException();
        }
    }

    private static List<String> commands() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        List<String> commands = new ArrayList<>();
        for (Path page : pages) {
            Files.readAllLines(page).stream()
                    .map(String::trim)
                    .filter(line -> line.startsWith("./headrace ") || line.startsWith("headrace "))
                    .map(line -> line.replaceAll("\\s+#.*", "").replaceFirst("^(\\./)?headrace ", ""))
                    .forEach(commands::add);
        }
        return commands;
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words.toArray(String[]::new);
    }
}
