package io.headrace.spec;

import java.util.Objects;

/**
 * What every job file says.
 *
 * @param name the file's name without ending, for example {@code score-lapse}
 * @param owner who answers for the job
 * @param schedule how often it is due
 * @param digest SHA-256 (hex) of the resolved definition, comments and layout left out; a change of it is a change of
 *     the job
 */
public record JobHeader(String name, String owner, Schedule schedule, String digest) {
    public JobHeader {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(digest, "digest");
    }
}
