package io.headrace.table;

import io.headrace.run.Faults;
import io.headrace.spec.TableName;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Data files below a table's folder that its newest version does not show. A file counts from when it left the table; one that the log does not name
 * from when it was written, as its writer may be about to commit it.
 */
final class OldFiles {
    private final Lake lake;
    private final TableName table;

    OldFiles(Lake lake, TableName table) {
        this.lake = lake;
        this.table = table;
    }

    /** Removes those that left the table, or were written, up to a moment, but for some; returns how many. */
    int remove(Instant until, Set<String> alsoShown) {
        String path = lake.path(table);
        Map<String, Long> gone = DeltaFiles.removed(lake.spark(), path);
        Set<String> shown = lake.filesByPartition(table, lake.version(table), "").values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        int removed = 0;
        try {
            FileSystem files = HadoopFiles.of(new Path(path), lake.hadoop());
            Map<String, Long> there = new TreeMap<>();
            list(files, new Path(path), there);
            for (Map.Entry<String, Long> file : there.entrySet()) {
                boolean isOld = !Instant.ofEpochMilli(gone.getOrDefault(file.getKey(), file.getValue()))
                        .isAfter(until);
                if (isOld && !shown.contains(file.getKey()) && !alsoShown.contains(file.getKey())) {
                    files.delete(new Path(file.getKey()), false);
                    Faults.reach("removed an old file of " + table);
                    removed++;
                }
            }
        } catch (IOException e) {
            throw LakeErrors.writing(lake.root(), e);
        }
        return removed;
    }

    /** Absolute path to when it was written; folders whose names begin with an underscore are the table's own. */
    private static void list(FileSystem files, Path folder, Map<String, Long> into) throws IOException {
        for (FileStatus entry : files.listStatus(folder)) {
            String name = entry.getPath().getName();
            if (entry.isDirectory() && !name.startsWith("_")) {
                list(files, entry.getPath(), into);
            } else if (entry.isFile() && name.endsWith(".parquet")) {
                into.put(entry.getPath().toUri().getPath(), entry.getModificationTime());
            }
        }
    }
}
