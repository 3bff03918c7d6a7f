package io.headrace.cli;

import io.headrace.demo.DemoProgress;
import io.headrace.engine.Progress;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.Json;
import io.headrace.run.Outcome;
import io.headrace.run.Printable;
import io.headrace.table.RowsSoFar;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is shown to people, or as JSON to programs. */
final class Screen implements Progress, DemoProgress {
    private final PrintStream out;
    private Optional<SignOfLife> sign = Optional.empty();

    Screen() {
        this.out = System.out;
    }

    @Override
    public void line(String text) {
        out.println(text);
    }

    /** Text with its own line ends. */
    void text(String text) {
        out.print(text);
    }

    /** Name, what came of it, seconds. */
    @Override
    public void step(String name, String message, long startNanos) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.printf(java.util.Locale.ROOT, "  %-28s %5.1f s  %s%n", name, seconds, Printable.of(message));
    }

    @Override
    public void begun(LocalDate date) {
        line(date + ":");
    }

    @Override
    public void begins(String job, RowsSoFar rows) {
        sign = SignOfLife.isTerminal() ? Optional.of(SignOfLife.of(out, job, rows)) : Optional.empty();
    }

    private void ends() {
        sign.ifPresent(SignOfLife::end);
        sign = Optional.empty();
    }

    @Override
    public void leftOut(String job, String reason) {
        line("  " + job + ": not run, " + reason);
    }

    @Override
    public void ended(List<String> failed, List<String> leftOut) {
        line(failed.size() + " failed:");
        failed.forEach(job -> line("  " + job));
        if (!leftOut.isEmpty()) {
            line(leftOut.size() + " not run:");
            leftOut.forEach(job -> line("  " + job));
        }
    }

    @Override
    public void stale(String job, LocalDate date, String reason) {
        line(date + ": " + job + " is stale: " + reason);
    }

    @Override
    public void ended(String job, Outcome outcome, long startNanos) {
        ends();
        step(job, outcome.message(), startNanos);
    }

    @Override
    public void failed(String job, HeadraceException failure, long startNanos) {
        ends();
        step(job, failure.kind() == FailureKind.REFUSED ? "REFUSED" : "FAILED", startNanos);
        System.err.println(failure.report());
    }

    /** The value as JSON. */
    void json(Object value) {
        out.println(Json.pretty(value));
    }

    /** Rows under headings, columns as wide as they need; a word where there are none. */
    void table(List<String> headings, List<? extends List<?>> rows) {
        if (rows.isEmpty()) {
            out.println("(none)");
            return;
        }
        List<List<String>> lines = new ArrayList<>(List.of(headings));
        rows.forEach(row -> lines.add(
                row.stream().map(value -> Printable.of(Cell.of(value).shown())).toList()));
        int[] widths = new int[headings.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        lines.forEach(line -> print(line, widths));
    }

    private void print(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
        }
        out.println(line.toString().stripTrailing());
    }

    /**
     * Rows as people or programs want them; a program finds each by its heading, blanks as underscores.
     *
     * @param rows of {@link Cell}s, or of values that a table shows as they are
     */
    void rows(List<String> headings, List<? extends List<?>> rows, OutputOptions wanted) {
        if (wanted.asJson()) {
            json(rows.stream().map(row -> named(headings, row)).toList());
        } else {
            table(headings, rows);
        }
    }

    private static Map<String, Object> named(List<String> headings, List<?> row) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            map.put(headings.get(i).replace(' ', '_'), Cell.of(row.get(i)).value());
        }
        return map;
    }
}
