package io.headrace.demo.page;

/** Checks of record components; each names the component in its message. */
final class Checked {
    private Checked() {}

    static String text(String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return value;
    }

    static long count(long value, String name) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more, found " + value);
        }
        return value;
    }

    static double share(double value, String name) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must lie in 0 to 1, found " + value);
        }
        return value;
    }
}
