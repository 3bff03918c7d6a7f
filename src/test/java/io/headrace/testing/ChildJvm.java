package io.headrace.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a test's main class in a Java process of its own, with the class path of this one. */
public final class ChildJvm {
    /** The option for processes that end before the second compiler pays. */
    public static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private final Class<?> main;
    private final Path log;
    private final List<String> properties = new ArrayList<>();

    private ChildJvm(Class<?> main, Path log) {
        this.main = main;
        this.log = log;
    }

    /** A process of the main class; Spark logs to the file, what the process prints goes to {@link #output} of it. */
    public static ChildJvm of(Class<?> main, Path log) {
        return new ChildJvm(main, log);
    }

    /** The same with further options of the Java machine. */
    public ChildJvm with(String... options) {
        properties.addAll(List.of(options));
        return this;
    }

    /** Starts it. */
    public Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("conf", "java.options").toAbsolutePath(),
                "-Xmx1g",
                SHORT_LIVED,
                "-Dheadrace.log=" + log));
        command.addAll(properties);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output(log).toFile()))
                .start();
    }

    /** The file that holds what the processes with this log have printed. */
    public static Path output(Path log) {
        return log.resolveSibling(log.getFileName() + ".out");
    }
}
