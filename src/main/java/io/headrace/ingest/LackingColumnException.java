package io.headrace.ingest;

/** A file that lacks declared columns. */
final class LackingColumnException extends RawFormatException {
    private static final long serialVersionUID = 1L;

    LackingColumnException(String message) {
        super(message);
    }
}
