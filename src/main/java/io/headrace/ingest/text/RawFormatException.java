package io.headrace.ingest.text;

/** A file that cannot be read as its source declares; the message says where and why. */
public class RawFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RawFormatException(String message) {
        super(message);
    }
}
