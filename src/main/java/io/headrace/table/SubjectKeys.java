package io.headrace.table;

import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.not;

import io.headrace.cipher.WrappedKeys;
import io.headrace.run.Faults;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The keys of persons, wrapped: {@code headrace.keys}. A person has one row for ever; when the key is destroyed, the row stays without it, so that nobody gets
 * a new one for the same person.
 *
 * <p>All changes are serial: who adds or destroys keys has seen every earlier change. The table forgets: what a destruction takes out of it is deleted from the
 * storage by the same call, old versions too.
 */
public final class SubjectKeys {
    /** The table. */
    public static final TableName TABLE = Layer.SYSTEM.table("keys");

    private static final String NAME = "name";
    private static final String WRAPPED = "wrapped";
    private static final String SERIAL = "keys";
    private static final int ROWS_OF_FILE = 1_000_000;

    /** More files than this are put into few by who adds the next. */
    private static final int FILES = 40;

    private static final StructType SCHEMA = new StructType(new StructField[] {
        Lake.field(NAME, DataTypes.StringType, "A person, by the keyed hash that names the key"),
        Lake.field(WRAPPED, DataTypes.BinaryType, "The key, encrypted by the lake's key; null when it was destroyed"),
        Lake.field(RUN_ID, DataTypes.StringType, "Run that met the person first, or destroyed the key")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION =
            TableDescription.system(TABLE, "the key of a person's encrypted values, wrapped", SCHEMA, NAME);

    private final Lake lake;

    /** Those of a lake. */
    public SubjectKeys(Lake lake) {
        this.lake = lake;
    }

    /**
     * All keys at a version.
     *
     * @param version -1 where the table has not been made
     */
    public record Known(long version, WrappedKeys keys) {}

    /** All keys there are. */
    public Known known() {
        if (!lake.has(TABLE)) {
            return new Known(-1, WrappedKeys.NONE);
        }
        long version = lake.version(TABLE);
        List<Row> rows = lake.read(TABLE, version).select(NAME, WRAPPED).collectAsList();
        WrappedKeys.Builder keys = new WrappedKeys.Builder(rows.size());
        rows.forEach(row -> keys.add(row.getString(0), row.isNullAt(1) ? null : row.getAs(1)));
        return new Known(version, keys.build());
    }

    /**
     * Adds the keys of new persons in one commit.
     *
     * @param seen what the caller has seen
     * @param names of the new keys
     * @param wrap gives each as it is to rest
     * @return whether they are there now; false where somebody else has given one of these persons a key since, or has destroyed one
     */
    public boolean added(RunId run, Known seen, Set<String> names, Function<String, byte[]> wrap) {
        if (names.isEmpty()) {
            return true;
        }
        lake.ensure(DESCRIPTION.layout());
        while (true) {
            StagedTable staged = lake.stage(TABLE);
            long mark = staged.mark(SERIAL);
            if (isMet(names, seen)) {
                return false;
            }
            List<Row> rows = names.stream()
                    .sorted()
                    .map(name -> RowFactory.create(name, wrap.apply(name), run.toString()))
                    .toList();
            putTogether(staged);
            staged.append(inFiles(rows));
            Faults.reach("keys staged");
            if (committed(staged, mark, "headrace keys of " + run)) {
                Faults.reach("keys added");
                return true;
            }
        }
    }

    private void putTogether(StagedTable staged) {
        Set<String> files = shown();
        if (files.size() >= FILES) {
            staged.rewrite(files, rows -> rows.coalesce(1));
        }
    }

    private Set<String> shown() {
        return lake.files(TABLE, lake.version(TABLE), Map.of()).stream()
                .map(OutsideTable.DataFile::path)
                .collect(Collectors.toSet());
    }

    private boolean isMet(Set<String> names, Known seen) {
        return lake.version(TABLE) != seen.version()
                && lake.read(TABLE).select(NAME).collectAsList().stream()
                        .anyMatch(row -> names.contains(row.getString(0)));
    }

    private static boolean committed(StagedTable staged, long mark, String note) {
        return staged.publishUnlessChanged(Map.of(SERIAL, Math.max(mark, 0) + 1), note)
                .isPresent();
    }

    private Dataset<Row> inFiles(List<Row> rows) {
        return lake.spark().createDataFrame(rows, SCHEMA).coalesce(1 + rows.size() / ROWS_OF_FILE);
    }

    /**
     * Destroys keys: first for all who read the table, by one commit, then in the storage. Called again it goes on; persons who have no key yet get none any
     * more.
     */
    public void destroy(RunId run, Collection<String> names) {
        lake.ensure(DESCRIPTION.layout());
        Set<String> gone = new TreeSet<>(names);
        while (!isDestroyed(gone)) {
            StagedTable staged = lake.stage(TABLE);
            long mark = staged.mark(SERIAL);
            staged.rewrite(filesWith(gone), rows -> rows.where(not(col(NAME).isin(gone.toArray()))));
            staged.append(inFiles(gone.stream()
                    .map(name -> RowFactory.create(name, null, run.toString()))
                    .toList()));
            Faults.reach("key destruction staged");
            if (committed(staged, mark, "headrace keys destroyed by " + run)) {
                Faults.reach("keys taken out");
            }
        }
        sweep();
        Faults.reach("keys destroyed");
    }

    private boolean isDestroyed(Set<String> names) {
        return lake.read(TABLE).select(NAME, WRAPPED).collectAsList().stream()
                        .filter(row -> row.isNullAt(1) && names.contains(row.getString(0)))
                        .count()
                == names.size();
    }

    private Set<String> filesWith(Set<String> names) {
        return lake
                .read(TABLE)
                .where(col(NAME).isin(names.toArray()))
                .select(input_file_name())
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> new Path(row.getString(0)).toUri().getPath())
                .collect(Collectors.toSet());
    }

    /**
     * Deletes every data file that the newest version does not show. A writer that has staged one of them began before the newest version, and cannot
     * commit it any more; files that came after the look at the folder stay.
     */
    private void sweep() {
        try {
            Path folder = new Path(lake.path(TABLE));
            FileSystem files = HadoopFiles.of(folder, lake.hadoop());
            Set<String> there = new HashSet<>();
            for (FileStatus file : files.listStatus(folder)) {
                if (file.isFile()) {
                    there.add(file.getPath().toUri().getPath());
                }
            }
            forced();
            there.removeAll(shown());
            for (String old : there) {
                files.delete(new Path(folder, new Path(old).getName()), false);
            }
        } catch (IOException e) {
            throw LakeErrors.writing(lake.root(), e);
        }
    }

    /** A commit that changes nothing, after which whoever staged files before must begin again. */
    private void forced() {
        while (true) {
            StagedTable staged = lake.stage(TABLE);
            if (committed(staged, staged.mark(SERIAL), "headrace keys swept")) {
                return;
            }
        }
    }
}
