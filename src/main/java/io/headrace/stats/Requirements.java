package io.headrace.stats;

/** What several metrics ask of their input; each message names the part, its position and the value found. */
final class Requirements {
    private Requirements() {}

    static void requireSameLength(String firstName, int first, String secondName, int second) {
        if (first != second) {
            throw new IllegalArgumentException(
                    firstName + " and " + secondName + " must have the same length, found " + first + " and " + second);
        }
    }

    static void requireFinite(String name, double[] values) {
        for (int row = 0; row < values.length; row++) {
            if (!Double.isFinite(values[row])) {
                throw new IllegalArgumentException(name + "[" + row + "] must be finite, found " + values[row]);
            }
        }
    }

    static void requireRows(String purpose, int rows) {
        if (rows == 0) {
            throw new IllegalArgumentException(purpose + " needs at least 1 row, found 0");
        }
    }

    static void requireBins(int bins, int rows) {
        if (bins < 1 || bins > rows) {
            throw new IllegalArgumentException(
                    "bins must lie between 1 and the number of rows, " + rows + ", found " + bins);
        }
    }

    static void requireBin(int position, long rows, double positives) {
        if (position < 1) {
            throw new IllegalArgumentException("position must be 1 or more, found " + position);
        }
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be 1 or more, found " + rows);
        }
        if (!(positives >= 0 && positives <= rows)) {
            throw new IllegalArgumentException(
                    "positives must lie between 0 and the rows, " + rows + ", found " + positives);
        }
    }

    /** Returns the share if it lies strictly between 0 and 1. */
    static double requireOpenShare(String name, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(name + " must lie strictly between 0 and 1, found " + share);
        }
        return share;
    }
}
