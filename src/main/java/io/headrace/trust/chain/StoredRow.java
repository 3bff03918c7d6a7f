package io.headrace.trust.chain;

import java.util.Objects;
import java.util.Optional;

/**
 * A row as the table has it now.
 *
 * @param link its place in the chain, as stored
 * @param content digest of its own columns, computed anew; empty where they were erased on purpose
 */
public record StoredRow(ChainRow link, Optional<String> content) {
    public StoredRow {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(content, "content");
    }

    /** A row with the values that it has now. */
    public static StoredRow of(ChainRow link, Struct values) {
        return new StoredRow(link, Optional.of(Canonical.digest(values)));
    }

    /** A row of which only the place in the chain is left. */
    public static StoredRow erased(ChainRow link) {
        return new StoredRow(link, Optional.empty());
    }

    boolean isAsWritten(String chain, long place) {
        return link.fits(chain, place) && content.map(link.content()::equals).orElse(true);
    }
}
