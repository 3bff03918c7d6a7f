package io.headrace.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.deploy.SparkSubmit;

/**
 * Runs spark-submit in this process with variables of the environment as properties of the driver on YARN: so their values are on no command
 * line and in no file of this machine. It is itself started by spark-submit, for whose class path it needs.
 */
public final class Handover {
    private static final String SPARK = "spark.";
    private static final String VARIABLE = "spark.yarn.appMasterEnv.";

    private Handover() {}

    /** The arguments that start it: the names of the variables, then what spark-submit gets. */
    static List<String> arguments(List<String> variables, List<String> submit) {
        List<String> arguments = new ArrayList<>(List.of(String.join(",", variables)));
        arguments.addAll(submit);
        return arguments;
    }

    /** As {@link #arguments}. */
    public static void main(String[] arguments) {
        // What the submission of this class has set is not that of the one to come.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SPARK))
                .forEach(System::clearProperty);
        for (String name : arguments[0].split(",", -1)) {
            String value = System.getenv(name);
            if (value != null) {
                System.setProperty(VARIABLE + name, value);
            }
        }
        SparkSubmit.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
}
