package io.headrace.features.windows;

import io.headrace.spec.Aggregate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What aggregates over events of an entity are made from.
 *
 * @param <P> the partial result of some events; null stands for events without a value
 */
interface Aggregator<P> {
    /**
     * The partial of one event.
     *
     * @param value not null
     * @param micros the event's time, microseconds since 1970
     */
    P of(Object value, long micros);

    /** The partial of the events of both; may change the earlier one, which nobody uses any more. */
    P merge(P earlier, P later);

    /** An aggregate over a window that holds nothing yet. */
    Running<P> running();

    /** Writes a partial down. */
    void write(P partial, DataOutput out) throws IOException;

    /** Reads what was written. */
    P read(DataInput in) throws IOException;

    /**
     * An aggregate over a moving window.
     *
     * @param <P> partial of an event or of several
     */
    interface Running<P> {
        /** The window takes in what comes after all that is in it. */
        void add(P partial);

        /** The window is empty again. */
        void clear();

        /** The window lets go of the earliest that is in it. */
        void remove(P partial);

        /**
         * The aggregate of what is in the window, null where there is none.
         *
         * @param aggregate one of those that the partials are enough for
         */
        Object value(Aggregate aggregate, long asOfMicros);
    }
}
