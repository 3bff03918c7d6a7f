package io.headrace.report;

import io.headrace.report.MonitoredModel.ColumnName;
import io.headrace.report.MonitoredModel.ColumnVerdict;
import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.Method;
import io.headrace.report.MonitoredModel.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a model is doing by its last run, at a glance.
 *
 * <p>The first that applies: never judged; worse (a page, or an area under the curve that is worse than chance explains); drift (an
 * alert, or a column that drifted); unknown (nothing can be said of any column, nor of performance); well.
 *
 * @param mark class of the style sheet: good, warn, bad or none
 * @param word one or two words
 * @param inputs what is said of columns
 * @param performance what is said of performance
 */
record Health(String mark, String word, String inputs, String performance) {
    /** What the word rests on. */
    String first() {
        return mark.equals("bad") ? performance : inputs;
    }

    /** What else is known. */
    String second() {
        return mark.equals("bad") ? inputs : performance;
    }

    static Health of(MonitoredModel model) {
        if (model.last().isEmpty()) {
            return new Health(
                    "none",
                    "not judged yet",
                    "No run of " + model.job() + " has finished yet.",
                    "Nothing is known of its performance yet.");
        }
        Map<String, Verdict> columns = verdicts(model);
        List<Figure> areas = Stream.of(model.area(Method.REALISED), model.area(Method.ESTIMATED))
                .flatMap(Optional::stream)
                .toList();
        String inputs = inputs(model, columns, model.against().orElse(""));
        String performance = performance(model);
        boolean isPaged = model.alerts().stream().map(Decided::severity).anyMatch("page"::equals);
        if (isPaged || areas.stream().anyMatch(Figure::isWorse)) {
            return new Health("bad", "worse", inputs, performance);
        }
        if (!model.alerts().isEmpty() || columns.containsValue(Verdict.DRIFT)) {
            return new Health("warn", "drift", inputs, performance);
        }
        boolean isKnown = columns.containsValue(Verdict.OK)
                || areas.stream().anyMatch(figure -> figure.verdict().equals("ok"));
        return isKnown
                ? new Health("good", "well", inputs, performance)
                : new Health("none", "unknown", inputs, performance);
    }

    /** Of each column in the last run: drift if any row says so, else unknown if any row is, else ok. */
    private static Map<String, Verdict> verdicts(MonitoredModel model) {
        return verdicts(model, model.against().orElse(""));
    }

    private static Map<String, Verdict> verdicts(MonitoredModel model, String against) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        model.ofLast().stream()
                .filter(row -> row.against().equals(against))
                .forEach(row -> verdicts.merge(key(row.column()), row.verdict(), Health::graver));
        return verdicts;
    }

    /** What the last run found by the other comparisons. */
    static List<String> others(MonitoredModel model) {
        return model.compared().stream()
                .skip(1)
                .map(against -> inputs(model, verdicts(model, against), against))
                .toList();
    }

    private static String key(ColumnName column) {
        return column.of() + " " + column.name();
    }

    /** Drift before unknown before ok. */
    static Verdict graver(Verdict one, Verdict other) {
        if (one == Verdict.DRIFT || other == Verdict.DRIFT) {
            return Verdict.DRIFT;
        }
        return one == Verdict.UNKNOWN || other == Verdict.UNKNOWN ? Verdict.UNKNOWN : Verdict.OK;
    }

    private static String inputs(MonitoredModel model, Map<String, Verdict> columns, String against) {
        if (columns.isEmpty()) {
            return "Nothing was compared in the last run.";
        }
        long drifted = count(columns, Verdict.DRIFT);
        long unknown = count(columns, Verdict.UNKNOWN);
        List<String> words = new ArrayList<>();
        words.add(
                drifted == 0
                        ? "None of " + DisplayFormat.counted(columns.size(), "column")
                                + " (scores counted as one) has drifted against " + against
                        : DisplayFormat.count(drifted) + " of " + DisplayFormat.counted(columns.size(), "column")
                                + " (scores counted as one) drifted against " + against + ", most of all "
                                + most(model, against));
        if (unknown > 0) {
            words.add("of " + DisplayFormat.count(unknown) + " nothing can be said");
        }
        return String.join("; ", words) + ".";
    }

    private static long count(Map<String, Verdict> columns, Verdict verdict) {
        return columns.values().stream().filter(verdict::equals).count();
    }

    private static String most(MonitoredModel model, String against) {
        return model.ofLast().stream()
                .filter(row -> row.against().equals(against) && row.verdict() == Verdict.DRIFT)
                .sorted(Comparator.comparingDouble((ColumnVerdict row) ->
                                -row.importance() * row.effect().orElse(0))
                        .thenComparing(row -> key(row.column())))
                .map(row -> row.column().words())
                .distinct()
                .limit(2)
                .collect(Collectors.joining(" and "));
    }

    private static String performance(MonitoredModel model) {
        Optional<Figure> realised = model.area(Method.REALISED);
        Optional<Figure> estimated = model.area(Method.ESTIMATED);
        if (realised.isEmpty() && estimated.isEmpty()) {
            return "Nothing is known of its performance yet: no labels have come, and nothing could be estimated.";
        }
        return realised.map(Health::words)
                        .orElse("No labels have come yet of what version "
                                + model.scoring().orElse(0) + " scored.")
                + estimated.map(figure -> " " + words(figure)).orElse("");
    }

    private static String words(Figure figure) {
        String start = "AUC " + (figure.isRealised() ? "realised " : "estimated ")
                + DisplayFormat.score(figure.value().orElseThrow()) + " as of " + figure.day();
        if (figure.reference().isEmpty()) {
            return start + "; the test rows have none to compare with.";
        }
        String reference = "the " + DisplayFormat.score(figure.reference().orElseThrow()) + " of the test rows";
        return switch (figure.verdict()) {
            case "worse" -> start + ", worse than " + reference + " by more than chance explains.";
            case "ok" -> start + ", beside " + reference + ": no worse than chance explains.";
            default -> start + "; it cannot be judged: " + figure.reason() + ".";
        };
    }
}
