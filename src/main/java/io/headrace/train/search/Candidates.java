package io.headrace.train.search;

import io.headrace.spec.Learner;
import io.headrace.spec.LearnerKind;
import io.headrace.spec.Recipe.Range;
import io.headrace.spec.Recipe.Search;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The combinations of settings that a search tries: all of a grid, or so many drawn at random (J. Bergstra and Y. Bengio 2012). */
final class Candidates {
    private static final int TRIES = 100;

    private Candidates() {}

    /** The learners in a fixed order, each once; the learner's own settings come first where they are among them or none is drawn. */
    static List<Learner> of(Search search, Learner learner, long seed) {
        return search.trials().isPresent() ? drawn(search, learner, seed) : grid(search, learner);
    }

    private static List<Learner> grid(Search search, Learner learner) {
        List<Map<String, Double>> combinations = List.of(Map.of());
        for (Map.Entry<String, Range> setting : search.over().entrySet()) {
            List<Map<String, Double>> longer = new ArrayList<>();
            for (Map<String, Double> shorter : combinations) {
                for (double value : ((Range.Listed) setting.getValue()).values()) {
                    Map<String, Double> combination = new TreeMap<>(shorter);
                    combination.put(setting.getKey(), value);
                    longer.add(combination);
                }
            }
            combinations = longer;
        }
        return combinations.stream().map(learner::with).distinct().toList();
    }

    /** Fewer than requested where there are fewer. */
    private static List<Learner> drawn(Search search, Learner learner, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<Learner> drawn = new LinkedHashSet<>();
        int wanted = search.trials().orElseThrow();
        for (int i = 0; i < TRIES * wanted && drawn.size() < wanted; i++) {
            Map<String, Double> combination = new TreeMap<>();
            search.over().forEach((name, range) -> combination.put(name, value(name, range, learner.kind(), random)));
            drawn.add(learner.with(combination));
        }
        return List.copyOf(drawn);
    }

    private static double value(String name, Range range, LearnerKind kind, SplittableRandom random) {
        if (range instanceof Range.Listed listed) {
            return listed.values().get(random.nextInt(listed.values().size()));
        }
        Range.Between between = (Range.Between) range;
        double share = random.nextDouble();
        double value = between.logarithmic()
                ? between.from() * StrictMath.pow(between.to() / between.from(), share)
                : between.from() + share * (between.to() - between.from());
        return Learner.setting(kind, name).orElseThrow().whole() ? Math.rint(value) : value;
    }
}
