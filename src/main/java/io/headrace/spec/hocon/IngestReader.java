package io.headrace.spec.hocon;

import io.headrace.spec.ColumnType;
import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.IngestSpec.Duplicates;
import io.headrace.spec.JobHeader;
import io.headrace.spec.JobKind;
import io.headrace.spec.RawFiles;
import io.headrace.spec.RawFiles.ChangedFile;
import io.headrace.spec.RawFiles.UnreadableFile;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.SourceColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an ingest job. */
final class IngestReader implements JobReader {
    private static final String DATE = "{date}";

    @Override
    public Declared read(Section section, JobHeader header, Catalog catalog) {
        String source = JobReader.nameAfterKind(section, "source", header, JobKind.INGEST);
        RawFiles files = files(section.requiredSection("files", "the raw files in { }"));
        List<SourceColumn> columns = columns(section.requiredSection("columns", "the columns in { }"));
        Map<String, String> derived = expressions(section.section("derived"));
        IngestSpec job = new IngestSpec(
                header,
                source,
                files,
                schema(section.section("schema")),
                columns,
                derived,
                section.value("duplicates", ValueType.choice(Duplicates.class), Duplicates.DROP),
                new CheckReader(names(columns, derived)).read(section.section("checks")),
                expressions(section.section("totals")),
                section.section("audit").value("silver-at-least", ValueType.numberBetween(0, 1), 0.0));
        refuseDerivedTwice(section, job);
        return new Declared(job, section.place("source"));
    }

    private static List<String> names(List<SourceColumn> columns, Map<String, String> derived) {
        List<String> names = new ArrayList<>(derived.keySet());
        columns.forEach(column -> names.add(column.name()));
        return names;
    }

    private static RawFiles files(Section section) {
        List<String> paths = section.list("paths", ValueType.TEXT);
        if (paths.stream().anyMatch(path -> path.indexOf(DATE) != path.lastIndexOf(DATE))) {
            section.problem("paths", "expected {date} at most once in each pattern");
        }
        return new RawFiles(
                paths.isEmpty() ? List.of("missing") : paths,
                section.value("format", ValueType.choice(RawFiles.Format.class), RawFiles.Format.CSV),
                dialect(section),
                section.value("optional", ValueType.TRUTH, false),
                section.value("unreadable", ValueType.choice(UnreadableFile.class), UnreadableFile.QUARANTINE),
                section.value("changed", ValueType.choice(ChangedFile.class), ChangedFile.REPLACE));
    }

    private static SchemaPolicy schema(Section section) {
        SchemaPolicy lenient = SchemaPolicy.LENIENT;
        return new SchemaPolicy(
                section.value("new", ValueType.choice(SchemaPolicy.AddedColumn.class), lenient.added()),
                section.value("missing", ValueType.choice(SchemaPolicy.MissingColumn.class), lenient.missing()),
                section.value("renamed", ValueType.choice(SchemaPolicy.Change.class), lenient.renamed()),
                section.value("reordered", ValueType.choice(SchemaPolicy.Change.class), lenient.reordered()),
                section.value("retyped", ValueType.choice(SchemaPolicy.RetypedColumn.class), lenient.retyped()));
    }

    private static Dialect dialect(Section section) {
        char delimiter = section.value("delimiter", ValueType.CHARACTER, ',');
        String quote = section.value("quote", ValueType.CHARACTER_OR_NONE, "\"");
        String comment = section.value("comment", ValueType.CHARACTER_OR_NONE, "");
        String encoding = section.value("encoding", ValueType.ENCODING, "UTF-8");
        int preambleLines = section.value("preamble-lines", ValueType.wholeNumberFrom(0), 0);
        int headerLines = section.value("header-lines", ValueType.wholeNumberFrom(1), 1);
        if ((delimiter + quote + comment).chars().distinct().count() != 1 + quote.length() + comment.length()) {
            section.problem("delimiter", "expected delimiter, quote and comment to differ");
            return Dialect.delimitedBy(delimiter);
        }
        return new Dialect(delimiter, quote, comment, encoding, preambleLines, headerLines);
    }

    private static List<SourceColumn> columns(Section section) {
        List<SourceColumn> columns = new ArrayList<>();
        for (String name : section.names(ValueType.NAME_TEXT)) {
            columns.add(
                    section.isSection(name)
                            ? column(name, section.section(name))
                            : plainColumn(name, section.required(name, ValueType.COLUMN_TYPE)));
        }
        section.requireSome(columns, "at least one column");
        return columns;
    }

    private static SourceColumn plainColumn(String name, ColumnType type) {
        return new SourceColumn(name, List.of(name), type, Optional.empty(), false, false, false, "");
    }

    private static SourceColumn column(String name, Section section) {
        SourceColumn column = new SourceColumn(
                name,
                names(section, name),
                section.required("type", ValueType.COLUMN_TYPE),
                section.find("format", ValueType.TIME_PATTERN),
                section.value("required", ValueType.TRUTH, false),
                section.value("personal", ValueType.TRUTH, false),
                section.value("optional", ValueType.TRUTH, false),
                section.value("comment", ValueType.ANY_TEXT, ""));
        if (column.format().isPresent() && section.has("type") && !isTime(column.type())) {
            section.problem("format", "only a date or timestamp has a format, the type is " + column.type());
        }
        if (column.required() && column.optional()) {
            section.problem("optional", "a required column cannot be optional");
        }
        return column;
    }

    private static List<String> names(Section section, String name) {
        if (!section.has("from")) {
            return List.of(name);
        }
        List<String> names = section.isList("from")
                ? section.list("from", ValueType.TEXT)
                : List.of(section.required("from", ValueType.TEXT));
        return names.isEmpty() ? List.of(name) : names;
    }

    private static boolean isTime(ColumnType type) {
        return type.kind() == ColumnType.Kind.DATE || type.kind() == ColumnType.Kind.TIMESTAMP;
    }

    private static Map<String, String> expressions(Section section) {
        Map<String, String> expressions = new LinkedHashMap<>();
        section.names(ValueType.NAME_TEXT)
                .forEach(name -> expressions.put(name, section.required(name, ValueType.TEXT)));
        return expressions;
    }

    private static void refuseDerivedTwice(Section section, IngestSpec job) {
        Section derived = section.section("derived");
        job.columns().stream()
                .map(SourceColumn::name)
                .filter(job.derived()::containsKey)
                .forEach(name -> derived.problem(name, "is already a declared column"));
    }
}
