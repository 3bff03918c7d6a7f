package io.headrace.notice;

import io.headrace.run.SecretFile;
import io.headrace.spec.Password;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads a secret when it is needed; it is kept nowhere. */
public final class SecretText {
    private final Path project;
    private final Map<String, String> environment;

    /** @param project folder that files are named from */
    public SecretText(Path project, Map<String, String> environment) {
        this.project = project;
        this.environment = environment;
    }

    /** The secret; nothing where there is none, or an empty one. */
    public Optional<String> of(Password place) {
        Optional<String> found = Optional.empty();
        if (place instanceof Password.InVariable in) {
            found = Optional.ofNullable(environment.get(in.variable()));
        } else if (place instanceof Password.InFile in) {
            found = firstLine(project.resolve(in.file()));
        }
        return found.map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Where it stands, in words. */
    public static String place(Password place) {
        if (place instanceof Password.InVariable in) {
            return "the variable " + in.variable();
        }
        return place instanceof Password.InFile in ? "the file " + in.file() : "nothing";
    }

    /** Why there is none, in words. */
    public String missing(Password place, String what) {
        if (place instanceof Password.InFile in) {
            try {
                Optional<String> problem = SecretFile.problem(project.resolve(in.file()));
                if (problem.isPresent()) {
                    return "the file " + in.file() + " " + problem.get();
                }
            } catch (IOException unreadable) {
                return "no " + what + " in " + place(place);
            }
        }
        return "no " + what + " in " + place(place);
    }

    private static Optional<String> firstLine(Path file) {
        try {
            return SecretFile.problem(file).isPresent() ? Optional.empty() : SecretFile.firstLine(file);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
