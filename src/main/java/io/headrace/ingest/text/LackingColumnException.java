package io.headrace.ingest.text;

/** A file that lacks declared columns. */
public final class LackingColumnException extends RawFormatException {
    private static final long serialVersionUID = 1L;

    public LackingColumnException(String message) {
        super(message);
    }
}
