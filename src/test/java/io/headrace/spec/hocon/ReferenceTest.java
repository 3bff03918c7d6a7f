package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Schedule;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
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
            strings = {
                "ingest",
                "features",
                "train",
                "score",
                "export",
                "monitor",
                "experiment",
                "fairness",
                "value",
                "retention",
                "maintain"
            })
    void documentsEveryKeyOfAJob(String kind) {
        Set<String> asked = new TreeSet<>();
        // What draws the arms of an experiment excludes what a score job's arms have.
        for (ConfigObject form : List.of(object(kind), object(kind).withoutKey("assigned"))) {
            Section section = section(form);
            section.required("kind", ValueType.TEXT);
            section.required("owner", ValueType.TEXT);
            section.value("schedule", ValueType.SCHEDULE, Schedule.MANUAL);
            section.find("purpose", ValueType.TEXT);
            JobReaders.byWord()
                    .get(kind)
                    .read(section, new JobHeader("name", "owner", Schedule.DAILY, "digest"), catalog);
            asked.addAll(section.askedPaths());
        }
        assertSameKeys(kind, asked);
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
        return section(object(name));
    }

    private Section section(ConfigObject object) {
        SourceFile file = new SourceFile(Path.of("reference.conf"), "reference.conf", "");
        return Section.root(file, object, problems);
    }

    private static void assertSameKeys(String name, Section section) {
        assertSameKeys(name, section.askedPaths());
    }

    private static void assertSameKeys(String name, Collection<String> asked) {
        NavigableSet<String> documented = new TreeSet<>();
        addPaths("", object(name), documented);
        assertThat(asked)
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
