package io.headrace.ingest;

/** A file that cannot be read as its source declares; the message says where and why. */
class RawFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RawFormatException(String message) {
        super(message);
    }
}
