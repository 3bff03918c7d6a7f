package io.headrace.stats.value;

import io.headrace.stats.Interval;
import io.headrace.stats.StandardNormal;
import io.headrace.stats.estimate.ScoreBins;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The interval of a regret in the long run, for a best threshold that was found on the rows themselves.
 *
 * <p>With D(t) what threshold t earns more than the rule, the regret is the greatest of D(t) in the long run. It is at least {@code max(D̂(t) − c·e(t))} for a c that bounds
 * the errors of all thresholds at once, found by drawing normal errors for the rows of each bin ({@value #DRAWS} draws of a fixed seed), and at most {@code max(D̂(t) + z·e(t))}, as the best
 * threshold of the long run is one of them. The square of a gain is evened out over {@value #ROWS_ABOUT_BIN} rows about each bin. So it holds the truth at least as often as its confidence says, also where the regret is 0.
 */
final class RegretInterval {
    private static final int DRAWS = 400;

    /** Rows about a bin over which squares of gains are evened out: of a few rows in sequence the rarer outcome may be missing. */
    private static final long ROWS_ABOUT_BIN = 100;

    private static final long SEED = 42;

    private final long rows;
    private final int[] bins;
    private final double[] shares;
    private final double[] gains;
    private final double[] squares;

    /**
     * Of cells of rows.
     *
     * @param rows of each cell
     * @param bins of each cell
     * @param shares that the rule acts on
     * @param gains of acting on all rows of each
     * @param squares of the rows' gains, summed
     */
    RegretInterval(long[] rows, int[] bins, double[] shares, double[] gains, double[] squares) {
        this.rows = Arrays.stream(rows).sum();
        this.bins = bins;
        this.shares = shares;
        this.gains = gains;
        this.squares = evenedOut(rows, bins, squares);
    }

    private static double[] evenedOut(long[] rows, int[] bins, double[] squares) {
        double[] rowsBefore = new double[ScoreBins.COUNT + 1];
        double[] squaresBefore = new double[ScoreBins.COUNT + 1];
        for (int cell = 0; cell < bins.length; cell++) {
            rowsBefore[bins[cell] + 1] += rows[cell];
            squaresBefore[bins[cell] + 1] += squares[cell];
        }
        Arrays.parallelPrefix(rowsBefore, Double::sum);
        Arrays.parallelPrefix(squaresBefore, Double::sum);
        double[] even = new double[bins.length];
        for (int cell = 0; cell < bins.length; cell++) {
            int from = bins[cell];
            int to = bins[cell] + 1;
            while (rowsBefore[to] - rowsBefore[from] < ROWS_ABOUT_BIN && (from > 0 || to < ScoreBins.COUNT)) {
                from = Math.max(0, from - 1);
                to = Math.min(ScoreBins.COUNT, to + 1);
            }
            even[cell] = rows[cell] * (squaresBefore[to] - squaresBefore[from]) / (rowsBefore[to] - rowsBefore[from]);
        }
        return even;
    }

    /** The interval; empty for a single row. */
    Optional<Interval> of(double confidence) {
        if (rows < 2) {
            return Optional.empty();
        }
        double[] differences = overThresholds(gains);
        double[] errors = errors(differences);
        double all = allAtOnce(errors, (1 + confidence) / 2);
        double one = StandardNormal.twoSidedCritical(confidence);
        double lower = 0;
        double upper = 0;
        for (int edge = 0; edge <= ScoreBins.COUNT; edge++) {
            lower = Math.max(lower, differences[edge] - all * errors[edge]);
            upper = Math.max(upper, differences[edge] + one * errors[edge]);
        }
        return Optional.of(new Interval(lower, Math.max(lower, upper), confidence));
    }

    /** For each edge the sum over cells of what acting above it takes in and the rule does not, less what it leaves out and the rule takes in. */
    private double[] overThresholds(double[] ofCells) {
        double[] byBin = new double[ScoreBins.COUNT];
        double ofRule = 0;
        for (int cell = 0; cell < bins.length; cell++) {
            byBin[bins[cell]] += ofCells[cell];
            ofRule += shares[cell] * ofCells[cell];
        }
        double[] sums = new double[ScoreBins.COUNT + 1];
        sums[ScoreBins.COUNT] = -ofRule;
        for (int bin = ScoreBins.COUNT - 1; bin >= 0; bin--) {
            sums[bin] = sums[bin + 1] + byBin[bin];
        }
        return sums;
    }

    /** Standard errors of the differences: only rows that threshold and rule treat otherwise have a part in them. */
    private double[] errors(double[] differences) {
        double[] sumsOfSquares = new double[ScoreBins.COUNT + 1];
        double[] stepDown = new double[ScoreBins.COUNT];
        for (int cell = 0; cell < bins.length; cell++) {
            sumsOfSquares[ScoreBins.COUNT] += shares[cell] * squares[cell];
            stepDown[bins[cell]] += (1 - 2 * shares[cell]) * squares[cell];
        }
        for (int bin = ScoreBins.COUNT - 1; bin >= 0; bin--) {
            sumsOfSquares[bin] = sumsOfSquares[bin + 1] + stepDown[bin];
        }
        double[] errors = new double[ScoreBins.COUNT + 1];
        Arrays.setAll(
                errors,
                edge -> Worth.sampleError(rows, differences[edge], Math.max(0, sumsOfSquares[edge]))
                        .orElseThrow());
        return errors;
    }

    /** The quantile of the greatest of all thresholds' errors, each in its standard error. */
    private double allAtOnce(double[] errors, double share) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] greatest = new double[DRAWS];
        double[] drawn = new double[bins.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int cell = 0; cell < bins.length; cell++) {
                drawn[cell] = random.nextGaussian() * Math.sqrt(squares[cell]);
            }
            double[] sums = overThresholds(drawn);
            for (int edge = 0; edge <= ScoreBins.COUNT; edge++) {
                if (errors[edge] > 0) {
                    greatest[draw] = Math.max(greatest[draw], sums[edge] / errors[edge]);
                }
            }
        }
        Arrays.sort(greatest);
        return greatest[(int) Math.min(DRAWS - 1, Math.ceil(share * DRAWS))];
    }
}
