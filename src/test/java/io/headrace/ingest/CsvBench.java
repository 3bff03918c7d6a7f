package io.headrace.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.headrace.ingest.sniff.SourceSniffer;
import io.headrace.ingest.text.CsvRows;
import io.headrace.ingest.text.RawColumn;
import io.headrace.ingest.text.RawFormatException;
import io.headrace.ingest.text.RawParser;
import io.headrace.ingest.text.RawRow;
import io.headrace.ingest.text.RawShape;
import io.headrace.ingest.text.TextLines;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import io.headrace.spec.Tolerance;
import io.headrace.spec.Tolerance.EmptyRows;
import io.headrace.spec.Tolerance.HeaderGap;
import io.headrace.spec.hocon.ProjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Reads the files of a published benchmark of broken CSV as an ingest does and scores what comes out by its measures, texts
 * compared exactly: each file as {@code sniff} proposes, or by the parameters that come with it.
 *
 * <p>Run by {@code bench/csv/run}.
 */
final class CsvBench {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path files;
    private final boolean isSniffed;
    private final Path project = Files.createTempDirectory("headrace-bench");

    private CsvBench(Path files, boolean isSniffed) throws IOException {
        this.files = files;
        this.isSniffed = isSniffed;
        Files.createDirectories(project.resolve("jobs"));
        Files.writeString(Files.createDirectories(project.resolve("conf")).resolve("local.conf"), "");
    }

    /**
     * One file's rows as they are read.
     *
     * @param header the names that stand in the file; none where it has no header
     * @param read by the line in which they begin, in ascending order
     * @param refused the lines in which rows begin that are refused with a reason
     * @param problem why the file is set aside, null when it is read
     */
    private record Loaded(List<String> header, Map<Long, List<String>> read, Set<Long> refused, String problem) {
        static Loaded setAside(String problem) {
            return new Loaded(List.of(), Map.of(), Set.of(), problem);
        }

        /** As the benchmark has it: the header, where there is one, is the first row. */
        List<List<String>> rows() {
            return Stream.concat(header.isEmpty() ? Stream.empty() : Stream.of(header), read.values().stream())
                    .toList();
        }
    }

    /**
     * What a file is worth.
     *
     * @param points 0 to 10
     * @param named points where a file without header counts as one with generated names
     * @param wrong rows read that are not as in the clean file
     * @param vanished rows of the clean file that are neither read nor refused
     */
    private record Score(String file, double points, double named, long wrong, long vanished, Loaded loaded) {}

    /** FOLDER (sniff|given) [OUTPUT]: the last takes what was read, in the form that the benchmark evaluates. */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        CsvBench bench = new CsvBench(root.resolve("polluted_files"), args[1].equals("sniff"));
        JsonNode weights = JSON.readTree(root.resolve("pollock_weights.json").toFile());
        List<Score> scores = new ArrayList<>();
        try (Stream<Path> all = Files.list(root.resolve("polluted_files/csv"))) {
            for (Path file : all.sorted().toList()) {
                Loaded loaded = bench.loaded(file);
                scores.add(bench.score(file.getFileName().toString(), loaded));
                if (args.length > 2) {
                    Path output = Files.createDirectories(Path.of(args[2]));
                    write(output.resolve(file.getFileName() + "_converted.csv"), loaded);
                }
            }
        }
        report(scores, score -> weights.path(score.file()).asDouble(-1));
    }

    private static void report(List<Score> scores, Function<Score, Double> weight) {
        double all = scores.stream().mapToDouble(weight::apply).sum();
        Map<String, double[]> kinds = new TreeMap<>();
        for (Score score : scores) {
            double[] kind = kinds.computeIfAbsent(kind(score.file()), k -> new double[5]);
            kind[0]++;
            kind[1] += score.points();
            kind[2] += (10 - score.points()) * weight.apply(score) / all;
            kind[3] += score.wrong();
            kind[4] += score.vanished();
        }
        print("%-36s %6s %8s %10s %6s %8s%n", "kind", "files", "points", "loss", "wrong", "vanished");
        kinds.entrySet().stream()
                .sorted(Comparator.comparingDouble(kind -> -kind.getValue()[2]))
                .forEach(kind -> {
                    double[] sums = kind.getValue();
                    print(
                            "%-36s %6.0f %8.4f %10.5f %6.0f %8.0f%n",
                            kind.getKey(), sums[0], sums[1] / sums[0], sums[2], sums[3], sums[4]);
                });
        scores.stream()
                .filter(score -> score.loaded().problem() != null)
                .collect(Collectors.groupingBy(score -> kind(score.file()), TreeMap::new, Collectors.toList()))
                .forEach((kind, some) -> print(
                        "set aside: %d of %s, such as %s%n",
                        some.size(), kind, some.get(0).loaded().problem()));
        print(
                "%d files: simple %.3f, weighted %.3f, %.3f where generated names count as a header%n",
                scores.size(),
                scores.stream().mapToDouble(Score::points).average().orElseThrow(),
                scores.stream()
                        .mapToDouble(score -> score.points() * weight.apply(score) / all)
                        .sum(),
                scores.stream()
                        .mapToDouble(score -> score.named() * weight.apply(score) / all)
                        .sum());
        print(
                "rows: %d read, %d refused, %d silently wrong, %d vanished%n",
                scores.stream().mapToInt(score -> score.loaded().read().size()).sum(),
                scores.stream()
                        .mapToInt(score -> score.loaded().refused().size())
                        .sum(),
                scores.stream().mapToLong(Score::wrong).sum(),
                scores.stream().mapToLong(Score::vanished).sum());
    }

    private static void print(String format, Object... values) {
        System.out.print(String.format(Locale.ROOT, format, values));
    }

    /** The kind of a file: of rows the place does not count. */
    private static String kind(String file) {
        return file.startsWith("row_")
                ? file.replaceAll("row0_col\\d+|quote0_col\\d+|delimiter_0_", "header")
                        .replaceAll("row\\d+_col\\d+|quote\\d+_col\\d+|delimiter_\\d+_", "row")
                : file;
    }

    private Loaded loaded(Path file) throws IOException {
        try {
            return read(file, isSniffed ? sniffed(file) : given(file));
        } catch (HeadraceException | RawFormatException e) {
            return Loaded.setAside(String.valueOf(e.getMessage()));
        }
    }

    /** The source as it is proposed, read back from its text. */
    private RawShape sniffed(Path file) throws IOException {
        String proposal = new SourceSniffer(file, 10_000).sniffed().conf("bench", "bench");
        Files.writeString(project.resolve("jobs/ingest-bench.conf"), proposal);
        return RawShape.of((IngestSpec) ProjectReader.read(project, "local", List.of(), Map.of())
                .projectOrThrow()
                .jobs()
                .get("ingest-bench"));
    }

    /** The source as the benchmark's parameters give it. */
    private RawShape given(Path file) throws IOException {
        JsonNode given = parameters(file.getFileName().toString());
        String delimiter = given.path("delimiter").asText();
        String quote = given.path("quotechar").asText();
        String escape = given.path("escapechar").asText();
        int header = given.path("header_lines").asInt();
        Dialect dialect = new Dialect(
                delimiter.isEmpty() ? ',' : delimiter.charAt(0),
                quote,
                escape.equals(quote) ? "" : escape,
                "",
                "UTF-8",
                given.path("preamble_lines").asInt(),
                header);
        Dialect tolerant = delimiter.length() < 2
                ? dialect
                : dialect.tolerating(new Tolerance(true, false, HeaderGap.NONE, EmptyRows.KEEP));
        List<RawColumn> columns = IntStream.range(
                        0, header > 0 ? 0 : given.path("n_columns").asInt())
                .mapToObj(at -> new RawColumn(List.of("column_" + (at + 1)), true))
                .toList();
        return new RawShape(Format.CSV, tolerant, columns, AddedColumn.KEEP);
    }

    private JsonNode parameters(String file) throws IOException {
        return JSON.readTree(
                files.resolve("parameters").resolve(file + "_parameters.json").toFile());
    }

    private static Loaded read(Path file, RawShape shape) throws IOException {
        List<String> header;
        try (InputStream bytes = Files.newInputStream(file)) {
            header = new CsvRows(shape, new TextLines(bytes, shape.dialect().charset())).headerNames();
        }
        Map<Long, List<String>> read = new LinkedHashMap<>();
        Set<Long> refused = new HashSet<>();
        try (InputStream bytes = Files.newInputStream(file)) {
            Iterator<RawRow> all = new RawParser(shape).rows(bytes);
            while (all.hasNext()) {
                RawRow row = all.next();
                if (row.problem() == null) {
                    read.put(row.number(), fields(row, header, shape.columns()));
                } else {
                    refused.add(row.number());
                }
            }
        }
        return new Loaded(shape.dialect().headerLines() > 0 ? header : List.of(), read, refused, null);
    }

    /** The fields in the order of the header: those that are declared, then the others. */
    private static List<String> fields(RawRow row, List<String> header, List<RawColumn> columns) throws IOException {
        Map<String, String> declared = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String value = row.values().get(i);
            columns.get(i).names().forEach(name -> declared.put(name, value == null ? "" : value));
        }
        Iterator<JsonNode> others =
                JSON.readTree(row.extra() == null ? "{}" : row.extra()).elements();
        return header.stream()
                .map(name -> declared.containsKey(name)
                        ? declared.get(name)
                        : others.next().asText())
                .toList();
    }

    private Score score(String file, Loaded loaded) throws IOException {
        List<List<String>> clean = csv(files.resolve("clean").resolve(file));
        if (loaded.problem() != null) {
            return new Score(file, 0, 0, 0, 0, loaded);
        }
        JsonNode given = parameters(file);
        int header = given.path("header_lines").asInt();
        int above = header + given.path("preamble_lines").asInt();
        List<List<String>> body = header > 0 ? tail(clean) : clean;
        long wrong = loaded.read().entrySet().stream()
                .filter(row -> row.getKey() <= above + body.size())
                .filter(row -> row.getKey() <= above
                        || !body.get((int) (row.getKey() - above - 1)).equals(row.getValue()))
                .count();
        long vanished = LongStream.rangeClosed(above + 1, above + body.size())
                .filter(line ->
                        !loaded.read().containsKey(line) && !loaded.refused().contains(line))
                .count();
        List<List<String>> rows = loaded.rows();
        List<List<String>> named = loaded.header().isEmpty() && !rows.isEmpty()
                ? Stream.concat(Stream.of(generated(rows.get(0).size())), rows.stream())
                        .toList()
                : rows;
        return new Score(file, points(clean, rows), points(clean, named), wrong, vanished, loaded);
    }

    private static List<String> generated(int width) {
        return IntStream.rangeClosed(1, width).mapToObj(at -> "column_" + at).toList();
    }

    /** One point for having read, and three measures each of header, records and cells. */
    private static double points(List<List<String>> clean, List<List<String>> rows) {
        return clean.isEmpty()
                ? 10
                : 1
                        + measures(clean.get(0), rows.isEmpty() ? List.of() : rows.get(0))
                        + measures(tail(clean), tail(rows))
                        + measures(cells(clean), cells(rows));
    }

    private static List<List<String>> csv(Path file) throws IOException {
        try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(file)) {
            return records.stream().map(CsvRecord::getFields).toList();
        }
    }

    private static void write(Path file, Loaded loaded) throws IOException {
        if (loaded.problem() != null) {
            Files.writeString(file, "Application Error\n" + loaded.problem());
            return;
        }
        try (CsvWriter rows = CsvWriter.builder().build(file)) {
            loaded.rows().forEach(rows::writeRecord);
        }
    }

    private static List<List<String>> tail(List<List<String>> rows) {
        return rows.isEmpty() ? rows : rows.subList(1, rows.size());
    }

    private static List<String> cells(List<List<String>> rows) {
        return rows.stream().flatMap(List::stream).toList();
    }

    /** The sum of precision, recall and F1 of a bag of things read. */
    private static <T> double measures(Collection<T> wanted, Collection<T> found) {
        if (wanted.isEmpty()) {
            return 3;
        }
        double common = common(wanted, found);
        if (common == 0) {
            return 0;
        }
        double precision = common / wanted.size();
        double recall = common / found.size();
        return precision + recall + 2 * precision * recall / (precision + recall);
    }

    private static <T> long common(Collection<T> one, Collection<T> other) {
        Map<T, Long> counts = one.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return other.stream()
                .filter(thing -> counts.merge(thing, -1L, Long::sum) >= 0)
                .count();
    }
}
