package io.headrace.stats.drift;

import java.io.Serializable;
import java.util.List;

/**
 * How the values of one column are counted, fixed when a model version is trained and kept with it.
 *
 * <p>Fine bins carry distribution functions; coarse bins, of which each is some of the fine ones, carry indices such as
 * PSI, whose noise grows with the number of bins. A repetition with the same bins gives the same counts.
 */
public sealed interface ColumnBins extends Serializable permits NumberBins, TextBins, PresenceBins {
    /** Number of fine bins, 1 or more. */
    int size();

    /** What lies in each fine bin, for people. */
    List<String> words();

    /** The coarse bin of each fine bin; coarse bins are numbered from 0 without a gap. */
    int[] decile();

    /** Number of coarse bins. */
    default int deciles() {
        int deciles = 0;
        for (int coarse : decile()) {
            deciles = Math.max(deciles, coarse + 1);
        }
        return deciles;
    }

    /** A mark that other bins do not have; counts carry it, so that counts by other bins do not merge. */
    long mark();

    /** The bins as JSON, on one line; equal bins give equal text. */
    String text();

    /**
     * Reads what {@link #text()} wrote, to the bit.
     *
     * @throws IllegalArgumentException where the text is anything else, if only by a space
     */
    static ColumnBins read(String text) {
        return BinsText.read(text);
    }
}
