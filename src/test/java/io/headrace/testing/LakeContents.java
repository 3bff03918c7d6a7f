package io.headrace.testing;

import io.headrace.registry.ModelEvent;
import io.headrace.registry.Registry;
import io.headrace.run.Json;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * All rows of all tables of a lake, without what may differ between two ways to the same end: run ids, attempts and
 * clocks. Of the ledger only finished runs count.
 */
public final class LakeContents {
    private static final String[] MAY_DIFFER = {
        "run_id",
        "_run_id",
        "attempt",
        "_ingested_at",
        "scored_at",
        "started_at",
        "ended_at",
        "at",
        "told_at",
        "chain_seq",
        "chain_at",
        "chain_previous",
        "chain_content",
        "chain_digest"
    };
    private static final Set<String> NOT_COMPARED = Set.of("headrace.intents", Registry.TABLE.toString());

    private LakeContents() {}

    /** Table to its rows as JSON, sorted. */
    public static Map<String, List<String>> of(SmallShop shop) {
        Map<String, List<String>> contents = new TreeMap<>();
        for (TableName table : tables(shop.lake())) {
            if (!NOT_COMPARED.contains(table.toString())) {
                contents.put(table.toString(), rows(settled(shop.lake(), table)));
            }
        }
        for (String model : shop.registry().models()) {
            contents.put(
                    "model " + model,
                    shop.registry().events(model).stream()
                            .map(LakeContents::withoutClock)
                            .toList());
        }
        return contents;
    }

    /** Of the ledger and of what runs found out, what belongs to finished runs. */
    private static Dataset<Row> settled(Lake lake, TableName table) {
        Dataset<Row> rows = lake.read(table);
        if (table.equals(Ledger.RUNS)) {
            return rows.where("status = 'done'");
        }
        if (table.toString().equals("headrace.notices")) {
            // What a file says of a line that a killed process has added.
            rows = rows.drop("detail");
        }
        if (table.layer().equals("headrace") && List.of(rows.columns()).contains("run_id")) {
            return lake.has(Ledger.RUNS)
                    ? rows.join(settled(lake, Ledger.RUNS).select("run_id").distinct(), "run_id")
                    : rows.limit(0);
        }
        return rows;
    }

    /** The rows as JSON, sorted, without the columns that may differ. */
    public static List<String> rows(Dataset<Row> rows) {
        return rows.drop(MAY_DIFFER).toJSON().collectAsList().stream().sorted().toList();
    }

    private static String withoutClock(ModelEvent event) {
        return event.seq() + " " + event.type() + " " + event.version() + " " + event.actor() + " "
                + Json.write(event.detail());
    }

    private static List<TableName> tables(Lake lake) {
        Path root = Path.of(lake.root());
        try (Stream<Path> folders = Files.walk(root, 2)) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("_delta_log")))
                    .map(root::relativize)
                    .map(path -> new TableName(
                            path.getName(0).toString(), path.getName(1).toString()))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
