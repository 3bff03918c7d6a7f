package io.headrace.demo;

/** What is shown of the demo while it plays. */
public interface DemoProgress {
    /** One line. */
    void line(String text);

    /** A finished step; {@code startNanos} is what {@link System#nanoTime} gave when it began. */
    void step(String name, String message, long startNanos);
}
