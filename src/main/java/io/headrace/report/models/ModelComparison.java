package io.headrace.report.models;

import io.headrace.metric.Figure;
import io.headrace.metric.MetricId;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.VersionRecord.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two versions of a model side by side: how they came about, their settings, the features and tables they learnt from, and their figures.
 *
 * @param first the one
 * @param second the other
 * @param firstInputs tables and versions that the one was made from
 * @param secondInputs those of the other
 */
public record ModelComparison(
        ModelVersion first, ModelVersion second, Map<String, Long> firstInputs, Map<String, Long> secondInputs) {
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
        add(lines, "verdict", first.verdictWord(), second.verdictWord());
        add(lines, "digest", first.digest(), second.digest());
        Provenance one = first.record().provenance();
        Provenance other = second.record().provenance();
        add(lines, "learner", one.learner(), other.learner());
        add(lines, "calibrator", one.calibrator(), other.calibrator());
        add(lines, "calibration", one.calibration(), other.calibration());
        add(lines, "label", one.label(), other.label());
        add(lines, "population", one.population(), other.population());
        add(lines, "view", one.view(), other.view());
        add(lines, "feature_version", one.featureVersion(), other.featureVersion());
        add(lines, "seed", one.seed(), other.seed());
        add(lines, "date", one.date(), other.date());
        add(lines, "owner", one.owner(), other.owner());
        addAll(lines, "setting ", first.record().settings(), second.record().settings());
        addAll(lines, "table ", firstInputs, secondInputs);
        addFeatures(lines, one.features(), other.features());
        add(lines, "train_rows", one.trainRows(), other.trainRows());
        add(lines, "test_rows", one.testRows(), other.testRows());
        addFigures(lines);
        return lines;
    }

    private static void add(List<Line> lines, String what, Object one, Object other) {
        if (!one.equals("") || !other.equals("")) {
            lines.add(new Line(what, one, other));
        }
    }

    private static void addAll(
            List<Line> lines, String prefix, Map<String, ? extends Number> ones, Map<String, ? extends Number> others) {
        Set<String> names = new TreeSet<>(ones.keySet());
        names.addAll(others.keySet());
        names.forEach(name -> add(lines, prefix + name, orEmpty(ones.get(name)), orEmpty(others.get(name))));
    }

    private static Object orEmpty(Number number) {
        return number == null ? "" : number;
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

    private static Object value(ModelVersion version, MetricId id) {
        return version.record().figure(id).<Object>map(Figure::value).orElse("");
    }
}
