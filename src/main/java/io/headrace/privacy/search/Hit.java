package io.headrace.privacy.search;

import java.util.Objects;

/**
 * Where a value was found.
 *
 * @param file path below the folder that was searched
 * @param place where in the file
 * @param column the column by its path, empty outside of columns
 * @param label which value, by its label
 * @param times how often
 */
public record Hit(String file, Place place, String column, String label, long times) implements Comparable<Hit> {
    /** Where in a file. */
    public enum Place {
        /** In its name or that of its folder. */
        NAME("name"),
        /** In its bytes. */
        BYTES("bytes"),
        /** In what it holds packed. */
        UNPACKED("unpacked bytes"),
        /** In a column of a Parquet file. */
        COLUMN("column"),
        /** As least or greatest value in the footer or an index of a Parquet file. */
        FOOTER("footer");

        private final String word;

        Place(String word) {
            this.word = word;
        }

        /** Its word for people. */
        public String word() {
            return word;
        }
    }

    public Hit {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(label, "label");
        if (times < 1) {
            throw new IllegalArgumentException("times must be 1 or more, found " + times);
        }
    }

    @Override
    public int compareTo(Hit other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return file + ": " + place.word() + (column.isEmpty() ? "" : " " + column) + ": " + label + ", " + times
                + (times == 1 ? " time" : " times");
    }
}
