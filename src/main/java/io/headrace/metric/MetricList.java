package io.headrace.metric;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Metrics and gates, found by {@link ServiceLoader}: a project's own are one class and its line under {@code META-INF/services}.
 * Headrace's are {@link StandardMetrics}.
 */
public interface MetricList {
    /** The metrics, in the order in which they are shown. */
    List<Metric> metrics();

    /** The gates, in the order in which they are shown. */
    List<Gate> gates();

    /** All lists, Headrace's first. */
    static List<MetricList> found() {
        return ServiceLoader.load(MetricList.class, MetricList.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing((MetricList list) -> !(list instanceof StandardMetrics))
                        .thenComparing(list -> list.getClass().getName()))
                .toList();
    }
}
