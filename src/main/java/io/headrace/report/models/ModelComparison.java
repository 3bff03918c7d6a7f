package io.headrace.report.models;

import io.headrace.metric.Figure;
import io.headrace.metric.Gate;
import io.headrace.metric.GateOutcome;
import io.headrace.metric.MetricId;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.VersionRecord;
import io.headrace.registry.VersionRecord.Provenance;
import io.headrace.report.DisplayFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two versions of a model side by side: how they came about, by what they were judged, their settings, the features and tables they learnt
 * from, and their figures.
 */
public record ModelComparison(Side first, Side second) {
    /**
     * One of the two.
     *
     * @param inputs tables and versions that it was made from
     * @param gates the outcomes of its gates
     */
    public record Side(ModelVersion version, Map<String, Long> inputs, List<GateOutcome> gates) {
        public Side {
            inputs = new TreeMap<>(inputs);
            gates = List.copyOf(gates);
        }

        private VersionRecord record() {
            return version.record();
        }

        private SortedMap<String, String> outcomes() {
            SortedMap<String, String> outcomes = new TreeMap<>();
            gates.forEach(gate -> outcomes.put(gate.gate(), outcome(gate)));
            return outcomes;
        }

        private static String outcome(GateOutcome gate) {
            return (gate.passed() ? "passed: " : "failed: ")
                    + (Double.isNaN(gate.value()) ? "not known" : DisplayFormat.significant(gate.value()))
                    + ", must be " + DisplayFormat.significant(gate.bound())
                    + (gate.side() == Gate.Side.AT_LEAST ? " or more" : " or less");
        }
    }

    /**
     * A line.
     *
     * @param what is compared
     * @param first the one's: a text or a number, empty where it has none
     * @param second the other's
     */
    public record Line(String what, Object first, Object second) {
        /** The second minus the first of numbers, or {@code differs}; empty where they are equal. */
        public Object difference() {
            if (first instanceof Double one && second instanceof Double other) {
                return one.equals(other) ? "" : (Object) (other - one);
            }
            return first.equals(second) ? "" : "differs";
        }
    }

    /** What is known of either. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        add(lines, "verdict", first.version().verdictWord(), second.version().verdictWord());
        add(lines, "digest", first.record().digest(), second.record().digest());
        Provenance one = first.record().provenance();
        Provenance other = second.record().provenance();
        add(lines, "learner", one.learner(), other.learner());
        add(lines, "calibrator", one.calibrator(), other.calibrator());
        add(lines, "calibration", one.calibration(), other.calibration());
        add(lines, "interval", one.interval(), other.interval());
        add(lines, "weights", one.weights(), other.weights());
        add(lines, "label", one.label(), other.label());
        add(lines, "population", one.population(), other.population());
        add(lines, "view", one.view(), other.view());
        add(lines, "feature_version", one.featureVersion(), other.featureVersion());
        addTerms(lines, first.record().terms(), second.record().terms());
        add(lines, "seed", one.seed(), other.seed());
        add(lines, "date", one.date(), other.date());
        add(lines, "owner", one.owner(), other.owner());
        addAll(lines, "setting ", first.record().settings(), second.record().settings());
        addAll(lines, "table ", first.inputs(), second.inputs());
        addFeatures(lines, one.features(), other.features());
        add(lines, "train_rows", one.trainRows(), other.trainRows());
        add(lines, "test_rows", one.testRows(), other.testRows());
        addFigures(lines);
        addAll(lines, "gate ", first.outcomes(), second.outcomes());
        return lines;
    }

    private static void addTerms(List<Line> lines, VersionRecord.Terms one, VersionRecord.Terms other) {
        add(lines, "decision", one.decision(), other.decision());
        addAll(lines, "value ", one.value(), other.value());
        add(lines, "currency", one.currency(), other.currency());
        add(lines, "baseline", one.baseline(), other.baseline());
    }

    private static void add(List<Line> lines, String what, Object one, Object other) {
        if (!one.equals("") || !other.equals("")) {
            lines.add(new Line(what, one, other));
        }
    }

    private static void addAll(List<Line> lines, String prefix, Map<String, ?> ones, Map<String, ?> others) {
        Set<String> names = new TreeSet<>(ones.keySet());
        names.addAll(others.keySet());
        names.forEach(name -> add(lines, prefix + name, orEmpty(ones.get(name)), orEmpty(others.get(name))));
    }

    private static Object orEmpty(Object value) {
        return value == null ? "" : value;
    }

    private static void addFeatures(List<Line> lines, List<String> ones, List<String> others) {
        Set<String> all = new TreeSet<>(ones);
        all.addAll(others);
        all.stream()
                .filter(feature -> ones.contains(feature) != others.contains(feature))
                .forEach(feature -> add(
                        lines,
                        "feature " + feature,
                        ones.contains(feature) ? "yes" : "no",
                        others.contains(feature) ? "yes" : "no"));
    }

    private void addFigures(List<Line> lines) {
        Set<MetricId> ids = new LinkedHashSet<>();
        first.record().figures().forEach(figure -> ids.add(figure.id()));
        second.record().figures().forEach(figure -> ids.add(figure.id()));
        ids.forEach(id -> add(lines, id.name(), value(first, id), value(second, id)));
    }

    private static Object value(Side side, MetricId id) {
        return side.record().figure(id).<Object>map(Figure::value).orElse("");
    }
}
