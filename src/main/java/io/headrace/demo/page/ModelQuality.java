package io.headrace.demo.page;

import java.util.Objects;
import java.util.Optional;

/**
 * How well a model separates customers who lapse from those who do not, on the same test cases as its rivals.
 *
 * <p>Each area under the ROC curve is the probability that, of two cases drawn at random, the one that lapsed is ranked
 * above the one that did not, ties counting one half: 0.5 is a coin, 1 is perfect.
 *
 * @param modelVersion the version judged
 * @param testCases cases judged, a case being a customer at an as-of
 * @param lapsedCases those that lapsed
 * @param model area under the ROC curve of the model
 * @param recencyRule the same of ranking by days since the last purchase
 * @param bestPossible the same of the true probabilities; empty for real data, where nobody knows them
 * @param modelMinusRule difference between model and rule on the same cases, with its paired interval
 */
public record ModelQuality(
        String modelVersion,
        long testCases,
        long lapsedCases,
        Estimate model,
        Estimate recencyRule,
        Optional<Estimate> bestPossible,
        Estimate modelMinusRule) {
    public ModelQuality {
        Checked.text(modelVersion, "modelVersion");
        Checked.count(testCases, "testCases");
        Checked.count(lapsedCases, "lapsedCases");
        if (lapsedCases > testCases) {
            throw new IllegalArgumentException(
                    "lapsedCases must be at most testCases, found " + lapsedCases + " of " + testCases);
        }
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(recencyRule, "recencyRule");
        Objects.requireNonNull(bestPossible, "bestPossible");
        Objects.requireNonNull(modelMinusRule, "modelMinusRule");
    }

    /**
     * The part of the way from the rule to the best possible that the model goes, 0 to 1; empty where the best is
     * unknown or the three do not stand in that order.
     */
    public Optional<Double> shareOfPossibleGain() {
        return bestPossible
                .map(Estimate::value)
                .filter(best ->
                        best > recencyRule.value() && model.value() >= recencyRule.value() && model.value() <= best)
                .map(best -> (model.value() - recencyRule.value()) / (best - recencyRule.value()));
    }
}
