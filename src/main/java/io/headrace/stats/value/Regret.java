package io.headrace.stats.value;

import io.headrace.stats.Interval;
import java.util.Objects;
import java.util.Optional;

/**
 * What was left on the table, as is known in hindsight.
 *
 * @param bestThreshold the best of the edges of score bins on these rows: act on rows above it; 1 is acting on none, 0 on all
 * @param best what that would have been worth
 * @param regret the best less what the rule was worth, on the same rows; its own error takes the best threshold as given
 * @param interval of the regret in the long run, 0 or more; allows for the choice of the threshold. Empty for a single row
 */
public record Regret(double bestThreshold, Worth best, Worth regret, Optional<Interval> interval) {
    public Regret {
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(regret, "regret");
        Objects.requireNonNull(interval, "interval");
    }
}
