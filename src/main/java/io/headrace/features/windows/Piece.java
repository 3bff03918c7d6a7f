package io.headrace.features.windows;

/**
 * An event, or all events of a stretch of time.
 *
 * @param start microseconds since 1970, in the piece
 * @param end microseconds since 1970, not in the piece any more
 * @param partials for each aggregate the partial result, null where no event has a value
 */
@SuppressWarnings("ArrayRecordComponent")
record Piece(long start, long end, Object[] partials) {
    /** A single event. */
    static Piece event(long micros, Object... partials) {
        return new Piece(micros, micros + 1, partials);
    }
}
