package io.headrace.cli;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A process of its own that runs commands, each argument one of them, and ends with 1 where one fails or a session was started. */
final class LookingProcess {
    private LookingProcess() {}

    public static void main(String[] commands) {
        List<String> failed = Stream.of(commands)
                .filter(command -> Main.run(command.split(" ")) != 0)
                .toList();
        boolean hasSession = SparkSession.getDefaultSession().isDefined();
        System.out.println("failed: " + failed + ", session: " + hasSession);
        System.exit(failed.isEmpty() && !hasSession ? 0 : 1);
    }
}
