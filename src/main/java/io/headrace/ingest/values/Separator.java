package io.headrace.ingest.values;

/** What stands between a day and a time: a blank or T. */
final class Separator {
    private Separator() {}

    static boolean isAt(String text, int at) {
        return at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == 'T');
    }
}
