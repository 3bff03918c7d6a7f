package io.headrace.cli;

import java.util.regex.Pattern;

/** Words as a shell takes them. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private ShellWord() {}

    /** The word, in quotes where it would be taken for more than one or for something else. */
    static String of(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
