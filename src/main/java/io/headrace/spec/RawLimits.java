package io.headrace.spec;

import java.io.Serializable;

/**
 * How large a raw file and its parts may be; what is larger is quarantined.
 *
 * @param lineLength characters of a line, at most {@link #LONGEST_LINE}
 * @param fieldLength characters of a field
 * @param columns of a CSV header, or fields of a JSON object
 * @param nesting how deep objects and lists of a JSON line stand in each other, the line itself included
 * @param unpackedMebibytes of a packed file, in 1,048,576 bytes
 * @param unpackedRatio of its bytes to those of the packed file, once it is larger than {@link #FREE_BYTES}
 */
public record RawLimits(
        int lineLength, int fieldLength, int columns, int nesting, int unpackedMebibytes, int unpackedRatio)
        implements Serializable {
    /** Longer lines are not held in memory. */
    public static final int LONGEST_LINE = 1 << 23;

    /** What an archive may hold whatever its ratio. */
    public static final long FREE_BYTES = 1L << 24;

    /** What no honest file known to us comes near. */
    public static final RawLimits USUAL = new RawLimits(LONGEST_LINE, LONGEST_LINE, 10_000, 100, 100_000, 250);

    public RawLimits {
        requireBetween("lineLength", lineLength, 1000, LONGEST_LINE);
        requireBetween("fieldLength", fieldLength, 1, Integer.MAX_VALUE);
        requireBetween("columns", columns, 1, Integer.MAX_VALUE);
        requireBetween("nesting", nesting, 1, 1000);
        requireBetween("unpackedMebibytes", unpackedMebibytes, 1, Integer.MAX_VALUE);
        requireBetween("unpackedRatio", unpackedRatio, 1, Integer.MAX_VALUE);
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", found " + value);
        }
    }
}
