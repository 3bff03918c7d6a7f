package io.headrace.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.headrace.run.Faults;
import io.headrace.spec.TableName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Keeps a table of Headrace's own small: many small files become one, and what no reader needs any more goes.
 *
 * <p>Of the log go the checksums and checkpoints before a checkpoint that is older than {@link #KEPT}, and the data files that commits up to it
 * took out of the table; versions from that checkpoint on stay readable. Commits stay: their names keep a writer that stood still from
 * committing into the past. A file that no commit names is never touched, as its writer may be about to commit it.
 */
final class Upkeep {
    /** How long a reader may take that has listed the log. */
    static final Duration KEPT = Duration.ofMinutes(5);

    private static final int SMALL_FILES = 40;
    private static final long SMALL = 1 << 20;
    private static final int DIGITS = 20;
    private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
    private static final Pattern CHECKSUM = Pattern.compile("\\d{20}\\.crc");
    private static final Pattern CHECKPOINT = Pattern.compile("\\d{20}\\.checkpoint\\.parquet");

    private final Lake lake;
    private final TableName table;
    private final Path log;

    Upkeep(Lake lake, TableName table) {
        this.lake = lake;
        this.table = table;
        this.log = new Path(lake.path(table), "_delta_log");
    }

    /** Does what is due after an append; a rival that is doing so is left alone. */
    void afterAppend(DeltaFiles.Files before) {
        if (before.smallerThan(SMALL).count() < SMALL_FILES) {
            return;
        }
        compact(SMALL_FILES);
    }

    /** Sweeps, and puts small files into one if there are at least so many. */
    void compact(int files) {
        DeltaFiles transaction = DeltaFiles.begin(lake.spark(), lake.path(table));
        DeltaFiles.Files present = transaction.filesAtStart();
        sweep(present.paths(), KEPT);
        DeltaFiles.Files small = present.smallerThan(SMALL);
        if (small.count() < files) {
            return;
        }
        Faults.reach("compacting " + table);
        try {
            transaction.compact(small);
        } catch (DeltaConcurrentModificationException rival) {
            return;
        }
        Faults.reach("compacted " + table);
    }

    /**
     * Removes what no reader needs that began after a time.
     *
     * @param present paths of the data files of a version that is the newest, or was until just now
     */
    void sweep(Set<String> present, Duration kept) {
        try {
            FileSystem files = log.getFileSystem(lake.hadoop());
            NavigableSet<String> names = HadoopFiles.names(log, lake.hadoop());
            Optional<String> checkpoint = settled(files, names, kept);
            if (checkpoint.isPresent()) {
                sweep(files, names, version(checkpoint.get()), present);
            }
        } catch (IOException | FSError e) {
            throw LakeErrors.writing(lake.root(), e);
        }
        Faults.reach("swept " + table);
    }

    private static long version(String name) {
        return Long.parseLong(name.substring(0, DIGITS));
    }

    /** The newest checkpoint that was there so long before the newest commit. */
    private Optional<String> settled(FileSystem files, NavigableSet<String> names, Duration kept) throws IOException {
        Optional<String> newest =
                names.descendingSet().stream().filter(name -> is(COMMIT, name)).findFirst();
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        long until = files.getFileStatus(new Path(log, newest.get())).getModificationTime() - kept.toMillis();
        for (String name : names.descendingSet()) {
            if (is(CHECKPOINT, name) && files.getFileStatus(new Path(log, name)).getModificationTime() <= until) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private void sweep(FileSystem files, Set<String> names, long checkpoint, Set<String> present) throws IOException {
        for (String name : names) {
            if (is(CHECKSUM, name) && version(name) <= checkpoint) {
                // A checksum that is there says that the data of its commit have not been looked through.
                removeData(files, version(name), present);
                Faults.reach("swept data of " + table);
                files.delete(new Path(log, name), false);
            } else if (is(CHECKPOINT, name) && version(name) < checkpoint) {
                files.delete(new Path(log, name), false);
            }
        }
    }

    private void removeData(FileSystem files, long version, Set<String> present) throws IOException {
        Path commit = new Path(log, String.format(Locale.ROOT, "%020d.json", version));
        if (!files.exists(commit)) {
            return;
        }
        List<String> removed;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(files.open(commit), StandardCharsets.UTF_8))) {
            removed = DeltaFiles.removed(lines.lines());
        }
        for (String path : removed) {
            if (!present.contains(path)) {
                files.delete(new Path(log.getParent(), new Path(URI.create(path))), false);
            }
        }
    }

    private static boolean is(Pattern kind, String name) {
        return kind.matcher(name).matches();
    }
}
