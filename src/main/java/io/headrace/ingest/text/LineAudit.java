package io.headrace.ingest.text;

import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.Tolerance.EmptyRows;
import java.io.IOException;
import java.util.Iterator;

/**
 * Holds the rows of a file against its lines: each line belongs to exactly one row, or is blank, a comment, or stands above
 * the first row where preamble and header are.
 *
 * <p>The rows come from committed files, the lines from the raw bytes by {@link PlainLines}, which shares nothing with the
 * parser.
 */
public final class LineAudit {
    /** Stands for no character: Unicode keeps it free. */
    private static final char NONE = '\uFFFF';

    private final Dialect dialect;
    private final PlainLines lines;
    private final char delimiter;
    private final char quote;
    private final char escape;
    private final long preamble;
    private long passedOver;
    private final int header;
    private int headerRows;
    private boolean inQuotes;
    private long rows;
    private String problem;

    /**
     * Where a row stands.
     *
     * @param first the line in which it begins
     * @param count how many lines it takes
     */
    public record RowLines(long first, long count) {}

    /**
     * What became of the lines of a file.
     *
     * @param lines all of them
     * @param passedOver those that are no part of a row: header, preamble, comments and blank ones
     * @param rows how many rows the others make
     * @param problem the first line whose fate is not clear, in words; null when all is well
     */
    public record Account(long lines, long passedOver, long rows, String problem) {}

    private LineAudit(RawShape shape, PlainLines lines) {
        boolean csv = shape.format() == Format.CSV;
        this.dialect = shape.dialect();
        this.lines = lines;
        this.delimiter = csv ? dialect.delimiter() : NONE;
        this.quote = csv && !dialect.quote().isEmpty() ? dialect.quote().charAt(0) : NONE;
        this.escape = csv && !dialect.escape().isEmpty() ? dialect.escape().charAt(0) : NONE;
        this.preamble = csv ? dialect.preambleLines() : 0;
        this.header = csv ? dialect.headerLines() : 0;
    }

    /** The account of a file, its rows given in ascending order. */
    public static Account of(RawShape shape, PlainLines lines, Iterator<RowLines> rows) throws IOException {
        LineAudit audit = new LineAudit(shape, lines);
        while (rows.hasNext()) {
            audit.take(rows.next());
        }
        while (audit.advance()) {
            audit.passOver();
        }
        if (audit.headerRows < audit.header) {
            audit.complain("the header has " + audit.headerRows + " rows, expected " + audit.header);
        }
        return new Account(lines.number(), audit.passedOver, audit.rows, audit.problem);
    }

    private boolean advance() throws IOException {
        return lines.advance(delimiter, quote, escape);
    }

    private void take(RowLines row) throws IOException {
        if (row.first() <= lines.number()) {
            complain("line " + row.first() + " belongs to two rows");
        }
        while (lines.number() < row.first() - 1 && advance()) {
            passOver();
        }
        for (long i = 0; i < row.count(); i++) {
            if (!advance()) {
                complain("the row of line " + row.first() + " goes beyond the last line");
            }
        }
        rows++;
    }

    private void passOver() {
        passedOver++;
        boolean isEmptyRow = !lines.holdsValue()
                && (dialect.tolerance().emptyRows() == EmptyRows.DROP || (isBlankRun() && lines.isBlank()));
        boolean isNothing =
                (lines.isBlank() && !lines.holdsDelimiter()) || isEmptyRow || lines.beginsWith(dialect.comment());
        if (lines.number() <= preamble || (isNothing && !inQuotes)) {
            return;
        }
        if (headerRows == header && !inQuotes) {
            complain("line " + lines.number() + " belongs to no row");
        } else {
            passHeader();
        }
    }

    /** A row of the header ends with the line in which as many quotes are closed as were opened. */
    private void passHeader() {
        headerRows += inQuotes ? 0 : 1;
        inQuotes ^= lines.quotes() % 2 == 1;
    }

    /** Whether a run of blanks is one delimiter. */
    private boolean isBlankRun() {
        return dialect.tolerance().blanks() && delimiter == ' ';
    }

    private void complain(String what) {
        if (problem == null) {
            problem = what;
        }
    }
}
