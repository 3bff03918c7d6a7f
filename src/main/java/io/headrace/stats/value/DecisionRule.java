package io.headrace.stats.value;

import io.headrace.stats.estimate.ScoreBins;
import io.headrace.stats.estimate.Side;

/** Whom to act on, by score bin and by what was decided: a share of the rows of each such cell. */
@FunctionalInterface
public interface DecisionRule {
    /** As was decided. */
    DecisionRule AS_DECIDED = (bin, decided) -> decided == Side.POSITIVE ? 1 : 0;

    /** On no row. */
    DecisionRule NONE = (bin, decided) -> 0;

    /** On all rows. */
    DecisionRule ALL = (bin, decided) -> 1;

    /**
     * The share of a cell's rows that are acted on, 0 to 1.
     *
     * @param bin of the score, 0 for the lowest
     * @param decided what was decided for these rows
     */
    double share(int bin, Side decided);

    /**
     * On rows whose score is above the threshold.
     *
     * <p>Exact where the threshold is an edge of a bin, a multiple of 1/1,000. Elsewhere it cuts a bin, whose rows are taken to lie
     * evenly; what that may cost is in {@link Worth#least} and {@link Worth#most}. 0 acts on all rows, those of score 0 too.
     *
     * @param threshold 0 to 1
     */
    static DecisionRule above(double threshold) {
        if (threshold == 0) {
            return ALL;
        }
        int cut = ScoreBins.of(threshold);
        double upper = ScoreBins.edge(cut + 1);
        return ofHighest(cut, (upper - threshold) / (upper - ScoreBins.edge(cut)));
    }

    /**
     * On all rows above a bin and on a share of those in it.
     *
     * @param bin the lowest bin with rows acted on
     * @param shareOfBin 0 to 1
     */
    static DecisionRule ofHighest(int bin, double shareOfBin) {
        return (other, decided) -> other > bin ? 1 : other == bin ? shareOfBin : 0;
    }
}
