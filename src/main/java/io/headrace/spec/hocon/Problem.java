package io.headrace.spec.hocon;

import java.util.Comparator;
import java.util.Objects;

/**
 * One thing that is wrong in a project's files.
 *
 * @param file path relative to the project folder with {@code /}; {@code --set} for settings of the command line
 * @param line line in the file, from 1; 0 for none
 * @param key path of the key; empty for none
 * @param message what is wrong and what is expected, with the value found
 */
public record Problem(String file, int line, String key, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparing(Problem::key)
            .thenComparing(Problem::message);

    public Problem {
        Objects.requireNonNull(file, "file");
        if (line < 0) {
            throw new IllegalArgumentException("line must be 0 or more, found " + line);
        }
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** As shown to the user: {@code jobs/score-lapse.conf:7: reasons.top: expected ...}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
