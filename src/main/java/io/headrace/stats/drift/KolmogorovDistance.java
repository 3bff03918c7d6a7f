package io.headrace.stats.drift;

import io.headrace.stats.StandardNormal;

/**
 * The Kolmogorov-Smirnov distance of two samples counted by the same bins, {@code D = sup|F − G|}.
 *
 * <p>At the edges both distribution functions are known, so the largest gap there is a lower bound of D. Within a bin each of
 * them can do no more than rise from one end to the other, and in a bin that holds one number they have nowhere to rise:
 * {@code distance <= D <= distance + error}. The error is at most the largest of the smaller share of a bin, about 1 % with a
 * hundred bins, and 0 where each number has a bin.
 *
 * @param distance the largest gap at an edge, 0 to 1
 * @param error what the gap within a bin can be more, 0 to 1
 * @param n rows of the reference with a value, 1 or more
 * @param m rows now with a value, 1 or more
 */
public record KolmogorovDistance(double distance, double error, long n, long m) {
    /** Pairs of rows up to which the p value is exact. */
    private static final long FEW_PAIRS = 10_000;

    /** Of rows by the bins; both have rows. */
    public static KolmogorovDistance of(NumberBins bins, long[] reference, long[] now) {
        boolean[] points = new boolean[bins.size()];
        for (int bin = 0; bin < points.length; bin++) {
            points[bin] = bins.holdsOneNumber(bin);
        }
        return of(points, reference, now);
    }

    /** The same, knowing of each bin whether it holds one number only. */
    static KolmogorovDistance of(boolean[] points, long[] reference, long[] now) {
        SharedBins.filled(reference, now);
        long total = SharedBins.total("the reference", reference);
        long totalNow = SharedBins.total("now", now);
        double n = total;
        double m = totalNow;
        double widest = 0;
        double most = 0;
        double f = 0;
        double g = 0;
        long below = 0;
        long belowNow = 0;
        for (int bin = 0; bin < now.length; bin++) {
            below += reference[bin];
            belowNow += now[bin];
            double fEnd = below / n;
            double gEnd = belowNow / m;
            widest = Math.max(widest, Math.abs(fEnd - gEnd));
            if (!points[bin]) {
                most = Math.max(most, Math.max(fEnd - g, gEnd - f));
            }
            f = fEnd;
            g = gEnd;
        }
        return new KolmogorovDistance(widest, Math.max(0, most - widest), total, totalNow);
    }

    /**
     * The chance of a distance this large or larger without drift: exact up to 10,000 pairs of rows, else Kolmogorov's limit with
     * Stephens' correction. Where numbers repeat it is too large rather than too small.
     */
    public double pValue() {
        return n <= FEW_PAIRS / m ? exact() : limit(distance, (double) n, (double) m);
    }

    private static double limit(double distance, double n, double m) {
        double root = Math.sqrt(n * m / (n + m));
        double x = (root + 0.12 + 0.11 / root) * distance;
        if (x < 0.2) {
            return 1;
        }
        double sum = 0;
        double sign = 1;
        for (int k = 1; k <= 100; k++) {
            double term = Math.exp(-2 * k * k * x * x);
            sum += sign * term;
            if (term < 1e-17) {
                break;
            }
            sign = -sign;
        }
        return Math.min(1, Math.max(0, 2 * sum));
    }

    /** Counts the orders in which the rows can come and whose gap stays smaller (Schröer and Trenkler, 1995). */
    private double exact() {
        double less = (Math.ceil(distance * n * m - 1e-7) - 0.5) / n / m;
        double[] share = new double[(int) m + 1];
        for (int j = 0; j <= m; j++) {
            share[j] = (double) j / m > less ? 0 : 1;
        }
        for (int i = 1; i <= n; i++) {
            double weight = (double) i / (i + m);
            share[0] = (double) i / n > less ? 0 : weight * share[0];
            for (int j = 1; j <= m; j++) {
                share[j] = Math.abs((double) i / n - (double) j / m) > less ? 0 : weight * share[j] + share[j - 1];
            }
        }
        return Math.min(1, Math.max(0, 1 - share[(int) m]));
    }

    /** The distance that stays below with this probability without drift: {@code √(−½ ln(α/2)) √(1/n + 1/m)}. */
    public static double quantile(double probability, long n, long m) {
        return Math.sqrt(-0.5 * Math.log((1 - probability) / 2)) * Math.sqrt(1.0 / n + 1.0 / m);
    }

    /**
     * The chance, at least, that a test of this level sees a true distance: the gap where it is widest is normal, with the
     * largest standard error it can have, {@code ½ √(1/n + 1/m)}.
     */
    public static double power(double distance, double level, long n, long m) {
        double room = distance - quantile(1 - level, n, m);
        return StandardNormal.cumulative(room / largestError(n, m));
    }

    /** The distance that a test of this level sees with this power. */
    public static double detectable(double level, double power, long n, long m) {
        return quantile(1 - level, n, m) + StandardNormal.quantile(power) * largestError(n, m);
    }

    private static double largestError(long n, long m) {
        return Math.sqrt(1.0 / n + 1.0 / m) / 2;
    }
}
