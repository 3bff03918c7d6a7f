package io.headrace.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;

/** An application that writes down what it was handed over, and the command line that anybody sees. */
public final class HandoverProbe {
    private HandoverProbe() {}

    public static void main(String[] arguments) throws Exception {
        SparkConf conf = new SparkConf();
        Files.write(
                Path.of(arguments[0]),
                List.of(
                        conf.get("spark.yarn.appMasterEnv.HEADRACE_CRM", "nothing"),
                        conf.get("spark.master", "none"),
                        conf.get("spark.app.name", "none"),
                        ProcessHandle.current().info().commandLine().orElse(""),
                        String.valueOf(System.getenv("HEADRACE_CRM"))));
    }
}
