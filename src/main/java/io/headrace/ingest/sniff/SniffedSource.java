package io.headrace.ingest.sniff;

import io.headrace.run.Json;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.Tolerance;
import io.headrace.spec.Tolerance.EmptyRows;
import io.headrace.spec.Tolerance.HeaderGap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A proposal for the spec of a source. */
public final class SniffedSource {
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

    /**
     * @param rows how many were looked at
     * @param confidence in format and dialect, 0 to 1
     * @param evidence for them, in words
     * @param notAlways columns that some rows lack, by the file's name
     * @param undeclared columns of the file that have no name of their own, in words
     * @param notes what is to be known about the lines of the file
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
            List<String> notes) {
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
    }

    private String fileName() {
        return file.getFileName().toString();
    }

    /** A name for the source, from the file's. */
    public String name() {
        String bare = DATE.matcher(fileName().toLowerCase(Locale.ROOT)).replaceAll("");
        while (ENDING.matcher(bare).find()) {
            bare = ENDING.matcher(bare).replaceAll("");
        }
        String plain = SourceSniffer.plainName(bare);
        return plain.isEmpty() ? "source" : plain;
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
        lines.add("  paths = [" + quoted(DATE.matcher(fileName()).replaceFirst("{date}")) + "]");
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
        columns.forEach(column -> add(column, lines));
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

    private void add(SniffedColumn column, List<String> lines) {
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
        if (notAlways.contains(column.from())) {
            parts.add("optional = true");
        }
        lines.add("  # " + evidence(column));
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
