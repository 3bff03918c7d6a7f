package io.headrace.ingest.sniff;

import io.headrace.run.Json;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.Tolerance;
import io.headrace.spec.Tolerance.EmptyRows;
import io.headrace.spec.Tolerance.HeaderGap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A proposal for the spec of a source. */
public final class SniffedSource {
    private static final String LANDING = "landing";
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern ENDING = Pattern.compile("\\.(csv|tsv|txt|json|jsonl|ndjson|parquet|gz|zst)$");

    private final Path file;
    private final Format format;
    private final Dialect dialect;
    private final long rows;
    private final double confidence;
    private final String evidence;
    private final List<SniffedColumn> columns;
    private final Set<String> notAlways;
    private final List<String> undeclared;
    private final List<String> notes;
    private final Optional<Integer> key;

    /**
     * @param rows how many were looked at
     * @param confidence in format and dialect, 0 to 1
     * @param evidence for them, in words
     * @param notAlways columns that some rows lack, by the file's name
     * @param undeclared columns of the file that have no name of their own, in words
     * @param notes what is to be known about the lines of the file
     * @param key the place of the column that seems to tell rows apart
     */
    SniffedSource(
            Path file,
            Format format,
            Dialect dialect,
            long rows,
            double confidence,
            String evidence,
            List<SniffedColumn> columns,
            Set<String> notAlways,
            List<String> undeclared,
            List<String> notes,
            Optional<Integer> key) {
        this.file = file;
        this.format = format;
        this.dialect = dialect;
        this.rows = rows;
        this.confidence = confidence;
        this.evidence = evidence;
        this.columns = columns;
        this.notAlways = notAlways;
        this.undeclared = undeclared;
        this.notes = notes;
        this.key = key;
    }

    /** The columns that can be declared, in the order of the file. */
    public List<FoundColumn> found() {
        return columns.stream()
                .map(column -> new FoundColumn(
                        column.name(),
                        column.from(),
                        ColumnType.parse(column.type().type()).orElseThrow(),
                        column.personal(),
                        rows
                                - column.counts().values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum(),
                        column.counts()))
                .toList();
    }

    /** How many rows were looked at. */
    public long rows() {
        return rows;
    }

    /** The name of the column that seems to tell rows apart. */
    public Optional<String> key() {
        return key.map(place -> columns.get(place).name());
    }

    /** The same proposal with another column, or none, that tells rows apart. */
    public SniffedSource keyedBy(Optional<String> column) {
        Optional<Integer> place = IntStream.range(0, columns.size())
                .boxed()
                .filter(at -> Optional.of(columns.get(at).name()).equals(column))
                .findFirst();
        return new SniffedSource(
                file, format, dialect, rows, confidence, evidence, columns, notAlways, undeclared, notes, place);
    }

    private String fileName() {
        return file.getFileName().toString();
    }

    /** A name for the source, from the file's, or from its folder's where the file is named by its date alone. */
    public String name() {
        return Stream.of(fileName(), folderName())
                .map(SniffedSource::bare)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("source");
    }

    private String folderName() {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null || folder.endsWith(LANDING) || folder.getFileName() == null
                ? ""
                : folder.getFileName().toString();
    }

    private static String bare(String file) {
        String bare = DATE.matcher(file.toLowerCase(Locale.ROOT)).replaceAll("");
        while (ENDING.matcher(bare).find()) {
            bare = ENDING.matcher(bare).replaceAll("");
        }
        return SourceSniffer.plainName(bare);
    }

    /** The path below the landing folder, where one of that name is above the file, with the date left open. */
    private String path() {
        return DATE.matcher(below()).replaceFirst("{date}");
    }

    private String below() {
        Path whole = file.toAbsolutePath().normalize();
        int landing = whole.getNameCount() - 1;
        while (landing > 0 && !whole.getName(landing - 1).toString().equals(LANDING)) {
            landing--;
        }
        return landing == 0
                ? fileName()
                : whole.subpath(landing, whole.getNameCount()).toString().replace('\\', '/');
    }

    /** Where a project has the file: below its landing folder, as the proposal looks for it. */
    public String landing() {
        String date = date().orElse("");
        return LANDING + "/" + path().replace("{date}", date);
    }

    /** The date in the file's path below the landing folder, where there is one. */
    public Optional<String> date() {
        Matcher date = DATE.matcher(below());
        return date.find() ? Optional.of(date.group()) : Optional.empty();
    }

    /** How sure format and dialect are, 0 to 1. */
    public double confidence() {
        return confidence;
    }

    /**
     * The spec as text, with what speaks for each part.
     *
     * @param source the source's name
     * @param owner who answers for the job
     */
    public String conf(String source, String owner) {
        List<String> lines = new ArrayList<>();
        lines.add("# Proposed from " + rows + " rows of " + fileName() + ". Look it over, then: headrace check");
        notes.forEach(note -> lines.add("# " + note));
        lines.add("kind = ingest");
        lines.add("owner = " + quoted(owner));
        lines.add("source = " + source);
        lines.add("files {");
        lines.add("  paths = [" + quoted(path()) + "]");
        lines.add(String.format(Locale.ROOT, "  # confidence %.2f: %s", confidence, evidence));
        lines.add("  format = " + format.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        addDialect(lines);
        lines.add("}");
        if (!undeclared.isEmpty()) {
            lines.add("# Not declared: " + String.join("; ", undeclared) + ".");
            if (undeclared.stream().allMatch(column -> column.endsWith(" and no values"))) {
                lines.add("schema.new = ignore");
            }
        }
        lines.add("columns {");
        for (int i = 0; i < columns.size(); i++) {
            add(columns.get(i), key.equals(Optional.of(i)), lines);
        }
        lines.add("}");
        return String.join("\n", lines) + "\n";
    }

    private void addDialect(List<String> lines) {
        Dialect usual = Dialect.delimitedBy(',');
        boolean csv = format == Format.CSV;
        add(lines, csv && dialect.delimiter() != ',', "delimiter", quoted("" + dialect.delimiter()));
        add(lines, csv && !dialect.quote().equals(usual.quote()), "quote", quoted(dialect.quote()));
        add(lines, csv && !dialect.escape().isEmpty(), "escape", quoted(dialect.escape()));
        add(lines, csv && !dialect.comment().isEmpty(), "comment", quoted(dialect.comment()));
        add(lines, format != Format.PARQUET && !dialect.encoding().equals("UTF-8"), "encoding", dialect.encoding());
        add(lines, csv && dialect.preambleLines() > 0, "preamble-lines", "" + dialect.preambleLines());
        add(lines, csv && dialect.headerLines() != 1, "header-lines", "" + dialect.headerLines());
        Tolerance tolerance = dialect.tolerance();
        add(lines, csv && tolerance.blanks(), "blanks-around-fields", "true");
        add(lines, csv && tolerance.quotes(), "quotes-within-fields", "true");
        add(lines, csv && tolerance.headerGap() != HeaderGap.NONE, "header-gap", word(tolerance.headerGap()));
        add(lines, csv && tolerance.emptyRows() != EmptyRows.KEEP, "empty-rows", word(tolerance.emptyRows()));
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void add(List<String> lines, boolean differs, String key, String value) {
        if (differs) {
            lines.add("  " + key + " = " + value);
        }
    }

    private void add(SniffedColumn column, boolean isKey, List<String> lines) {
        SniffedType type = column.type();
        List<String> parts = new ArrayList<>();
        if (!column.from().equals(column.name())) {
            parts.add("from = " + quoted(column.from()));
        }
        parts.add("type = " + quotedType(type.type()));
        if (!type.format().isEmpty() && !type.format().equals("yyyy-MM-dd")) {
            parts.add("format = " + quoted(type.format()));
        }
        String clean = clean(column);
        if (!clean.isEmpty()) {
            parts.add("clean { " + clean + " }");
        }
        if (column.personal()) {
            parts.add("personal = true");
        }
        if (isKey) {
            parts.add("required = true");
        }
        if (notAlways.contains(column.from())) {
            parts.add("optional = true");
        }
        lines.add(
                "  # " + evidence(column) + (isKey ? "; all different: it may be the key, the entity of a view" : ""));
        lines.add(
                parts.size() == 1
                        ? "  " + column.name() + " = " + quotedType(type.type())
                        : "  " + column.name() + " { " + String.join(", ", parts) + " }");
    }

    private static String clean(SniffedColumn column) {
        List<String> steps = new ArrayList<>();
        if (!column.nullTokens().isEmpty()) {
            steps.add("null-tokens = ["
                    + String.join(
                            ", ",
                            column.nullTokens().stream()
                                    .map(SniffedSource::quoted)
                                    .toList()) + "]");
        }
        if (column.type().decimalMark() != '.') {
            steps.add("decimal-mark = " + quoted("" + column.type().decimalMark()));
        }
        if (!column.type().thousandsMark().isEmpty()) {
            steps.add("thousands-mark = " + quoted(column.type().thousandsMark()));
        }
        if (column.type().money()) {
            steps.add("money = true");
        }
        return String.join(", ", steps);
    }

    private String evidence(SniffedColumn column) {
        SniffedType type = column.type();
        List<String> parts = new ArrayList<>();
        if (format == Format.PARQUET) {
            parts.add("the file's own type");
        } else if (type.values() == 0) {
            parts.add("no values");
        } else if (type.type().equals("string")) {
            parts.add(type.values() + " values");
        } else {
            parts.add(String.format(
                    Locale.ROOT, "confidence %.2f: %d of %d values", type.confidence(), type.fitting(), type.values()));
        }
        if (column.empty() > 0 && format != Format.PARQUET) {
            parts.add(column.empty() + " empty");
        }
        parts.addAll(column.notes());
        return String.join("; ", parts).replaceAll("\\s+", " ");
    }

    private static String quotedType(String type) {
        return type.contains("(") ? quoted(type) : type;
    }

    private static String quoted(String text) {
        return Json.write(text);
    }
}
