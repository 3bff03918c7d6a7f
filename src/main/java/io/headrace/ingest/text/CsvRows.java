package io.headrace.ingest.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.spec.Tolerance.EmptyRows;
import io.headrace.spec.Tolerance.HeaderGap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a CSV text, fields in the order of the declared columns.
 *
 * <p>{@link CsvLines} says where rows begin and end and how many fields they have, FastCSV what stands in the fields; each
 * row is counted by both.
 */
public final class CsvRows implements Iterator<RawRow> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** So many rows are looked at before the header is blamed. */
    private static final int ROWS_AHEAD = 20;

    private final RawShape shape;
    private final CsvLines lines;
    private final CsvFields fields;
    private final List<String> header;
    private final HeaderMatch match;
    private final List<String> extraNames;
    private long lastHeaderLine;
    private final int[] positions;
    private final int[] undeclared;
    private final Deque<CsvLines.Found> ahead = new ArrayDeque<>();
    private CsvLines.Found before;
    private CsvLines.Found found;
    private CsvLines.Found after;

    public CsvRows(RawShape shape, TextLines text) {
        this.shape = shape;
        this.lines = new CsvLines(text, shape.dialect());
        this.fields = new CsvFields(shape.dialect());
        this.header = named(header());
        if (header.size() > shape.limits().columns()) {
            throw new RawFormatException(headerLine() + " names " + header.size()
                    + " columns, more than files.limits.columns = "
                    + shape.limits().columns());
        }
        this.match = new HeaderMatch(header, shape.columns());
        requireColumns();
        this.positions = match.positions();
        this.undeclared = shape.keepsAdded() ? match.undeclared() : new int[0];
        this.extraNames = match.undeclaredNames();
        lines.expect(width());
        requireRowsOfTheHeader();
        this.found = nextFound();
        this.after = nextFound();
    }

    /** The names of the fields, where the header has one fewer or one more. */
    private List<String> named(List<String> names) {
        if (shape.dialect().headerLines() == 0) {
            return names;
        }
        return switch (gap()) {
            case NONE -> names;
            case FIRST_NAME ->
                Stream.concat(Stream.of("column_1"), names.stream()).toList();
            case LAST_NAME ->
                Stream.concat(names.stream(), Stream.of("column_" + (names.size() + 1)))
                        .toList();
            case LAST_FIELD -> names.subList(0, Math.max(1, names.size() - 1));
        };
    }

    private HeaderGap gap() {
        return shape.dialect().tolerance().headerGap();
    }

    private int width() {
        return header.size();
    }

    private CsvLines.Found nextFound() {
        return ahead.isEmpty() ? lines.next() : ahead.poll();
    }

    /** A header that is one name off is the fault of the file, not of each row. */
    private void requireRowsOfTheHeader() {
        if (shape.dialect().headerLines() == 0 || gap() != HeaderGap.NONE) {
            return;
        }
        for (int i = 0; i < ROWS_AHEAD; i++) {
            CsvLines.Found row = lines.next();
            if (row == null) {
                break;
            }
            ahead.add(row);
        }
        Set<Integer> widths = ahead.stream()
                .filter(row -> row.defect() == null)
                .map(CsvLines.Found::fields)
                .collect(Collectors.toSet());
        boolean isOneOff = widths.size() == 1
                && widths.stream().allMatch(width -> Math.abs(width - header.size()) == 1)
                && header.size() > 1
                && ahead.size() > 1;
        if (isOneOff) {
            int width = widths.iterator().next();
            throw new RawFormatException(headerLine() + " names " + header.size() + " columns, but every row has "
                    + width + " fields: " + advice(width));
        }
    }

    private String advice(int width) {
        if (width < header.size()) {
            return header.get(header.size() - 1).isBlank()
                    ? "its last name is empty, set files.header-gap = last-field"
                    : "set files.header-gap = last-field if the last name has no values";
        }
        boolean isLastEmpty = ahead.stream()
                .filter(row -> row.defect() == null)
                .map(fields::of)
                .allMatch(values -> values.get(values.size() - 1).isBlank());
        return isLastEmpty
                ? "the last is always empty, set files.header-gap = last-name"
                : "set files.header-gap = first-name if the first is the name of the row";
    }

    private List<String> header() {
        if (shape.dialect().headerLines() == 0) {
            return shape.columns().stream().map(RawColumn::name).toList();
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < shape.dialect().headerLines(); i++) {
            CsvLines.Found row = lines.next();
            if (row == null) {
                throw new RawFormatException("is empty: not even a header line");
            }
            if (row.defect() != null) {
                throw new RawFormatException("line " + row.number() + " should be the header but " + row.defect());
            }
            lines.expect(row.fields());
            lastHeaderLine = row.number();
            rows.add(fields.of(row));
        }
        return joined(rows);
    }

    /** One name for each column: what stands above it in all rows. */
    static List<String> joined(List<List<String>> rows) {
        List<String> names = new ArrayList<>();
        for (int column = 0; column < rows.get(rows.size() - 1).size(); column++) {
            List<String> parts = new ArrayList<>();
            for (int row = 0; row < rows.size(); row++) {
                parts.add(isUnnamed(rows, column) ? "" : part(rows, row, column));
            }
            names.add(String.join(" ", parts).strip().replaceAll("\\s+", " "));
        }
        return names;
    }

    private static boolean isUnnamed(List<List<String>> rows, int column) {
        return rows.stream().allMatch(row -> cell(row, column).isEmpty());
    }

    /** As with merged cells, an empty cell above the last row is that on its left, unless a new cell begins above it. */
    private static String part(List<List<String>> rows, int row, int column) {
        int from = column;
        while (from > 0
                && row < rows.size() - 1
                && cell(rows.get(row), from).isEmpty()
                && (row == 0 || cell(rows.get(row - 1), from).isEmpty())) {
            from--;
        }
        return cell(rows.get(row), from);
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column).strip() : "";
    }

    private void requireColumns() {
        if (!match.lacking().isEmpty()) {
            throw new LackingColumnException(headerLine() + " " + match.lackingInWords() + "; found with delimiter '"
                    + shape.dialect().delimiter() + "': " + shown(header));
        }
        match.ambiguous().ifPresent(problem -> {
            throw new RawFormatException(headerLine() + " " + problem);
        });
    }

    /** The header's names. */
    public List<String> headerNames() {
        return header;
    }

    /** In what the header differs from what is declared. */
    List<ColumnChange> changes() {
        return match.changes();
    }

    private String headerLine() {
        return "line " + lastHeaderLine;
    }

    private static String shown(List<String> header) {
        String text = String.join(" | ", header);
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() > 200 ? printable.substring(0, 200) + "..." : printable;
    }

    @Override
    public boolean hasNext() {
        return found != null;
    }

    @Override
    public RawRow next() {
        if (found == null) {
            throw new NoSuchElementException();
        }
        RawRow row = row(found);
        before = found;
        found = after;
        after = found == null ? null : nextFound();
        return row;
    }

    private RawRow row(CsvLines.Found row) {
        if (row.defect() != null) {
            return RawRow.unreadable(
                    row.number(), row.lines(), positions.length, row.text(), "the line " + row.defect());
        }
        List<String> values = fields.of(row);
        if (values.size() != header.size()) {
            return unreadable(row, values, "expected " + header.size() + " fields, found " + values.size());
        }
        if (gap() == HeaderGap.LAST_NAME && !values.get(values.size() - 1).isBlank()) {
            return unreadable(row, values, "has a value in the last field, which has no name");
        }
        if (shape.dialect().tolerance().emptyRows() == EmptyRows.REFUSE
                && values.stream().allMatch(String::isBlank)) {
            return unreadable(row, values, "has no value in any field");
        }
        if (shape.dialect().headerLines() > 0 && values.equals(header)) {
            return unreadable(row, values, "repeats the header");
        }
        if (values.stream().anyMatch(value -> value.length() > shape.limits().fieldLength())) {
            return unreadable(row, values, RawRow.tooLong(shape.limits()));
        }
        if (isPiece(before) || isPiece(after)) {
            return unreadable(
                    row,
                    values,
                    "stands beside line " + (isPiece(before) ? before : after).number()
                            + ", which may be a piece of this row");
        }
        String[] declared = new String[positions.length];
        for (int i = 0; i < positions.length; i++) {
            declared[i] = positions[i] < 0 ? null : emptyAsNull(values.get(positions[i]));
        }
        return RawRow.readable(row.number(), row.lines(), Arrays.asList(declared), extra(values));
    }

    /** A line without any delimiter may have been cut off the row before or after it. */
    private boolean isPiece(CsvLines.Found neighbour) {
        return neighbour != null
                && header.size() > 2
                && neighbour.text().indexOf(shape.dialect().delimiter()) < 0;
    }

    private RawRow unreadable(CsvLines.Found row, List<String> values, String why) {
        return RawRow.unreadable(
                row.number(),
                row.lines(),
                positions.length,
                JSON.valueToTree(values).toString(),
                why);
    }

    private String extra(List<String> values) {
        if (undeclared.length == 0) {
            return null;
        }
        ObjectNode extra = JSON.createObjectNode();
        for (int i = 0; i < undeclared.length; i++) {
            extra.put(extraNames.get(i), values.get(undeclared[i]));
        }
        return extra.toString();
    }

    private static String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
