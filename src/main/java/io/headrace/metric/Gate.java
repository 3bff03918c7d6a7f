package io.headrace.metric;

import com.fasterxml.jackson.annotation.JsonValue;
import io.headrace.metric.Metric.Better;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition for promotion: a bound on a figure. All gates are listed in {@link StandardMetrics}, and in the {@link MetricList}s of a
 * project's own code; a line there is all that a gate needs.
 *
 * <p>More of a metric of which more is better is bounded from below, of others from above; a difference of slices from above, a ratio of
 * them, the least divided by the greatest, from below. Gains are judged by the end of their 95 % interval that is worse.
 */
public final class Gate {
    private final String name;
    private final Map<Target, Metric> metrics;
    private final Scope scope;
    private final boolean isByEnd;

    private Gate(String name, Map<Target, Metric> metrics, Scope scope, boolean isByEnd) {
        this.name = Objects.requireNonNull(name, "name");
        this.metrics = new EnumMap<>(metrics);
        this.scope = scope;
        this.isByEnd = isByEnd;
    }

    /** What a gate compares. */
    public enum Scope {
        /** The figure of all test rows. */
        WHOLE,
        /** The worst of all slices. */
        WORST_SLICE,
        /** The least of a feature's slices divided by the greatest; of several features the least ratio. */
        SLICE_RATIO,
        /** The greatest of a feature's slices minus the least; of several features the greatest difference. */
        SLICE_DIFFERENCE,
        /** The gain over the baseline. */
        OVER_BASELINE,
        /** The gain over the champion; left out where there is none. */
        OVER_CHAMPION,
        /** The gain over acting on no row. */
        OVER_NONE,
        /** The gain over acting on every row. */
        OVER_ALL;

        /** Whether it compares slices. */
        public boolean isOfSlices() {
            return this == WORST_SLICE || this == SLICE_RATIO || this == SLICE_DIFFERENCE;
        }

        /** What the gain is over. */
        Optional<Rival> rival() {
            return switch (this) {
                case OVER_BASELINE -> Optional.of(Rival.BASELINE);
                case OVER_CHAMPION -> Optional.of(Rival.CHAMPION);
                case OVER_NONE -> Optional.of(Rival.NONE);
                case OVER_ALL -> Optional.of(Rival.ALL);
                default -> Optional.empty();
            };
        }

        private static Scope over(Rival rival) {
            return Arrays.stream(values())
                    .filter(scope -> scope.rival().equals(Optional.of(rival)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** On which side of its bound a value passes. */
    public enum Side {
        AT_LEAST,
        AT_MOST
    }

    /** What a job must declare before it can ask for a gate. */
    public enum Need {
        BASELINE,
        SLICES,
        VALUE,
        INTERVAL
    }

    /**
     * A bound on the figure of all test rows.
     *
     * @param name the key begins with it
     * @param metrics for each target the first that suits it
     */
    public static Gate on(String name, Metric... metrics) {
        Map<Target, Metric> byTarget = new EnumMap<>(Target.class);
        for (Target target : Target.values()) {
            Arrays.stream(metrics)
                    .filter(metric -> metric.targets().contains(target))
                    .findFirst()
                    .ifPresent(metric -> byTarget.put(target, metric));
        }
        if (byTarget.isEmpty()) {
            throw new IllegalArgumentException("the gate " + name + " needs a metric that suits a target");
        }
        return new Gate(name, byTarget, Scope.WHOLE, false);
    }

    /** The same for some of its targets. */
    public Gate only(Target... targets) {
        Map<Target, Metric> some = new EnumMap<>(metrics);
        some.keySet().retainAll(List.of(targets));
        return new Gate(name, some, scope, isByEnd);
    }

    /** The same on the worst slice. */
    public Gate worstSlice() {
        return new Gate(name, metrics, Scope.WORST_SLICE, isByEnd);
    }

    /** The same on the ratio of slices. */
    public Gate ratioOfSlices() {
        return new Gate(name, metrics, Scope.SLICE_RATIO, isByEnd);
    }

    /** The same on the difference of slices. */
    public Gate differenceOfSlices() {
        return new Gate(name, metrics, Scope.SLICE_DIFFERENCE, isByEnd);
    }

    /** The same on the gain over a rival, by the worse end of its interval. */
    public Gate over(Rival rival) {
        return new Gate(name, metrics, Scope.over(rival), true);
    }

    /** The same by the worse end of the 95 % interval. */
    public Gate endOfInterval() {
        return new Gate(name, metrics, scope, true);
    }

    /** The key in a job file, such as {@code worst-slice-auc-at-least}. */
    @JsonValue
    public String key() {
        String subject = switch (scope) {
            case WHOLE -> name;
            case WORST_SLICE -> "worst-slice-" + name;
            case SLICE_RATIO -> "slice-" + name + "-ratio";
            case SLICE_DIFFERENCE -> "slice-" + name + "-difference";
            case OVER_BASELINE, OVER_CHAMPION, OVER_NONE, OVER_ALL ->
                name + "-over-" + scope.rival().orElseThrow().word();
        };
        return subject + "-" + side().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it compares. */
    public Scope scope() {
        return scope;
    }

    /** Whether the worse end of the interval is compared, and not the value. */
    public boolean isByEnd() {
        return isByEnd;
    }

    /** On which side of the bound a value passes. */
    public Side side() {
        return switch (scope) {
            case SLICE_RATIO -> Side.AT_LEAST;
            case SLICE_DIFFERENCE -> Side.AT_MOST;
            default -> metrics.values().iterator().next().better() == Better.LOWER ? Side.AT_MOST : Side.AT_LEAST;
        };
    }

    /** Whether it applies to models of that target. */
    public boolean suits(Target target) {
        return metrics.containsKey(target);
    }

    /** The metric of a target that it suits. */
    public Metric metric(Target target) {
        return Objects.requireNonNull(metrics.get(target), "metric");
    }

    /** The bounds that make sense. */
    public Range range(Target target) {
        Range range =
                metrics.getOrDefault(target, metrics.values().iterator().next()).range(target);
        return switch (scope) {
            case SLICE_RATIO -> Range.SHARE;
            case SLICE_DIFFERENCE -> Range.upTo(range.most());
            default -> range;
        };
    }

    /** What a job must declare for it. */
    public Set<Need> needs() {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        if (scope == Scope.OVER_BASELINE) {
            needs.add(Need.BASELINE);
        }
        if (scope.isOfSlices()) {
            needs.add(Need.SLICES);
        }
        metrics.values().forEach(metric -> metric.need().ifPresent(needs::add));
        return needs;
    }

    /** Whether a value meets a bound; a value that is not a number does not. */
    public boolean isMet(double value, double bound) {
        return side() == Side.AT_LEAST ? value >= bound : value <= bound;
    }

    /** What it bounds, for pages and reference.conf: one sentence without full stop. */
    public String meaning() {
        Map<Metric, List<Target>> byMetric = metrics.keySet().stream().collect(Collectors.groupingBy(metrics::get));
        String what = byMetric.entrySet().stream()
                .sorted((one, other) ->
                        one.getValue().get(0).compareTo(other.getValue().get(0)))
                .map(entry -> byMetric.size() == 1
                        ? entry.getKey().meaning()
                        : entry.getValue().get(0).words() + ": "
                                + entry.getKey().meaning())
                .collect(Collectors.joining("; "));
        String of = switch (scope) {
            case WHOLE -> "";
            case WORST_SLICE -> "; of the worst slice";
            case SLICE_RATIO -> "; the least of a feature's slices divided by the greatest";
            case SLICE_DIFFERENCE -> "; the greatest of a feature's slices minus the least";
            case OVER_CHAMPION -> "; the rival is the champion, and without one the gate is met";
            case OVER_BASELINE, OVER_NONE, OVER_ALL ->
                "; the rival is " + scope.rival().orElseThrow().title();
        };
        return what + of + (isByEnd ? "; the worse end of the 95 % interval" : "");
    }

    /** All gates, in their order. */
    public static List<Gate> all() {
        return Listed.ALL;
    }

    /** The gate of a key; a mistake of ours where there is none. */
    public static Gate of(String key) {
        return all().stream()
                .filter(gate -> gate.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no gate " + key));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Gate gate && key().equals(gate.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return key();
    }

    /** Found at first use, after the lists themselves. */
    private static final class Listed {
        private static final List<Gate> ALL = MetricList.found().stream()
                .flatMap(list -> list.gates().stream())
                .toList();
    }
}
