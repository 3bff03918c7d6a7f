package io.headrace.ingest.sniff;

import io.headrace.ingest.text.CsvFields;
import io.headrace.ingest.text.CsvLines;
import io.headrace.ingest.text.RawFormatException;
import io.headrace.ingest.text.TextLines;
import io.headrace.spec.Dialect;
import io.headrace.spec.Tolerance;
import io.headrace.spec.Tolerance.EmptyRows;
import io.headrace.spec.Tolerance.HeaderGap;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Guesses how a text with rows and fields is written.
 *
 * <p>Each dialect tried is scored by how many rows have the same number of fields and how many of their fields look like
 * something (empty, a number, a date, a text without the other delimiters), the idea of van den Burg, Nazábal and Sutton,
 * "Wrangling messy CSV files by detecting row and type patterns", 2019.
 */
final class DialectSniffer {
    private static final String MARKS = ",;\t|^~";
    /** A blank last: texts have many. */
    private static final String DELIMITERS = MARKS + " ";

    private static final String QUOTES = "\"'";
    /** Header rows above this one are not looked for. */
    private static final int MOST_HEADER_ROWS = 4;

    private static final int SCORED_CHARACTERS = 1 << 18;
    /** The fields of so many rows are looked at in each dialect. */
    private static final int ROWS_READ = 100;

    private static final double MOSTLY = 0.6;

    private final byte[] bytes;
    private final String encoding;
    private final String text;

    /**
     * What was found.
     *
     * @param above how many lines stand above the first row
     * @param rows how many rows there are below the header
     * @param fitting how many of them have as many fields as most have
     * @param fields that number
     * @param score 0 to 1
     * @param nextBest the best of the other delimiters
     * @param nextScore its score
     * @param passedOver rows of more than one field above the header
     * @param fault what is wrong about the header's line, empty where nothing is
     * @param emptyRows how many rows have no value in any field
     */
    record Sniffed(
            Dialect dialect,
            long above,
            long rows,
            long fitting,
            int fields,
            double score,
            char nextBest,
            double nextScore,
            List<CsvLines.Found> passedOver,
            String fault,
            long emptyRows) {
        /** 0 to 1: how many rows fit, those above the header included, less where another delimiter does nearly as well. */
        double confidence() {
            return rows == 0 || score == 0
                    ? 0
                    : (double) fitting / (rows + passedOver.size()) * (1 - nextScore / score);
        }
    }

    /** @param bytes unpacked; lines cut off at their end count as defect */
    DialectSniffer(byte[] bytes) {
        this.bytes = bytes;
        this.encoding = encoding(bytes);
        this.text = new String(bytes, Charset.forName(encoding));
    }

    /** The text, by the encoding guessed. */
    String text() {
        return text;
    }

    /** The encoding guessed. */
    String encoding() {
        return encoding;
    }

    /** By byte order mark, zero bytes and validity; what is no UTF-8 is taken for windows-1252, whose every byte is a letter. */
    static String encoding(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xFF) + (bytes[1] & 0xFF) == 0xFE + 0xFF && bytes[0] != bytes[1]) {
            return "UTF-16";
        }
        long even = IntStream.range(0, bytes.length)
                .filter(i -> i % 2 == 0 && bytes[i] == 0)
                .count();
        long odd = IntStream.range(0, bytes.length)
                .filter(i -> i % 2 == 1 && bytes[i] == 0)
                .count();
        if (Math.max(even, odd) > bytes.length / 4) {
            return even > odd ? "UTF-16BE" : "UTF-16LE";
        }
        return isUtf8(bytes) ? "UTF-8" : "windows-1252";
    }

    private static boolean isUtf8(byte[] bytes) {
        // The sample may end within a character.
        for (int cut = 0; cut < 4 && cut <= bytes.length; cut++) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, bytes.length - cut));
                return true;
            } catch (CharacterCodingException e) {
                // One byte less may do.
            }
        }
        return false;
    }

    /** The best dialect. */
    Sniffed sniffed() {
        Map<Character, Sniffed> best = new TreeMap<>();
        for (Dialect dialect : candidates()) {
            Sniffed scored = scored(dialect);
            Sniffed before = best.get(dialect.delimiter());
            if (before == null || scored.score() > before.score()) {
                best.put(dialect.delimiter(), scored);
            }
        }
        List<Sniffed> order = best.values().stream()
                .sorted(Comparator.comparingDouble(Sniffed::score)
                        .reversed()
                        .thenComparing(one -> DELIMITERS.indexOf(one.dialect().delimiter())))
                .toList();
        Sniffed first = order.get(0);
        // Any text has blanks: that they cut rows, too, does not make another delimiter doubtful.
        Sniffed second = order.subList(1, order.size()).stream()
                .filter(one -> one.dialect().delimiter() != ' ')
                .findFirst()
                .orElseThrow();
        return withHeader(first, second);
    }

    private List<Dialect> candidates() {
        List<Dialect> candidates = new ArrayList<>();
        String comment = text.startsWith("#") ? "#" : "";
        List<String> quotes = new ArrayList<>();
        quotes.add("\"");
        QUOTES.chars()
                .skip(1)
                .filter(quote -> text.indexOf(quote) >= 0)
                .forEach(quote -> quotes.add("" + (char) quote));
        if (text.indexOf('"') >= 0) {
            quotes.add("");
        }
        for (int i = 0; i < DELIMITERS.length(); i++) {
            char delimiter = DELIMITERS.charAt(i);
            for (String quote : quotes) {
                Dialect strict = new Dialect(delimiter, quote, escape(quote), comment, encoding, 0, 0);
                boolean isBlank = delimiter == ' ';
                candidates.add(isBlank ? strict.tolerating(tolerance(true, false)) : strict);
                if (text.indexOf('\\') >= 0) {
                    candidates.add(new Dialect(delimiter, quote, "\\", comment, encoding, 0, 0));
                }
                if (!quote.isEmpty() && text.indexOf(quote) >= 0 && !isBlank) {
                    candidates.add(strict.tolerating(tolerance(true, false)));
                    candidates.add(strict.tolerating(tolerance(false, true)));
                }
            }
        }
        return candidates;
    }

    /** A quote that comes in pairs only, where another stands around fields, is written twice. */
    private String escape(String quote) {
        boolean isOther = !quote.isEmpty() && !quote.equals("\"") && text.indexOf('"') >= 0;
        return isOther && !text.replace("\"\"", "").contains("\"") ? "\"" : "";
    }

    private static Tolerance tolerance(boolean blanks, boolean quotes) {
        return new Tolerance(blanks, quotes, HeaderGap.NONE, EmptyRows.KEEP);
    }

    private List<CsvLines.Found> rows(Dialect dialect, int limit) {
        byte[] part = bytes.length <= limit ? bytes : java.util.Arrays.copyOf(bytes, limit);
        CsvLines lines = new CsvLines(new TextLines(new ByteArrayInputStream(part), dialect.charset()), dialect);
        List<CsvLines.Found> rows = new ArrayList<>();
        for (CsvLines.Found row = lines.next(); row != null; row = lines.next()) {
            rows.add(row);
        }
        if (part.length < bytes.length && rows.size() > 1) {
            rows.remove(rows.size() - 1);
        }
        return rows;
    }

    private Sniffed scored(Dialect dialect) {
        List<CsvLines.Found> rows = rows(dialect, SCORED_CHARACTERS);
        int width = usualWidth(rows);
        List<CsvLines.Found> fitting =
                rows.stream().filter(row -> row.fields() == width).toList();
        double share = (double) fitting.size() / Math.max(1, rows.size());
        double score = width < 2 ? 0 : share * (width - 1) / width * meaning(dialect, fitting);
        return new Sniffed(dialect, 0, rows.size(), fitting.size(), width, score, ' ', 0, List.of(), "", 0);
    }

    /** The number of fields that most rows have, of those that have more than one. */
    private static int usualWidth(List<CsvLines.Found> rows) {
        Map<Integer, Long> widths = rows.stream()
                .filter(row -> row.fields() > 1)
                .collect(Collectors.groupingBy(CsvLines.Found::fields, TreeMap::new, Collectors.counting()));
        return widths.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(1);
    }

    /** The share of fields that look like something. */
    private double meaning(Dialect dialect, List<CsvLines.Found> rows) {
        CsvFields fields = new CsvFields(dialect);
        long all = 0;
        long meaningful = 0;
        for (CsvLines.Found row : rows.subList(0, Math.min(rows.size(), ROWS_READ))) {
            for (String field : fields.of(row)) {
                all++;
                meaningful += isMeaningful(dialect, field) ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) meaningful / all;
    }

    private static boolean isMeaningful(Dialect dialect, String field) {
        if (field.isBlank() || SniffedType.isNumberOrDate(field)) {
            return true;
        }
        if (field.indexOf(dialect.delimiter()) >= 0) {
            // It stood in quotes as it should.
            return true;
        }
        String bare = field.strip();
        boolean quoted = QUOTES.chars()
                .mapToObj(Character::toString)
                .anyMatch(quote -> bare.startsWith(quote) || bare.endsWith(quote));
        return !quoted && MARKS.chars().noneMatch(other -> other != ',' && field.indexOf(other) >= 0);
    }

    private Sniffed withHeader(Sniffed best, Sniffed second) {
        Dialect bare = best.dialect();
        List<CsvLines.Found> found = rows(bare, Integer.MAX_VALUE);
        if (found.isEmpty()) {
            throw new RawFormatException("has no rows");
        }
        Header header = new Header(bare, found, best.fields());
        List<CsvLines.Found> body = found.subList(header.first + header.count, found.size());
        int preamble = header.first == 0 && header.count > 0 && !bare.comment().isEmpty()
                ? 0
                : (int) found.get(header.first).number() - 1;
        long empty = body.stream().filter(row -> isEmpty(bare, row)).count();
        Tolerance tolerance = bare.tolerance();
        Dialect dialect = bare.withHead(preamble, header.count)
                .tolerating(new Tolerance(
                        tolerance.blanks(),
                        tolerance.quotes(),
                        header.gap,
                        empty > 0 ? EmptyRows.DROP : EmptyRows.KEEP));
        long fitting =
                body.stream().filter(row -> row.fields() == best.fields()).count();
        return new Sniffed(
                dialect,
                above(found, header),
                body.size(),
                fitting,
                best.fields(),
                best.score(),
                second.dialect().delimiter(),
                second.score(),
                found.subList(0, header.first).stream()
                        .filter(row -> row.fields() > 1)
                        .toList(),
                header.fault,
                empty);
    }

    private static boolean isEmpty(Dialect dialect, CsvLines.Found row) {
        return row.fields() > 1
                && row.text().chars().allMatch(c -> c == dialect.delimiter() || Character.isWhitespace(c));
    }

    private static long above(List<CsvLines.Found> found, Header header) {
        if (header.first + header.count < found.size()) {
            return found.get(header.first + header.count).number() - 1;
        }
        CsvLines.Found last = found.get(found.size() - 1);
        return last.number() + last.lines() - 1;
    }

    /** Where the header stands among the rows. */
    private static final class Header {
        private final CsvFields fields;
        private final List<CsvLines.Found> rows;
        private final int width;
        private final boolean[] typed;
        private int first;
        private int count;
        private HeaderGap gap = HeaderGap.NONE;
        private String fault = "";

        Header(Dialect dialect, List<CsvLines.Found> rows, int width) {
            this.fields = new CsvFields(dialect);
            this.rows = rows;
            this.width = width;
            this.first = firstFullRow();
            this.typed = typedColumns();
            this.count = isBody(first) ? 0 : 1;
            if (count > 0) {
                downwards();
                upwards();
            } else if (first > 0) {
                lookAbove(rows.get(first - 1));
            }
        }

        /** Right above the first full row may stand a header that is one name off, or that cannot be read as it is. */
        private void lookAbove(CsvLines.Found above) {
            if (above.defect() != null) {
                fault = "line " + above.number() + ", the header by its place, " + above.defect();
            } else if (Math.abs(above.fields() - width) == 1 && width > 2 && areNames(fields.of(above))) {
                gap = above.fields() > width
                        ? HeaderGap.LAST_FIELD
                        : isLastEmpty() ? HeaderGap.LAST_NAME : HeaderGap.FIRST_NAME;
            } else {
                return;
            }
            first--;
            count = 1;
        }

        private static boolean areNames(List<String> cells) {
            return cells.subList(0, cells.size() - 1).stream()
                            .noneMatch(cell -> cell.isBlank() || SniffedType.isNullToken(cell))
                    && cells.stream().noneMatch(SniffedType::isNumberOrDate);
        }

        private boolean isLastEmpty() {
            return IntStream.range(first, Math.min(rows.size(), first + 1000))
                    .mapToObj(this::cells)
                    .filter(cells -> !cells.isEmpty())
                    .allMatch(cells -> cells.get(width - 1).isBlank());
        }

        private List<String> cells(int row) {
            return rows.get(row).fields() == width ? fields.of(rows.get(row)) : List.of();
        }

        private long filled(int row) {
            return cells(row).stream().filter(cell -> !cell.isBlank()).count();
        }

        /** The first row with at least half as many values as rows have as a rule. */
        private int firstFullRow() {
            int looked = Math.min(rows.size(), 1000);
            long[] filled = IntStream.range(0, looked)
                    .filter(row -> rows.get(row).fields() == width)
                    .mapToLong(this::filled)
                    .sorted()
                    .toArray();
            long enough = filled.length == 0 ? 1 : Math.max(Math.min(2, width), (filled[filled.length / 2] + 1) / 2);
            return IntStream.range(0, looked)
                    .filter(row -> filled(row) >= enough)
                    .findFirst()
                    .orElse(0);
        }

        /** Columns whose values below the first rows are mostly numbers or dates. */
        private boolean[] typedColumns() {
            boolean[] result = new boolean[width];
            int from = Math.min(first + MOST_HEADER_ROWS, Math.max(first + 1, rows.size() / 2));
            for (int column = 0; column < width; column++) {
                int at = column;
                List<String> values = IntStream.range(from, Math.min(rows.size(), from + 1000))
                        .mapToObj(this::cells)
                        .filter(cells -> !cells.isEmpty())
                        .map(cells -> cells.get(at))
                        .filter(cell -> !cell.isBlank() && !SniffedType.isNullToken(cell))
                        .toList();
                long fitting =
                        values.stream().filter(SniffedType::isNumberOrDate).count();
                result[column] = !values.isEmpty() && fitting >= MOSTLY * values.size();
            }
            return result;
        }

        /** Whether there is a number or a date where the column has such. */
        private boolean isBody(int row) {
            List<String> cells = rows.isEmpty() ? List.of() : cells(row);
            return has(cells, SniffedType::isNumberOrDate)
                    && !has(cells, cell -> !SniffedType.isNumberOrDate(cell) && !SniffedType.isNullToken(cell));
        }

        private boolean has(List<String> cells, Function<String, Boolean> wanted) {
            return IntStream.range(0, cells.size())
                    .anyMatch(i -> typed[i] && !cells.get(i).isBlank() && wanted.apply(cells.get(i)));
        }

        /** Further rows of the header have words where the column has numbers. */
        private void downwards() {
            while (count < MOST_HEADER_ROWS && first + count < rows.size()) {
                List<String> cells = cells(first + count);
                boolean words = has(cells, cell -> !SniffedType.isNumberOrDate(cell) && !SniffedType.isNullToken(cell));
                if (!words || has(cells, SniffedType::isNumberOrDate)) {
                    return;
                }
                count++;
            }
        }

        /** So have rows right above it; one with a single value is a title. */
        private void upwards() {
            while (count < MOST_HEADER_ROWS
                    && first > 0
                    && filled(first - 1) > 1
                    && rows.get(first).number() - rows.get(first - 1).number()
                            == rows.get(first - 1).lines()) {
                first--;
                count++;
            }
        }
    }
}
