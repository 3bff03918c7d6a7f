package io.headrace.notice;

import java.time.Duration;

/** The time between attempts. */
public interface Pauses {
    /** Since some moment, the same at each call. */
    Duration elapsed();

    /** Waits. */
    void pause(Duration length) throws InterruptedException;

    /** Real time. */
    static Pauses real() {
        return new Pauses() {
            @Override
            public Duration elapsed() {
                return Duration.ofNanos(System.nanoTime());
            }

            @Override
            public void pause(Duration length) throws InterruptedException {
                Thread.sleep(length.toMillis());
            }
        };
    }
}
