package io.headrace.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The way from a root to a leaf.
 *
 * @param questions the questions on it, by their place behind the root
 * @param sides the answer that goes on
 * @param asked the features they ask for
 * @param shares the share of the training rows at each question that went on
 * @param value of the leaf
 */
record LeafPath(List<Integer> questions, List<Boolean> sides, List<Integer> asked, List<Double> shares, double value) {
    /** The way that has no question yet. */
    static final LeafPath AT_ROOT = new LeafPath(List.of(), List.of(), List.of(), List.of(), 0);

    /** Takes what a feature contributes. */
    interface Taker {
        void take(int feature, double amount);
    }

    /** The way with one more question. */
    LeafPath with(FlatTrees trees, int root, int node, boolean side) {
        int child = side ? node + 1 : trees.no(node);
        return new LeafPath(
                plus(questions, node - root),
                plus(sides, side),
                plus(asked, trees.feature(node)),
                plus(shares, trees.cover(child) / trees.cover(node)),
                value);
    }

    private static <T> List<T> plus(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return List.copyOf(longer);
    }

    /** The way that ends in a leaf. */
    LeafPath to(double leaf) {
        return new LeafPath(questions, sides, asked, shares, leaf);
    }

    /** The features asked for, each once. */
    List<Integer> features() {
        return asked.stream().distinct().toList();
    }

    /** For each question of this way its place among others. */
    int[] bits(int[] order) {
        List<Integer> all = Arrays.stream(order).boxed().toList();
        return questions.stream().mapToInt(all::indexOf).toArray();
    }

    /**
     * The leaf's Shapley values: v (o_i − z_i) ∫₀¹ Π_{j≠i} (t o_j + (1 − t) z_j) dt, where o_i is whether the row agrees with all questions about
     * feature i, and z_i the share of the training rows that do.
     *
     * @param bits for each question of this way the bit of its answer, see {@link #bits}
     * @param answers bit by bit; yes is 1
     */
    void contribute(int[] bits, int answers, Taker taker) {
        Map<Integer, double[]> games = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            boolean agrees = (answers >>> bits[i] & 1) == 1 == sides.get(i);
            double[] game = games.computeIfAbsent(asked.get(i), feature -> new double[] {1, 1});
            game[0] = agrees ? game[0] : 0;
            game[1] *= shares.get(i);
        }
        Quadrature quadrature = Quadrature.ofDegree(Math.max(0, games.size() - 1));
        games.forEach((feature, game) -> {
            double sum = 0;
            for (int i = 0; i < quadrature.count(); i++) {
                double t = quadrature.point(i);
                double product = quadrature.weight(i);
                for (Map.Entry<Integer, double[]> other : games.entrySet()) {
                    double[] of = other.getValue();
                    product *= other.getKey().equals(feature) ? 1 : t * of[0] + (1 - t) * of[1];
                }
                sum += product;
            }
            taker.take(feature, value * (game[0] - game[1]) * sum);
        });
    }
}
