package io.headrace.report;

import io.headrace.report.RecordedRows.Column;
import io.headrace.report.RecordedRows.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Recorded rows as a table for readers, whatever its columns are: what is the same in all rows stands once above it, what is empty in
 * all is left out; first stands the key, then the verdict, numbers, and texts.
 */
final class RowTable {
    private static final int LONG = 60;
    private static final String VERDICT = "verdict";

    /** A heading must say something. */
    private static final String EMPTY = "none";

    /** The same in all rows of a run. */
    private static final Set<String> OF_RUN = Set.of("run_id", "logical_date", "model");

    private static final Map<String, String> MARKS = Map.of(
            "ok",
            "good",
            "ship",
            "good",
            "drift",
            "bad",
            "worse",
            "bad",
            "breach",
            "bad",
            "roll_back",
            "bad",
            "unhealthy",
            "bad");

    private final RecordedRows recorded;
    private final int head;
    private final List<Integer> shown;

    RowTable(RecordedRows recorded) {
        this.recorded = recorded;
        this.head = mostTelling();
        this.shown = IntStream.range(0, recorded.columns().size())
                .filter(this::isShown)
                .boxed()
                .sorted((one, other) -> Integer.compare(place(one), place(other)))
                .toList();
    }

    private boolean isShown(int column) {
        if (recorded.rows().size() == 1) {
            return !isEmpty(column)
                    && !OF_RUN.contains(recorded.columns().get(column).name());
        }
        return head == column || isVerdict(column) || distinct(column) > 1;
    }

    private boolean isVerdict(int column) {
        return recorded.columns().get(column).name().equals(VERDICT);
    }

    /** The part of the key that has the most values, which heads the rows. */
    private int mostTelling() {
        int head = 0;
        long most = 0;
        for (int column = 0; column < recorded.columns().size(); column++) {
            long values = recorded.columns().get(column).isKey() ? distinct(column) : 0;
            if (values > most) {
                head = column;
                most = values;
            }
        }
        return head;
    }

    private long distinct(int column) {
        return recorded.rows().stream()
                .map(row -> row.cells().get(column))
                .distinct()
                .count();
    }

    private int place(int column) {
        if (column == head) {
            return -1;
        }
        Column of = recorded.columns().get(column);
        return of.isKey() ? 0 : isVerdict(column) ? 1 : of.isNumber() ? 2 : 3;
    }

    /** A word without spaces for ids. */
    String name() {
        return recorded.table().replaceAll("[^A-Za-z0-9_-]", "-");
    }

    String table() {
        return recorded.table();
    }

    String sentence() {
        String rows = DisplayFormat.counted(recorded.rows().size(), "row");
        return "One row is " + recorded.meaning() + ". "
                + (recorded.others() == 0
                        ? rows + "."
                        : rows + " here, the gravest; " + DisplayFormat.count(recorded.others()) + " more are in "
                                + recorded.table() + ".");
    }

    boolean isEmpty() {
        return recorded.rows().isEmpty();
    }

    /** What is the same in all rows. */
    String same() {
        return IntStream.range(0, recorded.columns().size())
                .filter(column -> !shown.contains(column) && !isEmpty(column))
                .mapToObj(column -> recorded.columns().get(column).words() + ": "
                        + recorded.rows().get(0).cells().get(column))
                .collect(Collectors.joining("; "));
    }

    private boolean isEmpty(int column) {
        return isEmpty() || recorded.rows().get(0).cells().get(column).isEmpty();
    }

    /** The columns. */
    List<Column> columns() {
        return shown.stream().map(column -> recorded.columns().get(column)).toList();
    }

    /** A row, ready to be shown. */
    record Line(String id, String words, Cell head, List<Cell> cells) {}

    /** A cell, ready to be shown. */
    record Cell(String text, Optional<String> mark) {}

    List<Line> lines() {
        return recorded.rows().stream().map(this::line).toList();
    }

    private Line line(Recorded row) {
        List<Cell> cells =
                new ArrayList<>(shown.stream().map(column -> cell(row, column)).toList());
        Cell head = cells.remove(0);
        return new Line(
                row.row().anchor(),
                row.row().words(),
                head.text().isEmpty() ? new Cell(EMPTY, head.mark()) : head,
                cells);
    }

    private Cell cell(Recorded row, int column) {
        Column of = recorded.columns().get(column);
        String text = row.cells().get(column);
        String mark = isVerdict(column)
                ? MARKS.getOrDefault(text, "")
                : of.isNumber() ? "n" : text.length() > LONG ? "long" : "";
        return new Cell(text, Optional.of(mark).filter(word -> !word.isEmpty()));
    }
}
