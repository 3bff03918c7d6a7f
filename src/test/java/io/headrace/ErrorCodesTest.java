package io.headrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCodesTest {
    private static final Pattern FAILURE =
            Pattern.compile("(?:HeadraceException.of|user)\\(\\s*\"(HEAD-[A-Z]+-\\d{3})\"");

    @Test
    void eachCodeMeansOneThing() throws IOException {
        Map<String, Integer> uses = new TreeMap<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                FAILURE.matcher(Files.readString(source))
                        .results()
                        .map(found -> found.group(1))
                        .forEach(code -> uses.merge(code, 1, Integer::sum));
            }
        }
        assertThat(uses)
                .hasSizeGreaterThan(40)
                .allSatisfy((code, count) -> assertThat(count).as(code).isOne());
    }
}
