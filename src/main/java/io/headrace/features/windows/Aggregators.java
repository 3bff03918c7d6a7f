package io.headrace.features.windows;

import io.headrace.spec.Aggregate;

/** The aggregators by their declarations. */
final class Aggregators {
    private Aggregators() {}

    static Aggregator<?> of(Aggregate aggregate) {
        return switch (aggregate.function()) {
            case COUNT -> new Counts();
            case SUM -> Totals.sum();
            case MEAN -> Totals.mean();
            case VARIANCE -> Totals.variance();
            case DEVIATION -> Totals.deviation();
            case MIN -> Extremes.smallest();
            case MAX -> Extremes.largest();
            case FIRST -> Edges.first();
            case LAST -> Edges.last((int) aggregate.parameter());
            case SINCE -> Edges.since();
            case DISTINCT -> Multisets.distinct();
            case APPROX_DISTINCT -> new Registers();
            case QUANTILE -> Multisets.quantile(aggregate.parameter());
            case TOP -> Multisets.top();
        };
    }
}
