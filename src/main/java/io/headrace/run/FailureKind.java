package io.headrace.run;

/** Why a command ended without success, worst first; decides the exit code and whether a scheduler may retry. */
public enum FailureKind {
    /** A bug of Headrace itself. */
    BUG(1),
    /** The user's mistake: specs, arguments, or data that contradict the spec. */
    USER(2),
    /** Data refused by a check or an audit. */
    REFUSED(3),
    /** A passing fault: the same command may succeed later. */
    TRANSIENT(75);

    private final int exitCode;

    FailureKind(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The worse of two: a retry, or a look at the data, does not help against what needs a change. */
    public FailureKind worse(FailureKind other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The process exit code that schedulers see. */
    public int exitCode() {
        return exitCode;
    }
}
