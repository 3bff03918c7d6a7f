package io.headrace.stats.fairness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;

/**
 * Looks for the nearest changed row that gets another decision, of declared features only, as the model itself scores it.
 *
 * <p>First one changed feature, then two, and so on; of equally many the smallest distance, and of equal distances the features declared first. All changes of so many
 * features are tried in the order of their distance, so the first that does is the nearest; the model need not be monotone or smooth. The same
 * row gives the same answer. It is about the model, not the world: a change that the model rewards need not bring what it predicts, and features
 * that move together in life are changed one by one here.
 *
 * @param model from a row of features to a score; asked with arrays that it must not keep or change
 * @param features that may change
 * @param mostChanges features that may change at once, 1 or more
 * @param mostTries how often the model may be asked for a row
 */
public record CounterfactualSearch(
        ToDoubleFunction<double[]> model, List<Actionable> features, int mostChanges, long mostTries) {
    public CounterfactualSearch {
        features = List.copyOf(features);
        if (features.isEmpty()
                || features.stream().map(Actionable::feature).distinct().count() < features.size()) {
            throw new IllegalArgumentException("features must be one or more, each once, found " + features);
        }
        if (mostChanges < 1 || mostTries < 1) {
            throw new IllegalArgumentException(
                    "mostChanges and mostTries must be 1 or more, found " + mostChanges + " and " + mostTries);
        }
    }

    /**
     * The nearest change that gives a wanted score.
     *
     * @param row the features; those that are not declared stay as they are
     * @param wanted whether a score has the wanted decision
     */
    public Counterfactual nearest(double[] row, DoublePredicate wanted) {
        double score = model.applyAsDouble(row.clone());
        if (wanted.test(score)) {
            return new Counterfactual(Counterfactual.Outcome.NOT_NEEDED, List.of(), 0, OptionalDouble.of(score), 1);
        }
        Search search = new Search(row, wanted);
        for (int changes = 1; changes <= Math.min(mostChanges, features.size()); changes++) {
            if (search.findBy(changes)) {
                return search.found;
            }
        }
        return search.without(Counterfactual.Outcome.NONE_WITHIN_THE_RANGES);
    }

    /** Some features, with the place of each one's value among its targets. */
    private static final class Candidate {
        private final int[] chosen;
        private final int[] places;
        private final int nextToMove;
        private final double distance;

        Candidate(int[] chosen, int[] places, int nextToMove, double distance) {
            this.chosen = chosen;
            this.places = places;
            this.nextToMove = nextToMove;
            this.distance = distance;
        }
    }

    /** The search for one row. */
    private final class Search {
        private final double[] row;
        private final DoublePredicate wanted;
        private final List<List<Actionable.Target>> targets;
        private Counterfactual found;
        private long tries = 1;

        Search(double[] row, DoublePredicate wanted) {
            this.row = row.clone();
            this.wanted = wanted;
            this.targets = features.stream()
                    .map(feature -> feature.targets(row[feature.feature()]))
                    .toList();
        }

        /** Whether the search is over. */
        boolean findBy(int changes) {
            PriorityQueue<Candidate> nearest =
                    new PriorityQueue<>(Comparator.<Candidate>comparingDouble(candidate -> candidate.distance)
                            .thenComparing(candidate -> candidate.chosen, Arrays::compare)
                            .thenComparing(candidate -> candidate.places, Arrays::compare));
            addNearestOfEach(new int[changes], 0, 0, nearest);
            while (!nearest.isEmpty()) {
                if (tries == mostTries) {
                    found = without(Counterfactual.Outcome.STOPPED);
                    return true;
                }
                Candidate candidate = nearest.remove();
                double[] changed = changed(candidate);
                double score = model.applyAsDouble(changed);
                tries++;
                if (wanted.test(score)) {
                    found = with(candidate, score);
                    return true;
                }
                addFarther(candidate, nearest);
            }
            return false;
        }

        private void addNearestOfEach(int[] chosen, int count, int from, PriorityQueue<Candidate> nearest) {
            if (count == chosen.length) {
                int[] places = new int[count];
                nearest.add(new Candidate(chosen.clone(), places, 0, distance(chosen, places)));
                return;
            }
            for (int feature = from; feature < features.size(); feature++) {
                if (!targets.get(feature).isEmpty()) {
                    chosen[count] = feature;
                    addNearestOfEach(chosen, count + 1, feature + 1, nearest);
                }
            }
        }

        /** One target farther in one feature; each combination is reached on one way. */
        private void addFarther(Candidate candidate, PriorityQueue<Candidate> nearest) {
            for (int place = candidate.nextToMove; place < candidate.chosen.length; place++) {
                int[] places = candidate.places.clone();
                places[place]++;
                if (places[place] < targets.get(candidate.chosen[place]).size()) {
                    nearest.add(new Candidate(candidate.chosen, places, place, distance(candidate.chosen, places)));
                }
            }
        }

        private double distance(int[] chosen, int[] places) {
            double distance = 0;
            for (int i = 0; i < chosen.length; i++) {
                distance += targets.get(chosen[i]).get(places[i]).distance();
            }
            return distance;
        }

        private double[] changed(Candidate candidate) {
            double[] changed = row.clone();
            for (int i = 0; i < candidate.chosen.length; i++) {
                int feature = candidate.chosen[i];
                changed[features.get(feature).feature()] =
                        targets.get(feature).get(candidate.places[i]).value();
            }
            return changed;
        }

        private Counterfactual with(Candidate candidate, double score) {
            List<Counterfactual.Change> changes = new ArrayList<>();
            double[] changed = changed(candidate);
            for (int feature : candidate.chosen) {
                Actionable actionable = features.get(feature);
                changes.add(new Counterfactual.Change(
                        actionable, row[actionable.feature()], changed[actionable.feature()]));
            }
            return new Counterfactual(
                    Counterfactual.Outcome.FOUND, changes, candidate.distance, OptionalDouble.of(score), tries);
        }

        private Counterfactual without(Counterfactual.Outcome outcome) {
            return new Counterfactual(outcome, List.of(), 0, OptionalDouble.empty(), tries);
        }
    }
}
