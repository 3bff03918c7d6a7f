package io.headrace.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What spark-submit is told, whoever calls it; where it runs, master and deploy mode, is not part of it.
 *
 * @param application the application jar
 * @param mainClass its entry point
 * @param jars what goes beside it
 * @param conf Spark properties
 * @param arguments the command of Headrace
 */
record Submission(
        String application, String mainClass, List<String> jars, Map<String, String> conf, List<String> arguments) {
    Submission {
        Objects.requireNonNull(application, "application");
        Objects.requireNonNull(mainClass, "mainClass");
        jars = List.copyOf(jars);
        conf = java.util.Collections.unmodifiableMap(new TreeMap<>(conf));
        arguments = List.copyOf(arguments);
    }

    /**
     * The submission of a command.
     *
     * @param properties KEY=VALUE each; the last word on a key
     */
    static Submission of(Application application, List<String> properties, List<String> command) {
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
                conf,
                command);
    }
}
