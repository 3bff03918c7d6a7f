package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** NOTICE names what our jars hold, in the versions of the build. */
class NoticeTest {
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern HELD = Pattern.compile("<include>([a-z][^:<]*):([^<]+)</include>");

    @Test
    void namesWhatTheJarsHold() throws IOException {
        String pom = Files.readString(Path.of("pom.xml")).replace("${scala.suffix}", "2.13");
        String notice = Files.readString(Path.of("NOTICE"));
        List<String> held = HELD.matcher(pom)
                .results()
                .filter(artifact -> !artifact.group(2).equals("*"))
                .map(artifact -> artifact.group(1) + ":" + artifact.group(2) + " "
                        + version(pom, artifact.group(1), artifact.group(2)))
                .toList();
        assertThat(held).hasSizeGreaterThan(5);
        assertThat(held).allSatisfy(artifact -> assertThat(notice).contains(artifact));
        Matcher jackson =
                Pattern.compile("<jackson.version>([^<]+)</jackson.version>").matcher(pom);
        assertThat(jackson.find()).isTrue();
        assertThat(notice).contains("jackson-databind " + jackson.group(1));
    }

    private static String version(String pom, String group, String name) {
        return DEPENDENCY
                .matcher(pom)
                .results()
                .filter(found -> found.group(1).equals(group) && found.group(2).equals(name))
                .map(found -> found.group(3))
                .findFirst()
                .orElse("without version");
    }
}
