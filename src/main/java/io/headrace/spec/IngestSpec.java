package io.headrace.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Raw files into {@code bronze.SOURCE}, {@code silver.SOURCE} and {@code quarantine.SOURCE}.
 *
 * @param source the source's name
 * @param files where the raw files are
 * @param schema what to do with files of other columns
 * @param columns the declared columns, in silver's order
 * @param derived further silver columns: name to SQL expression over the declared ones, {@code _file} and {@code _row}
 * @param duplicates what to do with rows that repeat an earlier row of the same file in every field
 * @param keepOne which of several rows with the same key is kept
 * @param checks rules on rows, keys and all rows together
 * @param totals sums that must be conserved over all outcomes: name to SQL expression over the declared columns
 * @param rowsAtLeast refuse the run when fewer rows reach silver than this share of all rows read, 0 to 1
 * @param profile whether the rows that reach silver are profiled
 */
public record IngestSpec(
        JobHeader header,
        String source,
        RawFiles files,
        SchemaPolicy schema,
        List<SourceColumn> columns,
        Map<String, String> derived,
        Duplicates duplicates,
        Optional<KeepOne> keepOne,
        List<Check> checks,
        Map<String, String> totals,
        double rowsAtLeast,
        boolean profile)
        implements JobSpec {
    /** The word of the kind in a job file. */
    public static final String KIND = "ingest";

    /** What to do with a row that repeats an earlier one of its file in every field. */
    public enum Duplicates {
        KEEP,
        DROP
    }

    public IngestSpec {
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(schema, "schema");
        columns = List.copyOf(columns);
        derived = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(derived));
        Objects.requireNonNull(duplicates, "duplicates");
        Objects.requireNonNull(keepOne, "keepOne");
        checks = List.copyOf(checks);
        totals = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(totals));
        if (!(rowsAtLeast >= 0 && rowsAtLeast <= 1)) {
            throw new IllegalArgumentException("rowsAtLeast must lie in 0 to 1, found " + rowsAtLeast);
        }
    }

    /** Whether any of its columns does not rest in clear. */
    public boolean isEncrypted() {
        return columns.stream().anyMatch(SourceColumn::isEncrypted);
    }

    /** The column whose values name the person of a row; of a source with encrypted columns there is one, and it is required. */
    public SourceColumn person() {
        return columns.stream()
                .filter(column -> column.subject().isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** The checks on rows, then those on keys. */
    public List<Check> checksOnRows() {
        List<Check> all = new ArrayList<>(rowChecks());
        all.addAll(keyChecks());
        return all;
    }

    /** Those of the checks that judge single rows by themselves. */
    public List<RowCheck> rowChecks() {
        return checks(RowCheck.class);
    }

    /** Those of the checks that judge rows by others. */
    public List<KeyCheck> keyChecks() {
        return checks(KeyCheck.class);
    }

    /** Those of the checks that judge all rows together. */
    public List<DataCheck> dataChecks() {
        return checks(DataCheck.class);
    }

    private <C extends Check> List<C> checks(Class<C> type) {
        return checks.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The same under another header. */
    public IngestSpec under(JobHeader other) {
        return new IngestSpec(
                other,
                source,
                files,
                schema,
                columns,
                derived,
                duplicates,
                keepOne,
                checks,
                totals,
                rowsAtLeast,
                profile);
    }

    /** With a profile. */
    public IngestSpec(
            JobHeader header,
            String source,
            RawFiles files,
            SchemaPolicy schema,
            List<SourceColumn> columns,
            Map<String, String> derived,
            Duplicates duplicates,
            Optional<KeepOne> keepOne,
            List<Check> checks,
            Map<String, String> totals,
            double rowsAtLeast) {
        this(header, source, files, schema, columns, derived, duplicates, keepOne, checks, totals, rowsAtLeast, true);
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Rows as received, each with its outcome. */
    public TableName bronze() {
        return Layer.BRONZE.table(source);
    }

    /** Checked and clean rows. */
    public TableName silver() {
        return Layer.SILVER.table(source);
    }

    /** Refused rows with their reasons. */
    public TableName quarantine() {
        return Layer.QUARANTINE.table(source);
    }

    @Override
    public NavigableSet<TableName> reads() {
        NavigableSet<TableName> tables = new TreeSet<>();
        columns.forEach(column -> column.cleaning().mapping().ifPresent(mapping -> tables.add(mapping.table())));
        keyChecks().forEach(check -> {
            if (check.rule() instanceof KeyCheck.ExistsIn exists) {
                tables.add(exists.table());
            }
        });
        return tables;
    }

    @Override
    public NavigableSet<TableName> writes() {
        return new TreeSet<>(List.of(bronze(), silver(), quarantine()));
    }

    @Override
    public Optional<TableName> copied() {
        return Optional.of(silver());
    }
}
