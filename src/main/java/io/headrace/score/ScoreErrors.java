package io.headrace.score;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.util.List;

/** The failures of scoring, worded in one place. */
final class ScoreErrors {
    private ScoreErrors() {}

    static HeadraceException noPopulation(String job, String view, String asOf, String where) {
        return HeadraceException.of(
                "HEAD-SCORE-001",
                FailureKind.USER,
                job + " has nobody to score: features." + view + " holds no row of as_of " + asOf + " where " + where,
                "Run the features job for this date first, or correct population.where.");
    }

    static HeadraceException noBackground(String job, String where) {
        return HeadraceException.of(
                "HEAD-SCORE-007",
                FailureKind.USER,
                job + " has nothing to compare scores with: no row of the population has a score and is one where "
                        + where,
                "Correct reasons.background.where, or leave it out to compare with the whole population.");
    }

    static HeadraceException unknownFeature(String job, String feature, String view, int version) {
        return HeadraceException.of(
                "HEAD-SCORE-002",
                FailureKind.USER,
                job + ": version " + version + " of the model needs the feature " + feature + ", which features." + view
                        + " does not have",
                "Put the feature back into the view, or train and promote a version without it.");
    }

    static HeadraceException noThreshold(String job, int version) {
        return HeadraceException.of(
                "HEAD-SCORE-005",
                FailureKind.USER,
                job + " decides by value, and version " + version
                        + " of the model knows no probability from which it pays to act",
                "Declare value in the train job, with numbers and without capacity, and train; or decide by probability or"
                        + " top-share.");
    }

    static HeadraceException unknownClass(String job, List<String> asked, int version, List<String> classes) {
        return HeadraceException.of(
                "HEAD-SCORE-006",
                FailureKind.USER,
                job + " decides by the classes " + asked + ", and version " + version + " of the model "
                        + (classes.isEmpty() ? "tells no classes apart" : "knows " + classes),
                "Correct decision.classes, or decide by probability, score or top-share.");
    }

    static HeadraceException otherFeatures(String job, int version, String view, String learnt, String found) {
        return HeadraceException.of(
                "HEAD-SCORE-004",
                FailureKind.USER,
                job + ": version " + version + " of the model learnt from features by the definition " + learnt
                        + ", features." + view + " are by " + found + ", and the former is not kept in the lake",
                "Train and promote a version on the view as it is now.");
    }
}
