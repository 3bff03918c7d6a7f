package io.headrace.ingest.text;

import io.headrace.ingest.text.TextLines.Line;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawLimits;
import io.headrace.spec.Tolerance;
import io.headrace.spec.Tolerance.EmptyRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds where each row of a CSV text begins and ends, strictly, and goes on after what is broken.
 *
 * <p>Quotes stand around whole fields and are doubled within; anything else is a defect of the line, unless the dialect's
 * {@link Tolerance} lets it pass. A quoted field may
 * hold line ends. Where such a field does not end as it should, only the line in which it begins is defect, and reading
 * goes on with the line after it: one lost quote does not swallow the rows that follow.
 */
public final class CsvLines {
    /** A quoted field of more lines is a lost quote. */
    static final int MOST_LINES = 1000;

    private final TextLines lines;
    private final Dialect dialect;
    private final int delimiter;
    private final int quote;
    private final Escapes escapes;
    private final Tolerance tolerance;
    private final Deque<Line> putBack = new ArrayDeque<>();
    private int width;
    private long afterStray;

    public CsvLines(TextLines lines, Dialect dialect) {
        this.lines = lines;
        this.dialect = dialect;
        this.delimiter = dialect.delimiter();
        this.escapes = Escapes.of(dialect);
        this.tolerance = dialect.tolerance();
        this.quote = dialect.quote().isEmpty() ? -1 : dialect.quote().charAt(0);
        for (int i = 0; i < dialect.preambleLines(); i++) {
            lines.next();
        }
    }

    /**
     * One row as text.
     *
     * @param number the line in which it begins
     * @param lines how many lines it takes
     * @param text of a row with its {@link Escapes} hidden, of a defect line as it stands
     * @param fields how many it has, 0 when it is defect
     * @param defect why it is no row, null when it is one
     */
    public record Found(long number, int lines, String text, int fields, String defect) {}

    /** From now on rows have so many fields. Helps to tell a lost quote from a field of several lines. */
    void expect(int fields) {
        width = fields;
    }

    /** The next row, null after the last. Blank lines and comments are passed over. */
    public Found next() {
        Line first = take();
        while (first != null && isPassedOver(first)) {
            first = take();
        }
        return first == null ? null : found(first);
    }

    private Line take() {
        return putBack.isEmpty() ? hidden(lines.next()) : putBack.pop();
    }

    private Line hidden(Line line) {
        if (line == null || line.defect() != null || !escapes.isActive()) {
            return line;
        }
        return escapes.isAmbiguous(line.text())
                ? new Line(line.number(), line.text(), line.end(), "has a character that Unicode keeps free")
                : new Line(line.number(), escapes.hidden(line.text()), line.end(), null);
    }

    private boolean isPassedOver(Line line) {
        String text = line.text();
        boolean isBlank = text.isBlank() && (text.indexOf(delimiter) < 0 || isBlankRun());
        boolean isDropped = tolerance.emptyRows() == EmptyRows.DROP && holdsNothing(text);
        return isBlank || isDropped || (!dialect.comment().isEmpty() && text.startsWith(dialect.comment()));
    }

    /** Whether a run of blanks is one delimiter. */
    private boolean isBlankRun() {
        return tolerance.blanks() && delimiter == ' ';
    }

    private boolean holdsNothing(String text) {
        return text.chars().allMatch(c -> c == delimiter || Character.isWhitespace(c));
    }

    private Found found(Line first) {
        if (first.defect() != null) {
            return new Found(first.number(), 1, first.text(), 0, first.defect());
        }
        Scan scan = new Scan();
        scan.line(first.text());
        return scan.isOpen() ? severalLines(first, scan) : found(first, first, 1, scan, first.text());
    }

    private Found found(Line first, Line last, int lines, Scan scan, String text) {
        boolean isBesideStray = first.number() == afterStray || this.lines.isStray(last.end());
        if (this.lines.isStray(last.end())) {
            afterStray = last.number() + 1;
        }
        if (isBesideStray && scan.defect == null) {
            return defect(first, "stands beside a carriage return that may end a line or belong to a text", lines);
        }
        return scan.defect == null
                ? new Found(first.number(), lines, scan.rewritten(text), scan.fields, null)
                : defect(first, scan.defect);
    }

    private Found defect(Line line, String why) {
        return defect(line, why, 1);
    }

    private Found defect(Line line, String why, int lines) {
        String text = line.defect() == null ? escapes.written(line.text()) : line.text();
        return new Found(line.number(), lines, text, 0, why);
    }

    private Found severalLines(Line first, Scan scan) {
        List<Line> further = new ArrayList<>();
        StringBuilder text = new StringBuilder(first.text());
        String end = first.end();
        while (scan.isOpen() && further.size() < MOST_LINES && text.length() < RawLimits.LONGEST_LINE) {
            Line line = take();
            if (line == null) {
                break;
            }
            further.add(line);
            text.append(end).append(line.text());
            scan.lineEnd(end);
            end = line.end();
            scan.line(line.text());
        }
        String lost = lostQuote(scan, further);
        if (lost == null) {
            Line last = further.isEmpty() ? first : further.get(further.size() - 1);
            return found(first, last, 1 + further.size(), scan, text.toString());
        }
        for (int i = further.size() - 1; i >= 0; i--) {
            putBack.push(further.get(i));
        }
        return defect(first, lost);
    }

    private String lostQuote(Scan scan, List<Line> further) {
        if (scan.isOpen()) {
            return "opens a quote that is not closed";
        }
        if (scan.defect != null || further.stream().anyMatch(line -> line.defect() != null)) {
            return "opens a quote that is not closed as it should";
        }
        if (width > 0 && scan.fields != width) {
            return "opens a quote that is closed in line "
                    + further.get(further.size() - 1).number() + ", where the row has " + scan.fields
                    + " fields instead of " + width;
        }
        return further.stream()
                .filter(line -> isRowOfItsOwn(line.text()))
                .findFirst()
                .map(line -> "opens a quote that holds line " + line.number() + ", which is a row of its own")
                .orElse(null);
    }

    /** With one or two fields many a line of prose looks like a row. */
    private boolean isRowOfItsOwn(String text) {
        Scan alone = new Scan();
        alone.line(text);
        return width > 2 && !alone.isOpen() && alone.defect == null && alone.fields == width;
    }

    /**
     * Reads characters of one row. Where something is let pass, the row is rewritten as the strict format would have it: blanks
     * are left out, and quotes that are characters hidden.
     */
    private final class Scan {
        private int fields = 1;
        private boolean inQuotes;
        private String defect;
        private final StringBuilder rewritten = tolerance.blanks() || tolerance.quotes() ? new StringBuilder() : null;
        private int fieldStart;
        private boolean atStart = true;
        private boolean afterQuotes;
        private int fieldOfLooseQuote;

        boolean isOpen() {
            return inQuotes && defect == null;
        }

        /** The row as the strict format writes it. */
        String rewritten(String text) {
            return rewritten == null ? text : rewritten.toString();
        }

        void lineEnd(String end) {
            if (rewritten != null) {
                rewritten.append(end);
            }
        }

        void line(String text) {
            if (rewritten == null && !inQuotes && (quote < 0 || text.indexOf(quote) < 0)) {
                for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) {
                    fields++;
                }
            } else {
                lineWithQuotes(text);
            }
        }

        private void lineWithQuotes(String text) {
            atStart = !inQuotes;
            afterQuotes = false;
            for (int i = 0; i < text.length() && defect == null; i++) {
                char c = text.charAt(i);
                if (inQuotes) {
                    if (c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote) {
                        i++;
                        add(c);
                    } else if (c == quote) {
                        inQuotes = false;
                        afterQuotes = true;
                    }
                    add(c);
                } else if (c == quote && !atStart && !afterQuotes) {
                    quoteWithin(isEndOfField(text, i + 1));
                } else {
                    outside(c);
                }
            }
            if (!inQuotes) {
                endOfRow();
            }
        }

        private void outside(char c) {
            if (c == delimiter) {
                delimiter(c);
            } else if (tolerance.blanks() && (atStart || afterQuotes) && isBlank(c)) {
                return;
            } else if (afterQuotes) {
                defect = "has characters after a closing quote, in field " + fields;
            } else if (c == quote && atStart) {
                inQuotes = true;
                atStart = false;
                add(c);
            } else {
                atStart = false;
                add(c);
            }
        }

        /**
         * A quote that is a character, unless another in a field before it may open what this one closes: then the delimiters
         * between them may be text, and one before the other be lost.
         */
        private void quoteWithin(boolean isAtEnd) {
            if (!tolerance.quotes()) {
                defect = "has a quote within a field without quotes, field " + fields;
            } else if (isAtEnd && fieldOfLooseQuote > 0 && fieldOfLooseQuote < fields) {
                defect = "has quotes within fields " + fieldOfLooseQuote + " and " + fields
                        + " that may stand around a text with delimiters";
            } else {
                fieldOfLooseQuote = isAtEnd || fieldOfLooseQuote > 0 ? fieldOfLooseQuote : fields;
                add(escapes.hiddenQuote());
            }
        }

        private boolean isEndOfField(String text, int from) {
            int at = from;
            while (tolerance.blanks()
                    && at < text.length()
                    && text.charAt(at) != delimiter
                    && isBlank(text.charAt(at))) {
                at++;
            }
            return at == text.length() || text.charAt(at) == delimiter;
        }

        private void delimiter(char c) {
            if (isBlankRun() && atStart) {
                return;
            }
            trimField();
            add(c);
            fields++;
            fieldStart = rewritten == null ? 0 : rewritten.length();
            atStart = true;
            afterQuotes = false;
        }

        private void endOfRow() {
            trimField();
            if (isBlankRun() && atStart && fields > 1) {
                rewritten.setLength(rewritten.length() - 1);
                fields--;
            }
        }

        /** Takes the blanks from the end of a field without quotes. */
        private void trimField() {
            if (!tolerance.blanks() || afterQuotes) {
                return;
            }
            int end = rewritten.length();
            while (end > fieldStart && isBlank(rewritten.charAt(end - 1))) {
                end--;
            }
            rewritten.setLength(end);
        }

        private boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        private void add(char c) {
            if (rewritten != null) {
                rewritten.append(c);
            }
        }
    }
}
