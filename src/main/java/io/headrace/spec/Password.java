package io.headrace.spec;

import java.nio.file.Path;
import java.util.Objects;

/** Where a password stands; the password itself is read when it is needed, and is part of no record. */
public sealed interface Password {
    /** No password. */
    record None() implements Password {}

    /** A variable of the environment of the process that runs the job. */
    record InVariable(String variable) implements Password {
        public InVariable {
            Objects.requireNonNull(variable, "variable");
        }
    }

    /** The first line of a file. */
    record InFile(Path file) implements Password {
        public InFile {
            Objects.requireNonNull(file, "file");
        }
    }
}
