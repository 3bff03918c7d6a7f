package io.headrace.stats.value;

import java.util.Objects;

/**
 * What was left on the table, as is known in hindsight.
 *
 * @param bestThreshold the best of the edges of score bins on these rows: act on rows above it; 1 is acting on none, 0 on all
 * @param best what that would have been worth
 * @param regret the best less what the rule was worth, on the same rows
 */
public record Regret(double bestThreshold, Worth best, Worth regret) {
    public Regret {
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(regret, "regret");
    }
}
