package io.headrace.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.spec.TableName;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The commits of a table that its log still holds, read in this process. */
final class TableLog {
    private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
    private static final int DIGITS = 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Lake lake;
    private final Path log;

    TableLog(Lake lake, TableName table) {
        this.lake = lake;
        this.log = new Path(lake.path(table), "_delta_log");
    }

    /** The commits behind a version, oldest first. */
    List<Commit> after(long version) {
        return read(version).stream().map(Changes::commit).toList();
    }

    private List<Changes> read(long version) {
        try {
            FileSystem files = HadoopFiles.of(log, lake.hadoop());
            List<Changes> commits = new ArrayList<>();
            for (String name : HadoopFiles.names(log, lake.hadoop())) {
                if (COMMIT.matcher(name).matches() && version(name) > version) {
                    commits.add(read(files, name));
                }
            }
            return commits;
        } catch (FileNotFoundException absent) {
            return List.of();
        } catch (IOException e) {
            throw LakeErrors.reading(log.toString(), e);
        }
    }

    private static long version(String name) {
        return Long.parseLong(name.substring(0, DIGITS));
    }

    /** All commits, oldest first, with the files that they name. */
    List<Changes> changes() {
        return read(-1);
    }

    private Changes read(FileSystem files, String name) throws IOException {
        Instant at = Instant.EPOCH;
        String operation = "";
        Optional<String> note = Optional.empty();
        List<JsonNode> added = new ArrayList<>();
        List<JsonNode> removed = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(files.open(new Path(log, name)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode action = MAPPER.readTree(line);
                JsonNode info = action.path("commitInfo");
                if (info.isObject()) {
                    at = Instant.ofEpochMilli(info.path("timestamp").asLong());
                    operation = info.path("operation").asText();
                    note = Optional.ofNullable(info.path("userMetadata").textValue());
                }
                if (action.has("add")) {
                    added.add(action.get("add"));
                } else if (action.has("remove")) {
                    removed.add(action.get("remove"));
                }
            }
        }
        boolean changes = Stream.concat(added.stream(), removed.stream())
                .anyMatch(file -> file.path("dataChange").asBoolean());
        return new Changes(new Commit(version(name), at, operation, note, changes), added, removed);
    }

    /**
     * What a commit did to the files of the table.
     *
     * @param added as the log describes them
     */
    record Changes(Commit commit, List<JsonNode> added, List<JsonNode> removed) {
        Changes {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }

        long version() {
            return commit.version();
        }
    }

    /**
     * A commit.
     *
     * @param at when, by the clock of who committed
     * @param operation as Delta calls it; empty where the commit does not say
     * @param note what its writer noted beside it
     * @param changesRows whether rows came or went
     */
    record Commit(long version, Instant at, String operation, Optional<String> note, boolean changesRows) {
        Commit {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(operation, "operation");
            Objects.requireNonNull(note, "note");
        }

        /** In words, for messages. */
        String words() {
            return "version " + version + " (" + (operation.isEmpty() ? "no operation named" : operation) + ", "
                    + (at.equals(Instant.EPOCH) ? "no time" : at) + ")";
        }
    }
}
