package io.headrace.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The Shapley values of some trees.
 *
 * <p>A leaf of value v is reached through features with shares z of the training rows, and a row agrees with each (o = 1) or not (o = 0). Seen
 * as a game the leaf is v Π (o or z), whose Shapley value of feature i is v (o_i − z_i) ∫₀¹ Π_{j≠i} (t o_j + (1 − t) z_j) dt: the weights
 * of all subsets are that integral's (beta) coefficients, and a quadrature takes it exactly.
 *
 * <p>At a point t a question with share z of yes, asked for the first time on its way, is a mixture: yes with weight a = t o + (1 − t) z, no with
 * 1 − a. So the tree's value S of a node is S_no + a (S_yes − S_no) from below, the weight P of its yes is P a from above, and both
 * answers together contribute (o − z) P (S_yes − S_no) to the question's feature. Where the feature was asked for before, with share y
 * of the training rows agreeing, and the row agrees as well, a = (t o + (1 − t) y z) / (t + (1 − t) y), and the contribution is
 * (o − z) y / (t + (1 − t) y)² times the same; where the row left already, a = z and there is none. Each question costs a dozen operations
 * at each point, of which there are half as many as different features on a way; most loops run over all questions side by side.
 */
final class TreeShares {
    private static final int QUESTIONS_AT_ONCE = 512;

    private final Quadrature quadrature;
    private final int points;
    private final int questions;
    private final int upper;
    private final int[] roots;
    private final int[] features;
    /** The share of yes. */
    private final double[] shares;

    private final int[] slots;
    /** Questions are asked as {@link TreeWalk} does: −1 where the other way round, else 1. */
    private final double[] signs;

    private final double[] thresholds;
    /** The answer where a number is not above: 1 for yes. */
    private final double[] answersBelow;
    /** Questions of levels, and their nodes. */
    private final int[] ofLevels;

    private final int[] nodesOfLevels;
    private final int[] yeses;
    private final int[] noes;
    /** Values of the leaves of upper questions. */
    private final double[] leaves;
    /** Of lower questions the value of no, and by how much that of yes is greater; of upper ones 0 and 1. */
    private final double[] valuesOfNo;

    private final double[] differences;
    /** Questions about a feature that was asked for before. */
    private final int[] repeated;
    /** For each of them the last question before, and the answer on the way. */
    private final int[] befores;

    private final int[] sides;
    /** The share of the training rows that agreed so far, by repeated question. */
    private final double[] sharesBefore;
    /** The share that agreed so far and says yes. */
    private final double[] sharesOfBoth;
    /** 1 / (t + (1 − t) y), by point and repeated question. */
    private final double[] corrections;

    /** Room for the numbers of one row. */
    static final class Notes {
        private final double[] answers;
        private final double[] gains;
        private final double[] mixtures;
        private final double[] weights;
        private final double[] sums;
        private final double[] contributions;
        private final double[] squares;

        /** For as many numbers as {@link #size} says. */
        Notes(int size) {
            this.answers = new double[size];
            this.gains = new double[size];
            this.mixtures = new double[size];
            this.weights = new double[size];
            this.sums = new double[size];
            this.contributions = new double[size];
            this.squares = new double[size];
        }

        int size() {
            return answers.length;
        }
    }

    private TreeShares(FlatTrees trees, QuestionOrder order) {
        int[] nodes = order.nodes();
        this.questions = nodes.length;
        this.upper = order.upper();
        this.roots = order.roots();
        this.yeses = order.yeses();
        this.noes = order.noes();
        this.leaves = order.leaves();
        this.features = IntStream.range(0, questions).map(order::feature).toArray();
        this.shares = IntStream.range(0, questions).mapToDouble(order::share).toArray();
        this.slots = IntStream.of(nodes).map(trees::slot).toArray();
        this.signs = IntStream.of(nodes)
                .mapToDouble(node -> trees.isMissingYes(node) ? 1 : -1)
                .toArray();
        this.answersBelow =
                DoubleStream.of(signs).map(sign -> Math.max(0, sign)).toArray();
        this.thresholds = IntStream.range(0, questions)
                .mapToDouble(question -> threshold(signs[question], trees.value(nodes[question])))
                .toArray();
        this.ofLevels = IntStream.range(0, questions)
                .filter(question -> trees.isOfLevels(nodes[question]))
                .toArray();
        this.nodesOfLevels =
                IntStream.of(ofLevels).map(question -> nodes[question]).toArray();
        this.valuesOfNo = IntStream.range(0, questions)
                .mapToDouble(question -> question < upper ? 0 : trees.value(trees.no(nodes[question])))
                .toArray();
        this.differences = IntStream.range(0, questions)
                .mapToDouble(question -> question < upper ? 1 : trees.value(nodes[question] + 1) - valuesOfNo[question])
                .toArray();
        this.repeated = IntStream.range(0, questions)
                .filter(question -> order.before(question) >= 0)
                .toArray();
        this.befores = IntStream.of(repeated).map(order::before).toArray();
        this.sides = IntStream.of(repeated).map(order::sideBefore).toArray();
        this.sharesBefore =
                IntStream.of(repeated).mapToDouble(order::shareBefore).toArray();
        this.sharesOfBoth = IntStream.range(0, repeated.length)
                .mapToDouble(i -> sharesBefore[i] * shares[repeated[i]])
                .toArray();
        this.quadrature = Quadrature.ofDegree(Math.max(0, order.mostFeatures() - 1));
        this.points = quadrature.count();
        this.corrections = IntStream.range(0, repeated.length * points)
                .mapToDouble(i -> correction(quadrature.point(i / repeated.length), sharesBefore[i % repeated.length]))
                .toArray();
    }

    private static double threshold(double sign, double value) {
        return sign > 0 ? value : Math.nextDown(-value);
    }

    private static double correction(double t, double shareBefore) {
        return 1 / (t + (1 - t) * shareBefore);
    }

    /** All trees, in groups small enough for a processor's nearest memory. */
    static TreeShares[] of(FlatTrees trees) {
        List<TreeShares> groups = new ArrayList<>();
        int from = 0;
        for (int tree = 0; tree < trees.trees(); tree++) {
            boolean isLast = tree == trees.trees() - 1;
            int nodes = trees.end(isLast ? tree : tree + 1) - trees.root(from);
            if (isLast || nodes > 2 * QUESTIONS_AT_ONCE) {
                groups.add(new TreeShares(trees, new QuestionOrder(trees, from, tree + 1)));
                from = tree + 1;
            }
        }
        return groups.toArray(TreeShares[]::new);
    }

    /** How many numbers of a kind it notes. */
    int size() {
        return questions + leaves.length;
    }

    /** Adds the Shapley values of an encoded row. */
    void add(FlatTrees trees, double[] row, Notes notes, double[] into) {
        ask(trees, row, notes);
        System.arraycopy(leaves, 0, notes.sums, questions, leaves.length);
        Arrays.fill(notes.contributions, 0, questions, 0);
        Arrays.fill(notes.squares, 0, questions, 1);
        for (int point = 0; point < points; point++) {
            mix(point, notes);
            weigh(quadrature.weight(point), notes);
            sumLower(notes);
            sumUpper(notes);
        }
        for (int question = 0; question < questions; question++) {
            notes.gains[question] *= differences[question];
        }
        for (int i = 0; i < repeated.length; i++) {
            notes.contributions[repeated[i]] *= sharesBefore[i];
        }
        for (int question = 0; question < questions; question++) {
            into[features[question]] += notes.gains[question] * notes.contributions[question];
        }
    }

    /** What the row answers, and o − z; where the row left before, the share of yes stands for the answer. */
    private void ask(FlatTrees trees, double[] row, Notes notes) {
        double[] answers = notes.answers;
        for (int question = 0; question < questions; question++) {
            double sign = signs[question];
            int isAbove = sign * row[slots[question]] > thresholds[question] ? 1 : 0;
            answers[question] = answersBelow[question] - sign * isAbove;
        }
        for (int i = 0; i < ofLevels.length; i++) {
            answers[ofLevels[i]] = trees.isYes(nodesOfLevels[i], row[slots[ofLevels[i]]]) ? 1 : 0;
        }
        for (int i = 0; i < repeated.length; i++) {
            int question = repeated[i];
            answers[question] = answers[befores[i]] == sides[i] ? answers[question] : shares[question];
        }
        for (int question = 0; question < questions; question++) {
            notes.gains[question] = answers[question] - shares[question];
        }
    }

    private void mix(int point, Notes notes) {
        double t = quadrature.point(point);
        double[] mixtures = notes.mixtures;
        double[] gains = notes.gains;
        double[] answers = notes.answers;
        double[] squares = notes.squares;
        int first = point * repeated.length;
        for (int question = 0; question < shares.length; question++) {
            mixtures[question] = shares[question] + t * gains[question];
        }
        for (int i = 0; i < repeated.length; i++) {
            int question = repeated[i];
            double correction = corrections[first + i];
            mixtures[question] = (sharesOfBoth[i] + t * (answers[question] - sharesOfBoth[i])) * correction;
            squares[question] = correction * correction;
        }
    }

    private void weigh(double weight, Notes notes) {
        double[] weights = notes.weights;
        double[] mixtures = notes.mixtures;
        for (int root : roots) {
            weights[root] = weight;
        }
        for (int question = 0; question < upper; question++) {
            double all = weights[question];
            double ofYes = all * mixtures[question];
            weights[yeses[question]] = ofYes;
            weights[noes[question]] = all - ofYes;
        }
    }

    private void sumLower(Notes notes) {
        double[] sums = notes.sums;
        double[] mixtures = notes.mixtures;
        double[] weights = notes.weights;
        double[] squares = notes.squares;
        double[] contributions = notes.contributions;
        for (int question = upper; question < shares.length; question++) {
            sums[question] = valuesOfNo[question] + mixtures[question] * differences[question];
        }
        for (int question = upper; question < shares.length; question++) {
            contributions[question] += weights[question] * squares[question];
        }
    }

    private void sumUpper(Notes notes) {
        double[] sums = notes.sums;
        double[] mixtures = notes.mixtures;
        double[] weights = notes.weights;
        double[] squares = notes.squares;
        double[] contributions = notes.contributions;
        for (int question = upper - 1; question >= 0; question--) {
            double no = sums[noes[question]];
            double difference = sums[yeses[question]] - no;
            sums[question] = no + mixtures[question] * difference;
            contributions[question] += weights[question] * squares[question] * difference;
        }
    }
}
