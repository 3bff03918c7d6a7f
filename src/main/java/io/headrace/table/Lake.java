package io.headrace.table;

import io.delta.tables.DeltaTable;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Layer;
import io.headrace.spec.Places;
import io.headrace.spec.TableName;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** All tables and small files below one root; a table's path is {@code root/layer/name}. */
public final class Lake {
    /** The layout version that this release writes. */
    public static final int LAYOUT = 3;

    /** Column of changed rows: the version that brought or took the row. */
    public static final String CHANGED_BY = "_changed_by";

    /** Column of changed rows: whether the row came; else it went. */
    public static final String CAME = "_came";

    private final Session session;
    private final String root;
    private final UnaryOperator<Dataset<Row>> opening;

    private Lake(Session session, String root) {
        this(session, root, UnaryOperator.identity());
    }

    private Lake(Session session, String root, UnaryOperator<Dataset<Row>> opening) {
        this.session = Objects.requireNonNull(session, "session");
        this.root = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
        this.opening = opening;
    }

    /** The same lake for a purpose that personal data may be read for: rows that are read have the values of their encrypted columns. */
    public Lake decrypting(LakeCipher cipher) {
        return new Lake(session, root, cipher::decrypted);
    }

    /**
     * Opens the lake of a project, making an empty folder one; refuses a folder that holds other things, and a lake of another zone. A
     * Spark session starts only when something needs it: looking into small tables does not.
     */
    public static Lake open(Places places) {
        return new Lake(Session.later(places), places.lake()).opened(places.zone());
    }

    /** Opens the lake of a project whose days are those of UTC. */
    public static Lake open(SparkSession spark, String root) {
        return open(spark, root, ZoneOffset.UTC);
    }

    /**
     * Opens the lake at the root, making an empty folder one; refuses a folder that holds other things, and a lake of another zone.
     *
     * @param zone the project's time zone
     */
    public static Lake open(SparkSession spark, String root, ZoneId zone) {
        return new Lake(Session.of(spark), root).opened(zone);
    }

    /** The lake of a project, where there is one already. */
    public static Optional<Lake> find(Places places) {
        Lake lake = new Lake(Session.later(places), places.lake());
        return lake.marker().isThere() ? Optional.of(lake.opened(places.zone())) : Optional.empty();
    }

    private Lake opened(ZoneId zone) {
        LakeMarker marker = marker();
        if (!marker.isThere()) {
            if (!isEmptyOrBeingOpened()) {
                throw LakeErrors.notALake(root);
            }
            marker.write(zone);
        }
        marker.requireReadable();
        marker.requireZone(zone);
        return this;
    }

    /** Opens the lake at the root, whatever its zone, and leaves it as it is; a user error when there is none. */
    public static Lake existing(SparkSession spark, String root) {
        Lake lake = new Lake(Session.of(spark), root);
        if (!lake.marker().isThere()) {
            throw LakeErrors.noLake(root);
        }
        lake.marker().requireReadable();
        return lake;
    }

    /** The same, refusing a lake of another zone. */
    public static Lake existing(SparkSession spark, String root, ZoneId zone) {
        Lake lake = existing(spark, root);
        lake.marker().requireZone(zone);
        return lake;
    }

    private LakeMarker marker() {
        return new LakeMarker(files(), root);
    }

    /** Another process may have put the marker, or its temporary file, there in the meantime, or have died doing so. */
    private boolean isEmptyOrBeingOpened() {
        try {
            Path path = new Path(root);
            FileSystem files = HadoopFiles.of(new Path(root), session.hadoop());
            if (!files.exists(path)) {
                return true;
            }
            FileStatus[] found = files.listStatus(path);
            return files.getFileStatus(path).isDirectory()
                    && (found.length == 0
                            || Stream.of(found)
                                    .anyMatch(file -> file.getPath().getName().contains(LakeMarker.NAME)));
        } catch (IOException e) {
            throw LakeErrors.reading(root, e);
        }
    }

    /**
     * Forgets what this process remembers of the tables of all lakes, to be read again at the next use: Delta keeps each table's state
     * for an hour, also of lakes that are gone.
     */
    public static void forgetTables() {
        DeltaFiles.forgetAll();
    }

    /** The session that reads and writes it. */
    public SparkSession spark() {
        return session.spark();
    }

    /** Says in Spark's own pages what is worked on from now on. */
    public void describe(String work) {
        session.describe(work);
    }

    /** What the session has read and written so far. */
    public RowsSoFar rowsSoFar() {
        return session.rowsSoFar();
    }

    /** Root of the lake. */
    public String root() {
        return root;
    }

    /** Where the table lies. */
    public String path(TableName table) {
        return root + "/" + table.layer() + "/" + table.name();
    }

    /** Whether the table has been made. */
    public boolean has(TableName table) {
        return guard(table.toString(), () -> {
            try {
                return KernelTable.isTable(path(table), session.hadoop());
            } catch (IOException e) {
                throw LakeErrors.reading(root, e);
            }
        });
    }

    /** The newest version of the table; a user error when there is none. */
    public long version(TableName table) {
        requireTable(table);
        return guard(table.toString(), () -> DeltaFiles.newestVersion(spark(), path(table)));
    }

    /** The newest version of each of some tables, by name; a user error when there is none. */
    public Map<String, Long> versions(Collection<TableName> tables) {
        Map<String, Long> versions = new TreeMap<>();
        tables.forEach(table -> versions.put(table.toString(), version(table)));
        return versions;
    }

    /** The identity of the table, different from that of an earlier table in its place. */
    public String id(TableName table) {
        requireTable(table);
        return guard(table.toString(), () -> DeltaFiles.id(spark(), path(table)));
    }

    /** The personal columns of the table as it is now, read in this process; none where it has not been made. */
    public Set<String> personal(TableName table) {
        return guard(
                table.toString(),
                () -> small(table)
                        .map(newest -> PersonalLineage.marked(newest.schema()))
                        .orElse(Set.of()));
    }

    /** The columns of the table as it is now that rest encrypted, read in this process; none where it has not been made. */
    public Set<String> encrypted(TableName table) {
        return guard(
                table.toString(),
                () -> small(table)
                        .map(newest -> EncryptedColumns.in(newest.schema()))
                        .orElse(Set.of()));
    }

    /** The values that a partition column of the table has at a version. */
    public Set<String> partitions(TableName table, long version, String column) {
        return guard(table.toString(), () -> DeltaFiles.partitions(spark(), path(table), version, column));
    }

    /** The rows of the files that are at only one of two versions: each row that came or went, and their neighbours. */
    public Dataset<Row> changes(TableName table, long before, long after) {
        return guard(table.toString(), () -> {
            Set<String> old = paths(table, before);
            Set<String> now = paths(table, after);
            Set<String> gone = new HashSet<>(old);
            gone.removeAll(now);
            now.removeAll(old);
            Dataset<Row> came = opening.apply(DeltaFiles.read(spark(), path(table), after, now));
            return gone.isEmpty()
                    ? came
                    : came.unionByName(opening.apply(DeltaFiles.read(spark(), path(table), before, gone)), true);
        });
    }

    /**
     * The rows that came into the table or went after a version, with {@link #CHANGED_BY} and {@link #CAME}; of a file that was written anew
     * its rows went and came.
     *
     * @param time a column by which files are left out that a version brought or took, if it has one
     * @param until version to the moment from which on rows are not looked for
     * @return empty where the table's log does not tell any more
     */
    public Optional<Dataset<Row>> changedRows(
            TableName table, long after, Optional<String> time, LongFunction<Instant> until) {
        return guard(
                table.toString(),
                () -> DeltaFiles.changedRows(spark(), path(table), after, time, until)
                        .map(opening));
    }

    /** The data files of a partition of the table at a version, by path. */
    public List<OutsideTable.DataFile> files(TableName table, long version, Map<String, String> partition) {
        return guard(
                table.toString(),
                () -> DeltaFiles.dataFiles(spark(), path(table), version, partition).stream()
                        .sorted(Comparator.comparing(OutsideTable.DataFile::path))
                        .toList());
    }

    /** The data files at a version, by path, for each value of a partition column; all under "" where it is none. */
    public Map<String, Set<String>> filesByPartition(TableName table, long version, String column) {
        return guard(table.toString(), () -> DeltaFiles.filesByPartition(spark(), path(table), version, column));
    }

    /** Whether the table is divided by the column. */
    public boolean isPartitionedBy(TableName table, String column) {
        requireTable(table);
        return guard(table.toString(), () -> DeltaFiles.isPartitionedBy(spark(), path(table), column));
    }

    /** All once-only marks on the newest version of the table. */
    public Map<String, Long> marks(TableName table) {
        return guard(table.toString(), () -> DeltaFiles.marks(spark(), path(table)));
    }

    /** The rows of some of the table's data files at a version. */
    public Dataset<Row> read(TableName table, long version, Set<String> absolutePaths) {
        return guard(
                table.toString(), () -> opening.apply(DeltaFiles.read(spark(), path(table), version, absolutePaths)));
    }

    private Set<String> paths(TableName table, long version) {
        return DeltaFiles.dataFiles(spark(), path(table), version).stream()
                .map(OutsideTable.DataFile::path)
                .collect(Collectors.toSet());
    }

    /** The tables of a layer, by name. */
    public List<TableName> tables(Layer layer) {
        return tables(layer.folder());
    }

    /** The tables in a folder of the lake, by name. */
    public List<TableName> tables(String folder) {
        return folders(folder).stream()
                .map(name -> new TableName(folder, name))
                .filter(this::has)
                .toList();
    }

    /** The folders of layers that there are, those that users named among them. */
    public List<String> layers() {
        return folders("");
    }

    /** The folders below one that a table or layer may have, sorted. */
    private List<String> folders(String relative) {
        try {
            Path folder = relative.isEmpty() ? new Path(root) : new Path(root, relative);
            FileSystem files = HadoopFiles.of(new Path(root), session.hadoop());
            if (!files.exists(folder)) {
                return List.of();
            }
            return Stream.of(files.listStatus(folder))
                    .filter(FileStatus::isDirectory)
                    .map(file -> file.getPath().getName())
                    .filter(TableName::isPart)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw LakeErrors.reading(root, e);
        }
    }

    /** When each version of the table that is still known was committed, by the table's history. */
    public NavigableMap<Long, Instant> commits(TableName table) {
        requireTable(table);
        NavigableMap<Long, Instant> commits = new TreeMap<>();
        DeltaTable.forPath(spark(), path(table))
                .history()
                .select("version", "timestamp")
                .collectAsList()
                .forEach(row -> commits.put(row.getLong(0), row.getTimestamp(1).toInstant()));
        return commits;
    }

    /** Version to the note that its commit carries, oldest first; versions without note are left out. */
    public SortedMap<Long, String> notes(TableName table) {
        SortedMap<Long, String> notes = new TreeMap<>();
        DeltaTable.forPath(spark(), path(table))
                .history()
                .where(functions.col("userMetadata").isNotNull())
                .select("version", "userMetadata")
                .collectAsList()
                .forEach(row -> notes.put(row.getLong(0), row.getString(1)));
        return notes;
    }

    /** The once-only mark of the application on the newest version of the table; -1 when it was never set. */
    public long mark(TableName table, String application) {
        return DeltaFiles.begin(spark(), path(table)).mark(application);
    }

    /** The newest rows of the table; a user error when there is no such table. */
    public Dataset<Row> read(TableName table) {
        requireTable(table);
        return guard(
                table.toString(),
                () -> opening.apply(spark().read().format("delta").load(path(table))));
    }

    /** The rows of the table at a version; a user error when there is no such table. */
    public Dataset<Row> read(TableName table, long version) {
        requireTable(table);
        return guard(
                table.toString(),
                () -> opening.apply(markedAsNow(
                        table,
                        spark().read()
                                .format("delta")
                                .option("versionAsOf", version)
                                .load(path(table)))));
    }

    /** A column that has become personal is so in rows of earlier versions too. */
    private Dataset<Row> markedAsNow(TableName table, Dataset<Row> rows) {
        Set<String> personal = new TreeSet<>(
                PersonalLineage.marked(DeltaFiles.schema(spark(), path(table)).orElseThrow()));
        personal.removeAll(PersonalLineage.marked(rows.schema()));
        Dataset<Row> marked = rows;
        for (String column : personal) {
            marked = List.of(rows.columns()).contains(column)
                    ? marked.withMetadata(column, PersonalLineage.mark())
                    : marked;
        }
        return marked;
    }

    private void requireTable(TableName table) {
        if (!has(table)) {
            throw LakeErrors.noTable(table.toString(), path(table));
        }
    }

    /**
     * Makes the table where it is missing, adds columns that the layout has newly and ends the statistics of columns that
     * have become personal; other changes are refused.
     *
     * @return the columns of a table that was there whose statistics end now; older commits and files still hold them
     */
    public Set<String> ensure(TableLayout layout) {
        return writing(layout.table().toString(), () -> {
            String path = path(layout.table());
            Optional<StructType> there = DeltaFiles.schema(spark(), path);
            if (there.isEmpty()) {
                try {
                    create(layout);
                    return Set.of();
                } catch (io.delta.exceptions.DeltaConcurrentModificationException madeMeanwhile) {
                    // The winner's table is as good as ours.
                }
            }
            return alter(
                    layout, there.or(() -> DeltaFiles.schema(spark(), path)).orElseThrow());
        });
    }

    /**
     * Makes the table where it is missing, as a table that can be computed again: one that has other columns loses all its rows.
     *
     * @return whether it lost them
     */
    public boolean ensureAnew(TableLayout layout) {
        return writing(layout.table().toString(), () -> {
            String path = path(layout.table());
            if (!has(layout.table())) {
                ensure(layout);
                return false;
            }
            if (DeltaFiles.hasColumns(spark(), path, allNullable(layout))) {
                ensure(layout);
                return false;
            }
            DeltaFiles.empty(spark(), path, allNullable(layout), layout);
            return true;
        });
    }

    private void create(TableLayout layout) {
        DeltaFiles.create(spark(), path(layout.table()), allNullable(layout), layout);
    }

    private static StructType allNullable(TableLayout layout) {
        return new StructType(
                Stream.of(layout.schema().fields()).map(Lake::nullable).toArray(StructField[]::new));
    }

    /**
     * The data files, by absolute path, that the table does not show: those that left it up to a moment, and those that no commit of its log names, as
     * they are left of a killed process, if they are as old.
     *
     * @param until up to when readers need no file any more, and a writer has committed what it wrote
     */
    public Set<String> oldFiles(TableName table, Instant until) {
        requireTable(table);
        return guard(table.toString(), () -> new OldFiles(this, table).until(until, until));
    }

    /**
     * The same, whenever they left the table.
     *
     * @param written up to when files were written that no commit names
     */
    public Set<String> leftFiles(TableName table, Instant written) {
        requireTable(table);
        return guard(table.toString(), () -> new OldFiles(this, table).until(Instant.MAX, written));
    }

    /** Removes all of {@link #oldFiles}; returns how many. */
    public int sweep(TableName table, Instant until) {
        Set<String> old = oldFiles(table, until);
        return writing(table.toString(), () -> new OldFiles(this, table).remove(old));
    }

    /** Removes all of {@link #oldFiles}, whenever they left the table, and what its log says of their values; returns how many. */
    public int forget(TableName table) {
        return forget(table, oldFiles(table, Instant.MAX));
    }

    /**
     * Removes some of {@link #oldFiles}, and what the table's log says of their values.
     *
     * @param old their absolute paths
     * @return how many
     */
    public int forget(TableName table, Set<String> old) {
        if (old.isEmpty()) {
            return 0;
        }
        return writing(table.toString(), () -> {
            OldFiles files = new OldFiles(this, table);
            files.forget(old);
            return files.remove(old);
        });
    }

    /**
     * Removes data files that the newest version does not show; what it shows by now stays.
     *
     * @param old absolute paths of files of the table
     * @return how many were removed
     */
    public int remove(TableName table, Set<String> old) {
        if (old.isEmpty()) {
            return 0;
        }
        return writing(table.toString(), () -> {
            Set<String> unseen = new TreeSet<>(old);
            small(table).stream()
                    .flatMap(newest -> newest.logged().stream())
                    .forEach(file -> unseen.remove(new Path(file.path()).toUri().getPath()));
            return new OldFiles(this, table).remove(unseen);
        });
    }

    /**
     * Puts small data files of each partition into one, where a partition has at least so many; rows stay as they are, and old versions
     * readable. A rival that writes the table meanwhile is left alone.
     *
     * @return how many files were put together
     */
    public int compact(TableName table, int least) {
        return writing(table.toString(), () -> new Compaction(this, table).run(least));
    }

    /** A lake of the same session and zone at another root, made where there is an empty folder. */
    public Lake beside(String otherRoot) {
        return new Lake(session, otherRoot).opened(marker().zone());
    }

    private static StructField nullable(StructField field) {
        return new StructField(field.name(), field.dataType(), true, field.metadata());
    }

    private Set<String> alter(TableLayout layout, StructType there) {
        List<StructField> fields = new ArrayList<>();
        for (StructField field : there.fields()) {
            Optional<StructField> wanted = wanted(layout, field.name());
            wanted.ifPresent(same -> requireSame(layout.table(), field, same));
            fields.add(wanted.map(same -> PersonalLineage.withMark(field, PersonalLineage.isMarked(same)))
                    .orElse(field));
        }
        Set<String> personal =
                new TreeSet<>(PersonalLineage.marked(new StructType(fields.toArray(StructField[]::new))));
        personal.removeAll(PersonalLineage.marked(there));
        Stream.of(layout.schema().fields())
                .filter(field -> Stream.of(there.fieldNames()).noneMatch(field.name()::equalsIgnoreCase))
                .map(Lake::nullable)
                .forEach(fields::add);
        DeltaFiles.alter(spark(), path(layout.table()), new StructType(fields.toArray(StructField[]::new)), layout);
        return personal;
    }

    private static Optional<StructField> wanted(TableLayout layout, String column) {
        return Stream.of(layout.schema().fields())
                .filter(field -> field.name().equalsIgnoreCase(column))
                .findFirst();
    }

    private static void requireSame(TableName table, StructField there, StructField wanted) {
        if (!EncryptedColumns.of(there).equals(EncryptedColumns.of(wanted))) {
            throw LakeErrors.encryptionChanged(table.toString(), wanted.name());
        }
        if (!there.dataType().sameType(wanted.dataType())) {
            throw LakeErrors.columnChanged(
                    table.toString(),
                    wanted.name(),
                    there.dataType().catalogString(),
                    wanted.dataType().catalogString());
        }
    }

    /** A field with a comment, nullable. */
    public static StructField field(String name, org.apache.spark.sql.types.DataType type, String comment) {
        return new StructField(name, type, true, Metadata.empty()).withComment(comment);
    }

    /** Begins to write the table: rows go to files that no reader sees before they are published. */
    public StagedTable stage(TableName table) {
        requireTable(table);
        return guard(table.toString(), () -> new StagedTable(this, table, DeltaFiles.begin(spark(), path(table))));
    }

    /** A small table, read in this process; empty where it has not been made. */
    Optional<KernelTable.Version> small(TableName table) {
        return new KernelTable(path(table), session.hadoop()).newest();
    }

    /**
     * Rows of a table of Headrace's own, read in this process without a session; none where the table has not been made.
     *
     * @param schema the columns to read
     * @param wanted texts that a row must have: column to those that will do
     */
    public List<Row> rows(TableName table, StructType schema, Map<String, Set<String>> wanted) {
        List<Row> rows = new ArrayList<>();
        forEachRow(table, schema, wanted, rows::add);
        return rows;
    }

    /** The same, one row after the other. */
    public void forEachRow(TableName table, StructType schema, Map<String, Set<String>> wanted, Consumer<Row> use) {
        guard(table.toString(), () -> {
            small(table).ifPresent(newest -> newest.forEach(schema, wanted, use));
            return null;
        });
    }

    /** Writes the table's newest state as a checkpoint of its log; readers then need no commit before it. */
    public void checkpoint(TableName table) {
        writing(table.toString(), () -> {
            DeltaFiles.checkpoint(spark(), path(table));
            return null;
        });
    }

    /** Settings of Hadoop. */
    public Configuration hadoop() {
        return session.hadoop();
    }

    /** The small files below the root. */
    public SmallFiles files() {
        return new HadoopFiles(root, session.hadoop());
    }

    /** The text of a small file below the root, if it is there. */
    public Optional<String> readText(String relative) {
        return files().readText(relative);
    }

    /** The bytes of a small file below the root, if it is there. */
    public Optional<byte[]> readBytes(String relative) {
        return files().read(relative);
    }

    /** Writes a small file unless it is there already; what is there is never changed. */
    public void writeOnce(String relative, byte[] bytes) {
        files().putIfAbsent(relative, bytes);
    }

    /** Removes the tables of work in progress, {@link Layer#STAGING}, whose names match. */
    public void discard(Predicate<String> names) {
        files().deleteAll(Layer.STAGING.folder(), name -> {
            boolean goes = names.test(name);
            if (goes) {
                DeltaFiles.forget(spark(), path(Layer.STAGING.table(name)));
            }
            return goes;
        });
    }

    /** The file system of a place, without the checksum files that Hadoop adds on local disk: digests are stronger. */
    public static FileSystem files(SparkSession spark, Path place) throws IOException {
        return HadoopFiles.of(place, spark.sessionState().newHadoopConf());
    }

    /** Runs work that reads a table and turns errors of the storage into failures that a person can act on. */
    <T> T guard(String table, Supplier<T> work) {
        return guarded(table, work, LakeErrors::reading);
    }

    /** The same for work that writes the table. */
    <T> T writing(String table, Supplier<T> work) {
        return guarded(table, work, LakeErrors::writing);
    }

    private <T> T guarded(String table, Supplier<T> work, BiFunction<String, Throwable, HeadraceException> storage) {
        try {
            return work.get();
        } catch (HeadraceException already) {
            throw already;
        } catch (Exception e) {
            // Spark throws checked exceptions from methods that declare none.
            RuntimeException failure = SparkFailures.unchecked(e);
            if (SparkFailures.interruption(failure).isPresent()) {
                throw failure;
            }
            throw LakeErrors.ofTable(table, failure)
                    .or(() -> SparkFailures.cause(failure, IOException.class).map(io -> storage.apply(root, io)))
                    .map(RuntimeException.class::cast)
                    .orElse(failure);
        } catch (FSError e) {
            throw storage.apply(root, e);
        }
    }
}
