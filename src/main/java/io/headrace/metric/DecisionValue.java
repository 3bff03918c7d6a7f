package io.headrace.metric;

import io.headrace.stats.MeanEstimate;
import java.util.Objects;
import java.util.Optional;

/**
 * What decisions by a model are worth, by the job's value of each outcome.
 *
 * @param threshold probability from which it pays to act (C. Elkan, "The foundations of cost-sensitive learning", 2001); not a number where
 *     it differs by row or a capacity binds
 * @param rows that decisions were taken on
 * @param acted share of rows that are acted on
 * @param perRow mean value of a row, with its 95 % interval, as all that follow
 * @param overNone value of a row over acting on none
 * @param overAll value of a row over acting on all
 * @param overChampion value of a row over the champion's decisions
 * @param onlyRight rows on which only the model's decision is right, and on which only the champion's is
 * @param currency what it is counted in
 */
public record DecisionValue(
        double threshold,
        long rows,
        double acted,
        MeanEstimate perRow,
        MeanEstimate overNone,
        MeanEstimate overAll,
        Optional<MeanEstimate> overChampion,
        Optional<io.headrace.stats.McNemar> onlyRight,
        String currency) {
    public DecisionValue {
        Objects.requireNonNull(perRow, "perRow");
        Objects.requireNonNull(overNone, "overNone");
        Objects.requireNonNull(overAll, "overAll");
        Objects.requireNonNull(overChampion, "overChampion");
        Objects.requireNonNull(onlyRight, "onlyRight");
        Objects.requireNonNull(currency, "currency");
    }
}
