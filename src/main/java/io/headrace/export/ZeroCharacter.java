package io.headrace.export;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** The one character that a text of PostgreSQL cannot hold. */
final class ZeroCharacter {
    private static final char ZERO = '\0';

    private ZeroCharacter() {}

    /** Names the column and the row where a line of CSV holds it. */
    static void refuse(String target, String line, Export export) {
        if (line.indexOf(ZERO) >= 0) {
            List<String> fields = fields(line);
            List<String> names = export.names();
            String column = names.stream()
                    .filter(name -> fields.get(names.indexOf(name)).indexOf(ZERO) >= 0)
                    .findFirst()
                    .orElseThrow();
            throw ExportErrors.zeroCharacter(target, column, row(export.key(), names, fields));
        }
    }

    private static String row(List<String> key, List<String> names, List<String> fields) {
        return (key.isEmpty() ? names.subList(0, 1) : key)
                .stream()
                        .map(name ->
                                name + " = " + fields.get(names.indexOf(name)).replace(ZERO, '?'))
                        .collect(Collectors.joining(", "));
    }

    private static List<String> fields(String line) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(line)) {
            return reader.iterator().next().getFields();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
