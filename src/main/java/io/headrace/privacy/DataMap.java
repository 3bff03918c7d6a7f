package io.headrace.privacy;

import io.headrace.engine.ProjectSchemas;
import io.headrace.privacy.search.Hit;
import io.headrace.spec.Layer;
import io.headrace.spec.Mask;
import io.headrace.spec.MaskedView;
import io.headrace.spec.Project;
import io.headrace.spec.RetentionSpec;
import io.headrace.spec.RetentionSpec.Keep;
import io.headrace.spec.TableName;
import io.headrace.table.EncryptedColumns;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SubjectKeys;
import io.headrace.table.TableDescription;
import io.headrace.zones.MaskedCopies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Every place of a project that may hold personal data or identify a person.
 *
 * @param entries sorted by place and column
 */
public record DataMap(List<Entry> entries) {
    /** Columns of sources that take in what nobody has declared. */
    private static final Map<String, String> UNDECLARED = Map.of(
            "_extra", "fields that are not declared",
            "_unreadable", "rows as received that do not fit",
            "_reasons", "why the row was refused",
            "_file", "its sender has named the file");

    private static final Map<String, String> REFUSED = Map.of(
            "payload", "the refused row as received",
            "reasons", "why the row was refused",
            "_file", "its sender has named the file");

    /** Headrace's own tables whose texts may repeat what people have written. */
    private static final Map<String, String> OWN_TEXTS = Map.of(
            "files", "names of files, which their senders chose",
            "intents", "names of files, which their senders chose",
            "runs", "messages name files, which their senders named",
            "checks", "evidence of checks",
            "profiles", "values of a column from before it was declared personal",
            "metrics", "slices, which are values of columns that are not declared personal",
            "models", "reasons that people gave");

    private static final String ANY = "*";
    private static final String LOG = "_delta_log";

    /** What a place holds. */
    public enum Holds {
        /** Values of persons. */
        VALUES,
        /** Keys of persons. */
        KEYS,
        /** Texts that may repeat values of persons. */
        TEXTS,
        /** What was learnt from persons. */
        LEARNT
    }

    /**
     * One place.
     *
     * @param place a table, a folder below the lake, or a place outside in words
     * @param column the column; {@code *} for any; empty where there are no columns
     * @param holds what it holds
     * @param purpose what it is there for
     * @param retention how long it is kept
     * @param erasure how an erasure reaches it
     */
    public record Entry(String place, String column, Holds holds, String purpose, String retention, String erasure) {
        public Entry {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(holds, "holds");
            Objects.requireNonNull(purpose, "purpose");
            Objects.requireNonNull(retention, "retention");
            Objects.requireNonNull(erasure, "erasure");
        }
    }

    public DataMap {
        entries = entries.stream()
                .sorted(Comparator.comparing(Entry::place).thenComparing(Entry::column))
                .toList();
    }

    /**
     * The map of a project.
     *
     * @param lake where tables may stand that no job of today writes, such as tiles and unfinished work
     */
    public static DataMap of(Project project, ProjectSchemas schemas, Optional<Lake> lake) {
        SubjectColumns subjects = SubjectColumns.of(project, schemas);
        List<Entry> entries = new ArrayList<>();
        List<TableDescription> known = schemas.catalog().tables();
        Map<TableName, Keep> keeps = keeps(project);
        known.forEach(table -> entries.addAll(ofTable(table, subjects, keeps)));
        Set<TableName> named = known.stream().map(TableDescription::table).collect(Collectors.toSet());
        lake.ifPresent(there -> Stream.of(Layer.values())
                .filter(layer -> layer != Layer.SYSTEM && layer != Layer.VIEWS && layer != Layer.MODELS)
                .flatMap(layer -> there.tables(layer).stream())
                .filter(table -> !named.contains(table))
                .forEach(table -> entries.addAll(ofTable(
                        TableDescription.system(
                                table, table.kind().row(), there.read(table).schema()),
                        subjects,
                        keeps))));
        project.jobs().values().stream()
                .flatMap(job -> job.writes().stream())
                .filter(table -> table.kind() == Layer.MODELS)
                .distinct()
                .forEach(model -> entries.addAll(ofModel(model)));
        project.jobs().values().stream()
                .filter(job -> !job.header().views().isEmpty())
                .forEach(job -> schemas.of(job.copied().orElseThrow())
                        .ifPresent(schema -> job.header()
                                .views()
                                .forEach(view ->
                                        entries.addAll(ofCopy(view, job.copied().orElseThrow(), schema, subjects)))));
        entries.addAll(outside());
        return new DataMap(entries);
    }

    /** How long rows are kept, where a retention job says so; the shortest where several do. */
    private static Map<TableName, Keep> keeps(Project project) {
        Map<TableName, Keep> keeps = new TreeMap<>();
        project.jobs().values().stream()
                .filter(RetentionSpec.class::isInstance)
                .flatMap(job -> ((RetentionSpec) job).keeps().entrySet().stream())
                .forEach(keep -> keeps.merge(
                        keep.getKey(), keep.getValue(), (one, other) -> one.days() <= other.days() ? one : other));
        return keeps;
    }

    private static String retention(TableDescription table, Map<TableName, Keep> keeps) {
        return Optional.ofNullable(keeps.get(table.table()))
                        .map(keep -> "rows " + keep.days() + " days"
                                + keep.time().map(time -> " from " + time).orElse(""))
                        .orElse("rows until they are erased")
                + ", old versions " + table.keepDays() + " days";
    }

    private static List<Entry> ofTable(TableDescription table, SubjectColumns subjects, Map<TableName, Keep> keeps) {
        String retention = retention(table, keeps);
        Layer layer = table.layer();
        List<Entry> entries = new ArrayList<>();
        StructType schema = table.schema();
        List<StructField> keys = subjects.in(schema);
        for (StructField field : schema.fields()) {
            if (keys.contains(field)) {
                entries.add(entry(table, retention, field.name(), Holds.KEYS, "names the person", erasure(layer)));
            } else if (PersonalLineage.isMarked(field) && !texts(layer).containsKey(field.name())) {
                entries.add(entry(table, retention, field.name(), Holds.VALUES, "", erasure(layer, field)));
            }
        }
        texts(layer).forEach((column, purpose) -> {
            if (List.of(schema.fieldNames()).contains(column)) {
                entries.add(
                        entry(table, retention, column, Holds.TEXTS, purpose, erasure(layer, schema.apply(column))));
            }
        });
        if (table.table().equals(SubjectKeys.TABLE)) {
            entries.add(new Entry(
                    table.table().toString(),
                    ANY,
                    Holds.KEYS,
                    "keys of persons' encrypted values, wrapped; persons by keyed hashes",
                    "until they are destroyed; then no old version is kept",
                    "the key goes, and every old file of the table"));
        }
        if (layer == Layer.SYSTEM && OWN_TEXTS.containsKey(table.table().name())) {
            entries.add(entry(
                    table,
                    retention,
                    ANY,
                    Holds.TEXTS,
                    OWN_TEXTS.get(table.table().name()),
                    erasure(layer)));
        }
        if (entries.stream().anyMatch(entry -> entry.holds() != Holds.TEXTS)) {
            entries.add(entry(
                    table,
                    retention,
                    LOG,
                    Holds.VALUES,
                    "least and greatest values from before a column was declared personal",
                    "those of the person are taken out of the log"));
        }
        return entries;
    }

    private static Map<String, String> texts(Layer layer) {
        return switch (layer) {
            case BRONZE -> UNDECLARED;
            case QUARANTINE -> REFUSED;
            case SILVER -> Map.of("_file", UNDECLARED.get("_file"));
            default -> Map.of();
        };
    }

    private static Entry entry(
            TableDescription table, String retention, String column, Holds holds, String purpose, String erasure) {
        String row = table.row() + (table.owner().isEmpty() ? "" : "; owner " + table.owner());
        return new Entry(
                table.table().toString(),
                column,
                holds,
                purpose.isEmpty() ? row : purpose + " (" + row + ")",
                retention,
                erasure);
    }

    private static String erasure(Layer layer) {
        return switch (layer) {
            case BRONZE -> "the row is emptied, its outcome becomes erased; files with it are rewritten, old ones go";
            case SYSTEM -> "the person's values in texts are replaced; files with them are rewritten, old ones go";
            default -> "rows are deleted; files with them are rewritten, old ones go";
        };
    }

    /** Columns of a masked copy that come from personal ones. */
    private static List<Entry> ofCopy(MaskedView view, TableName table, StructType schema, SubjectColumns subjects) {
        List<StructField> keys = subjects.in(schema);
        return Stream.of(schema.fields())
                .filter(field -> view.columns().contains(field.name()))
                .filter(field -> keys.contains(field) || PersonalLineage.isMarked(field))
                .filter(field -> !(view.masks().get(field.name()) instanceof Mask.Empty))
                .map(field -> new Entry(
                        MaskedCopies.name(view, table),
                        field.name(),
                        keys.contains(field) ? Holds.KEYS : Holds.VALUES,
                        "copy for " + view.zone() + ": "
                                + (view.masks().get(field.name()) instanceof Mask.Hash
                                        ? "keyed hashes, by which persons are told apart"
                                        : view.masks().get(field.name()) instanceof Mask.Clear clear
                                                ? "values in clear: " + clear.reason()
                                                : "values made less exact"),
                        "as long as " + table + " shows the rows, replaced files " + MaskedCopies.KEPT_IN_WORDS,
                        "the copy is made again of the table without the person; what it does not show any more goes"))
                .toList();
    }

    /** Of a column that rests encrypted the key goes first of all. */
    private static String erasure(Layer layer, StructField field) {
        return EncryptedColumns.of(field)
                .map(resting -> resting.isToken()
                        ? "rests as a token, which no key of the person reaches; " + erasure(layer)
                        : "rests encrypted: the person's key is destroyed, for all versions; " + erasure(layer))
                .orElseGet(() -> erasure(layer));
    }

    private static List<Entry> ofModel(TableName model) {
        return List.of(new Entry(
                "models/" + model.name(),
                "",
                Holds.LEARNT,
                "levels, target means, trees, background and sample of each version",
                "as long as the version",
                "a model file does not change: versions that learnt from the person are listed, to be trained again"));
    }

    private static List<Entry> outside() {
        return List.of(
                new Entry(
                        "landing folder",
                        "",
                        Holds.VALUES,
                        "files as their senders brought them",
                        "Headrace deletes none",
                        "searched and listed; what comes again is turned away"),
                new Entry(
                        "exports folder",
                        "",
                        Holds.VALUES,
                        "drops for other systems",
                        "Headrace deletes none",
                        "searched and listed; the next drop is without the person"),
                new Entry(
                        "bundles",
                        "",
                        Holds.LEARNT,
                        "versions of models that were exported for other lakes: model file, sample, figures, card",
                        "Headrace deletes none",
                        "not reached: headrace audit show --model MODEL lists who exported which version, when and what for"),
                new Entry(
                        "databases",
                        "",
                        Holds.VALUES,
                        "tables that export jobs write",
                        "the database's own",
                        "listed; the next export is without the person"));
    }

    /** What was found below the lake in places that the map does not name. */
    public List<Hit> unnamed(List<Hit> hits) {
        return hits.stream().filter(hit -> !names(hit)).toList();
    }

    private boolean names(Hit hit) {
        String[] parts = hit.file().split("/", -1);
        if (parts.length < 3) {
            return false;
        }
        String table = parts[0] + "." + parts[1];
        String column = parts[2].equals(LOG) ? LOG : hit.column().split("\\.", -1)[0];
        return entries.stream()
                .filter(entry -> entry.place().equals(table) || hit.file().startsWith(entry.place() + "/"))
                .anyMatch(entry -> column.isEmpty()
                        || entry.column().isEmpty()
                        || entry.column().equals(ANY)
                        || entry.column().equalsIgnoreCase(column));
    }
}
