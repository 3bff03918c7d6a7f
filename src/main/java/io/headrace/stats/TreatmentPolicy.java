package io.headrace.stats;

import java.util.Arrays;

/** Who is to be treated: a chance of treatment for each row. Immutable. */
public final class TreatmentPolicy {
    private final double[] chances;

    private TreatmentPolicy(double[] chances) {
        this.chances = chances;
    }

    /** Treats nobody. */
    public static TreatmentPolicy nobody(int rows) {
        return constant(rows, 0);
    }

    /** Treats everybody. */
    public static TreatmentPolicy everybody(int rows) {
        return constant(rows, 1);
    }

    /**
     * Treats each row by chance.
     *
     * @param share the chance, 0 to 1
     */
    public static TreatmentPolicy random(int rows, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must lie between 0 and 1, found " + share);
        }
        return constant(rows, share);
    }

    /**
     * Treats the rows of the highest scores.
     *
     * <p>Where the last places fall among rows of one score, they go to these rows by chance, in equal parts, so the
     * order of the rows does not matter.
     *
     * @param scores one per row, not NaN
     * @param count rows to treat, 0 to the number of rows
     */
    public static TreatmentPolicy highest(double[] scores, int count) {
        if (count < 0 || count > scores.length) {
            throw new IllegalArgumentException(
                    "count must lie between 0 and the number of rows, " + scores.length + ", found " + count);
        }
        if (count == 0) {
            return nobody(scores.length);
        }
        double lowest = lowestOfHighest(scores, count);
        int above = 0;
        int tied = 0;
        for (double score : scores) {
            above += score > lowest ? 1 : 0;
            tied += score == lowest ? 1 : 0;
        }
        double chanceOfTied = (double) (count - above) / tied;
        double[] chances = new double[scores.length];
        Arrays.setAll(chances, row -> scores[row] > lowest ? 1 : scores[row] == lowest ? chanceOfTied : 0);
        return new TreatmentPolicy(chances);
    }

    /** Number of rows. */
    public int rows() {
        return chances.length;
    }

    /** The chance that the row, counted from 0, is treated; 0 to 1. */
    public double chance(int row) {
        return chances[row];
    }

    /** How many rows are treated on average, over the number of rows; 0 for no rows. */
    public double expectedShare() {
        return chances.length == 0 ? 0 : Arrays.stream(chances).sum() / chances.length;
    }

    private static TreatmentPolicy constant(int rows, double chance) {
        double[] chances = new double[rows];
        Arrays.fill(chances, chance);
        return new TreatmentPolicy(chances);
    }

    private static double lowestOfHighest(double[] scores, int count) {
        double[] ascending = new double[scores.length];
        for (int row = 0; row < scores.length; row++) {
            if (Double.isNaN(scores[row])) {
                throw new IllegalArgumentException("scores[" + row + "] must be a number, found NaN");
            }
            ascending[row] = scores[row] + 0.0;
        }
        Arrays.sort(ascending);
        return ascending[ascending.length - count];
    }
}
