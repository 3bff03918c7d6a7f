package io.headrace.export;

import io.headrace.run.RunId;
import io.headrace.spec.ExportSpec.Mode;
import io.headrace.spec.TableName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one run sends, as its intent fixed it.
 *
 * @param source the published table
 * @param version its version that is read
 * @param asOf as the partition spells it, in UTC
 * @param key columns that name a row
 * @param columns the columns sent, in order, each with its type in Spark SQL; without {@code change}
 * @param base the export that changes are counted from; empty where there is none
 */
record Export(
        RunId run,
        TableName source,
        long version,
        String asOf,
        Mode mode,
        List<String> key,
        Map<String, String> columns,
        Optional<RunId> base) {
    Export {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(mode, "mode");
        key = List.copyOf(key);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        Objects.requireNonNull(base, "base");
    }

    /** The as-of. */
    Instant asOfMoment() {
        return Instant.parse(asOf.replace(' ', 'T') + "Z");
    }

    /** Whether each row has a {@code change}. */
    boolean isOfChanges() {
        return mode == Mode.CHANGES;
    }

    /** The names of the columns. */
    List<String> names() {
        return List.copyOf(columns.keySet());
    }
}
