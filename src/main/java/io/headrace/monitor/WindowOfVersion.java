package io.headrace.monitor;

import java.util.Objects;

/**
 * Rows that one version scored.
 *
 * @param version the version
 * @param firstAsOf first as-of, as partitions spell it
 * @param lastAsOf the last one
 */
record WindowOfVersion(int version, String firstAsOf, String lastAsOf) {
    WindowOfVersion {
        Objects.requireNonNull(firstAsOf, "firstAsOf");
        Objects.requireNonNull(lastAsOf, "lastAsOf");
    }
}
