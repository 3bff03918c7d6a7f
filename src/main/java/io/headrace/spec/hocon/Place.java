package io.headrace.spec.hocon;

import java.util.Objects;

/** Where a value stands, to be named in problems; see {@link Problem} for the parts. */
record Place(String file, int line, String key) {
    /** The file name of what the command line sets. */
    static final String SETTINGS = "--set";

    Place {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(key, "key");
    }

    static Place inFile(String file) {
        return new Place(file, 0, "");
    }

    static Place inSettings(String key) {
        return new Place(SETTINGS, 0, key);
    }
}
