package io.headrace.stats.value;

import io.headrace.stats.estimate.BinRates;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreBins;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the rows of each score bin and decision are worth if acted on and if spared: any decision rule is evaluated from it.
 *
 * <p>Each cell has, of what a row is worth acted on (a) and spared (b), Σa, Σb, Σa², Σb², Σ(a − b)² and Σmax(a − b, 0). From a {@link CostMatrix} they
 * follow from the counts of rows, so a changed matrix needs no rescan; values of each row come as {@link ValueSums}.
 *
 * <ul>
 *   <li>{@link #realised}: rows whose outcomes are known. Values and their errors are exact, those of decisions and of each
 *       threshold on an edge of a bin.
 *   <li>{@link #expected}: rows whose outcomes are not known yet. Of a row with probability p, p positive and 1 − p negative rows are
 *       expected: confidence-based estimation (CBPE) of a value. It takes the probabilities as calibrated on these rows.
 *   <li>{@link #calibrated}: the same with the rate that a labelled reference had at each score.
 * </ul>
 *
 * <p>An expected value cannot see that the same scores now lead to other outcomes. A realised one is what the outcomes were worth that
 * came; if an action changes outcomes, what a row would have been worth otherwise is not in them, and only rows chosen by chance tell.
 */
public final class ValueBins {
    private static final int CELLS = 2 * ScoreBins.COUNT;

    /** Rows about the lowest one acted on, of which its gain is taken. */
    private static final double ROWS_ABOUT_CUT = 50;

    private static final double ROUNDING = 1e-12;

    private final String currency;
    private final long[] rows;
    private final Map<ValuePart, double[]> sums;
    private final boolean known;
    private final Optional<Reference> reference;
    private final int[] used;

    /** The rates that values were expected by, and the matrix. */
    private record Reference(BinRates rates, CostMatrix matrix) {}

    ValueBins(String currency, long[] rows, Map<ValuePart, double[]> sums, boolean known) {
        this(currency, rows, sums, known, Optional.empty());
    }

    private ValueBins(
            String currency, long[] rows, Map<ValuePart, double[]> sums, boolean known, Optional<Reference> reference) {
        this.currency = currency;
        this.rows = rows;
        this.sums = sums;
        this.known = known;
        this.reference = reference;
        this.used = IntStream.range(0, CELLS).filter(cell -> rows[cell] > 0).toArray();
        if (used.length == 0) {
            throw new IllegalArgumentException("a value needs at least 1 row with a score, found 0");
        }
    }

    /** Rows whose outcomes are known. */
    public static ValueBins realised(LabelledCounts counts, CostMatrix matrix) {
        Cells cells = new Cells(matrix);
        for (Side decision : Side.values()) {
            for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
                long positives = counts.positives().rows(bin, decision);
                long negatives = counts.negatives().rows(bin, decision);
                cells.add(cell(bin, decision), positives + negatives, (double) positives, 0);
            }
        }
        return new ValueBins(matrix.currency(), cells.rows, cells.sums, true);
    }

    /** Rows whose outcomes are not known yet, by their calibrated probabilities. */
    public static ValueBins expected(ScoreCounts counts, CostMatrix matrix) {
        Cells cells = new Cells(matrix);
        for (Side decision : Side.values()) {
            for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
                double positives = counts.sumUnits(bin, decision) * ScoreCounts.UNIT;
                double spread = counts.spreadUnits(bin, decision) * ScoreCounts.UNIT;
                cells.add(cell(bin, decision), counts.rows(bin, decision), positives, spread);
            }
        }
        return new ValueBins(matrix.currency(), cells.rows, cells.sums, false);
    }

    /**
     * Rows whose outcomes are not known yet, by the rate that a reference had at each score.
     *
     * @param reference labelled rows on which the model was not trained, one at least; their doubt is in the errors
     */
    public static ValueBins calibrated(ScoreCounts counts, LabelledCounts reference, CostMatrix matrix) {
        BinRates rates = BinRates.of(reference);
        Cells cells = new Cells(matrix);
        for (Side decision : Side.values()) {
            for (int bin = 0; bin < ScoreBins.COUNT; bin++) {
                long rows = counts.rows(bin, decision);
                double rate = rates.rate(bin);
                cells.add(cell(bin, decision), rows, rows * rate, rows * rate * (1 - rate));
            }
        }
        return new ValueBins(
                matrix.currency(), cells.rows, cells.sums, false, Optional.of(new Reference(rates, matrix)));
    }

    static int cell(int bin, Side decision) {
        return decision == Side.POSITIVE ? ScoreBins.COUNT + bin : bin;
    }

    /** The sums of each cell, from its positive and negative rows. */
    private static final class Cells {
        private final CostMatrix matrix;
        private final long[] rows = new long[CELLS];
        private final Map<ValuePart, double[]> sums = new EnumMap<>(ValuePart.class);

        Cells(CostMatrix matrix) {
            this.matrix = matrix;
            for (ValuePart part : ValuePart.values()) {
                sums.put(part, new double[CELLS]);
            }
        }

        void add(int cell, long all, double positives, double labelVariance) {
            rows[cell] = all;
            double negatives = Math.max(0, all - positives);
            sums.forEach((part, ofCells) -> ofCells[cell] = part.ofOutcomes(
                    matrix.hit(),
                    matrix.falseAlarm(),
                    matrix.miss(),
                    matrix.rest(),
                    positives,
                    negatives,
                    labelVariance));
        }
    }

    /** Rows that are decided on. */
    public long rows() {
        return Arrays.stream(rows).sum();
    }

    /** Rows that a rule acts on; a fraction where a bin is cut. */
    public double acted(DecisionRule rule) {
        double acted = 0;
        for (int cell : used) {
            acted += rows[cell] * share(rule, cell);
        }
        return acted;
    }

    /** What the rows are worth under a rule. */
    public Worth worth(DecisionRule rule) {
        return worth(rule, 0);
    }

    /**
     * What acting on the rows of the highest scores is worth.
     *
     * <p>Rows of one bin are ties: where the last places fall within a bin, its rows share them, so the order of rows does not matter. The
     * error is for a fixed share of as many rows drawn again, among which the lowest score acted on would be another.
     *
     * @param capacity rows to act on, 0 to all
     */
    public Worth worthAtCapacity(long capacity) {
        DecisionRule rule = ofHighest(capacity);
        return worth(rule, capacity == 0 || capacity == rows() ? 0 : gainAbout(capacity));
    }

    /**
     * Acts on so many rows of the highest scores; those of the last bin share the places that are left.
     *
     * @param capacity 0 to all rows
     */
    public DecisionRule ofHighest(long capacity) {
        if (capacity < 0 || capacity > rows()) {
            throw new IllegalArgumentException(
                    "capacity must lie between 0 and the rows, " + rows() + ", found " + capacity);
        }
        if (capacity == 0) {
            return DecisionRule.NONE;
        }
        long left = capacity;
        for (int bin = ScoreBins.COUNT - 1; bin >= 0; bin--) {
            long here = rowsOf(bin);
            if (here > 0 && left <= here) {
                return DecisionRule.ofHighest(bin, (double) left / here);
            }
            left -= here;
        }
        return DecisionRule.ALL;
    }

    private long rowsOf(int bin) {
        return rows[cell(bin, Side.NEGATIVE)] + rows[cell(bin, Side.POSITIVE)];
    }

    /** The mean of what acting gains on rows about the lowest one acted on. */
    private double gainAbout(long capacity) {
        double from = Math.max(0, capacity - ROWS_ABOUT_CUT / 2);
        double to = Math.min((double) rows(), from + ROWS_ABOUT_CUT);
        double start = 0;
        double gain = 0;
        for (int bin = ScoreBins.COUNT - 1; bin >= 0 && start < to; bin--) {
            long here = rowsOf(bin);
            double shared = Math.min(start + here, to) - Math.max(start, from);
            if (shared > 0) {
                gain += gainOf(bin) * shared / here;
            }
            start += here;
        }
        return gain / (to - from);
    }

    private double gainOf(int bin) {
        double gain = 0;
        for (Side decision : Side.values()) {
            int cell = cell(bin, decision);
            gain += sum(ValuePart.ACTED, cell) - sum(ValuePart.SPARED, cell);
        }
        return gain;
    }

    /** Each row acted on is taken to be worth so much less in the error, as another one loses its place. */
    private Worth worth(DecisionRule rule, double place) {
        Totals totals = new Totals();
        for (int cell : used) {
            double share = share(rule, cell);
            double acted = sum(ValuePart.ACTED, cell);
            double spared = sum(ValuePart.SPARED, cell);
            totals.value += share * acted + (1 - share) * spared;
            totals.influence += share * (acted - place * rows[cell]) + (1 - share) * spared;
            totals.squares +=
                    share * (sum(ValuePart.ACTED_SQUARED, cell) - 2 * place * acted + place * place * rows[cell])
                            + (1 - share) * sum(ValuePart.SPARED_SQUARED, cell);
            totals.labels += share * sum(ValuePart.ACTED_LABEL, cell) + (1 - share) * sum(ValuePart.SPARED_LABEL, cell);
            totals.cut(cell, share, 0);
            totals.weigh(
                    cell,
                    matrix -> share * (matrix.hit() - matrix.falseAlarm())
                            + (1 - share) * (matrix.miss() - matrix.rest()));
        }
        return totals.worth();
    }

    /**
     * What one rule is worth more than another on the same rows: rows that both treat alike cancel.
     *
     * <p>Where both act on a part of a cell, the smaller part is taken to be within the greater.
     */
    public Worth difference(DecisionRule rule, DecisionRule other) {
        Totals totals = new Totals();
        for (int cell : used) {
            double more = share(rule, cell) - share(other, cell);
            double gain = sum(ValuePart.ACTED, cell) - sum(ValuePart.SPARED, cell);
            totals.value += more * gain;
            totals.influence += more * gain;
            totals.squares += Math.abs(more) * sum(ValuePart.GAIN_SQUARED, cell);
            totals.labels += Math.abs(more) * sum(ValuePart.GAIN_LABEL, cell);
            totals.cut(cell, share(rule, cell), share(other, cell));
            totals.weigh(cell, matrix -> more * (matrix.gainOnPositive() - matrix.gainOnNegative()));
        }
        return totals.worth();
    }

    /**
     * The edge above which acting on rows is worth most, as is known in hindsight; 1 is acting on none, 0 on all.
     *
     * <p>Of equal edges that one counts that acts on the fewest rows, and of those the highest.
     */
    public double bestThreshold() {
        double total = 0;
        double most = 0;
        double scale = 0;
        int best = ScoreBins.COUNT;
        for (int bin = ScoreBins.COUNT - 1; bin >= 0; bin--) {
            double gain = gainOf(bin);
            total += gain;
            scale += Math.abs(gain);
            // A hair above what rounding alone can bring.
            if (total > most + ROUNDING * scale) {
                most = total;
                best = bin;
            }
        }
        return ScoreBins.edge(best);
    }

    /**
     * What the rule earned less than the {@link #bestThreshold} would have.
     *
     * <p>That threshold was chosen on these rows, so the regret is too great on average, and is above 0 also for a rule that is the best in
     * the long run. The interval is of the long run and allows for it; see {@link RegretInterval}.
     *
     * @param confidence of the interval, strictly between 0 and 1
     */
    public Regret regret(DecisionRule rule, double confidence) {
        DecisionRule best = DecisionRule.above(bestThreshold());
        double[] shares =
                IntStream.of(used).mapToDouble(cell -> share(rule, cell)).toArray();
        RegretInterval interval = new RegretInterval(
                IntStream.of(used).mapToLong(cell -> rows[cell]).toArray(),
                IntStream.of(used).map(cell -> cell % ScoreBins.COUNT).toArray(),
                shares,
                IntStream.of(used)
                        .mapToDouble(cell -> sum(ValuePart.ACTED, cell) - sum(ValuePart.SPARED, cell))
                        .toArray(),
                IntStream.of(used)
                        .mapToDouble(cell -> sum(ValuePart.GAIN_SQUARED, cell))
                        .toArray());
        return new Regret(bestThreshold(), worth(best), difference(best, rule), interval.of(confidence));
    }

    private double share(DecisionRule rule, int cell) {
        double share = rule.share(cell % ScoreBins.COUNT, cell < ScoreBins.COUNT ? Side.NEGATIVE : Side.POSITIVE);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "a rule acts on a share of 0 to 1, found " + share + " in bin " + cell % ScoreBins.COUNT);
        }
        return share;
    }

    private double sum(ValuePart part, int cell) {
        return sums.get(part)[cell];
    }

    /** What is added up over cells. */
    private final class Totals {
        private double value;
        private double influence;
        private double squares;
        private double labels;
        private double below;
        private double above;
        private final double[] weights = new double[ScoreBins.COUNT];

        /** How far the value may lie from that of rows chosen by score within the bin. */
        void cut(int cell, double share, double other) {
            double gain = sum(ValuePart.ACTED, cell) - sum(ValuePart.SPARED, cell);
            double gains = sum(ValuePart.GAIN_OF_PAYING, cell);
            double losses = gain - gains;
            bound(share, gain, losses, gains, 1);
            bound(other, gain, losses, gains, -1);
        }

        private void bound(double share, double gain, double losses, double gains, int sign) {
            if (share > 0 && share < 1) {
                double least = losses - share * gain;
                double most = gains - share * gain;
                below += sign > 0 ? least : -most;
                above += sign > 0 ? most : -least;
            }
        }

        void weigh(int cell, ToDoubleFunction<CostMatrix> ofRate) {
            reference.ifPresent(
                    by -> weights[cell % ScoreBins.COUNT] += rows[cell] * ofRate.applyAsDouble(by.matrix()));
        }

        Worth worth() {
            long all = rows();
            double doubt = reference.map(by -> by.rates().variance(weights)).orElse(0.0);
            OptionalDouble sample = Worth.sampleError(all, influence, squares);
            return new Worth(
                    all,
                    value,
                    sample.isPresent() ? OptionalDouble.of(Math.hypot(sample.getAsDouble(), Math.sqrt(doubt))) : sample,
                    known ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(labels + doubt)),
                    value + below,
                    value + above,
                    currency);
        }
    }
}
