package io.headrace.export;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What lies in the folder of a drop: its {@code _manifest.json}.
 *
 * @param layout version of this record
 * @param run the export, as {@code job/date/generation}
 * @param table the published table
 * @param version its version that was read
 * @param asOf the as-of in UTC, ISO 8601
 * @param mode replace (all rows) or changes
 * @param base the export that changes are counted from; empty where there is none
 * @param format csv or parquet
 * @param formulaCells of CSV, what became of texts that a spreadsheet takes for formulas: keep or quote; of others empty
 * @param columns in the order of the files, each with its type in Spark SQL
 * @param counts rows by name: rows, and of changes inserted, changed and withdrawn; and formula-cells, where there are any
 * @param files by name
 */
record DropManifest(
        int layout,
        String run,
        String table,
        long version,
        String asOf,
        String mode,
        String base,
        String format,
        String formulaCells,
        List<Column> columns,
        Map<String, Long> counts,
        List<DataFile> files) {
    /** Version of the layout that this release writes. */
    static final int LAYOUT = 1;

    DropManifest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(format, "format");
        // Of a release that did not know them.
        formulaCells = formulaCells == null ? "" : formulaCells;
        columns = List.copyOf(columns);
        counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
        files = List.copyOf(files);
    }

    /** The counts as an export has them. */
    ExportCounts exportCounts() {
        ExportCounts found = counts.containsKey(ExportCounts.Changes.INSERTED)
                ? ExportCounts.ofChanges(counts)
                : ExportCounts.ofRows(counts.get("rows"));
        return found.withFormulaCells(counts.getOrDefault(ExportCounts.FORMULAS, 0L));
    }

    /** A column. */
    record Column(String name, String type) {
        Column {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * A data file.
     *
     * @param name within the folder
     * @param sha256 digest of its bytes
     */
    record DataFile(String name, long rows, long bytes, String sha256) {
        DataFile {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(sha256, "sha256");
        }
    }
}
