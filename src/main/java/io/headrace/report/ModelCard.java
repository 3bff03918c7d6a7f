package io.headrace.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;

/**
 * The record of a model version and the owner's texts, ready to be read.
 *
 * @param model the model's name
 * @param version the version's number
 * @param project the project's name
 * @param verdict one sentence: promoted or refused, and whether it is champion
 * @param isGood whether it was promoted
 * @param use what it may be used for, empty where nobody said
 * @param limits where it is weak, empty where nobody said
 * @param facts who, when, from what and how
 * @param figures of the test rows
 * @param gates the conditions for promotion, with their outcomes
 * @param classes figures of each class, of a multiclass model
 * @param slices figures by slice: name, figures, rows
 * @param features that enter the model
 * @param trials of the search, best first
 * @param charts what the script draws
 */
public record ModelCard(
        String model,
        int version,
        String project,
        String verdict,
        boolean isGood,
        String use,
        String limits,
        List<Fact> facts,
        List<Fact> figures,
        List<Gate> gates,
        ClassTable classes,
        List<Fact> slices,
        List<Feature> features,
        List<Fact> trials,
        Charts charts) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public ModelCard {
        Objects.requireNonNull(verdict, "verdict");
        facts = List.copyOf(facts);
        figures = List.copyOf(figures);
        gates = List.copyOf(gates);
        Objects.requireNonNull(classes, "classes");
        slices = List.copyOf(slices);
        features = List.copyOf(features);
        trials = List.copyOf(trials);
    }

    /** A line of a table: name, value, and what else is to be said. */
    public record Fact(String name, String value, String note) {}

    /** A condition and its outcome. */
    public record Gate(String name, String meaning, String outcome, String mark) {}

    /**
     * The classes.
     *
     * @param names in the order of the columns
     * @param lines one for each
     */
    public record ClassTable(List<String> names, List<ClassLine> lines) {
        public ClassTable {
            names = List.copyOf(names);
            lines = List.copyOf(lines);
        }
    }

    /**
     * A class.
     *
     * @param figures share of the rows, precision, recall, AUC
     * @param predicted its rows by the class predicted
     */
    public record ClassLine(String name, List<String> figures, List<String> predicted) {
        public ClassLine {
            figures = List.copyOf(figures);
            predicted = List.copyOf(predicted);
        }
    }

    /** A feature with its meaning, its mean contribution, and by how much the loss rises when its values are shuffled. */
    public record Feature(String name, String meaning, String importance, String permuted) {}

    /**
     * Numbers that are drawn; an empty list is not.
     *
     * @param predictions predicted numbers beside labels
     * @param dependence of the features that matter most
     */
    public record Charts(
            List<Bar> importance,
            List<Point> gains,
            List<Point> calibration,
            List<Spread> predictions,
            List<Dependence> dependence) {
        public Charts {
            importance = List.copyOf(importance);
            gains = List.copyOf(gains);
            calibration = List.copyOf(calibration);
            predictions = List.copyOf(predictions);
            dependence = List.copyOf(dependence);
        }
    }

    /**
     * How a score depends on a feature.
     *
     * @param id of the drawing in the page
     * @param bins the mean contribution where the value lies in a bin
     */
    public record Dependence(String id, String feature, List<Bar> bins) {
        public Dependence {
            bins = List.copyOf(bins);
        }
    }

    /** A bar. */
    public record Bar(String label, double value) {}

    /** A point with the interval of its height. */
    public record Point(double x, double y, double low, double high) {}

    /**
     * Labels of rows of about the same prediction.
     *
     * @param x their mean prediction
     * @param y their mean label, with its interval from {@code low} to {@code high}
     * @param tenth what a tenth of their labels do not exceed
     * @param ninetieth what nine tenths of their labels do not exceed
     */
    public record Spread(double x, double y, double low, double high, double tenth, double ninetieth) {}

    boolean hasTrials() {
        return !trials.isEmpty();
    }

    boolean hasSlices() {
        return !slices.isEmpty();
    }

    boolean hasClasses() {
        return !classes.names().isEmpty();
    }

    boolean hasGains() {
        return !charts.gains().isEmpty();
    }

    boolean hasCalibration() {
        return !charts.calibration().isEmpty();
    }

    boolean hasPredictions() {
        return !charts.predictions().isEmpty();
    }

    boolean hasDependence() {
        return !charts.dependence().isEmpty();
    }

    boolean hasUse() {
        return !use.isEmpty();
    }

    boolean hasLimits() {
        return !limits.isEmpty();
    }

    boolean isSaid() {
        return !use.isEmpty() || !limits.isEmpty();
    }

    /** JSON that may stand in a script element: without a less-than sign no text in it can end the element. */
    String chartData() {
        try {
            return JSON.writeValueAsString(charts).replace("<", "\\u003c");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of texts and numbers are always JSON", impossible);
        }
    }

    /** The card as one HTML page, to be stored as UTF-8; see {@link SelfContained}. */
    public String page() {
        return SelfContained.render(ModelCard.class, "model-card.mustache", "model-card.js", this);
    }
}
