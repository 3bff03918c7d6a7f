package io.headrace.ingest.values;

/** Blanks and control characters of ASCII around a text. */
final class Blanks {
    private Blanks() {}

    /** The text without them. */
    static String stripped(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) <= ' ') {
            to--;
        }
        return from == 0 && to == text.length() ? text : text.substring(from, to);
    }
}
