package io.headrace.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What every job file says.
 *
 * @param name the file's name without ending, for example {@code score-lapse}
 * @param owner who answers for the job
 * @param schedule how often it is due
 * @param digest SHA-256 (hex) of the resolved definition, comments and layout left out; a change of it is a change of
 *     the job
 * @param definition the resolved job file as JSON, its keys in the order of the file: read again it is the same job with the same digest; empty where a
 *     job was not read from a file
 * @param views masked copies of what the job publishes, see {@link JobSpec#copied}
 * @param purpose what personal data are read for that rest encrypted; without one they are not decrypted
 */
public record JobHeader(
        String name,
        String owner,
        Schedule schedule,
        String digest,
        String definition,
        List<MaskedView> views,
        Optional<String> purpose) {
    public JobHeader {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(definition, "definition");
        views = List.copyOf(views);
        Objects.requireNonNull(purpose, "purpose");
    }

    /** Of a job without masked copies and without a purpose. */
    public JobHeader(String name, String owner, Schedule schedule, String digest, String definition) {
        this(name, owner, schedule, digest, definition, List.of(), Optional.empty());
    }

    /** Of a job that was not read from a file. */
    public JobHeader(String name, String owner, Schedule schedule, String digest) {
        this(name, owner, schedule, digest, "");
    }

    /** The same with masked copies. */
    public JobHeader with(List<MaskedView> copies) {
        return new JobHeader(name, owner, schedule, digest, definition, copies, purpose);
    }
}
