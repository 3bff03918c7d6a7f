package io.headrace.score;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.TableName;
import java.time.Instant;
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

    static HeadraceException notScored(TableName table, String entity, String key, Instant asOf) {
        return HeadraceException.of(
                "HEAD-SCORE-008",
                FailureKind.USER,
                table + " shows no score of " + entity + " = " + key + " as of " + asOf,
                "headrace scores list " + table
                        + " shows what is published; the rows without a score are in score_errors." + table.name()
                        + ".");
    }

    static HeadraceException decidedRowByRow(String job) {
        return HeadraceException.of(
                "HEAD-SCORE-009",
                FailureKind.USER,
                job
                        + " decides by classes, by groups or each row by its own values, so no score is the border between decisions",
                "Nearest changes are for decision.probability, decision.score, decision.top-share, and decision.by-value with"
                        + " the same values for all rows.");
    }

    static HeadraceException featuresGone(String job, String view, Instant asOf) {
        return HeadraceException.of(
                "HEAD-SCORE-010",
                FailureKind.USER,
                job + " scored other features as of " + asOf + " than features." + view + " shows now",
                "Score that date again: headrace job " + job
                        + " --date D --force. A model that learnt from an earlier definition of the"
                        + " view cannot be asked: train a version with the current one.");
    }
}
