package io.headrace.policy;

import java.util.List;
import java.util.Optional;

/**
 * What is known of what really happened in a backtest.
 *
 * @param changes all that happened; empty where nobody knows
 */
public record Truth(Optional<List<TrueChange>> changes) {
    public Truth {
        changes = changes.map(List::copyOf);
    }

    /** Nobody knows. */
    public static Truth unknown() {
        return new Truth(Optional.empty());
    }

    /** These changes happened, and no others; none at all if the list is empty. */
    public static Truth of(List<TrueChange> changes) {
        return new Truth(Optional.of(changes));
    }
}
