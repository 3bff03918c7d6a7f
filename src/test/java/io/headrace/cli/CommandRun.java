package io.headrace.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A command as a user sees it.
 *
 * @param exit its exit code
 * @param out what it wrote to the screen
 * @param err what it wrote as errors
 */
record CommandRun(int exit, String out, String err) {
    /** Runs the command in this JVM; the two streams of the JVM are put back afterwards. */
    static synchronized CommandRun of(String... arguments) {
        PrintStream screen = System.out;
        PrintStream errors = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int exit = Main.run(arguments);
            return new CommandRun(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(screen);
            System.setErr(errors);
        }
    }
}
