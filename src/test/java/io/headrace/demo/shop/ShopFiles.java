package io.headrace.demo.shop;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads what the generator wrote as a stranger would, knowing nothing of how it was made. */
final class ShopFiles {
    private final Path landing;

    ShopFiles(Path landing) {
        this.landing = landing;
    }

    /** A row of an invoice file that has the fields of its header and can be read. */
    record Row(String number, int quantity, LocalDate day, double price, String customer, String country) {
        boolean isCancelled() {
            return number.startsWith("C");
        }
    }

    /** All bytes by file name relative to the folder. */
    static Map<String, byte[]> bytes(Path folder) {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                content.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return content;
    }

    /** All rows with header of each invoice file, by name. */
    Map<String, List<List<String>>> invoiceFiles() {
        Map<String, List<List<String>>> files = new LinkedHashMap<>();
        bytes(landing.resolve("invoices"))
                .forEach((name, packed) -> files.put("invoices/" + name, csv(unpack(packed))));
        return files;
    }

    /** Every readable row once, the copied files left out. */
    List<Row> cleanRows() {
        List<Row> clean = new ArrayList<>();
        invoiceFiles().forEach((name, rows) -> {
            if (!name.endsWith("-copy.csv.gz")) {
                int width = rows.get(0).size();
                rows.stream().skip(1).distinct().forEach(row -> addReadable(row, width, clean));
            }
        });
        return clean;
    }

    /** Rows without header of all files in a folder whose names end as given. */
    static List<List<String>> csvRows(Path folder, String ending) {
        List<List<String>> rows = new ArrayList<>();
        bytes(folder).forEach((name, content) -> {
            if (name.endsWith(ending)) {
                csv(content).stream().skip(1).forEach(rows::add);
            }
        });
        return rows;
    }

    private static void addReadable(List<String> row, int width, List<Row> clean) {
        if (row.size() != width) {
            return;
        }
        try {
            clean.add(new Row(
                    row.get(0),
                    Integer.parseInt(row.get(3)),
                    LocalDate.parse(row.get(4).substring(0, 10)),
                    Double.parseDouble(row.get(5)),
                    row.get(6),
                    row.get(7)));
        } catch (NumberFormatException | DateTimeException unreadable) {
            return;
        }
    }

    private static List<List<String>> csv(byte[] content) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new ByteArrayInputStream(content))) {
            return reader.stream().map(CsvRecord::getFields).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] unpack(byte[] packed) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
