package io.headrace.score;

import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Remembers the slots of the texts of one feature by their bytes; a text of up to eight bytes is one number. For one thread.
 *
 * <p>The table uses open addressing and is at most half full. A map of Spark's texts compares byte by byte, which took a third of the time of
 * scoring.
 */
final class KnownTexts {
    private static final int MOST = 4096;
    private static final int PLACES = 2 * MOST;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final int width;
    private final UTF8String[] texts = new UTF8String[PLACES];
    private final long[] prefixes = new long[PLACES];
    private final double[][] slots = new double[PLACES][];
    private int count;

    /** @param width the number of slots of the feature */
    KnownTexts(int width) {
        this.width = width;
    }

    /** Copies the slots of a known text; returns whether it is known. */
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

    /** Remembers the slots of a text, up to a limit. */
    void remember(UTF8String text, double[] written, int first) {
        if (count < MOST) {
            int place = place(text);
            texts[place] = text.clone();
            prefixes[place] = text.getPrefix();
            slots[place] = Arrays.copyOfRange(written, first, first + width);
            count++;
        }
    }

    /** The place of a text, or the free place for it. */
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
