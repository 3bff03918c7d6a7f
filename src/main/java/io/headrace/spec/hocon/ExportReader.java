package io.headrace.spec.hocon;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.spec.ExportSpec;
import io.headrace.spec.ExportSpec.Format;
import io.headrace.spec.ExportSpec.FormulaCells;
import io.headrace.spec.ExportSpec.Mode;
import io.headrace.spec.ExportSpec.Target;
import io.headrace.spec.JobHeader;
import io.headrace.spec.SqlText.Rows;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.JobReader.Declared;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an export job. */
public final class ExportReader {
    private ExportReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        TableName table = section.required("table", ValueType.TABLE);
        catalog.needsPublished(table, section.place("table"));
        ExportSpec job = new ExportSpec(
                header,
                table,
                names(section, "columns", table, catalog),
                catalog.condition(section, "where", Rows.of(table)),
                section.value("mode", ValueType.choice(Mode.class), Mode.REPLACE),
                names(section, "key", table, catalog),
                target(section, header, catalog));
        refuseContradictions(section, job);
        return new Declared(job, section.place("table"));
    }

    private static List<String> names(Section section, String key, TableName table, Catalog catalog) {
        if (!section.has(key)) {
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        return section.list(key, ValueType.NAME_TEXT, (name, place) -> {
            if (!seen.add(name)) {
                section.problem(key, "\"" + name + "\" is listed twice");
            }
            catalog.needsColumnOf(Rows.of(table), name, place);
        });
    }

    private static Target target(Section section, JobHeader header, Catalog catalog) {
        return section.<Target>oneOf(
                Map.of(
                        "database", () -> table(section.section("database"), catalog),
                        "files", () -> files(section.section("files"), header)),
                () -> {
                    section.missing("database or files in { }");
                    return new Target.Files(ValueType.NO_NAME, Format.PARQUET);
                });
    }

    private static Target table(Section section, Catalog catalog) {
        return new Target.Table(
                catalog.database(section, "name"), section.required("table", ValueType.TABLE_OF_DATABASE));
    }

    private static Target files(Section section, JobHeader header) {
        return new Target.Files(
                section.value("path", ValueType.FOLDER, header.name()),
                section.value("format", ValueType.choice(Format.class), Format.PARQUET),
                section.value("formula-cells", ValueType.choice(FormulaCells.class), FormulaCells.KEEP));
    }

    private static void refuseContradictions(Section section, ExportSpec job) {
        if (job.mode().needsKey() && job.key().isEmpty() && !section.has("key")) {
            section.problem("key", "missing, expected the columns that name a row, which the mode goes by");
        }
        if (job.target() instanceof Target.Files && job.mode() != Mode.REPLACE && job.mode() != Mode.CHANGES) {
            section.problem("mode", "expected replace or changes, as each run makes its own files");
        }
        if (job.columns().isEmpty()) {
            return;
        }
        for (String column : job.key()) {
            if (!job.columns().contains(column)) {
                section.problem("columns", "lacks \"" + column + "\", which key names");
            }
        }
        if (job.mode() == Mode.REPLACE_AS_OF && !job.columns().contains(AS_OF)) {
            section.problem("columns", "lacks \"as_of\", which the mode goes by");
        }
    }
}
