package io.headrace.ingest.values;

/** Strings: the text itself. */
final class StringReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    @Override
    public Object read(String text) {
        return text;
    }

    @Override
    public String reason(String text) {
        return "";
    }
}
