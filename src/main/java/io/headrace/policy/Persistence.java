package io.headrace.policy;

/**
 * How often something must have been seen: in at least so many of the last windows, the present one among them.
 *
 * @param windows at least 1
 * @param of at least {@code windows}
 */
public record Persistence(int windows, int of) {
    public Persistence {
        if (windows < 1 || of < windows) {
            throw new IllegalArgumentException(
                    "windows must be 1 or more and at most those looked at, found " + windows + " of " + of);
        }
    }

    @Override
    public String toString() {
        return windows + " of " + of + " windows";
    }
}
