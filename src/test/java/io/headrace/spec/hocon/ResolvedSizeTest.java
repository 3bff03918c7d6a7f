package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedSizeTest {
    private static ConfigObject parsed(String text) {
        return ConfigFactory.parseString(text).root();
    }

    /** Each line takes the one above ten times. */
    private static String tenfold(int lines, String first, String open, String between, String close) {
        return "a0 = " + first + "\n"
                + IntStream.rangeClosed(1, lines)
                        .mapToObj(line -> "a" + line + " = " + open
                                + IntStream.range(0, 10)
                                        .mapToObj(i -> "${a" + (line - 1) + "}")
                                        .collect(Collectors.joining(between))
                                + close)
                        .collect(Collectors.joining("\n"));
    }

    @Test
    void textsListsAndObjectsThatMultiplyAreRefusedBeforeTheyAreResolved() {
        String problem = "its substitutions would make it longer than 4000000 characters: write out what is meant";
        assertThat(ResolvedSize.problem(parsed(tenfold(40, "xxxxxxxxxx", "", "", "")), Map.of()))
                .contains(problem);
        assertThat(ResolvedSize.problem(parsed(tenfold(40, "1", "[", ",", "]")), Map.of()))
                .contains(problem);
        assertThat(ResolvedSize.problem(parsed(tenfold(40, "[1]", "", " ", "")), Map.of()))
                .contains(problem);
        assertThat(ResolvedSize.problem(parsed(tenfold(8, "{ b : 1 }", "[", ",", "]")), Map.of()))
                .contains(problem);
        assertThat(ResolvedSize.problem(
                        parsed("x { " + tenfold(40, "1", "[", ",", "]").replace("${a", "${x.a") + " }"), Map.of()))
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1, b = ${a}, c = ${b} ${b}",
                "a { b = 1, c = ${a.b} }, d = ${a} { e = 2 }, f = ${d.c}",
                "a = ${?b}, b = [${a}]",
                "path = \"x\", path = ${path}\":y\", path = ${path}\":z\"",
                "a = ${HOME}, b = ${?nobody}",
                "a = \"${b}\", b = 7"
            })
    void whatPeopleWritePasses(String text) {
        assertThat(ResolvedSize.problem(parsed(text), Map.of("HOME", "/home/me")))
                .isEmpty();
    }

    /** The size that is counted is never less than that of the resolved text. */
    @Test
    void theCountIsNotTooSmall() {
        assertThat(ResolvedSize.problem(parsed(tenfold(6, "xxxx", "", "", "")), Map.of()))
                .isPresent();
        assertThat(ResolvedSize.problem(parsed(tenfold(4, "xxxx", "", "", "")), Map.of()))
                .isEmpty();
        String variable = "x".repeat(1 << 20);
        assertThat(ResolvedSize.problem(parsed("a = ${V}"), Map.of("V", variable)))
                .isEmpty();
        assertThat(ResolvedSize.problem(parsed("a = ${V}${V}${V}${V}${V}"), Map.of("V", variable)))
                .isPresent();
    }

    @Test
    void depthIsLimited() {
        assertThat(ResolvedSize.problem(parsed("a.".repeat(49) + "a = 1"), Map.of()))
                .isEmpty();
        assertThat(ResolvedSize.problem(parsed("a.".repeat(60) + "a = 1"), Map.of()))
                .contains("is nested deeper than 50 levels");
    }

    @Test
    void theProblemNamesTheFile(@TempDir Path folder) {
        assertThat(new SmallProject(folder)
                        .with("jobs/score-lapse.conf", tenfold(12, "1", "[", ",", "]"))
                        .with("jobs/train-lapse.conf", "a = " + "[".repeat(100_000))
                        .problems())
                .anyMatch(
                        problem -> problem.startsWith("jobs/score-lapse.conf: its substitutions would make it longer"))
                .contains("jobs/train-lapse.conf: is nested too deeply to be read");
    }
}
