package io.headrace.metric;

/**
 * Test rows of one value of a feature.
 *
 * @param feature the feature
 * @param value its value as text, {@code null} for rows without one
 * @param outcomes what is known of them
 */
public record Slice<T>(String feature, String value, T outcomes) {
    /** Rows of each answer that a slice needs before it is judged. */
    static final int LEAST_OF_EACH = 10;

    /** The slice in a table of figures. */
    String name() {
        return feature + "=" + (value == null ? "" : value);
    }
}
