package io.headrace.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.headrace.run.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Ways to interrupt the job protocol at its named points. */
public final class Interruptions {
    private Interruptions() {}

    /** Does the work and tells which points it came to, in order. */
    public static List<String> pointsOf(Runnable work) {
        List<String> points = new ArrayList<>();
        listening(points::add, work);
        return points;
    }

    /** Does the work until it first comes to the point, where it is killed. */
    public static void killedAt(String point, Runnable work) {
        Throwable end = catchThrowable(() -> listening(
                reached -> {
                    if (reached.equals(point)) {
                        throw new Killed(point);
                    }
                },
                work));
        assertThat(end).as("the end at " + point).isInstanceOf(Killed.class);
    }

    /** Does the work, and in the midst of it, when it first comes to the point, the other work. */
    public static void meanwhileAt(String point, Runnable other, Runnable work) {
        AtomicBoolean come = new AtomicBoolean();
        listening(
                reached -> {
                    if (reached.equals(point) && come.compareAndSet(false, true)) {
                        other.run();
                    }
                },
                work);
        assertThat(come).as("came to " + point).isTrue();
    }

    /** Does the work with the listener at all its points. */
    public static void listening(Consumer<String> listener, Runnable work) {
        Faults.Interruption listening = Faults.listen(listener);
        try {
            work.run();
        } finally {
            listening.close();
        }
    }

    /** The end of a process: no handler for exceptions sees it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String point) {
            super("killed at " + point);
        }
    }
}
