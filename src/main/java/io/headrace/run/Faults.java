package io.headrace.run;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Named points of the job protocol at which a test may interrupt the process; inert otherwise.
 *
 * <p>A child process is killed at the point named by the system property {@code headrace.fault.halt}: it halts at once,
 * without shutdown hooks, as SIGKILL would.
 */
public final class Faults {
    /** System property that names the point at which the process halts. */
    public static final String HALT_PROPERTY = "headrace.fault.halt";

    private static final int KILLED = 137;
    private static final AtomicReference<Consumer<String>> LISTENER = new AtomicReference<>(Faults::haltIfAsked);

    private Faults() {}

    /** Says that the protocol has come to the point. */
    public static void reach(String point) {
        LISTENER.get().accept(point);
    }

    /** Sends every point reached to the listener until the result is closed. */
    public static Interruption listen(Consumer<String> listener) {
        LISTENER.set(Objects.requireNonNull(listener, "listener"));
        return () -> LISTENER.set(Faults::haltIfAsked);
    }

    private static void haltIfAsked(String point) {
        if (point.equals(System.getProperty(HALT_PROPERTY))) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /** Ends the listening when closed. */
    @FunctionalInterface
    public interface Interruption extends AutoCloseable {
        @Override
        void close();
    }
}
