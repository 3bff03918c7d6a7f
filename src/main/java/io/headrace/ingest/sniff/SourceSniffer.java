package io.headrace.ingest.sniff;

import io.headrace.ingest.landing.ParquetFooter;
import io.headrace.ingest.text.CsvLines;
import io.headrace.ingest.text.CsvRows;
import io.headrace.ingest.text.JsonObjectText;
import io.headrace.ingest.text.RawColumn;
import io.headrace.ingest.text.RawFormatException;
import io.headrace.ingest.text.RawParser;
import io.headrace.ingest.text.RawRow;
import io.headrace.ingest.text.RawShape;
import io.headrace.ingest.text.TextLines;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.RawLimits;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import io.headrace.spec.Tolerance.HeaderGap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/** Proposes the spec of a source from one of its files. */
public final class SourceSniffer {
    private static final int MOST_BYTES = 16 << 20;
    private static final int SHOWN = 80;

    private final Path file;
    private final int rows;

    /**
     * @param file CSV, JSON lines or Parquet, unpacked when its name ends in .gz or .zst
     * @param rows at most so many rows are looked at, 1 or more
     */
    public SourceSniffer(Path file, int rows) {
        this.file = file;
        this.rows = rows;
    }

    /** The proposal; a file in which no rows are recognised is the user's mistake. */
    public SniffedSource sniffed() {
        try {
            byte[] bytes = sample();
            if (bytes.length >= 4
                    && new String(bytes, 0, 4, java.nio.charset.StandardCharsets.US_ASCII).equals("PAR1")) {
                return parquet();
            }
            DialectSniffer dialect = new DialectSniffer(bytes);
            if (dialect.text().isBlank()) {
                throw nothingToSniff("is empty");
            }
            return isJson(dialect.text()) ? json(dialect) : csv(bytes, dialect.sniffed());
        } catch (IOException e) {
            throw nothingToSniff("cannot be read: " + e.getMessage());
        } catch (RawFormatException e) {
            throw nothingToSniff(e.getMessage());
        }
    }

    private byte[] sample() throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(
                    "it is a folder; of a Delta table declare the columns that it has, with format = delta");
        }
        String name = file.getFileName().toString();
        try (InputStream bytes = RawParser.unpacked(name, Files.newInputStream(file), RawLimits.USUAL)) {
            byte[] sample = bytes.readNBytes(MOST_BYTES);
            return sample.length < MOST_BYTES ? sample : upToLastLine(sample);
        }
    }

    private static byte[] upToLastLine(byte[] sample) {
        int end = sample.length;
        while (end > 0 && sample[end - 1] != '\n') {
            end--;
        }
        return end == 0 ? sample : Arrays.copyOf(sample, end);
    }

    private static boolean isJson(String text) {
        List<String> lines =
                text.lines().filter(line -> !line.isBlank()).limit(20).toList();
        long objects = lines.stream().filter(line -> object(line).isPresent()).count();
        return objects * 2 > lines.size();
    }

    /** Name to text of the fields of a line, as ingest reads them; empty where it is no object. */
    private static Optional<Map<String, String>> object(String line) {
        String bare = line.startsWith("\uFEFF") ? line.substring(1) : line;
        try {
            return bare.strip().startsWith("{") ? Optional.of(JsonObjectText.texts(bare)) : Optional.empty();
        } catch (RawFormatException e) {
            return Optional.empty();
        }
    }

    private SniffedSource json(DialectSniffer text) {
        Set<String> names = new LinkedHashSet<>();
        List<Map<String, String>> objects = new ArrayList<>();
        List<String> lines =
                text.text().lines().filter(line -> !line.isBlank()).limit(rows).toList();
        for (String line : lines) {
            object(line).ifPresent(fields -> {
                names.addAll(fields.keySet());
                objects.add(fields);
            });
        }
        List<SniffedColumn> columns = new ArrayList<>();
        List<List<String>> all = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            List<String> values = new ArrayList<>();
            objects.forEach(fields -> values.add(fields.get(name)));
            all.add(values);
            columns.add(SniffedColumn.of(columnName(name, taken), name, values, Set.of()));
        }
        double share = lines.isEmpty() ? 0 : (double) objects.size() / lines.size();
        Set<String> notAlways = new HashSet<>();
        names.stream()
                .filter(name -> objects.stream().anyMatch(fields -> !fields.containsKey(name)))
                .forEach(notAlways::add);
        return new SniffedSource(
                file,
                Format.JSON_LINES,
                Dialect.delimitedBy(',').encodedIn(text.encoding()),
                objects.size(),
                share,
                objects.size() + " of " + lines.size() + " lines are JSON objects",
                columns,
                notAlways,
                List.of(),
                new Body(objects.size(), objects.size() - new HashSet<>(objects).size()).notes(),
                LikelyKey.among(columns, all));
    }

    private SniffedSource csv(byte[] bytes, DialectSniffer.Sniffed found) {
        List<String> names = header(bytes, found);
        List<List<String>> all = new ArrayList<>();
        names.forEach(name -> all.add(new ArrayList<>()));
        Body body = body(bytes, found, all);
        boolean isLastNameless = found.dialect().tolerance().headerGap() == HeaderGap.LAST_NAME;
        List<String> header = isLastNameless ? names.subList(0, names.size() - 1) : names;
        List<List<String>> values = all.subList(0, header.size());
        List<SniffedColumn> alone = columns(header, values, Set.of());
        Set<String> tokens = tokens(alone);
        List<SniffedColumn> columns = tokens.isEmpty() ? alone : columns(header, values, tokens);
        List<String> undeclared = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (!hasOwnName(header, i)) {
                boolean empty = values.get(i).stream().allMatch(value -> value == null || value.isBlank());
                undeclared.add(
                        (name.isEmpty() ? "column " + (i + 1) + ", which has no name" : "\"" + name + "\", twice")
                                + (empty ? " and no values" : ""));
            }
        }
        if (columns.isEmpty()) {
            throw new RawFormatException("has no column with a name of its own");
        }
        return new SniffedSource(
                file,
                Format.CSV,
                found.dialect(),
                body.rows(),
                found.confidence(),
                evidence(found),
                columns,
                Set.of(),
                undeclared,
                Stream.concat(notes(found).stream(), body.notes().stream()).toList(),
                LikelyKey.among(columns, ofColumns(header, values)));
    }

    /** The values of those columns that have names of their own. */
    private static List<List<String>> ofColumns(List<String> header, List<List<String>> values) {
        return IntStream.range(0, header.size())
                .filter(column -> hasOwnName(header, column))
                .mapToObj(values::get)
                .toList();
    }

    /**
     * The rows of a file.
     *
     * @param rows how many
     * @param equal how many equal an earlier one in every field
     */
    private record Body(long rows, long equal) {
        List<String> notes() {
            return equal == 0
                    ? List.of()
                    : List.of(equal + " of " + rows
                            + " rows equal an earlier row in every field and are dropped as duplicates,"
                            + " unless duplicates = keep says that each counts.");
        }
    }

    /** What a reader of the proposal should know about the lines of the file. */
    private static List<String> notes(DialectSniffer.Sniffed found) {
        List<String> notes = new ArrayList<>();
        if (!found.fault().isEmpty()) {
            notes.add(found.fault() + ": mend it, for as it is the file is set aside.");
        }
        if (!found.passedOver().isEmpty()) {
            CsvLines.Found first = found.passedOver().get(0);
            notes.add("Passed over above the header: " + found.passedOver().size()
                    + " rows of other widths, such as line " + first.number() + ": " + shortened(first.text()));
        }
        HeaderGap gap = found.dialect().tolerance().headerGap();
        if (gap != HeaderGap.NONE) {
            notes.add("The header has one name " + (gap == HeaderGap.LAST_FIELD ? "more" : "fewer")
                    + " than rows have fields; header-gap says which. Hold the names against the values: a delimiter "
                    + (gap == HeaderGap.LAST_FIELD ? "added to" : "lost in") + " the header looks the same.");
        }
        if (found.emptyRows() > 0) {
            notes.add(found.emptyRows() + " rows have no value in any field; empty-rows = drop passes over them.");
        }
        return notes;
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    private static boolean hasOwnName(List<String> header, int column) {
        String name = header.get(column);
        return !name.isEmpty() && header.indexOf(name) == header.lastIndexOf(name);
    }

    private static List<SniffedColumn> columns(List<String> header, List<List<String>> values, Set<String> nullTokens) {
        Set<String> taken = new HashSet<>();
        return IntStream.range(0, header.size())
                .filter(column -> hasOwnName(header, column))
                .mapToObj(column -> SniffedColumn.of(
                        columnName(header.get(column), taken), header.get(column), values.get(column), nullTokens))
                .toList();
    }

    private static Set<String> tokens(List<SniffedColumn> columns) {
        return columns.stream().flatMap(column -> column.nullTokens().stream()).collect(Collectors.toSet());
    }

    private static String evidence(DialectSniffer.Sniffed found) {
        String fitting = found.fitting() + " of " + found.rows() + " rows have " + found.fields() + " fields";
        return found.score() == 0
                ? "no delimiter found"
                : fitting
                        + String.format(
                                Locale.ROOT,
                                "; by their look %s scores %.2f, %s %.2f",
                                named(found.dialect().delimiter()),
                                found.score(),
                                named(found.nextBest()),
                                found.nextScore());
    }

    private static String named(char delimiter) {
        return delimiter == '\t' ? "a tab" : "'" + delimiter + "'";
    }

    private static List<String> header(byte[] bytes, DialectSniffer.Sniffed found) {
        Dialect dialect = found.dialect();
        if (dialect.headerLines() == 0) {
            return IntStream.rangeClosed(1, found.fields())
                    .mapToObj(at -> "column_" + at)
                    .toList();
        }
        if (!found.fault().isEmpty()) {
            return namesByPlace(bytes, found);
        }
        RawShape none = new RawShape(Format.CSV, dialect, List.of(), AddedColumn.IGNORE);
        return new CsvRows(none, new TextLines(new ByteArrayInputStream(bytes), dialect.charset())).headerNames();
    }

    /** The names of a header that cannot be read: what stands between delimiters, where there is as much as in rows. */
    private static List<String> namesByPlace(byte[] bytes, DialectSniffer.Sniffed found) {
        Dialect dialect = found.dialect();
        String line = new String(bytes, dialect.charset())
                .lines()
                .skip(dialect.preambleLines())
                .findFirst()
                .orElse("");
        String[] parts = line.split(Pattern.quote("" + dialect.delimiter()), -1);
        return IntStream.range(0, found.fields())
                .mapToObj(at -> parts.length == found.fields()
                        ? parts[at]
                                .replace(dialect.quote().isEmpty() ? "\uFFFF" : dialect.quote(), "")
                                .strip()
                        : "column_" + (at + 1))
                .toList();
    }

    /** Puts the values of the rows that fit where they belong, and says how many rows there are. */
    private Body body(byte[] bytes, DialectSniffer.Sniffed found, List<List<String>> values) {
        Dialect dialect = found.dialect();
        Dialect headless = dialect.withHead((int) found.above(), 0);
        List<RawColumn> columns = IntStream.range(0, values.size())
                .mapToObj(at -> new RawColumn(List.of("" + at), true))
                .toList();
        Iterator<RawRow> parsed = new RawParser(new RawShape(Format.CSV, headless, columns, AddedColumn.IGNORE))
                .rows(new ByteArrayInputStream(bytes));
        long read = 0;
        long equal = 0;
        Set<List<String>> seen = new HashSet<>();
        while (parsed.hasNext() && read < rows) {
            RawRow row = parsed.next();
            read++;
            equal += row.problem() == null && !seen.add(row.values()) ? 1 : 0;
            for (int i = 0; row.problem() == null && i < values.size(); i++) {
                values.get(i).add(row.values().get(i));
            }
        }
        return new Body(read, equal);
    }

    private SniffedSource parquet() throws IOException {
        ParquetFooter footer = ParquetFooter.of(new Configuration(), new org.apache.hadoop.fs.Path(file.toUri()));
        List<SniffedColumn> columns = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Type type : footer.schema().getFields()) {
            SniffedType declared =
                    new SniffedType(declared(type), "", '.', "", false, footer.rows(), footer.rows(), List.of(), "");
            columns.add(new SniffedColumn(
                    columnName(type.getName(), taken),
                    type.getName(),
                    declared,
                    List.of(),
                    false,
                    0,
                    List.of(),
                    new TreeMap<>()));
        }
        return new SniffedSource(
                file,
                Format.PARQUET,
                Dialect.delimitedBy(','),
                footer.rows(),
                1,
                "the file says so itself",
                columns,
                Set.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static String declared(Type type) {
        if (!type.isPrimitive()) {
            return "string";
        }
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        String meaning = logical == null ? "" : logical.toString();
        if (meaning.startsWith("DATE")) {
            return "date";
        }
        if (meaning.startsWith("TIMESTAMP")) {
            return "timestamp";
        }
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> "boolean";
            case INT32 -> "integer";
            case INT64 -> "long";
            case INT96 -> "timestamp";
            case FLOAT, DOUBLE -> "double";
            case BINARY, FIXED_LEN_BYTE_ARRAY -> "string";
        };
    }

    /** Lower-case letters, digits and _; one that is taken gets a number. */
    private static String columnName(String name, Set<String> taken) {
        String plain = plainName(name);
        String column = plain.isEmpty() ? "column" : plain;
        String unique = column;
        for (int i = 2; !taken.add(unique); i++) {
            unique = column + "_" + i;
        }
        return unique;
    }

    /** A text as a name of lower-case letters, digits and _, which begins with a letter; empty where none is left. */
    static String plainName(String text) {
        String plain = Normalizer.normalize(text.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_"), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        return !plain.isEmpty() && Character.isDigit(plain.charAt(0)) ? "c_" + plain : plain;
    }

    private HeadraceException nothingToSniff(String problem) {
        return HeadraceException.of(
                "HEAD-INGEST-013",
                FailureKind.USER,
                file + " " + problem,
                "Give a file of CSV, JSON lines or Parquet with some rows.");
    }
}
