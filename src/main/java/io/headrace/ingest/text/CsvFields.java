package io.headrace.ingest.text;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawLimits;
import java.util.ArrayList;
import java.util.List;

/** What stands in the fields of a row that {@link CsvLines} found; both must count as many. */
public final class CsvFields {
    private final CsvReader.CsvReaderBuilder reader;
    private final Escapes escapes;
    private final char delimiter;
    private final char quote;

    public CsvFields(Dialect dialect) {
        this.escapes = Escapes.of(dialect);
        this.delimiter = dialect.delimiter();
        // A character that Unicode keeps free stands for no quote.
        this.quote = dialect.quote().isEmpty() ? '\uFFFE' : dialect.quote().charAt(0);
        this.reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .quoteCharacter(quote)
                .maxBufferSize(2 * RawLimits.LONGEST_LINE)
                .skipEmptyLines(false);
    }

    /** The texts of the fields. */
    public List<String> of(CsvLines.Found row) {
        List<String> values = row.text().indexOf(quote) < 0 ? split(row.text(), row.fields()) : read(row);
        if (values.size() != row.fields()) {
            throw new RawFormatException("line " + row.number() + " has " + row.fields()
                    + " fields by its delimiters but " + values.size() + " are read");
        }
        return values;
    }

    /** Without quotes nothing but the delimiter has a meaning; a reader for each row costs more than the row. */
    private List<String> split(String text, int expected) {
        List<String> values = new ArrayList<>(expected);
        int from = 0;
        for (int at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
            values.add(escapes.restored(text.substring(from, at)));
            from = at + 1;
        }
        values.add(escapes.restored(text.substring(from)));
        return values;
    }

    private List<String> read(CsvLines.Found row) {
        try {
            return reader.ofSingleCsvRecord(row.text()).getFields().stream()
                    .map(escapes::restored)
                    .toList();
        } catch (CsvParseException e) {
            throw new RawFormatException("line " + row.number() + " cannot be read as CSV: " + e.getMessage());
        }
    }
}
