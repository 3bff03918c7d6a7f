package io.headrace.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/**
 * Reads one raw file row by row, with real line numbers.
 *
 * <p>A row that does not fit the file's shape comes out as unreadable; a file that does not fit the source (no header, a
 * declared column missing, not text) ends in a {@link RawFormatException}.
 */
final class RawParser {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawShape shape;

    RawParser(RawShape shape) {
        this.shape = shape;
    }

    /** Opens a file's stream, unpacking it when its name ends in {@code .gz}. */
    static InputStream unpacked(String name, InputStream bytes) throws IOException {
        return name.endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    /** The rows of the file, read as they are asked for. */
    Iterator<RawRow> rows(InputStream text) {
        InputStreamReader reader = new InputStreamReader(
                text,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        return switch (shape.format()) {
            case CSV -> new CsvRows(reader);
            case JSON_LINES -> new JsonRows(new BufferedReader(reader));
        };
    }

    private static RawFormatException notText() {
        return new RawFormatException("is not UTF-8 text");
    }

    /** Fields in the order of the declared columns. */
    private final class CsvRows implements Iterator<RawRow> {
        private final CloseableIterator<CsvRecord> records;
        private final List<String> header;
        private final int[] positions;

        CsvRows(InputStreamReader reader) {
            records = CsvReader.builder()
                    .fieldSeparator(shape.delimiter())
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .skipEmptyLines(true)
                    .detectBomHeader(false)
                    .ofCsvRecord(reader)
                    .iterator();
            if (!more()) {
                throw new RawFormatException("is empty: not even a header line");
            }
            header = trimmed(record().getFields());
            requireColumns();
            positions = shape.columns().stream().mapToInt(header::indexOf).toArray();
        }

        private static List<String> trimmed(List<String> names) {
            List<String> result = new ArrayList<>();
            names.forEach(name -> result.add(name.replace("\uFEFF", "").trim()));
            return result;
        }

        private void requireColumns() {
            List<String> missing = shape.required().stream()
                    .filter(column -> !header.contains(column))
                    .toList();
            if (!missing.isEmpty()) {
                throw new RawFormatException("line 1 lacks the column" + (missing.size() == 1 ? " " : "s ")
                        + String.join(", ", missing) + "; found with delimiter '" + shape.delimiter() + "': "
                        + shown(header));
            }
        }

        private static String shown(List<String> header) {
            String text = String.join(" | ", header);
            String printable = text.replaceAll("\\p{Cntrl}", "?");
            return printable.length() > 200 ? printable.substring(0, 200) + "..." : printable;
        }

        @Override
        public boolean hasNext() {
            return more();
        }

        @Override
        public RawRow next() {
            CsvRecord record = record();
            if (record.getFieldCount() != header.size()) {
                return RawRow.unreadable(
                        record.getStartingLineNumber(),
                        positions.length,
                        array(record.getFields()),
                        "expected " + header.size() + " fields, found " + record.getFieldCount());
            }
            String[] values = new String[positions.length];
            for (int i = 0; i < positions.length; i++) {
                values[i] = positions[i] < 0 ? null : emptyAsNull(record.getField(positions[i]));
            }
            return RawRow.readable(record.getStartingLineNumber(), Arrays.asList(values), extra(record));
        }

        private String extra(CsvRecord record) {
            ObjectNode extra = JSON.createObjectNode();
            for (int i = 0; i < header.size(); i++) {
                if (!shape.columns().contains(header.get(i))) {
                    extra.put(header.get(i), record.getField(i));
                }
            }
            return extra.isEmpty() ? null : extra.toString();
        }

        private boolean more() {
            try {
                return records.hasNext();
            } catch (CsvParseException e) {
                throw new RawFormatException("cannot be read as CSV: " + rootMessage(e));
            } catch (UncheckedIOException e) {
                throw broken(e.getCause());
            }
        }

        private CsvRecord record() {
            try {
                return records.next();
            } catch (CsvParseException e) {
                throw new RawFormatException("cannot be read as CSV: " + rootMessage(e));
            } catch (UncheckedIOException e) {
                throw broken(e.getCause());
            }
        }

        private static String rootMessage(CsvParseException e) {
            return e.getCause() == null
                    ? e.getMessage()
                    : e.getMessage() + " (" + e.getCause().getMessage() + ")";
        }
    }

    private static RawFormatException broken(IOException e) {
        return e instanceof CharacterCodingException
                ? notText()
                : new RawFormatException("cannot be read: " + e.getMessage());
    }

    private static String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String array(List<String> fields) {
        ArrayNode array = JSON.createArrayNode();
        fields.forEach(array::add);
        return array.toString();
    }

    /** One object a line. */
    private final class JsonRows implements Iterator<RawRow> {
        private final BufferedReader reader;
        private long number;
        private String line;

        JsonRows(BufferedReader reader) {
            this.reader = reader;
            advance();
        }

        private void advance() {
            try {
                do {
                    line = reader.readLine();
                    number++;
                } while (line != null && line.isBlank());
            } catch (IOException e) {
                throw broken(e);
            }
        }

        @Override
        public boolean hasNext() {
            return line != null;
        }

        @Override
        public RawRow next() {
            if (line == null) {
                throw new NoSuchElementException();
            }
            RawRow row = parsed(line);
            advance();
            return row;
        }

        private RawRow parsed(String text) {
            try {
                JsonNode node = JSON.readTree(text);
                return node.isObject() ? fromObject(node) : unreadable(text, "expected a JSON object");
            } catch (JsonProcessingException e) {
                return unreadable(text, "not JSON: " + e.getOriginalMessage());
            }
        }

        private RawRow fromObject(JsonNode node) {
            List<String> absent = shape.required().stream()
                    .filter(column -> !node.has(column))
                    .toList();
            if (!absent.isEmpty()) {
                return unreadable(node.toString(), "lacks " + String.join(", ", absent));
            }
            String[] values = shape.columns().stream()
                    .map(column -> text(node.get(column)))
                    .toArray(String[]::new);
            ObjectNode extra = JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!shape.columns().contains(field.getKey())) {
                    extra.set(field.getKey(), field.getValue());
                }
            }
            return RawRow.readable(number, Arrays.asList(values), extra.isEmpty() ? null : extra.toString());
        }

        private RawRow unreadable(String text, String problem) {
            return RawRow.unreadable(number, shape.columns().size(), text, problem);
        }

        private static String text(JsonNode value) {
            if (value == null || value.isNull()) {
                return null;
            }
            return emptyAsNull(value.isValueNode() ? value.asText() : value.toString());
        }
    }
}
