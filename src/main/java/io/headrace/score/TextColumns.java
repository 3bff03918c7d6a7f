package io.headrace.score;

import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the texts of one feature become in a model's slots, remembered by their bytes: a text of up to eight is one number. For one thread.
 *
 * <p>An open-addressed table, at most half full: a map of Spark's texts compares byte by byte, which took a third of the time of scoring.
 */
final class TextColumns {
    private static final int MOST = 4096;
    private static final int PLACES = 2 * MOST;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final int width;
    private final UTF8String[] texts = new UTF8String[PLACES];
    private final long[] prefixes = new long[PLACES];
    private final double[][] slots = new double[PLACES][];
    private int count;

    /** @param width how many slots the feature has */
    TextColumns(int width) {
        this.width = width;
    }

    /** Copies what a text becomes into the slots from the first on; says whether it is known. */
    boolean copy(UTF8String text, double[] into, int first) {
        int place = place(text);
        double[] known = slots[place];
        if (known == null) {
            return false;
        }
        if (width == 1) {
            into[first] = known[0];
        } else {
            System.arraycopy(known, 0, into, first, width);
        }
        return true;
    }

    /** Remembers what a text became, unless there are very many. */
    void remember(UTF8String text, double[] written, int first) {
        if (count < MOST) {
            int place = place(text);
            texts[place] = text.clone();
            prefixes[place] = text.getPrefix();
            slots[place] = Arrays.copyOfRange(written, first, first + width);
            count++;
        }
    }

    /** Where a text stands, or could. */
    private int place(UTF8String text) {
        long prefix = text.getPrefix();
        int bytes = text.numBytes();
        long hash = (bytes > Long.BYTES ? text.hashCode() : prefix ^ bytes) * SPREAD;
        int place = (int) (hash >>> 32) & PLACES - 1;
        while (texts[place] != null && !isAt(place, text, prefix, bytes)) {
            place = place + 1 & PLACES - 1;
        }
        return place;
    }

    private boolean isAt(int place, UTF8String text, long prefix, int bytes) {
        return prefixes[place] == prefix
                && texts[place].numBytes() == bytes
                && (bytes <= Long.BYTES || texts[place].equals(text));
    }
}
