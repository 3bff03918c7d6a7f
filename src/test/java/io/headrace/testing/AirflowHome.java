package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An Airflow in a folder of its own, with its database, that submits to a Spark on this machine. */
public final class AirflowHome {
    private static final Path DAGS = Path.of("airflow-dags").toAbsolutePath();

    private final PythonEnvironment python;
    private final Path home;
    private final Map<String, String> variables = new TreeMap<>();

    private AirflowHome(PythonEnvironment python, Path home) {
        this.python = python;
        this.home = home;
    }

    /** Makes an Airflow below the folder that knows the DAGs of the projects. */
    public static AirflowHome in(Path folder, SparkInstallation spark, Path... projects)
            throws IOException, InterruptedException {
        PythonEnvironment python = PythonEnvironment.named("airflow");
        AirflowHome airflow = new AirflowHome(python, Files.createDirectories(folder.resolve("airflow")));
        airflow.variables.put("AIRFLOW_HOME", airflow.home.toString());
        airflow.variables.put("AIRFLOW__CORE__LOAD_EXAMPLES", "false");
        airflow.variables.put("AIRFLOW__USAGE_DATA_COLLECTION__ENABLED", "false");
        airflow.variables.put(
                "AIRFLOW_CONN_SPARK_DEFAULT",
                "{\"conn_type\": \"spark\", \"host\": \"local[2]\", \"extra\": {\"deploy-mode\": \"client\"}}");
        airflow.variables.put(
                "HEADRACE_PROJECTS",
                Stream.of(projects).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        airflow.variables.put("PYTHONDONTWRITEBYTECODE", "1");
        airflow.variables.put("SPARK_HOME", spark.home().toString());
        airflow.variables.put("SPARK_LOCAL_IP", "127.0.0.1");
        airflow.variables.put(
                "PATH", spark.home().resolve("bin") + ":" + python.home().resolve("bin") + ":" + System.getenv("PATH"));
        airflow.withDags(DAGS).run("airflow", "db", "migrate");
        return airflow;
    }

    /** Reads its DAGs from the folder; modules of Headrace's own are found beside. */
    public AirflowHome withDags(Path dags) {
        variables.put("AIRFLOW__CORE__DAGS_FOLDER", dags.toString());
        variables.put("PYTHONPATH", DAGS.toString());
        return this;
    }

    /** Sets an environment variable of its processes. */
    public AirflowHome with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Puts a program in front of those that its processes find by name. */
    public AirflowHome withProgram(String name, String script) throws IOException {
        Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return with("PATH", file.getParent() + File.pathSeparator + variables.get("PATH"));
    }

    /** Starts what schedules and runs tasks, one at a time, until the result is closed; on loopback only. */
    public Services schedule() throws IOException {
        int port = freePort();
        with("AIRFLOW__CORE__EXECUTION_API_SERVER_URL", "http://127.0.0.1:" + port + "/execution/");
        with("AIRFLOW__CORE__PARALLELISM", "1");
        List<Process> processes = new ArrayList<>();
        Services services = () -> processes.forEach(AirflowHome::stop);
        try {
            processes.add(start(
                    "airflow",
                    "api-server",
                    "--host",
                    "127.0.0.1",
                    "--workers",
                    "1",
                    "--port",
                    Integer.toString(port)));
            processes.add(start("airflow", "dag-processor"));
            processes.add(start("airflow", "scheduler", "--skip-serve-logs"));
            return services;
        } catch (IOException e) {
            services.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** With all that it has started, the drivers of tasks among it. */
    private static void stop(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    /** Running processes. */
    @FunctionalInterface
    public interface Services extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits until a DAG has so many runs and all have ended.
     *
     * @return day to task to state and number of tries
     */
    public Map<String, Map<String, List<String>>> awaitRuns(String dag, int count) throws Exception {
        String found = run(
                "python",
                PythonEnvironment.SOURCES.resolve("await_runs.py").toString(),
                home.resolve("airflow.db").toString(),
                dag,
                Integer.toString(count),
                "1800");
        return new ObjectMapper().readValue(found, new TypeReference<>() {});
    }

    /** Runs a program of the environment to its end, which must be good, and returns what it printed. */
    public String run(String... command) throws IOException, InterruptedException {
        Path output = log(command);
        int exit = start(output, command).waitFor();
        String said = Files.readString(output);
        assertThat(exit).as("%s said: %s", String.join(" ", command), said).isZero();
        return said;
    }

    /** Starts a program of the environment; what it prints goes to a file in {@code target}. */
    public Process start(String... command) throws IOException {
        return start(log(command), command);
    }

    private Process start(Path output, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, python.program(command[0]));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static Path log(String... command) {
        String name = String.join("-", List.of(command).subList(0, Math.min(3, command.length)));
        return Path.of("target", name.replaceAll("[^A-Za-z0-9-]", "") + ".log");
    }
}
