package io.headrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * HDFS with one data node and YARN with one node manager, in a process of their own, on loopback.
 *
 * @param process runs both
 * @param settings the folder that is {@code HADOOP_CONF_DIR} for those who use them
 * @param root of the file system, {@code hdfs://127.0.0.1:PORT}
 */
public record HadoopCluster(Process process, Path settings, String root) implements AutoCloseable {
    static final String READY = "hadoop ready at";

    /** Starts both below the folder and waits until they are ready. */
    public static HadoopCluster start(Path folder) throws IOException {
        Path settings = Files.createDirectories(folder.resolve("hadoop"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of("conf", "java.options").toAbsolutePath(),
                        "-Xmx512m",
                        ChildJvm.SHORT_LIVED,
                        "-Dheadrace.log=" + Path.of("target", "hadoop.log").toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HadoopProcess.class.getName(),
                        settings.toString()))
                .redirectError(Path.of("target", "hadoop.err").toFile())
                .directory(settings.toFile())
                .start();
        String line = ProcessOutput.of(process).waitFor(READY);
        return new HadoopCluster(process, settings, line.substring(line.indexOf("hdfs://")));
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
