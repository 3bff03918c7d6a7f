package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
