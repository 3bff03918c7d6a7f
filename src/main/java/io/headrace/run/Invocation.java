package io.headrace.run;

import java.util.regex.Pattern;

/**
 * One call of a job by a scheduler, named by the scheduler, which finds the outcome of this very call under its name.
 *
 * @param id letters, digits, dot, dash and underscore, at most 200; begins with a letter or digit
 */
public record Invocation(String id) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    public Invocation {
        if (!PLAIN.matcher(id).matches()) {
            throw new IllegalArgumentException("invocation: expected up to 200 letters, digits, dots, dashes and"
                    + " underscores, the first a letter or digit, found \"" + id + "\"");
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
