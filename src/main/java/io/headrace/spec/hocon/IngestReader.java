package io.headrace.spec.hocon;

import io.headrace.spec.ColumnType;
import io.headrace.spec.Dialect;
import io.headrace.spec.Encryption;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.IngestSpec.Duplicates;
import io.headrace.spec.JobHeader;
import io.headrace.spec.KeepOne;
import io.headrace.spec.LandingPath;
import io.headrace.spec.Layer;
import io.headrace.spec.NearestName;
import io.headrace.spec.RawFiles;
import io.headrace.spec.RawFiles.ChangedFile;
import io.headrace.spec.RawFiles.UnreadableFile;
import io.headrace.spec.RawLimits;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.SourceClock;
import io.headrace.spec.SourceClock.Repeated;
import io.headrace.spec.SourceClock.Skipped;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.SqlText;
import io.headrace.spec.SqlText.Result;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.Tolerance;
import io.headrace.spec.hocon.JobReader.Declared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads an ingest job. */
public final class IngestReader {
    private static final Set<ColumnType.Kind> KEY_TYPES =
            Set.of(ColumnType.Kind.STRING, ColumnType.Kind.INTEGER, ColumnType.Kind.LONG);
    private static final String DATE = "{date}";
    private static final List<String> CLOCK_KEYS = List.of("time-zone", "skipped-times", "repeated-times");

    private static final ValueType<Encryption> ENCRYPTION = new ValueType<>(
            "true, false or token",
            value -> Optional.ofNullable(Map.of(
                            "true", Encryption.BY_PERSON,
                            "false", Encryption.NONE,
                            "token", Encryption.TOKEN)
                    .get(String.valueOf(value.unwrapped()))),
            Encryption.NONE);

    private IngestReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        String source = JobReader.nameAfterKind(section, "source", header, IngestSpec.KIND);
        Section filesSection = section.requiredSection("files", "the raw files in { }");
        RawFiles files = files(filesSection);
        CleaningReader cleaning =
                new CleaningReader(filesSection.listOrNone("null-tokens", ValueType.ANY_TEXT), catalog);
        List<SourceColumn> columns = columns(
                section.requiredSection("columns", "the columns in { }"),
                cleaning,
                clock(section, SourceClock.OF_PROJECT));
        DerivedReader derivedReader = new DerivedReader(section.section("derived"), declared(columns), catalog);
        Map<String, String> derived = derivedReader.expressions();
        Rows silver = Rows.of(Layer.SILVER.table(source));
        IngestSpec job = new IngestSpec(
                MaskedViewReader.read(section.section("publish"), header),
                source,
                files,
                schema(section.section("schema")),
                columns,
                derived,
                section.value("duplicates", ValueType.choice(Duplicates.class), Duplicates.DROP),
                keepOne(section, names(columns, derived), silver, catalog),
                new CheckReader(names(columns, derived), types(columns), silver, catalog)
                        .read(section.section("checks")),
                expressions(section.section("totals"), silver, Result.NUMBER, catalog),
                section.section("audit").value("silver-at-least", ValueType.numberBetween(0, 1), 0.0),
                section.value("profile", ValueType.TRUTH, true));
        refuseDerivedTwice(section, job);
        Map<String, Optional<ColumnType>> known = new TreeMap<>();
        columns.forEach(column -> known.put(column.name(), Optional.of(column.type())));
        derived.keySet()
                .forEach(name -> known.put(
                        name, Optional.ofNullable(derivedReader.types().get(name))));
        catalog.declareColumns(job.silver(), known);
        catalog.declareInheritable(job.silver(), inheritable(columns, derivedReader.types()));
        return new Declared(job, section.place("source"));
    }

    private static List<FeatureColumn> inheritable(List<SourceColumn> columns, Map<String, ColumnType> derived) {
        List<FeatureColumn> all = new ArrayList<>();
        columns.forEach(column ->
                all.add(new FeatureColumn(column.name(), column.type(), "", column.comment(), column.personal())));
        derived.forEach((name, type) -> all.add(new FeatureColumn(name, type, "", "", false)));
        return all;
    }

    private static Map<String, ColumnType> types(List<SourceColumn> columns) {
        return columns.stream()
                .collect(Collectors.toMap(SourceColumn::name, SourceColumn::type, (first, second) -> first));
    }

    private static List<String> names(List<SourceColumn> columns, Map<String, String> derived) {
        List<String> names = new ArrayList<>(derived.keySet());
        columns.forEach(column -> names.add(column.name()));
        return names;
    }

    private static RawFiles files(Section section) {
        List<String> paths = section.list(
                "paths",
                ValueType.TEXT,
                (path, place) -> LandingPath.misfit(path).ifPresent(misfit -> section.problem(place, misfit)));
        if (paths.stream().anyMatch(path -> path.indexOf(DATE) != path.lastIndexOf(DATE))) {
            section.problem("paths", "expected {date} at most once in each pattern");
        }
        return new RawFiles(
                paths.isEmpty() ? List.of("missing") : paths,
                section.value("format", ValueType.choice(RawFiles.Format.class), RawFiles.Format.CSV),
                dialect(section),
                section.value("optional", ValueType.TRUTH, false),
                section.value("unreadable", ValueType.choice(UnreadableFile.class), UnreadableFile.QUARANTINE),
                section.value("changed", ValueType.choice(ChangedFile.class), ChangedFile.REPLACE),
                section.value("links", ValueType.choice(RawFiles.Links.class), RawFiles.Links.REFUSE),
                limits(section.section("limits")));
    }

    private static RawLimits limits(Section section) {
        RawLimits usual = RawLimits.USUAL;
        return new RawLimits(
                section.value(
                        "line-length", ValueType.wholeNumberBetween(1000, RawLimits.LONGEST_LINE), usual.lineLength()),
                section.value("field-length", ValueType.wholeNumberFrom(1), usual.fieldLength()),
                section.value("columns", ValueType.wholeNumberFrom(1), usual.columns()),
                section.value("nesting", ValueType.wholeNumberBetween(1, 1000), usual.nesting()),
                section.value("unpacked-mebibytes", ValueType.wholeNumberFrom(1), usual.unpackedMebibytes()),
                section.value("unpacked-ratio", ValueType.wholeNumberFrom(1), usual.unpackedRatio()));
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
        String escape = section.value("escape", ValueType.CHARACTER_OR_NONE, "");
        String comment = section.value("comment", ValueType.CHARACTER_OR_NONE, "");
        String encoding = section.value("encoding", ValueType.ENCODING, "UTF-8");
        int preambleLines = section.value("preamble-lines", ValueType.wholeNumberFrom(0), 0);
        int headerLines = section.value("header-lines", ValueType.wholeNumberFrom(0), 1);
        if (!Dialect.differ(delimiter, quote, escape, comment)) {
            section.problem("delimiter", "expected delimiter, quote, escape and comment to differ");
            return Dialect.delimitedBy(delimiter);
        }
        return new Dialect(delimiter, quote, escape, comment, encoding, preambleLines, headerLines, tolerance(section));
    }

    private static Tolerance tolerance(Section section) {
        Tolerance none = Tolerance.NONE;
        return new Tolerance(
                section.value("blanks-around-fields", ValueType.TRUTH, none.blanks()),
                section.value("quotes-within-fields", ValueType.TRUTH, none.quotes()),
                section.value("header-gap", ValueType.choice(Tolerance.HeaderGap.class), none.headerGap()),
                section.value("empty-rows", ValueType.choice(Tolerance.EmptyRows.class), none.emptyRows()));
    }

    private static Optional<KeepOne> keepOne(Section section, List<String> columns, Rows silver, Catalog catalog) {
        if (!section.has("keep-one")) {
            return Optional.empty();
        }
        Section one = section.section("keep-one");
        List<String> key = one.list("key", ValueType.TEXT, (column, place) -> {
            if (!columns.contains(column)) {
                one.problem(place, "there is no column \"" + column + "\"" + NearestName.hint(column, columns));
            }
        });
        List<String> order = one.list(
                "order",
                ValueType.TEXT,
                (term, place) -> catalog.check(new SqlText(term, place, silver, Result.ORDER)));
        return key.isEmpty() ? Optional.empty() : Optional.of(new KeepOne(key, order));
    }

    private static List<SourceColumn> columns(Section section, CleaningReader cleaning, SourceClock clock) {
        List<SourceColumn> columns = new ArrayList<>();
        for (String name : section.names(ValueType.NAME_TEXT)) {
            columns.add(
                    section.isSection(name)
                            ? column(name, section.section(name), cleaning, clock)
                            : plainColumn(name, section.required(name, ValueType.COLUMN_TYPE), cleaning, clock));
        }
        section.requireSome(columns, "at least one column");
        columns.stream()
                .filter(SourceColumn::isEncrypted)
                .findFirst()
                .ifPresent(column -> requirePerson(section.section(column.name()), columns));
        return columns;
    }

    /** Each row with encrypted columns needs one person. */
    private static void requirePerson(Section encrypted, List<SourceColumn> columns) {
        List<SourceColumn> keys =
                columns.stream().filter(column -> column.subject().isPresent()).toList();
        if (keys.size() != 1 || !keys.get(0).required()) {
            encrypted.problem(
                    "encrypted",
                    "needs one column with subject-key and required = true, whose value names the person of a row; found "
                            + keys.size() + " with subject-key"
                            + (keys.size() == 1 ? ", which is not required" : ""));
        }
    }

    private static SourceColumn plainColumn(String name, ColumnType type, CleaningReader cleaning, SourceClock clock) {
        return new SourceColumn(name, List.of(name), type, List.of(), false, false, false, "", cleaning.plain(), clock);
    }

    private static SourceColumn column(String name, Section section, CleaningReader cleaning, SourceClock clock) {
        SourceColumn column = new SourceColumn(
                name,
                names(section, name),
                section.required("type", ValueType.COLUMN_TYPE),
                oneOrMore(section, "format", ValueType.TIME_PATTERN),
                section.value("required", ValueType.TRUTH, false),
                section.value("personal", ValueType.TRUTH, false),
                section.value("optional", ValueType.TRUTH, false),
                section.value("comment", ValueType.ANY_TEXT, ""),
                section.has("clean") ? cleaning.read(section.section("clean")) : cleaning.plain(),
                clock(section, clock),
                section.find("subject-key", ValueType.NAME_TEXT),
                section.value("encrypted", ENCRYPTION, Encryption.NONE));
        if (column.subject().isPresent()
                && section.has("type")
                && !KEY_TYPES.contains(column.type().kind())) {
            section.problem("subject-key", "a key is a string, an integer or a long, the type is " + column.type());
        }
        if (column.subject().isPresent() && column.isEncrypted()) {
            section.problem(
                    "encrypted", "the column names the person whose key encrypts the others: it stays in clear");
        }
        column.cleaning().clip().ifPresent(clip -> {
            String type = column.type().sql();
            String ends =
                    "array(cast(" + clip.least() + " as " + type + "), cast(" + clip.greatest() + " as " + type + "))";
            cleaning.check(ends, section.section("clean").place("clip"));
        });
        if (!column.formats().isEmpty() && section.has("type") && !isTime(column.type())) {
            section.problem("format", "only a date or timestamp has a format, the type is " + column.type());
        }
        column.formats().stream()
                .filter(format -> isTime(column.type()) && !hasDate(format))
                .forEach(format -> section.problem(
                        "format",
                        "expected year, month and day in the pattern, found \"" + format + "\": nothing is filled in"));
        column.formats().stream()
                .filter(IngestReader::hasShortZone)
                .forEach(format -> section.problem(
                        "format",
                        "several zones share the short names that z and v read (CST, IST), found \"" + format
                                + "\": use XXX for offsets, VV for names like Europe/Berlin, or time-zone"));
        if (section.has("type") && column.type().kind() != ColumnType.Kind.TIMESTAMP) {
            CLOCK_KEYS.stream()
                    .filter(section::has)
                    .forEach(key -> section.problem(key, "only a timestamp has one, the type is " + column.type()));
        }
        if (column.required() && column.optional()) {
            section.problem("optional", "a required column cannot be optional");
        }
        return column;
    }

    /** What the section says of the clock, and what it leaves out as another clock has it. */
    private static SourceClock clock(Section section, SourceClock otherwise) {
        return new SourceClock(
                section.find("time-zone", ValueType.ZONE).or(otherwise::zone),
                section.value("skipped-times", ValueType.choice(Skipped.class), otherwise.skipped()),
                section.value("repeated-times", ValueType.choice(Repeated.class), otherwise.repeated()));
    }

    private static List<String> names(Section section, String name) {
        List<String> names = oneOrMore(section, "from", ValueType.TEXT);
        return names.isEmpty() ? List.of(name) : names;
    }

    /** A value, or a list of them; none where the key is left out. */
    private static List<String> oneOrMore(Section section, String key, ValueType<String> type) {
        if (!section.has(key)) {
            return List.of();
        }
        return section.isList(key) ? section.list(key, type) : List.of(section.required(key, type));
    }

    /** Whether a pattern reads names of zones such as CST, outside of quotes. */
    private static boolean hasShortZone(String format) {
        return format.replaceAll("'[^']*'", "").matches("(?s).*[zv].*");
    }

    /** Whether a pattern names a day in full. */
    private static boolean hasDate(String pattern) {
        String letters = pattern.replaceAll("'[^']*'", "");
        boolean hasYear = letters.matches(".*[yu].*");
        boolean hasDay = (letters.matches(".*[ML].*") && letters.contains("d")) || letters.contains("D");
        return hasYear && hasDay;
    }

    private static boolean isTime(ColumnType type) {
        return type.kind() == ColumnType.Kind.DATE || type.kind() == ColumnType.Kind.TIMESTAMP;
    }

    /** What derived columns may name: the declared ones, and where the row stands. */
    private static Rows declared(List<SourceColumn> columns) {
        Map<String, String> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name(), column.type().sql()));
        types.put(EngineColumn.FILE, "string");
        types.put(EngineColumn.ROW, "bigint");
        return Rows.of(types);
    }

    private static Map<String, String> expressions(Section section, Rows over, Result result, Catalog catalog) {
        Map<String, String> expressions = new LinkedHashMap<>();
        section.names(ValueType.NAME_TEXT)
                .forEach(name -> expressions.put(name, catalog.sql(section, name, over, result)));
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
