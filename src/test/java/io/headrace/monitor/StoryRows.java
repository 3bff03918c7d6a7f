package io.headrace.monitor;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Rows of a published file as columns: numbers, not a number where there is none, and texts, null where there is none. */
final class StoryRows {
    private final int size;
    private final Map<String, double[]> numbers = new LinkedHashMap<>();
    private final Map<String, String[]> texts = new LinkedHashMap<>();

    private StoryRows(int size) {
        this.size = size;
    }

    /** Rows of columns of numbers, all of one length. */
    static StoryRows of(Map<String, double[]> numbers) {
        StoryRows rows = new StoryRows(numbers.values().iterator().next().length);
        rows.numbers.putAll(numbers);
        return rows;
    }

    /** A file with a header; a column is of numbers where all its values are. */
    static StoryRows read(Path file, char delimiter, Set<String> missing) throws IOException {
        List<String[]> lines = lines(file, delimiter);
        String[] header = lines.get(0);
        StoryRows rows = new StoryRows(lines.size() - 1);
        for (int column = 0; column < header.length; column++) {
            int at = column;
            String[] values = lines.stream()
                    .skip(1)
                    .map(line -> line[at].isEmpty() || missing.contains(line[at]) ? null : line[at])
                    .toArray(String[]::new);
            rows.add(header[column], values);
        }
        return rows;
    }

    /** The lines of a file, the header first. */
    static List<String[]> lines(Path file, char delimiter) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                CsvReader<CsvRecord> reader =
                        CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(in)) {
            return reader.stream()
                    .map(line -> line.getFields().toArray(String[]::new))
                    .toList();
        }
    }

    private void add(String name, String[] values) {
        double[] read = new double[values.length];
        for (int row = 0; row < read.length; row++) {
            try {
                read[row] = values[row] == null ? Double.NaN : Double.parseDouble(values[row]);
            } catch (NumberFormatException text) {
                texts.put(name, values);
                return;
            }
        }
        numbers.put(name, read);
    }

    int size() {
        return size;
    }

    boolean isText(String column) {
        return texts.containsKey(column);
    }

    double[] numbers(String column) {
        return numbers.get(column);
    }

    String[] texts(String column) {
        return texts.get(column);
    }

    /** All columns but some. */
    List<String> columnsWithout(String... names) {
        Set<String> left = Set.of(names);
        List<String> all = new ArrayList<>(numbers.keySet());
        all.addAll(texts.keySet());
        return all.stream().filter(name -> !left.contains(name)).sorted().toList();
    }

    /** Some rows, in their order. */
    StoryRows where(IntPredicate row) {
        return rows(IntStream.range(0, size).filter(row).toArray());
    }

    /** Rows by their places. */
    StoryRows rows(int... places) {
        StoryRows some = new StoryRows(places.length);
        numbers.forEach((name, values) -> some.numbers.put(
                name, Arrays.stream(places).mapToDouble(place -> values[place]).toArray()));
        texts.forEach((name, values) -> some.texts.put(
                name, Arrays.stream(places).mapToObj(place -> values[place]).toArray(String[]::new)));
        return some;
    }

    /** The same with another column of numbers in place of one. */
    StoryRows with(String column, double[] values) {
        StoryRows changed = rows(IntStream.range(0, size).toArray());
        changed.texts.remove(column);
        changed.numbers.put(column, values);
        return changed;
    }

    /** The same with the values of one column taken from other places. */
    StoryRows shuffled(String column, int[] places) {
        StoryRows changed = rows(IntStream.range(0, size).toArray());
        if (isText(column)) {
            changed.texts.put(column, rows(places).texts(column));
        } else {
            changed.numbers.put(column, rows(places).numbers(column));
        }
        return changed;
    }
}
