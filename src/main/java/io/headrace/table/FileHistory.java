package io.headrace.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.headrace.spec.TableName;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The data files of a table: which versions show them, as far as its log tells, and which are there. Reads logs and folders alone, without a
 * session.
 */
public final class FileHistory {
    private static final String KEEP = "delta.deletedFileRetentionDuration";
    private static final Pattern DAYS = Pattern.compile("interval (\\d+) days?");

    /** What Delta keeps where a table does not say. */
    private static final int DELTAS_DAYS = 7;

    private final TableName table;
    private final long oldest;
    private final long newest;
    private final int keepDays;
    private final Collection<DataFile> files;
    private final SortedMap<String, Stored> stored;
    private final List<Work> works;

    private FileHistory(
            TableName table,
            long oldest,
            long newest,
            int keepDays,
            Collection<DataFile> files,
            SortedMap<String, Stored> stored,
            List<Work> works) {
        this.table = table;
        this.oldest = oldest;
        this.newest = newest;
        this.keepDays = keepDays;
        this.files = Collections.unmodifiableCollection(files);
        this.stored = Collections.unmodifiableSortedMap(stored);
        this.works = List.copyOf(works);
    }

    /** Reads it; the table must be there. */
    public static FileHistory of(Lake lake, TableName table) {
        return lake.guard(table.toString(), () -> {
            KernelTable.Version newest = lake.small(table).orElseThrow();
            Path root = new Path(lake.path(table));
            List<TableLog.Changes> commits = new TableLog(lake, table)
                    .changes().stream()
                            .filter(commit -> commit.version() <= newest.number())
                            .toList();
            KnownErasures erasures = KnownErasures.of(lake);
            return new FileHistory(
                    table,
                    commits.isEmpty() ? newest.number() : commits.get(0).version(),
                    newest.number(),
                    keepDays(newest.properties()),
                    lives(root, commits, newest),
                    // Looked at last, so that no file of a version that the log tells of is missed.
                    stored(lake, table),
                    commits.stream()
                            .flatMap(commit -> work(commit, erasures).stream())
                            .toList());
        });
    }

    private static int keepDays(Map<String, String> properties) {
        Matcher days = DAYS.matcher(properties.getOrDefault(KEEP, ""));
        return days.matches() ? Integer.parseInt(days.group(1)) : DELTAS_DAYS;
    }

    private static Collection<DataFile> lives(Path root, List<TableLog.Changes> commits, KernelTable.Version newest) {
        FileLives lives = new FileLives();
        for (TableLog.Changes commit : commits) {
            commit.removed()
                    .forEach(file -> lives.removed(
                            absolute(root, file), bytes(file), partition(file), commit.version(), left(file, commit)));
            commit.added()
                    .forEach(file -> lives.added(absolute(root, file), bytes(file), partition(file), commit.version()));
        }
        newest.logged()
                .forEach(file -> lives.shown(
                        new Path(file.path()).toUri().getPath(), file.bytes(), canonical(file.partition())));
        return lives.files();
    }

    private static String absolute(Path root, JsonNode file) {
        return new Path(root, new Path(URI.create(file.path("path").asText())))
                .toUri()
                .getPath();
    }

    private static long bytes(JsonNode file) {
        return file.path("size").asLong();
    }

    private static Map<String, String> partition(JsonNode file) {
        Map<String, String> partition = new TreeMap<>();
        file.path("partitionValues")
                .properties()
                .forEach(column -> partition.put(
                        column.getKey(), Partitions.canonical(column.getValue().textValue())));
        return partition;
    }

    private static Map<String, String> canonical(Map<String, String> partition) {
        Map<String, String> canonical = new TreeMap<>();
        partition.forEach((column, value) -> canonical.put(column, Partitions.canonical(value)));
        return canonical;
    }

    private static Instant left(JsonNode file, TableLog.Changes commit) {
        return file.hasNonNull("deletionTimestamp")
                ? Instant.ofEpochMilli(file.get("deletionTimestamp").asLong())
                : commit.commit().at();
    }

    /** Commits after which files may be gone on purpose. */
    private static Optional<Work> work(TableLog.Changes changes, KnownErasures erasures) {
        TableLog.Commit commit = changes.commit();
        if (erasures.made(commit)) {
            return Optional.of(new Work(commit.version(), commit.at(), "an erasure of persons"));
        }
        return commit.operation().startsWith("VACUUM")
                ? Optional.of(new Work(commit.version(), commit.at(), "a VACUUM by another program"))
                : Optional.empty();
    }

    private static SortedMap<String, Stored> stored(Lake lake, TableName table) {
        SortedMap<String, Stored> stored = new TreeMap<>();
        Path root = new Path(lake.path(table));
        try {
            list(HadoopFiles.of(root, lake.hadoop()), root, stored);
        } catch (IOException e) {
            throw LakeErrors.reading(table.toString(), e);
        }
        return stored;
    }

    /** Folders whose names begin with an underscore are the table's own. */
    private static void list(FileSystem files, Path folder, Map<String, Stored> into) throws IOException {
        for (FileStatus entry : files.listStatus(folder)) {
            String name = entry.getPath().getName();
            if (entry.isDirectory() && !name.startsWith("_")) {
                list(files, entry.getPath(), into);
            } else if (entry.isFile() && name.endsWith(".parquet")) {
                into.put(
                        entry.getPath().toUri().getPath(),
                        new Stored(entry.getLen(), Instant.ofEpochMilli(entry.getModificationTime())));
            }
        }
    }

    public TableName table() {
        return table;
    }

    /** The oldest version that the log still tells of. */
    public long oldest() {
        return oldest;
    }

    /** The newest version. */
    public long newest() {
        return newest;
    }

    /** How long the table keeps files that left it, as its properties say. */
    public Duration keep() {
        return Duration.ofDays(keepDays);
    }

    /** All files that the log knows. */
    public Collection<DataFile> files() {
        return files;
    }

    /** All data files in the table's folder, by absolute path, those that the log does not know among them. */
    public SortedMap<String, Stored> stored() {
        return stored;
    }

    /** Vacuums by other programs and erasures, oldest first. */
    public List<Work> works() {
        return works;
    }

    /**
     * A file in the table's folder.
     *
     * @param written when it was last written
     */
    public record Stored(long bytes, Instant written) {}

    /** A commit after which files may be gone, in words. */
    public record Work(long version, Instant at, String words) {}

    /**
     * The versions that showed a file without a break.
     *
     * @param from the first of them
     * @param until the version that took it out; {@link Long#MAX_VALUE} where the newest shows it
     * @param left when that was; {@link Instant#MAX} where the newest shows it
     */
    public record Span(long from, long until, Instant left) {
        boolean has(long version) {
            return from <= version && version < until;
        }
    }

    /**
     * A data file.
     *
     * @param path absolute
     * @param partition values of the partition columns, as the log spells them
     * @param spans in order
     */
    public record DataFile(String path, long bytes, Map<String, String> partition, List<Span> spans) {
        public DataFile {
            Objects.requireNonNull(path, "path");
            partition = Collections.unmodifiableMap(new TreeMap<>(partition));
            spans = List.copyOf(spans);
        }

        /** Whether a version shows it. */
        public boolean isIn(long version) {
            return spans.stream().anyMatch(span -> span.has(version));
        }

        /** Whether the newest version shows it. */
        public boolean isShown() {
            return last().until() == Long.MAX_VALUE;
        }

        /** When it left the table last. */
        public Instant left() {
            return last().left();
        }

        private Span last() {
            return spans.get(spans.size() - 1);
        }
    }
}
