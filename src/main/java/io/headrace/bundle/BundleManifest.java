package io.headrace.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.headrace.registry.Origin;
import io.headrace.run.Digest;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a bundle holds, and where it was made.
 *
 * @param format {@value #FORMAT}
 * @param version of the format, {@value #VERSION}
 * @param build of Headrace that made it
 * @param source the version where the bundle was made
 * @param personal features that are personal there
 * @param purpose what it was made for, where there are any; else empty
 * @param entries all others of the archive, in their order
 */
record BundleManifest(
        String format,
        int version,
        String build,
        Origin source,
        List<String> personal,
        String purpose,
        List<Entry> entries) {
    /** What each manifest says that it is. */
    static final String FORMAT = "headrace-bundle";

    /** The version of the format that this release writes, and the newest that it reads. */
    static final int VERSION = 1;

    BundleManifest {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(build, "build");
        Objects.requireNonNull(source, "source");
        personal = List.copyOf(personal);
        Objects.requireNonNull(purpose, "purpose");
        entries = List.copyOf(entries);
    }

    /** The manifest of entries in their order. */
    static BundleManifest of(
            String build, Origin source, List<String> personal, String purpose, Map<String, byte[]> entries) {
        return new BundleManifest(
                FORMAT,
                VERSION,
                build,
                source,
                personal,
                purpose,
                entries.entrySet().stream()
                        .map(entry -> Entry.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /**
     * An entry.
     *
     * @param bytes how many
     * @param sha256 their digest, hexadecimal
     */
    record Entry(String name, long bytes, String sha256) {
        Entry {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(sha256, "sha256");
        }

        static Entry of(String name, byte[] content) {
            return new Entry(name, content.length, Digest.of(content));
        }
    }

    /** What a manifest of any version says. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Head(String format, int version) {
        Head {
            Objects.requireNonNull(format, "format");
        }
    }
}
