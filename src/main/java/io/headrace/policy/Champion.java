package io.headrace.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The version in force on a day, as the registry knows it at the day's end.
 *
 * @param version its name
 * @param trained the logical date of its training
 * @param promoted the day it came into force
 * @param before versions that were in force earlier, the latest first
 * @param rolledBackFrom versions that were rolled back from, by policy or by hand
 * @param rolledBack the day of the last rollback
 */
public record Champion(
        String version,
        LocalDate trained,
        LocalDate promoted,
        List<String> before,
        Set<String> rolledBackFrom,
        Optional<LocalDate> rolledBack) {
    public Champion {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(trained, "trained");
        Objects.requireNonNull(promoted, "promoted");
        before = List.copyOf(before);
        rolledBackFrom = Set.copyOf(rolledBackFrom);
        Objects.requireNonNull(rolledBack, "rolledBack");
    }
}
