package io.headrace.metric;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.headrace.stats.BinaryOutcomes;
import io.headrace.stats.DecisionCounts;
import io.headrace.stats.IntervalCounts;
import io.headrace.stats.NumberErrors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Something that is known of a model as a number. All metrics are listed in {@link StandardMetrics}, and in the {@link MetricList}s of a
 * project's own code.
 *
 * <p>A metric that is a function of predictions and labels has a measure for each target that it suits: it is then computed for the test
 * rows by itself. Others are yielded by what computes them.
 */
public final class Metric {
    private final String name;
    private final String title;
    private final String meaning;
    private final Better better;
    private final Map<Target, Range> ranges = new EnumMap<>(Target.class);
    private final Map<Target, Function<Outcomes, Measured>> measures = new EnumMap<>(Target.class);
    private final boolean isBySlice;
    private final Optional<Gate.Need> need;

    private Metric(
            String name, String title, String meaning, Better better, boolean isBySlice, Optional<Gate.Need> need) {
        this.name = Objects.requireNonNull(name, "name");
        this.title = Objects.requireNonNull(title, "title");
        this.meaning = Objects.requireNonNull(meaning, "meaning");
        this.better = Objects.requireNonNull(better, "better");
        this.isBySlice = isBySlice;
        this.need = need;
    }

    /** Which direction is better. */
    public enum Better {
        HIGHER,
        LOWER,
        /** The metric describes, and does not judge. */
        NEITHER
    }

    /** A metric of which more is better; in the text of tables and files by its name, in sentences by its title. */
    public static Metric higher(String name, String title, String meaning) {
        return new Metric(name, title, meaning, Better.HIGHER, false, Optional.empty());
    }

    /** A metric of which less is better. */
    public static Metric lower(String name, String title, String meaning) {
        return new Metric(name, title, meaning, Better.LOWER, false, Optional.empty());
    }

    /** A metric that describes. */
    public static Metric plain(String name, String title, String meaning) {
        return new Metric(name, title, meaning, Better.NEITHER, false, Optional.empty());
    }

    /** The same, also computed for each slice. */
    public Metric bySlice() {
        return copied(true, need);
    }

    /** The same, known only where a job says what decisions are worth. */
    public Metric ofValue() {
        return copied(isBySlice, Optional.of(Gate.Need.VALUE));
    }

    private Metric copied(boolean slices, Optional<Gate.Need> declared) {
        Metric copy = new Metric(name, title, meaning, better, slices, declared);
        copy.ranges.putAll(ranges);
        copy.measures.putAll(measures);
        return copy;
    }

    /** The same for other targets too, yielded by what computes it. */
    public Metric suits(Range range, Target... targets) {
        Metric copy = copied(isBySlice, need);
        for (Target target : targets) {
            copy.ranges.put(target, range);
        }
        return copy;
    }

    private Metric measured(Target target, Range range, Function<Outcomes, Measured> measure) {
        Metric copy = suits(range, target);
        copy.measures.put(target, measure);
        return copy;
    }

    /** The same, computed from the labels and probabilities of a binary model. */
    public Metric binary(Range range, Function<BinaryOutcomes, Measured> measure) {
        return measured(Target.BINARY, range, rows -> measure.apply(((Outcomes.Binary) rows).scored()));
    }

    /** The same, computed from the decisions by a binary model, where there are some. */
    public Metric decided(Range range, Function<DecisionCounts, Measured> measure) {
        return measured(
                Target.BINARY,
                range,
                rows -> ((Outcomes.Binary) rows).decisions().map(measure).orElse(Measured.NONE));
    }

    /** The same, computed from the labels and probabilities of a multiclass model. */
    public Metric multiclass(Range range, Function<Outcomes.Multiclass, Measured> measure) {
        return measured(Target.MULTICLASS, range, rows -> measure.apply((Outcomes.Multiclass) rows));
    }

    /** The same, computed from the errors of a regression model. */
    public Metric regression(Range range, Function<NumberErrors, Measured> measure) {
        return measured(Target.REGRESSION, range, rows -> measure.apply(((Outcomes.Regression) rows).errors()));
    }

    /** The same, computed from the prediction intervals of a regression model and known only where a job asks for them. */
    public Metric bounded(Range range, Function<IntervalCounts, Measured> measure) {
        return copied(isBySlice, Optional.of(Gate.Need.INTERVAL))
                .measured(
                        Target.REGRESSION,
                        range,
                        rows -> ((Outcomes.Regression) rows)
                                .intervals()
                                .map(measure)
                                .orElse(Measured.NONE));
    }

    /** The name in tables and files, such as {@code log_loss}. */
    @JsonValue
    public String name() {
        return name;
    }

    /** The name in sentences, such as {@code log loss}. */
    public String title() {
        return title;
    }

    /** What it means, with its unit. */
    public String meaning() {
        return meaning;
    }

    /** Which direction is better. */
    public Better better() {
        return better;
    }

    /** The targets that it is known for. */
    public Set<Target> targets() {
        return Set.copyOf(ranges.keySet());
    }

    /** The values that it can take. */
    public Range range(Target target) {
        return ranges.getOrDefault(target, Range.ANY);
    }

    /** Whether it is computed for each slice too. */
    public boolean isBySlice() {
        return isBySlice;
    }

    /** What a job must declare for it to be known; empty for nothing. */
    public Optional<Gate.Need> need() {
        return need;
    }

    /** The value on some rows; empty where it is not defined for them, or not computed from rows of that target. */
    Optional<Measured> of(Outcomes outcomes) {
        return Optional.ofNullable(measures.get(outcomes.target()))
                .map(measure -> measure.apply(outcomes))
                .filter(found -> !Double.isNaN(found.value()));
    }

    /** All metrics, in their order. */
    public static List<Metric> all() {
        return Listed.ALL;
    }

    /** The metric of a name; one that is not listed any more only has its name. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Metric named(String name) {
        return Listed.ALL.stream()
                .filter(metric -> metric.name.equals(name))
                .findFirst()
                .orElseGet(() -> plain(name, name.replace('_', ' '), ""));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metric metric && name.equals(metric.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Found at first use, after the lists themselves. */
    private static final class Listed {
        private static final List<Metric> ALL = MetricList.found().stream()
                .flatMap(list -> list.metrics().stream())
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
}
