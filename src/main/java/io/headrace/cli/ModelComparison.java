package io.headrace.cli;

import io.headrace.registry.ModelVersion;
import io.headrace.run.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two versions of a model side by side: how they came about, their settings, the features and tables they learnt from, and their figures.
 *
 * @param first the one
 * @param second the other
 * @param firstInputs tables and versions that the one was made from
 * @param secondInputs those of the other
 */
record ModelComparison(
        ModelVersion first, ModelVersion second, Map<String, Long> firstInputs, Map<String, Long> secondInputs) {
    private static final List<String> WORDS =
            List.of("learner", "calibrator", "label", "population", "view", "feature_version", "seed", "date", "owner");
    private static final double THOUSAND = 1000;
    private static final Set<String> APART = Set.of("digest", "features", "settings", "intended_use", "limits");

    /** What, the one, the other, and how they differ: empty where they do not. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        add(rows, "verdict", first.verdict(), second.verdict());
        add(rows, "digest", first.digest().substring(0, 12), second.digest().substring(0, 12));
        WORDS.forEach(word -> add(rows, word, fact(first, word), fact(second, word)));
        addAll(rows, "setting ", settings(first), settings(second));
        addAll(rows, "table ", texts(firstInputs), texts(secondInputs));
        addFeatures(rows);
        addFigures(rows);
        return rows;
    }

    private void addFeatures(List<List<String>> rows) {
        Set<String> ofFirst = features(first);
        Set<String> ofSecond = features(second);
        Set<String> all = new TreeSet<>(ofFirst);
        all.addAll(ofSecond);
        all.stream()
                .filter(feature -> ofFirst.contains(feature) != ofSecond.contains(feature))
                .forEach(feature -> add(
                        rows,
                        "feature " + feature,
                        ofFirst.contains(feature) ? "yes" : "no",
                        ofSecond.contains(feature) ? "yes" : "no"));
    }

    private void addFigures(List<List<String>> rows) {
        Set<String> names = new TreeSet<>(first.facts().keySet());
        names.addAll(second.facts().keySet());
        names.removeAll(WORDS);
        names.removeAll(APART);
        for (String name : names) {
            String one = fact(first, name);
            String other = fact(second, name);
            if (isNumber(one) && isNumber(other)) {
                double difference = Double.parseDouble(other) - Double.parseDouble(one);
                rows.add(List.of(
                        name,
                        shown(one),
                        shown(other),
                        difference == 0 ? "" : String.format(Locale.ROOT, "%+.4g", difference)));
            } else {
                add(rows, name, one, other);
            }
        }
    }

    private static void addAll(
            List<List<String>> rows, String prefix, Map<String, String> ones, Map<String, String> others) {
        Set<String> names = new TreeSet<>(ones.keySet());
        names.addAll(others.keySet());
        names.forEach(name -> add(rows, prefix + name, ones.getOrDefault(name, ""), others.getOrDefault(name, "")));
    }

    private static void add(List<List<String>> rows, String what, String one, String other) {
        if (!one.isEmpty() || !other.isEmpty()) {
            rows.add(List.of(what, shown(one), shown(other), one.equals(other) ? "" : "differs"));
        }
    }

    private static String fact(ModelVersion version, String name) {
        return version.facts().getOrDefault(name, "");
    }

    private static Map<String, String> settings(ModelVersion version) {
        Map<String, String> settings = new TreeMap<>();
        String json = fact(version, "settings");
        if (!json.isEmpty()) {
            Map<?, ?> read = Json.read(json, Map.class);
            read.forEach((name, value) -> settings.put(String.valueOf(name), String.valueOf(value)));
        }
        return settings;
    }

    private static Map<String, String> texts(Map<String, Long> versions) {
        Map<String, String> texts = new TreeMap<>();
        versions.forEach((table, version) -> texts.put(table, "version " + version));
        return texts;
    }

    private static Set<String> features(ModelVersion version) {
        String names = fact(version, "features");
        return names.isEmpty() ? Set.of() : new TreeSet<>(List.of(names.split(", ", -1)));
    }

    private static boolean isNumber(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException word) {
            return false;
        }
    }

    /** Numbers with a fraction to four significant digits, from a thousand on without it. */
    static String shown(String text) {
        if (!isNumber(text) || !text.contains(".")) {
            return text;
        }
        double value = Double.parseDouble(text);
        return String.format(Locale.ROOT, Math.abs(value) >= THOUSAND ? "%,.0f" : "%.4g", value);
    }
}
