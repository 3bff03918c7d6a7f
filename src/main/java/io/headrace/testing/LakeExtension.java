package io.headrace.testing;

import io.headrace.spec.Places;
import io.headrace.table.Lake;
import io.headrace.table.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Lake} of their own and the {@link SparkSession} of the JVM as parameters.
 *
 * <p>The session is made on first use and shared by all tests of the JVM, as starting one is expensive. The lake is an
 * empty folder that is deleted after the test; where a {@code @BeforeAll} method takes one, all tests of the class share it.
 *
 * <pre>{@code
 * @ExtendWith(LakeExtension.class)
 * class ActivityTest {
 *     @Test
 *     void countsOrders(Lake lake) { ... }
 * }
 * }</pre>
 */
public final class LakeExtension implements ParameterResolver, AfterEachCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(LakeExtension.class);
    private static final String ROOT = "root";

    /** As in {@code conf/local.conf}: for small data compiling queries and skipping files costs more than it saves. */
    private static final Map<String, String> SMALL_DATA = Map.of(
            "spark.sql.shuffle.partitions", "2",
            "spark.default.parallelism", "2",
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.subexpressionElimination.enabled", "false",
            "spark.databricks.delta.stats.skipping", "false");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Lake.class || type == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        SparkSession spark = session();
        if (parameter.getParameter().getType() == SparkSession.class) {
            return spark;
        }
        Path root = context.getStore(SPACE).getOrComputeIfAbsent(ROOT, key -> newFolder(), Path.class);
        return Lake.open(spark, root.resolve("lake").toString());
    }

    /** The session of this JVM. */
    public static SparkSession session() {
        return Sessions.open(
                new Places("test", Path.of("."), "", "", "", Map.of(), "local[2]", ZoneOffset.UTC, 0, SMALL_DATA));
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("headrace-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        deleteLakeOf(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        deleteLakeOf(context);
    }

    private static void deleteLakeOf(ExtensionContext context) throws IOException {
        Path root = context.getStore(SPACE).remove(ROOT, Path.class);
        if (root != null) {
            delete(root);
            Lake.forgetTables();
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
