package io.headrace.features.windows;

import io.headrace.spec.Aggregate;
import io.headrace.spec.Aggregate.Function;

/** The aggregators by their declarations. */
final class Aggregators {
    private Aggregators() {}

    /** The aggregate that stands for all that are made from the same partials. */
    static Aggregate state(Aggregate aggregate) {
        return switch (aggregate.function()) {
            case SUM, MEAN -> new Aggregate(Function.SUM);
            case VARIANCE, DEVIATION -> new Aggregate(Function.VARIANCE);
            case SINCE -> new Aggregate(Function.LAST);
            case QUANTILE -> new Aggregate(Function.QUANTILE);
            case COUNT, MIN, MAX, FIRST, LAST, DISTINCT, APPROX_DISTINCT, TOP -> aggregate;
        };
    }

    static Aggregator<?> of(Aggregate aggregate) {
        return switch (aggregate.function()) {
            case COUNT -> new Counts();
            case SUM, MEAN -> Totals.sums();
            case VARIANCE, DEVIATION -> Totals.squares();
            case MIN -> Extremes.smallest();
            case MAX -> Extremes.largest();
            case FIRST -> Edges.first();
            case LAST -> Edges.last((int) aggregate.parameter());
            case SINCE -> Edges.last(1);
            case DISTINCT -> Multisets.distinct();
            case APPROX_DISTINCT -> new Registers();
            case QUANTILE -> Multisets.quantile();
            case TOP -> Multisets.top();
        };
    }
}
