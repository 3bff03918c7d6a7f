package io.headrace.cli;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The arguments of spark-submit for any caller, without master and deploy mode.
 *
 * @param application the application jar
 * @param mainClass its entry point
 * @param jars what goes beside it
 * @param archives what is unpacked beside a driver that starts elsewhere, {@code FILE#FOLDER} each
 * @param conf Spark properties
 * @param arguments the command of Headrace, without {@code --project}
 * @param project the project's folder here
 * @param projectAtDriver the project's folder where the driver starts
 */
record Submission(
        String application,
        String mainClass,
        List<String> jars,
        List<String> archives,
        Map<String, String> conf,
        List<String> arguments,
        String project,
        String projectAtDriver) {
    Submission {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(mainClass, "mainClass");
        jars = List.copyOf(jars);
        archives = List.copyOf(archives);
        conf = Collections.unmodifiableMap(new TreeMap<>(conf));
        arguments = List.copyOf(arguments);
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(projectAtDriver, "projectAtDriver");
    }

    /**
     * The submission of a command whose driver starts here.
     *
     * @param properties KEY=VALUE each; the last word on a key
     */
    static Submission of(Application application, String project, List<String> properties, List<String> command) {
        Map<String, String> conf = new TreeMap<>();
        conf.put("spark.driver.extraJavaOptions", application.javaOptions());
        conf.put("spark.executor.extraJavaOptions", application.javaOptions());
        for (String property : properties) {
            int equals = property.indexOf('=');
            if (equals < 1) {
                throw CliErrors.badProperty(property);
            }
            conf.put(property.substring(0, equals), property.substring(equals + 1));
        }
        return new Submission(
                application.jar().toString(),
                Main.class.getName(),
                application.jars().stream().map(Path::toString).toList(),
                List.of(),
                conf,
                command,
                project,
                project);
    }

    /**
     * The same where the cluster starts the driver: the specs go with it, and the values of variables that are part of {@code conf/};
     * there is one attempt, as whoever submits decides about another.
     *
     * @param specs the project's specs in one file
     * @param variables names and values; none of them a secret, as anybody may read a command line
     */
    Submission withDriverElsewhere(Path specs, Map<String, String> variables) {
        Map<String, String> more = new TreeMap<>();
        more.put("spark.yarn.maxAppAttempts", "1");
        variables.forEach((name, value) -> {
            more.put("spark.yarn.appMasterEnv." + name, value);
            more.put("spark.kubernetes.driverEnv." + name, value);
        });
        more.putAll(conf);
        return new Submission(
                application,
                mainClass,
                jars,
                List.of(specs + "#" + ProjectArchive.FOLDER),
                more,
                arguments,
                project,
                ProjectArchive.FOLDER);
    }
}
