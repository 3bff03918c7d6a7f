package io.headrace.maintain;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.spec.TableName;
import io.headrace.table.FileHistory.DataFile;
import java.util.Objects;
import java.util.Optional;

/**
 * A version of a table that something needs, so that its files stay.
 *
 * @param asOf the only as-of that is needed, as partitions spell it; empty where all rows are
 * @param holder what needs it
 * @param why what for, in words
 */
public record Pin(TableName table, long version, Optional<String> asOf, String holder, String why) {
    public Pin {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(why, "why");
    }

    /** Whether it needs a file of its table. */
    boolean needs(DataFile file) {
        return file.isIn(version)
                && asOf.map(wanted ->
                                file.partition().getOrDefault(AS_OF, wanted).equals(wanted))
                        .orElse(true);
    }
}
