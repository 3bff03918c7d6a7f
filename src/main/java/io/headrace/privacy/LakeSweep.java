package io.headrace.privacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.privacy.search.Hit;
import io.headrace.privacy.search.Needles;
import io.headrace.run.Faults;
import io.headrace.run.Json;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.OutsideTable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes from the storage what tables do not show any more but still have: old data files and those of killed runs that hold something of the persons,
 * and least and greatest values in logs.
 *
 * <p>Other old files stay, and with them the versions of which no file goes. Commits keep their names: a writer that stood still must not take one again.
 */
final class LakeSweep {
    private static final String LOG = "_delta_log/";

    private final Lake lake;
    private final PlaceSearch search;
    private final LakeFolder folder;
    private final Needles needles;

    LakeSweep(Lake lake, PlaceSearch search, Needles needles) {
        this.lake = lake;
        this.search = search;
        this.folder = new LakeFolder(lake);
        this.needles = needles;
    }

    /** Sweeps the tables, those last whose rows tell what else is the persons'. */
    void sweep(Set<TableName> tables) {
        tables.stream()
                .sorted(Comparator.<TableName>comparingInt(LakeSweep::turn).thenComparing(Comparator.naturalOrder()))
                .forEach(this::sweep);
    }

    private static int turn(TableName table) {
        return table.kind() == Layer.SILVER ? 2 : table.kind() == Layer.BRONZE ? 1 : 0;
    }

    private void sweep(TableName table) {
        Set<String> files =
                search.of(needles, table).hits().stream().map(Hit::file).collect(Collectors.toSet());
        Set<String> log = files.stream().filter(file -> file.startsWith(LOG)).collect(Collectors.toSet());
        if (!log.isEmpty()) {
            lake.checkpoint(table);
            log.forEach(file -> sweepLog(table, file));
        }
        files.removeAll(log);
        Set<String> shown = lake.files(table, lake.version(table), Map.of()).stream()
                .map(OutsideTable.DataFile::path)
                .collect(Collectors.toSet());
        files.stream()
                .map(file -> absolute(table, file))
                .filter(file -> !shown.contains(file))
                .sorted()
                .forEach(folder::delete);
        Lake.forgetTables();
        Faults.reach("swept " + table);
    }

    private String absolute(TableName table, String file) {
        return folder.absolute(table.layer() + "/" + table.name() + "/" + file);
    }

    /** Of a commit the statistics go; checkpoints and checksums of earlier versions go as a whole, as no reader needs them. */
    private void sweepLog(TableName table, String file) {
        String path = absolute(table, file);
        if (file.endsWith(".json")) {
            List<String> lines =
                    folder.text(path).lines().map(this::withoutStatistics).toList();
            folder.replace(path, String.join("\n", lines) + "\n");
        } else if (!file.startsWith(LOG + String.format(Locale.ROOT, "%020d", lake.version(table)))) {
            folder.delete(path);
        }
    }

    private String withoutStatistics(String line) {
        if (!needles.areIn(line)) {
            return line;
        }
        ObjectNode action = Json.read(line, ObjectNode.class);
        if (action.get("add") instanceof ObjectNode add && add.hasNonNull("stats")) {
            ObjectNode all = Json.read(add.get("stats").textValue(), ObjectNode.class);
            all.retain("numRecords");
            add.put("stats", Json.write(all));
        }
        return Json.write(action);
    }
}
