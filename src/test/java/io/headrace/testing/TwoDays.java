package io.headrace.testing;

import static io.headrace.testing.SmallShop.DAY;

import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Scores of two days, published by hand, to be exported: made once and then copied, as publishing takes seconds. */
public final class TwoDays {
    /** The published table. */
    public static final TableName TABLE = new TableName("scores", "lapse");

    /** What is published for {@link SmallShop#DAY}. */
    public static final String FIRST =
            "select * from values (1, 'a', 0.1D), (2, 'b', 0.2D), (3, 'c', 0.3D)" + " as t(customer_id, name, score)";

    /** What is published for the day after: one gone, one changed, one new. */
    public static final String SECOND =
            "select * from values (2, 'b', 0.2D), (3, 'c', 0.9D), (4, 'd', 0.4D)" + " as t(customer_id, name, score)";

    private static final Map<String, byte[]> FILES = new TreeMap<>();

    private TwoDays() {}

    /** Publishes the two days in a lake without tables. */
    public static synchronized PublishedRows in(Lake lake) {
        PublishedRows published = PublishedRows.of(lake, TABLE);
        Path root = Path.of(lake.root());
        try {
            if (FILES.isEmpty()) {
                published.publish(DAY, FIRST).publish(DAY.plusDays(1), SECOND);
                keep(root);
            } else {
                for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
                    Path path = root.resolve(file.getKey());
                    Files.createDirectories(path.getParent());
                    Files.write(path, file.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return published.afterGeneration(2);
    }

    private static void keep(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                FILES.put(root.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }
}
