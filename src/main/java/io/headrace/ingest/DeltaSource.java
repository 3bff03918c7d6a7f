package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import io.headrace.ingest.landing.FileCollector;
import io.headrace.ingest.landing.LandingErrors;
import io.headrace.ingest.landing.LandingLinks;
import io.headrace.ingest.landing.NewFiles;
import io.headrace.ingest.text.ColumnChange;
import io.headrace.ingest.text.HeaderMatch;
import io.headrace.ingest.text.LineAudit;
import io.headrace.ingest.text.RawShape;
import io.headrace.run.Digest;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunContext;
import io.headrace.spec.IngestSpec;
import io.headrace.table.OutsideTable;
import io.headrace.table.OutsideTable.DataFile;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Delta tables outside the lake, at the newest version committed before the run's as-of. Each data file, with what is
 * deleted from it, counts as a raw file: new ones are taken in, changed ones replace their rows, and those that are gone
 * take their rows with them.
 */
final class DeltaSource implements RawSource {
    private static final Column FILE = col("_metadata.file_path");

    /** Where a row was read: one task reads a block of a file from its beginning to its end. */
    private static final Column PLACE = struct(col("_metadata.file_block_start"), monotonically_increasing_id());

    /** Delta hides the number that a row has in its file; this is its place among those that count, 1 for the first. */
    private static final Column NUMBER =
            row_number().over(Window.partitionBy("_file").orderBy("_row")).cast("long");

    private final IngestSpec spec;
    private final SparkSession spark;
    private final TypedSourceColumns texts;

    DeltaSource(IngestSpec spec, SparkSession spark) {
        this.spec = spec;
        this.spark = spark;
        this.texts = new TypedSourceColumns(spec);
    }

    @Override
    public NewFiles found(RunContext context, Map<String, RawFile> takenIn) {
        FileCollector collector = new FileCollector(spec);
        Map<String, Long> versions = new TreeMap<>();
        for (String name : spec.files().paths()) {
            String path = path(context, name);
            refuseOutside(context, name, path);
            OptionalLong version = version(context, path);
            if (version.isPresent()) {
                versions.put(name, version.getAsLong());
                collect(name, path, version.getAsLong(), takenIn, collector);
            }
        }
        return collector.collected(versions);
    }

    private static String path(RunContext context, String name) {
        return new Path(new Path(context.landing()), name).toString();
    }

    private void refuseOutside(RunContext context, String name, String path) {
        Path landing = new Path(context.landing());
        try {
            var hadoop = spark.sessionState().newHadoopConf();
            if (landing.getFileSystem(hadoop).exists(landing)) {
                new LandingLinks(spec.files().links(), context.landing(), hadoop)
                        .problem(new Path(path))
                        .ifPresent(problem -> {
                            throw IngestErrors.badFiles(spec.name(), List.of(name + " " + problem));
                        });
            }
        } catch (IOException e) {
            throw LandingErrors.notReadable(path, e);
        }
    }

    private OptionalLong version(RunContext context, String path) {
        OutsideTable table = new OutsideTable(spark, path);
        OptionalLong version = table.exists() ? table.versionBefore(context.asOf()) : OptionalLong.empty();
        if (version.isEmpty() && !spec.files().optional()) {
            throw IngestErrors.noTable(spec.name(), path, context.asOf().toString());
        }
        return version;
    }

    private void collect(
            String name, String path, long version, Map<String, RawFile> takenIn, FileCollector collector) {
        List<ColumnChange> changes = changes(path, version);
        Set<String> there = new HashSet<>();
        for (Map.Entry<String, DataFile> data : files(name, path, version).entrySet()) {
            RawFile file = raw(data.getKey(), data.getValue(), takenIn);
            there.add(file.path());
            RawFile before = takenIn.get(file.path());
            if (before == null || !before.digest().equals(file.digest())) {
                collector.add(file, changes);
            }
        }
        takenIn.values().stream()
                .filter(file -> file.path().startsWith(name + "/") && !there.contains(file.path()))
                .filter(file -> !file.digest().equals(GONE))
                .forEach(file -> collector.add(new RawFile(file.path(), "", 0, 0, GONE, "", true), List.of()));
    }

    private List<ColumnChange> changes(String path, long version) {
        HeaderMatch match = new HeaderMatch(
                List.of(new OutsideTable(spark, path).read(version, Set.of()).columns()),
                RawShape.of(spec).columns());
        if (!match.lacking().isEmpty()) {
            throw IngestErrors.badFiles(
                    spec.name(), List.of(path + " (version " + version + ") " + match.lackingInWords()));
        }
        return match.changes();
    }

    private int prefix(String path) {
        return texts.prefix(spark.sessionState().newHadoopConf(), path);
    }

    /** The data files of a version, by the names that they have as raw files: behind the table's name. */
    private Map<String, DataFile> files(String name, String path, long version) {
        int prefix = prefix(path);
        return new OutsideTable(spark, path)
                .files(version).stream()
                        .collect(Collectors.toMap(
                                data -> name + "/" + data.path().substring(prefix),
                                data -> data,
                                (one, other) -> one,
                                TreeMap::new));
    }

    private static RawFile raw(String path, DataFile data, Map<String, RawFile> takenIn) {
        RawFile before = takenIn.get(path);
        return new RawFile(
                path,
                "",
                data.bytes(),
                data.modifiedMillis(),
                Digest.of(data.path() + "\n" + data.bytes() + "\n" + data.deletionVector()),
                "",
                before != null);
    }

    @Override
    public Dataset<Row> rows(RunContext context, Intent intent) {
        return NewFiles.of(intent).versions().entrySet().stream()
                .map(table -> rows(context, intent, table.getKey(), table.getValue()))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    private Dataset<Row> rows(RunContext context, Intent intent, String name, long version) {
        String path = path(context, name);
        String root = new Path(path).toUri().getPath();
        Set<String> wanted = intent.files().stream()
                .filter(file -> !file.digest().equals(GONE))
                .map(RawFile::path)
                .filter(file -> file.startsWith(name + "/"))
                .map(file -> root + file.substring(name.length()))
                .collect(Collectors.toSet());
        return texts.of(
                        new OutsideTable(spark, path).read(version, wanted),
                        Map.of(),
                        prefix(path),
                        FILE,
                        PLACE,
                        List.of())
                .withColumn("_row", NUMBER)
                .withColumn("_file", concat(lit(name + "/"), col("_file")));
    }

    @Override
    public Map<String, LineAudit.Account> accounts(RunContext context, Intent intent, Dataset<Row> received) {
        Map<String, Long> rows = new TreeMap<>();
        NewFiles.of(intent)
                .versions()
                .forEach((name, version) ->
                        files(name, path(context, name), version).forEach((file, data) -> rows.put(file, data.rows())));
        Map<String, Map<RowOutcome, Long>> outcomes = BronzeTally.byFile(received);
        Map<String, LineAudit.Account> accounts = new TreeMap<>();
        for (RawFile file : intent.files()) {
            long known = file.digest().equals(GONE) ? 0 : rows.getOrDefault(file.path(), -1L);
            long counted = outcomes.getOrDefault(file.path(), Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            // Where the table's log has no number, there is nothing to compare the rows with.
            long expected = known < 0 ? counted : known;
            accounts.put(file.path(), new LineAudit.Account(expected, 0, expected, null));
        }
        return accounts;
    }
}
