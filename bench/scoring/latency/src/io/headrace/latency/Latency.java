package io.headrace.latency;

import io.headrace.model.CompiledModel;
import io.headrace.model.Contribution;
import io.headrace.model.Encoding;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.Levels;
import io.headrace.model.LinearModel;
import io.headrace.model.Output;
import io.headrace.model.ReasonOrder;
import io.headrace.model.Scorer;
import io.headrace.model.TreeModel;
import io.headrace.model.TreeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One row of 16 numbers and 4 texts of 28 levels, by models of random trees; a new row each time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Latency {
    private static final int NUMBERS = 16;
    private static final int TEXTS = 4;
    private static final int LEVELS = 28;
    private static final int ROWS = 4096;

    @Param({"linear", "trees 20 x 5", "trees 100 x 6", "trees 100 x 10"})
    public String model;

    private final Random random = new Random(1);
    private final Object[][] rows = new Object[ROWS][];
    private Scorer scorer;
    private int next;

    @Setup
    public void prepare() {
        List<Encoding> encodings = new ArrayList<>();
        IntStream.range(0, NUMBERS).forEach(i -> encodings.add(new Encoding.Numeric("n" + i, 0.5, false)));
        List<String> levels = IntStream.range(0, LEVELS).mapToObj(i -> "level " + i).toList();
        boolean isLinear = model.equals("linear");
        for (int i = 0; i < TEXTS; i++) {
            encodings.add(
                    isLinear
                            ? new Encoding.Categorical("t" + i, Levels.of(levels))
                            : new Encoding.Index("t" + i, Levels.of(levels)));
        }
        FeatureEncoder encoder = FeatureEncoder.of(encodings);
        scorer = (isLinear ? linear(encoder) : trees(encoder)).scorer();
        for (int row = 0; row < ROWS; row++) {
            rows[row] = IntStream.range(0, NUMBERS + TEXTS)
                    .mapToObj(i -> i < NUMBERS ? (Object) random.nextDouble() : levels.get(random.nextInt(LEVELS)))
                    .toArray();
        }
    }

    private CompiledModel linear(FeatureEncoder encoder) {
        double[] coefficients = random.doubles(encoder.width(), -1, 1).toArray();
        return LinearModel.of(encoder, Output.LOG_ODDS, 0, coefficients, new double[encoder.width()]);
    }

    private CompiledModel trees(FeatureEncoder encoder) {
        String[] words = model.split(" ");
        int depth = Integer.parseInt(words[3]);
        List<TreeNode> trees = IntStream.range(0, Integer.parseInt(words[1]))
                .mapToObj(tree -> node(depth))
                .toList();
        return TreeModel.of(encoder, Output.LOG_ODDS, 0, trees);
    }

    private TreeNode node(int depth) {
        if (depth == 0) {
            return new TreeNode.Leaf(random.nextDouble() - 0.5, 1 + random.nextInt(50));
        }
        int slot = random.nextInt(NUMBERS + TEXTS);
        TreeNode yes = node(depth - 1);
        TreeNode no = node(depth - 1);
        if (slot < NUMBERS) {
            return new TreeNode.AtMost(slot, random.nextInt(31) / 31.0, yes, no);
        }
        List<Integer> some = IntStream.range(0, LEVELS)
                .filter(level -> level == 0 || random.nextBoolean())
                .boxed()
                .toList();
        return new TreeNode.OneOf(slot, some, yes, no);
    }

    private Object[] row() {
        next = (next + 1) % ROWS;
        return rows[next];
    }

    @Benchmark
    public double score() {
        return scorer.score(row());
    }

    @Benchmark
    public List<Contribution> explain() {
        return scorer.explain(row()).topReasons(3, ReasonOrder.RAISING);
    }
}
