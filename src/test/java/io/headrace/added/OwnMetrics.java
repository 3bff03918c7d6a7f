package io.headrace.added;

import io.headrace.metric.Gate;
import io.headrace.metric.Measured;
import io.headrace.metric.Metric;
import io.headrace.metric.MetricList;
import io.headrace.metric.Range;
import java.util.List;

/** A metric and a gate on it, as a project adds its own: this class, and its line under {@code META-INF/services}. */
public final class OwnMetrics implements MetricList {
    /** How even the labels are. */
    public static final Metric BALANCE = Metric.higher(
                    "balance", "balance", "rows of the rarer label divided by those of the other")
            .bySlice()
            .binary(
                    Range.SHARE,
                    rows -> Measured.exactly((double) Math.min(rows.positives(), rows.negatives())
                            / Math.max(rows.positives(), rows.negatives())));

    @Override
    public List<Metric> metrics() {
        return List.of(BALANCE);
    }

    @Override
    public List<Gate> gates() {
        return List.of(Gate.on("balance", BALANCE).worstSlice());
    }
}
