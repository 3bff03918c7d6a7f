package io.headrace.run;

import java.util.Objects;

/**
 * A failure that a person or a scheduler can act on.
 *
 * <p>Carries a stable code ({@code HEAD-INGEST-004}), the kind that decides the exit code, what happened with the
 * values involved, and what to do next.
 */
public final class HeadraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final FailureKind kind;
    private final String next;
    private final boolean turnedAway;

    private HeadraceException(
            String code, FailureKind kind, String what, String next, boolean turnedAway, Throwable cause) {
        super(what, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.next = Objects.requireNonNull(next, "next");
        this.turnedAway = turnedAway;
    }

    /** A failure with its stable code, kind, one sentence on what happened, and what to do next. */
    public static HeadraceException of(String code, FailureKind kind, String what, String next) {
        return new HeadraceException(code, kind, what, next, false, null);
    }

    /** The failure of a process that came while, or after, another one did the same work. */
    public static HeadraceException turnedAway(String code, FailureKind kind, String what, String next) {
        return new HeadraceException(code, kind, what, next, true, null);
    }

    /** The failure itself, or a report of the bug that it is where Headrace did not predict it. */
    public static HeadraceException orBug(Throwable failure) {
        if (failure instanceof HeadraceException known) {
            return known;
        }
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return of(
                        "HEAD-BUG-001",
                        FailureKind.BUG,
                        failure.getClass().getSimpleName() + ": " + message,
                        "this is a fault of Headrace; please report it with "
                                + System.getProperty("headrace.log", "target/spark.log"))
                .causedBy(failure);
    }

    /** The same failure with the exception that caused it, for the log. */
    public HeadraceException causedBy(Throwable cause) {
        return new HeadraceException(code, kind, getMessage(), next, turnedAway, cause);
    }

    /** Stable code, for example {@code HEAD-QUALITY-003}. */
    public String code() {
        return code;
    }

    /** The kind, which decides the exit code. */
    public FailureKind kind() {
        return kind;
    }

    /** What the reader should do next; one or two sentences. */
    public String next() {
        return next;
    }

    /** Whether another process does the work, or has done it: the outcome of the job is then that one's. */
    public boolean isTurnedAway() {
        return turnedAway;
    }

    /** The three lines shown to the user. */
    public String report() {
        return code + ": " + getMessage() + System.lineSeparator() + "  next: " + next;
    }
}
