package io.headrace.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A standalone master and workers, each a process of its own, on loopback. */
public final class StandaloneCluster implements AutoCloseable {
    private final SparkInstallation spark;
    private final Path folder;
    private final String url;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(SparkInstallation spark, Path folder, int port) {
        this.spark = spark;
        this.folder = folder;
        this.url = "spark://127.0.0.1:" + port;
    }

    /**
     * Starts a master and so many workers of one core each, and waits until they know each other. Each worker has an
     * address of its own: Spark does not run a copy of a task on the host of the first.
     */
    public static StandaloneCluster start(SparkInstallation spark, Path folder, int workers) throws IOException {
        int port = freePort();
        StandaloneCluster cluster = new StandaloneCluster(spark, folder, port);
        try {
            cluster.process(
                    "elected leader",
                    "127.0.0.1",
                    "master.Master",
                    "--port",
                    Integer.toString(port),
                    "--webui-port",
                    "0");
            for (int i = 1; i <= workers; i++) {
                cluster.process(
                        "Successfully registered",
                        "127.0.0." + i,
                        "worker.Worker",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--webui-port",
                        "0",
                        "--work-dir",
                        Files.createDirectories(folder.resolve("worker-" + i)).toString(),
                        cluster.url);
            }
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void process(String ready, String host, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(spark.java());
        command.addAll(List.of("org.apache.spark.deploy." + main, "--host", host));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().put("SPARK_HOME", spark.home().toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", host);
        Process process = builder.start();
        processes.add(process);
        ProcessOutput.of(process).waitFor(ready);
    }

    /** The master's address for spark-submit. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }
}
