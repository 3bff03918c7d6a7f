package io.headrace.run;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a run is going to do, committed before it does anything and reused by every retry.
 *
 * @param runId the run, as {@link RunId#toString} writes it
 * @param specDigest digest of the job's resolved definition
 * @param inputs table to the version that is read
 * @param files raw files that are taken in
 * @param facts further decisions that a retry must not take anew, for example the model version
 * @param createdMicros when the intent was made, microseconds since 1970
 */
public record Intent(
        String runId,
        String specDigest,
        Map<String, Long> inputs,
        List<RawFile> files,
        Map<String, String> facts,
        long createdMicros) {
    /** The fact that versions were chosen by the as-of, so that what was committed later changes nothing. */
    public static final String KNOWN_BY_COMMIT = "known-by-commit";

    /** The fact that names the definition, by its digest, that the run computes features by. */
    public static final String DEFINITION = "definition";

    /** The fact that names the definition by which a score run computes features itself. */
    public static final String OWN_FEATURES = "own_features";

    /** The fact that names what the columns that the run writes are computed by, see {@link ColumnDefinitions}. */
    public static final String COLUMNS = "columns";

    /** Fact: what encrypted personal data were read for. */
    public static final String PURPOSE = "purpose";

    /** Fact: the columns that the job may have decrypted, as layer.table.column. */
    public static final String DECRYPTED = "decrypted";

    public Intent {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(specDigest, "specDigest");
        inputs = java.util.Collections.unmodifiableMap(new TreeMap<>(inputs));
        files = List.copyOf(files);
        facts = java.util.Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /** The fact of that name, which must have been decided. */
    public String fact(String name) {
        return Objects.requireNonNull(facts.get(name), () -> runId + " has no fact " + name);
    }

    /** The version of the table that is read. */
    public long version(String table) {
        return Objects.requireNonNull(inputs.get(table), () -> runId + " does not read " + table);
    }

    /**
     * One raw file.
     *
     * @param path relative to the landing folder
     * @param date the file's date (yyyy-MM-dd), empty when it has none
     * @param bytes its size
     * @param modifiedMillis when it was last changed, milliseconds since 1970
     * @param digest SHA-256 of its bytes
     * @param copyOf the path of an earlier file with the same bytes, empty when there is none; its rows are superseded
     * @param replaces whether an earlier content of the same path is replaced
     */
    public record RawFile(
            String path, String date, long bytes, long modifiedMillis, String digest, String copyOf, boolean replaces)
            implements Serializable {
        public RawFile {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(date, "date");
            Objects.requireNonNull(digest, "digest");
            Objects.requireNonNull(copyOf, "copyOf");
        }
    }
}
