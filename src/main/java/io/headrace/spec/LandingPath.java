package io.headrace.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A path that a spec names below the landing folder. */
public final class LandingPath {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

    private LandingPath() {}

    /** Why a path, or a pattern of paths, is none below the landing folder; empty where it is one. */
    public static Optional<String> misfit(String path) {
        if (path.startsWith("/") || SCHEME.matcher(path).matches()) {
            return Optional.of("expected a path below the landing folder, found \"" + path + "\"");
        }
        if (List.of(path.split("/", -1)).contains("..")) {
            return Optional.of(
                    "expected a path that stays below the landing folder, without .., found \"" + path + "\"");
        }
        return path.chars().anyMatch(Character::isISOControl)
                ? Optional.of("expected a path without control characters")
                : Optional.empty();
    }
}
