package io.headrace.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A folder that looks like an installed Spark: its jars, linked, and {@code bin/spark-submit}.
 *
 * <p>It has nothing of Delta Lake and none of Headrace's own libraries, as a cluster has not.
 *
 * @param home the folder, Spark's {@code SPARK_HOME}
 */
public record SparkInstallation(Path home) {
    private static final List<String> NOT_SPARKS = List.of(
            "io/delta",
            "com/typesafe",
            "info/picocli",
            "de/siegmar",
            "com/samskivert",
            "org/webjars",
            "org/postgresql");

    private static final List<String> SHORT_LIVED = List.of(ChildJvm.SHORT_LIVED, "-XX:ReservedCodeCacheSize=240m");

    /** Makes the folder below the one named, from the jars that the build has fetched; it knows no YARN. */
    public static SparkInstallation in(Path folder) throws IOException {
        String[] jars = Files.readString(Path.of("target/classpath")).trim().split(java.io.File.pathSeparator, -1);
        return of(
                folder.resolve("spark"),
                Arrays.stream(jars)
                        .filter(jar -> NOT_SPARKS.stream().noneMatch(group -> jar.contains("/" + group + "/")))
                        .map(Path::of)
                        .toList());
    }

    /** Makes the folder below the one named, from the jars of pyspark: all that a downloaded Spark has. */
    public static SparkInstallation complete(Path folder) throws IOException, InterruptedException {
        Path jars = PythonEnvironment.named("notebooks").folderOf("pyspark").resolve("jars");
        try (Stream<Path> files = Files.list(jars)) {
            return of(folder.resolve("complete-spark"), files.toList());
        }
    }

    private static SparkInstallation of(Path home, List<Path> jars) throws IOException {
        Path links = Files.createDirectories(home.resolve("jars"));
        for (Path jar : jars) {
            Files.createSymbolicLink(links.resolve(jar.getFileName()), jar);
        }
        // A cluster logs as it likes: without the log file of the headrace script.
        List<String> options = new ArrayList<>(Files.readAllLines(Path.of("conf/java.options")));
        options.removeIf(line -> line.startsWith("-Dlog4j2."));
        options.addAll(SHORT_LIVED);
        Files.write(home.resolve("java.options"), options);
        Files.writeString(
                Files.createDirectories(home.resolve("conf")).resolve("spark-defaults.conf"),
                Stream.of("driver", "executor")
                        .map(side -> "spark." + side + ".defaultJavaOptions " + String.join(" ", SHORT_LIVED) + "\n")
                        .collect(Collectors.joining()));
        Path script = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(
                script,
                "#!/bin/sh\nexport SPARK_HOME=" + home + " SPARK_SCALA_VERSION=2.13"
                        + " SPARK_LOCAL_IP=127.0.0.1 HADOOP_CONF_DIR=" + home.resolve("hadoop") + "\nexec "
                        + String.join(" ", java(home)).replace("*", "'*'")
                        + " org.apache.spark.deploy.SparkSubmit \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SparkInstallation(home);
    }

    /** The same with a class of the tests in its class path. */
    public SparkInstallation with(Class<?> listener) throws IOException {
        String entry = listener.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(
                        Files.newOutputStream(home.resolve("jars").resolve("listener.jar")));
                InputStream bytes = listener.getResourceAsStream("/" + entry)) {
            jar.putNextEntry(new ZipEntry(entry));
            bytes.transferTo(jar);
        }
        return this;
    }

    /** The same with the settings of a Hadoop cluster in its class path. */
    public SparkInstallation on(HadoopCluster hadoop) throws IOException {
        Files.createSymbolicLink(home.resolve("hadoop"), hadoop.settings());
        return this;
    }

    /** The command that starts one of Spark's own main classes. */
    List<String> java() {
        return java(home);
    }

    private static List<String> java(Path home) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + home.resolve("java.options"),
                "-Xmx1g",
                "-cp",
                home + "/hadoop:" + home + "/jars/*");
    }
}
