package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Schedule;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code reference.conf} and the readers know the same keys. */
class ReferenceTest {
    /** What only tests add, see {@link io.headrace.added}. */
    private static final Pattern ADDED = Pattern.compile("\\b(luhn|huber-regression|balance)\\b");

    private static final ConfigObject REFERENCE =
            ConfigFactory.parseResources("reference.conf").resolve().getObject("headrace");

    private final Problems problems = new Problems();
    private final Catalog catalog = new Catalog(problems);

    @ParameterizedTest
    @ValueSource(
            strings = {"ingest", "features", "train", "score", "export", "monitor", "experiment", "fairness", "value"})
    void documentsEveryKeyOfAJob(String kind) {
        Section section = section(kind);
        section.required("kind", ValueType.TEXT);
        section.required("owner", ValueType.TEXT);
        section.value("schedule", ValueType.SCHEDULE, Schedule.MANUAL);
        JobReaders.byWord().get(kind).read(section, new JobHeader("name", "owner", Schedule.DAILY, "digest"), catalog);
        assertSameKeys(kind, section);
    }

    @Test
    void documentsEveryKeyOfAView() {
        Section section = section("view");
        ViewReader.read(section, "name", Optional.of("select 1"), columns -> "digest", catalog);
        assertSameKeys("view", section);
    }

    @Test
    void documentsEveryKeyOfAViewOfRows() {
        Section section = section("view-of-rows");
        EventRowsReader.read(section, "name", own -> "digest", catalog);
        assertSameKeys("view-of-rows", section);
    }

    @Test
    void documentsEveryKeyOfPlaces() {
        Section section = section("places");
        PlacesReader.read(section, "local", Path.of(""));
        assertSameKeys("places", section);
    }

    private Section section(String name) {
        SourceFile file = new SourceFile(Path.of("reference.conf"), "reference.conf", "");
        return Section.root(file, object(name), problems);
    }

    private static void assertSameKeys(String name, Section section) {
        NavigableSet<String> documented = new TreeSet<>();
        addPaths("", object(name), documented);
        assertThat(section.askedPaths())
                .filteredOn(path -> !ADDED.matcher(path).find())
                .containsExactlyInAnyOrderElementsOf(documented);
    }

    private static ConfigObject object(String name) {
        return (ConfigObject) REFERENCE.get(name);
    }

    private static void addPaths(String prefix, ConfigObject object, NavigableSet<String> paths) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            paths.add(prefix + entry.getKey());
            if (entry.getValue() instanceof ConfigObject child) {
                addPaths(prefix + entry.getKey() + ".", child, paths);
            } else if (entry.getValue() instanceof ConfigList list
                    && !list.isEmpty()
                    && list.get(0) instanceof ConfigObject child) {
                addPaths(prefix + entry.getKey() + ".", child, paths);
            } else {
                assertThat(entry.getValue().origin().comments())
                        .as("comment of " + prefix + entry.getKey())
                        .isNotEmpty();
            }
        }
    }
}
