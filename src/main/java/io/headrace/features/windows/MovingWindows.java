package io.headrace.features.windows;

import io.headrace.features.windows.Aggregator.Running;
import io.headrace.run.RunContext;
import io.headrace.spec.Aggregate;
import io.headrace.spec.Window;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Windows of one entity that move over its events from as-of to as-of: each event enters and leaves each window once.
 *
 * <p>A window holds the events of {@code [as-of − length, as-of − delay)}. In memory are the events of the longest bounded window.
 */
final class MovingWindows {
    /** How far the beginning of a window may fall back while its end moves on: calendars have short months and long days. */
    static final long CALENDAR_SLACK = 4L * 24 * 3600 * 1_000_000;

    private static final long NOT_FIXED = -1;

    private final ZoneId zone;
    private final long delayMicros;
    private final List<Moving> windows = new ArrayList<>();
    private final int results;
    private final Deque<Piece> inside = new ArrayDeque<>();
    private long known = Long.MIN_VALUE;
    private long asOf = Long.MIN_VALUE;

    /**
     * What is wanted: an aggregate over a window.
     *
     * @param aggregator which of the aggregators it is made by
     */
    record Wanted(int aggregator, Aggregate aggregate, Window window) implements Serializable {}

    /**
     * @param aggregators in the order of the pieces' partials
     * @param delayMicros how much later than its time an event may be used
     */
    MovingWindows(List<Aggregator<?>> aggregators, List<Wanted> wanted, ZoneId zone, long delayMicros) {
        this.zone = zone;
        this.delayMicros = delayMicros;
        this.results = wanted.size();
        for (Window window : wanted.stream().map(Wanted::window).distinct().toList()) {
            windows.add(new Moving(window, aggregators, wanted));
        }
    }

    /** Forgets everything: another entity comes. */
    void clear() {
        inside.clear();
        known = Long.MIN_VALUE;
        asOf = Long.MIN_VALUE;
        windows.forEach(Moving::restart);
    }

    /**
     * Takes in what comes next in the order of time, before any as-of at which it may be used.
     *
     * @param piece that does not cross the beginning of a window
     */
    void add(Piece piece) {
        known = Math.max(known, piece.end());
        inside.addLast(piece);
        windows.forEach(window -> window.add(piece));
    }

    /**
     * What is wanted at an as-of, in order.
     *
     * @param micros microseconds since 1970, not before the previous as-of, nor before the latest event may be used
     */
    Object[] at(long micros) {
        if (micros < asOf) {
            throw new IllegalArgumentException("as-of " + micros + " is before " + asOf);
        }
        if (known > micros - delayMicros) {
            throw new IllegalArgumentException("events until " + known + " may not be used at " + micros);
        }
        asOf = micros;
        Object[] values = new Object[results];
        long earliest = Long.MAX_VALUE;
        for (Moving window : windows) {
            earliest = Math.min(earliest, window.moveTo(micros));
            window.tell(micros, values);
        }
        while (!inside.isEmpty() && inside.peekFirst().start() < earliest - CALENDAR_SLACK) {
            inside.removeFirst();
        }
        return values;
    }

    /** Whether none of the windows at the last as-of holds an event. */
    boolean areEmpty() {
        return windows.stream().allMatch(window -> window.size == 0);
    }

    /** A running aggregate of a window, and the place of its result. */
    private record Result(int running, Aggregate aggregate, int place) {}

    /** One window and all that is computed over it. */
    private final class Moving {
        private final Window window;
        private final List<Aggregator<?>> aggregators = new ArrayList<>();
        private final List<Integer> partials = new ArrayList<>();
        private final List<Result> results = new ArrayList<>();
        private final Deque<Piece> held = new ArrayDeque<>();
        private final List<Running<Object>> running = new ArrayList<>();
        private final long fixedMicros;
        private long from = Long.MIN_VALUE;
        private long size;

        Moving(Window window, List<Aggregator<?>> all, List<Wanted> wanted) {
            this.window = window;
            for (int place = 0; place < wanted.size(); place++) {
                if (wanted.get(place).window().equals(window)) {
                    int aggregator = wanted.get(place).aggregator();
                    if (!partials.contains(aggregator)) {
                        aggregators.add(all.get(aggregator));
                        partials.add(aggregator);
                    }
                    results.add(new Result(
                            partials.indexOf(aggregator), wanted.get(place).aggregate(), place));
                }
            }
            aggregators.forEach(this::start);
            this.fixedMicros = window.fixedLength(zone)
                    .map(length -> length.toNanos() / 1000)
                    .orElse(NOT_FIXED);
        }

        @SuppressWarnings("unchecked")
        private void start(Aggregator<?> aggregator) {
            running.add((Running<Object>) aggregator.running());
        }

        private void restart() {
            from = Long.MIN_VALUE;
            clear();
        }

        private void clear() {
            running.forEach(Running::clear);
            held.clear();
            size = 0;
        }

        void add(Piece piece) {
            if (piece.start() >= from) {
                if (!window.equals(Window.ALL)) {
                    held.addLast(piece);
                }
                change(piece, true);
            }
        }

        private void change(Piece piece, boolean in) {
            size += in ? 1 : -1;
            for (int i = 0; i < running.size(); i++) {
                Object partial = piece.partials()[partials.get(i)];
                if (partial != null && in) {
                    running.get(i).add(partial);
                } else if (partial != null) {
                    running.get(i).remove(partial);
                }
            }
        }

        /** Moves the beginning of the window; says where from on events may still be needed. */
        long moveTo(long micros) {
            if (window.equals(Window.ALL)) {
                return Long.MAX_VALUE;
            }
            long begin = fixedMicros == NOT_FIXED
                    ? RunContext.micros(window.from(instant(micros), zone))
                    : micros - fixedMicros;
            if (begin < from) {
                from = begin;
                clear();
                inside.forEach(this::add);
            }
            from = begin;
            while (!held.isEmpty() && held.peekFirst().start() < begin) {
                Piece out = held.removeFirst();
                if (out.end() > begin) {
                    throw new IllegalStateException("a piece from " + out.start() + " goes beyond " + begin);
                }
                change(out, false);
            }
            return begin;
        }

        void tell(long micros, Object[] values) {
            for (Result result : results) {
                values[result.place()] = running.get(result.running()).value(result.aggregate(), micros);
            }
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
