package io.headrace.notice;

/** Tells somebody, once. */
@FunctionalInterface
public interface Courier {
    /** Tries it; whatever goes wrong is an answer. */
    Answer send(Notice notice) throws InterruptedException;
}
