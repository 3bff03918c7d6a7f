package io.headrace.trust.chain;

import java.util.List;
import java.util.Objects;

/**
 * What an audit of a chain found.
 *
 * @param state the chain's end as it is now; to be trusted, and continued from, only if there are no faults
 * @param faults in the order of their places
 * @param erased places of rows whose values are gone on purpose; each must be covered by a certificate
 * @param anchors how many anchors the chain was held against; with none, a cut tail and a chain written anew cannot be seen
 */
public record ChainReport(ChainState state, List<ChainFault> faults, List<Long> erased, int anchors) {
    public ChainReport {
        Objects.requireNonNull(state, "state");
        faults = List.copyOf(faults);
        erased = List.copyOf(erased);
    }

    /** Whether nothing was found. */
    public boolean isIntact() {
        return faults.isEmpty();
    }
}
