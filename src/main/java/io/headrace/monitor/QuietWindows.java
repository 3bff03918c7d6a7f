package io.headrace.monitor;

import io.headrace.policy.NullWindows;
import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnResampler;
import io.headrace.stats.drift.DriftJudge;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.ReferenceColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Windows without drift, drawn from the rows that a version learnt from.
 *
 * <p>The reference is a sample itself, of the same rows that windows are samples of: each world draws the truth from the reference anew, and its
 * windows from that. Counts say nothing of how columns hang together, so columns are drawn independently; where they move together there are
 * fewer false alerts than without.
 */
final class QuietWindows {
    private static final int DRAWS = 400_000;
    private static final int YEAR = 365;
    private static final int LEAST_WINDOWS = 50;
    private static final int LEAST_WORLDS = 8;
    private static final int MOST_WORLDS = 60;

    private final DriftRules rules;
    private final List<List<Column>> families;
    private final long rows;
    private final int parts;
    private final Size size;

    /**
     * How much is drawn.
     *
     * @param worlds truths, 1 or more
     * @param windows of each, 1 or more
     */
    record Size(int worlds, int windows) {
        /** As much as can be drawn in some seconds: up to a year of each of sixty worlds. */
        static Size of(int columns) {
            int worlds = Math.min(MOST_WORLDS, Math.max(LEAST_WORLDS, DRAWS / YEAR / columns));
            return new Size(worlds, Math.min(YEAR, Math.max(LEAST_WINDOWS, DRAWS / worlds / columns)));
        }
    }

    /**
     * A column of the reference.
     *
     * @param counts of its rows, at least one
     */
    record Column(String name, ColumnBins bins, ColumnCounts counts, OptionalDouble tolerance) {}

    /**
     * Windows of a job.
     *
     * @param families columns whose p values are adjusted together
     * @param rows of a window, 1 or more
     * @param parts how many publications a window has, each with its share of the rows, 1 or more
     */
    QuietWindows(DriftRules rules, List<List<Column>> families, long rows, int parts, Size size) {
        this.rules = rules.decidingOnly();
        this.families = List.copyOf(families);
        this.rows = rows;
        this.parts = parts;
        this.size = size;
    }

    /** Draws them; the same seed draws the same. */
    NullWindows draw(long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        List<SplittableRandom> worlds = IntStream.range(0, size.worlds())
                .mapToObj(world -> seeds.split())
                .toList();
        return NullWindows.inOrder(worlds.parallelStream().map(this::world).toList());
    }

    private double[][] world(SplittableRandom random) {
        List<List<ColumnResampler>> truth = families.stream()
                .map(family -> family.stream()
                        .map(column -> new ColumnResampler(new ColumnResampler(column.counts())
                                .draw(column.counts().rows(), random)))
                        .toList())
                .toList();
        List<List<ReferenceColumn>> reference = families.stream()
                .map(family -> family.stream()
                        .map(column -> new ReferenceColumn(
                                column.name(), column.bins(), column.counts(), 0, column.tolerance()))
                        .toList())
                .toList();
        double[][] windows = new double[size.windows()][];
        List<List<List<ColumnCounts>>> latest = new ArrayList<>();
        for (int publication = 0; publication < windows.length + parts - 1; publication++) {
            latest.add(truth.stream().map(family -> drawn(family, random)).toList());
            if (latest.size() > parts) {
                latest.remove(0);
            }
            if (latest.size() == parts) {
                windows[publication - parts + 1] = judged(reference, latest);
            }
        }
        return windows;
    }

    private List<ColumnCounts> drawn(List<ColumnResampler> family, SplittableRandom random) {
        return family.stream()
                .map(column -> column.draw(Math.max(1, rows / parts), random))
                .toList();
    }

    /** What the policy compares with its level, of each verdict that decides. */
    private double[] judged(List<List<ReferenceColumn>> reference, List<List<List<ColumnCounts>>> publications) {
        List<Double> numbers = new ArrayList<>();
        for (int family = 0; family < reference.size(); family++) {
            List<ColumnCounts> now = new ArrayList<>();
            for (int column = 0; column < reference.get(family).size(); column++) {
                int of = family;
                int at = column;
                now.add(publications.stream()
                        .map(publication -> publication.get(of).get(at))
                        .reduce(ColumnCounts::merge)
                        .orElseThrow());
            }
            new DriftJudge(rules)
                    .judge(reference.get(family), now).stream()
                            .filter(DriftVerdict::decides)
                            .forEach(verdict -> numbers.add(number(verdict)));
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The q value where the effect is not tolerated; 1 where it is, and where nothing can be said. */
    private static double number(DriftVerdict verdict) {
        boolean isTolerated = !(verdict.effect() - verdict.error() > verdict.tolerance());
        return isTolerated || verdict.verdict() == DriftVerdict.Answer.UNKNOWN || Double.isNaN(verdict.qValue())
                ? 1
                : verdict.qValue();
    }
}
