package io.headrace.audit;

import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.DataFileAudit;
import io.headrace.table.KeyedTable;
import io.headrace.table.Lake;
import io.headrace.table.RowBuilder;
import io.headrace.table.TableDescription;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Digests of the lake's data and model files: {@code headrace.seals}. A file's size tells most replacements; its digest tells all, from the day on
 * which it was sealed. A file is read once for that.
 */
public final class Seals {
    private static final TableName TABLE = Layer.SYSTEM.table("seals");
    private static final String OWNER = "owner";
    private static final String PATH = "path";
    private static final String DIGEST = "digest";
    private static final String MODELS = Layer.MODELS.folder() + ".";

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(OWNER, DataTypes.StringType, "Table, or models.MODEL, that the file belongs to"),
        Lake.field(PATH, DataTypes.StringType, "The file below the lake's root"),
        Lake.field(DIGEST, DataTypes.StringType, "SHA-256 of its bytes")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION =
            TableDescription.chained(TABLE, "a file, and the digest of its bytes", SCHEMA, OWNER, PATH);

    /** Headrace's own tables have chains; those of work in progress and of partial results may go at any time. */
    private static final Set<Layer> NOT_SEALED =
            EnumSet.of(Layer.SYSTEM, Layer.STAGING, Layer.TILES, Layer.VIEWS, Layer.MODELS);

    private final Lake lake;
    private final Registry registry;
    private final DataFileAudit files;
    private final KeyedTable table;

    Seals(Lake lake, Registry registry) {
        this.lake = lake;
        this.registry = registry;
        this.files = new DataFileAudit(lake);
        this.table = new KeyedTable(lake, DESCRIPTION);
    }

    /** Digests by owner and path. */
    Map<String, Map<String, String>> known() {
        Map<String, Map<String, String>> known = new TreeMap<>();
        table.rows(Map.of())
                .forEach(row -> known.computeIfAbsent(row.getAs(OWNER), owner -> new TreeMap<>())
                        .put(row.getAs(PATH), row.getAs(DIGEST)));
        return known;
    }

    /** Seals what is not sealed yet. */
    int seal() {
        Map<String, Map<String, String>> known = known();
        int sealed = 0;
        for (Map.Entry<String, List<String>> owner : present().entrySet()) {
            Map<String, String> of = known.getOrDefault(owner.getKey(), Map.of());
            List<Row> rows = new ArrayList<>();
            owner.getValue().stream()
                    .filter(path -> !of.containsKey(path))
                    .forEach(path -> files.digest(path)
                            .ifPresent(digest -> rows.add(new RowBuilder(SCHEMA)
                                    .with(OWNER, owner.getKey())
                                    .with(PATH, path)
                                    .with(DIGEST, digest)
                                    .row())));
            table.append(owner.getKey(), rows);
            sealed += rows.size();
        }
        return sealed;
    }

    /** Files by owner. */
    private Map<String, List<String>> present() {
        Map<String, List<String>> present = new TreeMap<>();
        dataTables().forEach(name -> present.put(name.toString(), files.files(name)));
        registry.models()
                .forEach(model -> present.put(
                        MODELS + model,
                        registry.state(model).versions().stream()
                                .map(ModelVersion::digest)
                                .distinct()
                                .flatMap(digest -> registry.files(model, digest).stream())
                                .toList()));
        return present;
    }

    /** The tables whose files are sealed. */
    List<TableName> dataTables() {
        return lake.layers().stream()
                .filter(folder -> !NOT_SEALED.contains(Layer.of(folder)))
                .flatMap(folder -> lake.tables(folder).stream())
                .toList();
    }

    /** The owner of a model's files. */
    static String ofModel(String model) {
        return MODELS + model;
    }

    /** All tables of the lake. */
    Stream<TableName> allTables() {
        return lake.layers().stream().flatMap(folder -> lake.tables(folder).stream());
    }
}
