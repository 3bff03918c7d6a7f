package io.headrace.monitor;

import com.sun.management.OperatingSystemMXBean;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.DriftJudge;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.ReferenceColumn;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Columns of numbers judged from stored counts beside counting all their rows again. The rows lie in memory and are read again and again, so
 * that the counting pays neither for disks nor for decoding. Arguments: rows, columns.
 */
public final class RescanBench {
    private static final int BLOCK = 50_000;
    private static final int WARMING = 20;
    private static final int ROUNDS = 5;

    /** The machine tells processor time in hundredths of a second. */
    private static final int AT_ONCE = 20;

    private static final double NANOS = 1e9;

    private final double[][] block;
    private final List<NumberBins> bins;

    private RescanBench(int columns) {
        SplittableRandom dice = new SplittableRandom(1);
        this.block = new double[columns][BLOCK];
        for (double[] column : block) {
            Arrays.setAll(column, row -> dice.nextDouble() + dice.nextDouble() + dice.nextDouble());
        }
        this.bins = Arrays.stream(block)
                .map(column ->
                        NumberBins.ofSorted(Arrays.stream(column).sorted().toArray()))
                .toList();
    }

    /** Prints seconds of both ways. */
    public static void main(String[] arguments) {
        new RescanBench(Integer.parseInt(arguments[1])).run(Long.parseLong(arguments[0]));
    }

    private void run(long rows) {
        List<byte[]> reference = counted(1);
        counted(1);
        double start = cpu();
        List<byte[]> now = counted(rows / BLOCK);
        double rescan = cpu() - start;
        double[] judging = new double[ROUNDS];
        for (int round = -WARMING; round < ROUNDS; round++) {
            double from = cpu();
            for (int i = 0; i < AT_ONCE; i++) {
                judge(reference, now);
            }
            if (round >= 0) {
                judging[round] = (cpu() - from) / AT_ONCE;
            }
        }
        Arrays.sort(judging);
        System.out.printf(
                Locale.ROOT,
                "%d columns, %d rows: counted again %.1f s of processors (%.1f ns a value), judged from %d kB of counts in %.4f s (%.4f to %.4f),"
                        + " %.0f times as fast%n",
                block.length,
                rows / BLOCK * BLOCK,
                rescan,
                rescan * NANOS / block.length / (rows / BLOCK * BLOCK),
                now.stream().mapToInt(bytes -> bytes.length).sum() / 1000,
                judging[ROUNDS / 2],
                judging[0],
                judging[ROUNDS - 1],
                (rescan + judging[ROUNDS / 2]) / judging[ROUNDS / 2]);
    }

    /** Row by row, as they come out of a file. */
    private List<byte[]> counted(long times) {
        ColumnCounter[] counters = bins.stream().map(ColumnCounter::new).toArray(ColumnCounter[]::new);
        for (long time = 0; time < times; time++) {
            for (int row = 0; row < BLOCK; row++) {
                for (int column = 0; column < counters.length; column++) {
                    counters[column].add(block[column][row]);
                }
            }
        }
        return Arrays.stream(counters).map(counter -> counter.counts().bytes()).toList();
    }

    private List<DriftVerdict> judge(List<byte[]> reference, List<byte[]> now) {
        List<ReferenceColumn> columns = IntStream.range(0, block.length)
                .mapToObj(column -> new ReferenceColumn(
                        "c" + column, bins.get(column), ColumnCounts.read(reference.get(column)), 1))
                .toList();
        return new DriftJudge(DriftRules.STANDARD)
                .judge(columns, now.stream().map(ColumnCounts::read).toList());
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / NANOS;
    }
}
