package io.headrace.cli;

import io.headrace.table.RowsSoFar;
import java.io.PrintStream;
import java.util.Locale;

/** One line of a terminal, written again each second, that says what works, for how long, and how many rows it has seen. */
final class SignOfLife {
    private static final String ERASED = "\r\u001b[K";
    private static final long EVERY_MILLIS = 1000;

    private final PrintStream out;
    private final String job;
    private final RowsSoFar rows;
    private final long readBefore;
    private final long writtenBefore;
    private final long startNanos;
    private final Thread thread;

    private SignOfLife(PrintStream out, String job, RowsSoFar rows) {
        this.out = out;
        this.job = job;
        this.rows = rows;
        this.readBefore = rows.read();
        this.writtenBefore = rows.written();
        this.startNanos = System.nanoTime();
        this.thread = new Thread(this::show, "sign-of-life");
        thread.setDaemon(true);
    }

    /** Begins to show. */
    static SignOfLife of(PrintStream out, String job, RowsSoFar rows) {
        SignOfLife sign = new SignOfLife(out, job, rows);
        sign.thread.start();
        return sign;
    }

    /** Whether somebody looks, as the launcher says: neither a file nor a pipe takes what is printed. */
    static boolean isTerminal() {
        return Boolean.getBoolean("headrace.terminal") && !"dumb".equals(System.getenv("TERM"));
    }

    /** Ends, and leaves an empty line to go on in. */
    void end() {
        thread.interrupt();
        try {
            thread.join(EVERY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.print(ERASED);
        out.flush();
    }

    private void show() {
        try {
            while (true) {
                Thread.sleep(EVERY_MILLIS);
                out.print(ERASED + line(System.nanoTime() - startNanos));
                out.flush();
            }
        } catch (InterruptedException ended) {
            // The job has ended, and its own line says how.
        }
    }

    /** What is shown after so many nanoseconds. */
    String line(long nanos) {
        return String.format(Locale.ROOT, "  %-28s %5.0f s  ", job, nanos / 1e9)
                + told(rows.read() - readBefore, rows.written() - writtenBefore);
    }

    /** What was read and written, in words. */
    static String told(long read, long written) {
        String all = String.format(Locale.ROOT, "%,d rows read", read);
        return written == 0 ? all : all + String.format(Locale.ROOT, ", %,d written", written);
    }
}
