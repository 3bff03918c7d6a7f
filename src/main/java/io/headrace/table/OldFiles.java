package io.headrace.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.run.Faults;
import io.headrace.spec.TableName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Data files below a table's folder that its newest version does not show. A file counts from when it left the table; one that the log does not name
 * from when it was written, as its writer may be about to commit it.
 */
final class OldFiles {
    private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
    private static final Pattern STATE = Pattern.compile("(\\d{20})\\.(checkpoint.*|crc)");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Lake lake;
    private final TableName table;
    private final Path path;

    OldFiles(Lake lake, TableName table) {
        this.lake = lake;
        this.table = table;
        this.path = new Path(lake.path(table));
    }

    /**
     * Those that left the table up to one moment, and of those that the log does not name those that were written up to another, by absolute path.
     */
    Set<String> until(Instant left, Instant written) {
        Map<String, Long> gone = DeltaFiles.removed(lake.spark(), lake.path(table));
        Set<String> shown = lake.filesByPartition(table, lake.version(table), "").values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        try {
            Map<String, Long> there = new TreeMap<>();
            list(files(), path, there);
            return there.entrySet().stream()
                    .filter(file -> !shown.contains(file.getKey()))
                    .filter(file -> gone.containsKey(file.getKey())
                            ? isUntil(gone.get(file.getKey()), left)
                            : isUntil(file.getValue(), written))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw LakeErrors.writing(lake.root(), e);
        }
    }

    private static boolean isUntil(long milliseconds, Instant moment) {
        return !Instant.ofEpochMilli(milliseconds).isAfter(moment);
    }

    /** Removes files of the table; returns how many were there. */
    int remove(Set<String> old) {
        int removed = 0;
        try {
            FileSystem files = files();
            for (String file : old) {
                removed += files.delete(new Path(file), false) ? 1 : 0;
                Faults.reach("removed an old file of " + table);
            }
        } catch (IOException e) {
            throw LakeErrors.writing(lake.root(), e);
        }
        return removed;
    }

    /**
     * Takes least and greatest values of files out of the log. Checkpoints and checksums before the newest version go as a whole, as no reader needs
     * them.
     */
    void forget(Set<String> old) {
        lake.checkpoint(table);
        long newest = lake.version(table);
        Path log = new Path(path, "_delta_log");
        try {
            FileSystem files = files();
            for (FileStatus entry : files.listStatus(log)) {
                String name = entry.getPath().getName();
                var state = STATE.matcher(name);
                if (COMMIT.matcher(name).matches()) {
                    rewrite(files, entry.getPath(), old);
                } else if (state.matches() && Long.parseLong(state.group(1)) < newest) {
                    files.delete(entry.getPath(), false);
                }
            }
        } catch (IOException e) {
            throw LakeErrors.writing(lake.root(), e);
        }
        DeltaFiles.forget(lake.spark(), lake.path(table));
        Faults.reach("forgot old files of " + table);
    }

    private void rewrite(FileSystem files, Path commit, Set<String> old) throws IOException {
        String before;
        try (FSDataInputStream in = files.open(commit)) {
            before = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        StringBuilder after = new StringBuilder();
        for (String line : before.lines().toList()) {
            after.append(withoutStatistics(line, old)).append('\n');
        }
        if (!after.toString().strip().equals(before.strip())) {
            replace(files, commit, after.toString());
        }
    }

    private String withoutStatistics(String line, Set<String> old) throws IOException {
        JsonNode action = MAPPER.readTree(line);
        for (String kind : Set.of("add", "remove")) {
            if (action.get(kind) instanceof ObjectNode file
                    && file.hasNonNull("stats")
                    && old.contains(absolute(file.path("path").textValue()))) {
                ObjectNode all = (ObjectNode) MAPPER.readTree(file.get("stats").textValue());
                all.retain("numRecords");
                file.put("stats", MAPPER.writeValueAsString(all));
                return MAPPER.writeValueAsString(action);
            }
        }
        return line;
    }

    private String absolute(String inLog) {
        return new Path(path, new Path(URI.create(inLog))).toUri().getPath();
    }

    /** Readers see one or the other. */
    private void replace(FileSystem files, Path commit, String text) throws IOException {
        Path target = files.makeQualified(commit);
        Path aside =
                new Path(target.getParent(), String.format(Locale.ROOT, ".%s.%s", target.getName(), UUID.randomUUID()));
        try (FSDataOutputStream out = files.create(aside, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        FileContext.getFileContext(target.toUri(), lake.hadoop()).rename(aside, target, Options.Rename.OVERWRITE);
    }

    private FileSystem files() throws IOException {
        return HadoopFiles.of(path, lake.hadoop());
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
