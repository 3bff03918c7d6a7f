package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build takes from others is pinned, and may be used. */
class SupplyChainTest {
    private static final Pattern PLUGIN = Pattern.compile("(?s)<plugin>(.*?)</plugin>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");
    private static final Pattern PROPERTY = Pattern.compile("<([a-z0-9.]+\\.version)>([^<]*)<");
    private static final Pattern FIXED = Pattern.compile("\\d[\\w.-]*|\\$\\{[a-z0-9.]+}");

    @TempDir
    Path folder;

    private static String pom() throws IOException {
        return Files.readString(Path.of("pom.xml"));
    }

    @Test
    void everyPluginHasAVersion() throws IOException {
        List<String> plugins = PLUGIN.matcher(pom())
                .results()
                .map(plugin -> plugin.group(1).replaceAll("(?s)<(configuration|executions)>.*", ""))
                .toList();
        assertThat(plugins)
                .hasSizeGreaterThan(8)
                .allSatisfy(plugin -> assertThat(plugin).containsPattern("<version>\\d[\\w.]*</version>"));
    }

    @Test
    void noVersionIsLeftToTheDayOfTheBuild() throws IOException {
        assertThat(VERSION.matcher(pom()).results().skip(1).map(version -> version.group(1)))
                .hasSizeGreaterThan(30)
                .allSatisfy(version -> assertThat(version)
                        .as("a version")
                        .satisfiesAnyOf(
                                fixed -> assertThat(fixed).matches(FIXED).doesNotContain("SNAPSHOT"),
                                floor -> assertThat(floor).isIn("[17,18)", "[3.8.7,)")));
        assertThat(PROPERTY.matcher(pom()).results().map(MatchResult::toString))
                .noneMatch(property -> property.contains("LATEST") || property.contains("SNAPSHOT"));
        assertThat(pom()).containsPattern("<project.build.outputTimestamp>\\d{4}-\\d\\d-\\d\\dT");
    }

    private int licences(String components) throws Exception {
        Path bom = Files.writeString(folder.resolve("bom.json"), "{\"components\": [" + components + "]}");
        Process script = new ProcessBuilder(
                        Path.of(".ci/licences").toAbsolutePath().toString(),
                        bom.toString(),
                        folder.resolve("licences.txt").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        return script.waitFor();
    }

    @Test
    void theLicenceListNamesEachComponent() throws Exception {
        assertThat(licences("""
                {"group": "b", "name": "two", "version": "2", "licenses": [{"license": {"name": "Own"}}, {"license": {"id": "MIT"}}]},
                {"group": "a", "name": "one", "version": "1", "licenses": [{"expression": "(CDDL-1.0 OR GPL-2.0)"}]},
                {"group": "oro", "name": "oro", "version": "2.0.8"}""")).isZero();
        assertThat(Files.readAllLines(folder.resolve("licences.txt")))
                .containsExactly("a:one 1\tCDDL-1.0, GPL-2.0", "b:two 2\tOwn, MIT", "oro:oro 2.0.8\tApache-1.1");
    }

    @Test
    void aLicenceThatNobodyAllowedFails() throws Exception {
        assertThat(licences("""
                {"group": "a", "name": "one", "version": "1", "licenses": [{"license": {"id": "AGPL-3.0-only"}}]},
                {"group": "a", "name": "two", "version": "1"}""")).isOne();
        assertThat(Files.readAllLines(folder.resolve("said")))
                .containsExactly(
                        "no licence that .ci/licences allows: a:one 1\tAGPL-3.0-only",
                        "no licence that .ci/licences allows: a:two 1\tno licence");
    }
}
