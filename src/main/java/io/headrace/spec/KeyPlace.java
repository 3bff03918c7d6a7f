package io.headrace.spec;

import java.util.Objects;

/**
 * Where something stands in a project's files, to be named in problems.
 *
 * @param file path relative to the project folder with {@code /}; {@link #SETTINGS} for settings of the command line
 * @param line line in the file, from 1; 0 for the whole file
 * @param key path of the key; empty where no key is named
 */
public record KeyPlace(String file, int line, String key) {
    /** The file name of what the command line sets. */
    public static final String SETTINGS = "--set";

    public KeyPlace {
        Objects.requireNonNull(file, "file");
        if (line < 0) {
            throw new IllegalArgumentException("line must be 0 or more, found " + line);
        }
        Objects.requireNonNull(key, "key");
    }

    /** A file as a whole. */
    public static KeyPlace inFile(String file) {
        return new KeyPlace(file, 0, "");
    }

    /** A key that the command line sets. */
    public static KeyPlace inSettings(String key) {
        return new KeyPlace(SETTINGS, 0, key);
    }

    /** The same place some lines further down, for a text of several lines that begins here. */
    public KeyPlace linesBelow(int lines) {
        return line == 0 ? this : new KeyPlace(file, line + lines, key);
    }
}
