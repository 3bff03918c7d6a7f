package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A small valid project with one job of each kind, to be bent by tests; written out only when it is read. */
final class SmallProject {
    private static final String INGEST = """
            kind = ingest
            owner = shop
            files { paths = ["{date}.csv"] }
            columns {
              customer_id = long
              sold_at = timestamp
              price = "decimal(10,2)"
            }
            """;
    private static final String VIEW = """
            entity = customer_id
            inputs { sales { table = silver.sales, time = sold_at } }
            columns { orders = integer }
            """;
    private static final String FEATURES = """
            kind = features
            owner = shop
            view = activity
            """;
    private static final String TRAIN = """
            kind = train
            owner = shop
            view = activity
            features = [orders]
            label { event { table = silver.sales, time = sold_at, horizon = 30 days } }
            """;
    private static final String SCORE = """
            kind = score
            owner = shop
            population { view = activity }
            """;

    private final NavigableMap<String, String> files = new TreeMap<>(Map.of(
            "conf/local.conf", "",
            "features/activity.conf", VIEW,
            "features/activity.sql", "select customer_id, as_of, 1 as orders from sales",
            "jobs/features-activity.conf", FEATURES,
            "jobs/ingest-sales.conf", INGEST,
            "jobs/score-lapse.conf", SCORE,
            "jobs/train-lapse.conf", TRAIN));
    private final Path folder;
    private List<String> settings = List.of();

    SmallProject(Path folder) {
        this.folder = folder;
    }

    SmallProject with(String file, String text) {
        files.put(file, text);
        return this;
    }

    SmallProject without(String file) {
        files.remove(file);
        return this;
    }

    SmallProject append(String file, String text) {
        return with(file, files.get(file) + text);
    }

    SmallProject replace(String file, String old, String text) {
        assertThat(files.get(file)).contains(old);
        return with(file, files.get(file).replace(old, text));
    }

    SmallProject set(String... keysAndValues) {
        settings = List.of(keysAndValues);
        return this;
    }

    Reading read() {
        return read("local", Map.of());
    }

    Reading read(String environment, Map<String, String> env) {
        files.forEach(this::write);
        return ProjectReader.read(folder, environment, settings, env);
    }

    Project project() {
        return read().projectOrThrow();
    }

    List<String> problems() {
        return read().problems().stream().map(Problem::toString).toList();
    }

    private void write(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
