package io.headrace.score;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.util.List;

/** The errors of this package. */
final class ScoreErrors {
    private ScoreErrors() {}

    static HeadraceException noPopulation(String job, String view, String asOf, String where) {
        return HeadraceException.of(
                "HEAD-SCORE-001",
                FailureKind.USER,
                job + " has no rows to score: features." + view + " has no row with as_of " + asOf + " where " + where,
                "Run the features job for this date first, or correct population.where.");
    }

    static HeadraceException noBackground(String job, String where) {
        return HeadraceException.of(
                "HEAD-SCORE-007",
                FailureKind.USER,
                job + " has no background rows: no row of the population with a score is one where " + where,
                "Correct reasons.background.where, or remove it to draw from the whole population.");
    }

    static HeadraceException unknownFeature(String job, String feature, String view, int version) {
        return HeadraceException.of(
                "HEAD-SCORE-002",
                FailureKind.USER,
                job + ": version " + version + " of the model needs the feature " + feature + ", which features." + view
                        + " does not have",
                "Add the feature to the view again, or train and promote a version without it.");
    }

    static HeadraceException noThreshold(String job, int version) {
        return HeadraceException.of(
                "HEAD-SCORE-005",
                FailureKind.USER,
                job + " uses decision.by-value, but version " + version
                        + " of the model has no value of decisions by which a row could be decided",
                "Set value in the train job, without capacity, and retrain, or use decision.probability or decision.top-share.");
    }

    static HeadraceException unknownClass(String job, List<String> named, int version, List<String> classes) {
        return HeadraceException.of(
                "HEAD-SCORE-006",
                FailureKind.USER,
                job + " uses decision.classes " + named + ", but version " + version + " of the model "
                        + (classes.isEmpty() ? "is not a multiclass model" : "predicts the classes " + classes),
                "Correct decision.classes, or use decision.probability, decision.score or decision.top-share.");
    }

    static HeadraceException otherFeatures(String job, int version, String view, String learnt, String found) {
        return HeadraceException.of(
                "HEAD-SCORE-004",
                FailureKind.USER,
                job + ": version " + version + " of the model was trained with definition " + learnt + " of features."
                        + view + ", but the view now has definition " + found
                        + " and the lake does not keep the former",
                "Train and promote a version with the current view.");
    }
}
