package io.headrace.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The Shapley values of one tree by tables.
 *
 * <p>The tree is cut into blocks: subtrees of up to {@value #QUESTIONS} questions, each with the questions on the way to it. What the leaves of a
 * block contribute depends only on the answers to these, so for each combination of answers it is worked out once, and then only added. J.
 * Yang, "Fast TreeSHAP", 2021, keeps such a table for each leaf; blocks need a third of its additions, and less memory.
 */
final class TreeBlocks implements TreeReasons {
    private static final int QUESTIONS = 3;
    private static final int MOST_QUESTIONS = 20;

    /** Block by block: how many questions, how many features, where its table begins; then the questions, then the features. */
    private final int[] plan;

    private final double[] numbers;

    private TreeBlocks(List<Block> blocks, double[] numbers) {
        this.plan = blocks.stream().flatMapToInt(Block::plan).toArray();
        this.numbers = numbers;
    }

    /** A subtree, with the place of its table: for each combination of answers a number for each feature. */
    private static final class Block {
        private final int[] questions;
        private final int[] features;
        private final List<LeafPath> leaves;
        private int table;

        Block(List<Integer> questions, List<LeafPath> leaves) {
            this.questions = questions.stream().mapToInt(Integer::intValue).toArray();
            this.leaves = leaves;
            this.features = leaves.stream()
                    .flatMap(leaf -> leaf.features().stream())
                    .distinct()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        long size() {
            return (1L << questions.length) * features.length;
        }

        void fill(double[] numbers) {
            int[] places = new int[1 + IntStream.of(features).max().orElse(0)];
            for (int i = 0; i < features.length; i++) {
                places[features[i]] = i;
            }
            for (LeafPath leaf : leaves) {
                int[] bits = leaf.bits(questions);
                for (int answers = 0; answers < 1 << questions.length; answers++) {
                    int from = table + answers * features.length;
                    leaf.contribute(bits, answers, (feature, amount) -> numbers[from + places[feature]] += amount);
                }
            }
        }

        IntStream plan() {
            return Stream.of(new int[] {questions.length, features.length, table}, questions, features)
                    .flatMapToInt(IntStream::of);
        }
    }

    /**
     * The tables of a tree.
     *
     * @param most how many numbers they may hold
     * @return null where they would hold more
     */
    static TreeBlocks of(FlatTrees trees, int root, long most) {
        List<Block> blocks = new ArrayList<>();
        if (!cut(trees, root, root, LeafPath.AT_ROOT, blocks)) {
            return null;
        }
        long size = blocks.stream().mapToLong(Block::size).sum();
        if (size > most) {
            return null;
        }
        double[] numbers = new double[(int) size];
        int table = 0;
        for (Block block : blocks) {
            block.table = table;
            block.fill(numbers);
            table += (int) block.size();
        }
        return new TreeBlocks(blocks, numbers);
    }

    /** Cuts a subtree into blocks; says whether none has too many questions. */
    private static boolean cut(FlatTrees trees, int root, int node, LeafPath way, List<Block> into) {
        List<Integer> below = new ArrayList<>();
        collect(trees, node, below);
        if (below.size() > QUESTIONS) {
            return cut(trees, root, node + 1, way.with(trees, root, node, true), into)
                    && cut(trees, root, trees.no(node), way.with(trees, root, node, false), into);
        }
        List<Integer> questions = new ArrayList<>(way.questions());
        below.forEach(question -> questions.add(question - root));
        List<LeafPath> leaves = new ArrayList<>();
        leaves(trees, root, node, way, leaves);
        into.add(new Block(questions, leaves));
        return questions.size() <= MOST_QUESTIONS;
    }

    private static void collect(FlatTrees trees, int node, List<Integer> into) {
        if (into.size() <= QUESTIONS && !trees.isLeaf(node)) {
            into.add(node);
            collect(trees, node + 1, into);
            collect(trees, trees.no(node), into);
        }
    }

    private static void leaves(FlatTrees trees, int root, int node, LeafPath way, List<LeafPath> into) {
        if (trees.isLeaf(node)) {
            into.add(way.to(trees.value(node)));
        } else {
            leaves(trees, root, node + 1, way.with(trees, root, node, true), into);
            leaves(trees, root, trees.no(node), way.with(trees, root, node, false), into);
        }
    }

    /** How many numbers its tables hold. */
    int size() {
        return numbers.length;
    }

    @Override
    public int notes() {
        return 0;
    }

    @Override
    public void add(int[] answers, double[] notes, double[] into) {
        int place = 0;
        while (place < plan.length) {
            int questions = place + 3;
            int features = questions + plan[place];
            int end = features + plan[place + 1];
            int combination = 0;
            for (int i = features - 1; i >= questions; i--) {
                combination = combination << 1 | answers[plan[i]];
            }
            int from = plan[place + 2] + combination * (end - features);
            for (int i = features; i < end; i++) {
                into[plan[i]] += numbers[from++];
            }
            place = end;
        }
    }
}
