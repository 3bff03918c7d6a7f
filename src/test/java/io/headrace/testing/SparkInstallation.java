package io.headrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A folder that looks like an installed Spark: its jars, linked, and {@code bin/spark-submit}.
 *
 * <p>It has nothing of Delta Lake and none of Headrace's own libraries, as a cluster has not.
 *
 * @param home the folder, Spark's {@code SPARK_HOME}
 */
public record SparkInstallation(Path home) {
    private static final List<String> NOT_SPARKS =
            List.of("io/delta", "com/typesafe", "info/picocli", "de/siegmar", "com/samskivert", "org/webjars");

    /** Makes the folder below the one named. */
    public static SparkInstallation in(Path folder) throws IOException {
        Path home = folder.resolve("spark");
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (String jar : Files.readString(Path.of("target/classpath")).trim().split(java.io.File.pathSeparator, -1)) {
            if (NOT_SPARKS.stream().noneMatch(group -> jar.contains("/" + group + "/"))) {
                Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
            }
        }
        // A cluster logs as it likes: without the log file of the headrace script.
        Files.write(
                home.resolve("java.options"),
                Files.readAllLines(Path.of("conf/java.options")).stream()
                        .filter(line -> !line.startsWith("-Dlog4j2."))
                        .toList());
        Path script = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
        Files.writeString(
                script,
                "#!/bin/sh\nexport SPARK_HOME=" + home + " SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1\nexec "
                        + String.join(" ", java(home)).replace("*", "'*'")
                        + " org.apache.spark.deploy.SparkSubmit \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new SparkInstallation(home);
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
                home + "/jars/*");
    }
}
