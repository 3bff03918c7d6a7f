package io.headrace.table;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.InvalidProtocolVersionException;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.RemoveFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.delta.storage.DelegatingLogStore;
import org.apache.spark.sql.delta.storage.LogStore;
import org.apache.spark.sql.delta.storage.LogStoreAdaptor;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The only class that names Delta's internal classes: one transaction in which files are written before they are
 * committed.
 *
 * <p>Delta's public interface commits what it writes. Publication needs the step between: files written, read back and
 * judged, and only then made visible by one commit, or never.
 */
final class DeltaFiles {
    private final DeltaLog log;
    private final OptimisticTransaction transaction;
    private final List<AddFile> written = new ArrayList<>();

    private DeltaFiles(DeltaLog log) {
        this.log = log;
        this.transaction = log.startTransaction(Option.empty(), Option.empty());
    }

    /**
     * Makes an empty table where there is none.
     *
     * <p>Delta's public builder requires an empty folder first, and fails where another process is just making the same
     * table; here the two meet at the first commit, and one of them gets a conflict.
     */
    static void create(SparkSession spark, String path, StructType schema, TableLayout layout) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        OptimisticTransaction transaction = log.startTransaction(Option.empty(), Option.empty());
        if (transaction.readVersion() >= 0) {
            return;
        }
        Metadata metadata = new Metadata(
                UUID.randomUUID().toString(),
                null,
                null,
                new Format("parquet", Map$.MODULE$.empty()),
                schema.json(),
                CollectionConverters.asScala(layout.partitions()).toSeq(),
                Map$.MODULE$.from(CollectionConverters.asScala(layout.properties())),
                Option.empty());
        transaction.updateMetadataForNewTable(metadata);
        transaction.commit(
                CollectionConverters.asScala(List.<Action>of()).toSeq(),
                new DeltaOperations.CreateTable(transaction.metadata(), false, false, Option.empty()));
    }

    /**
     * Gives a table that is there its columns, and statistics on those that may have them, in one commit; does nothing
     * where it is so already.
     *
     * @param layout decides about the columns that it names; the others keep what they have
     */
    static void alter(SparkSession spark, String path, StructType columns, TableLayout layout) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        log.update(false, Option.empty(), Option.empty());
        OptimisticTransaction transaction = log.startTransaction(Option.empty(), Option.empty());
        Metadata there = transaction.metadata();
        StructType schema = transaction.snapshot().schema();
        Map<String, String> properties = new TreeMap<>(CollectionConverters.asJava(there.configuration()));
        Optional<String> before = Optional.ofNullable(properties.get(TableLayout.STATISTICS));
        List<String> own = List.of(layout.schema().fieldNames());
        String wanted = layout.statistics(Stream.of(columns.fields())
                .filter(field -> own.contains(field.name())
                        || before.map(names -> names.contains("`" + field.name() + "`"))
                                .orElse(true)));
        if (before.isPresent() || layout.properties().containsKey(TableLayout.STATISTICS)) {
            properties.put(TableLayout.STATISTICS, wanted);
        }
        properties.keySet().removeIf(key -> key.startsWith(TableLayout.FOOTER));
        properties.putAll(TableLayout.withoutFooters(columns));
        if (schema.equals(columns) && properties.equals(CollectionConverters.asJava(there.configuration()))) {
            return;
        }
        transaction.updateMetadata(
                new Metadata(
                        there.id(),
                        there.name(),
                        there.description(),
                        there.format(),
                        columns.json(),
                        there.partitionColumns(),
                        Map$.MODULE$.from(CollectionConverters.asScala(properties)),
                        there.createdTime()),
                false);
        transaction.commit(
                CollectionConverters.asScala(List.<Action>of()).toSeq(),
                new DeltaOperations.UpdateSchema(schema, columns));
    }

    /** Begins a transaction on the newest version of the table. */
    static DeltaFiles begin(SparkSession spark, String path) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        log.update(false, Option.empty(), Option.empty());
        return new DeltaFiles(log);
    }

    /** Whether the failure says that a table needs a newer Delta Lake; older paths of its code give it no condition. */
    static boolean isNewerProtocol(Throwable failure) {
        return failure instanceof InvalidProtocolVersionException;
    }

    /** Forgets what is remembered of the table at the path, as somebody removed it. */
    static void forget(SparkSession spark, String path) {
        DeltaLog.invalidateCache(spark, new Path(path));
    }

    /** Writes the table's newest state as a checkpoint, so that readers need no commit before it. */
    static void checkpoint(SparkSession spark, String path) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        log.checkpoint(log.update(false, Option.empty(), Option.empty()), Option.empty());
    }

    /** Forgets what is remembered of all tables. */
    static void forgetAll() {
        DeltaLog.clearCache();
    }

    /** Whether there is a Delta table at the path. */
    static boolean isTable(SparkSession spark, String path) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        log.update(false, Option.empty(), Option.empty());
        return log.tableExists();
    }

    /** The newest version of the table. */
    static long newestVersion(SparkSession spark, String path) {
        return DeltaLog.forTable(spark, new Path(path))
                .update(false, Option.empty(), Option.empty())
                .version();
    }

    /** The class that writes the logs of tables below the path. */
    static Class<?> logStore(SparkSession spark, String path) {
        LogStore store = LogStore.apply(spark);
        if (store instanceof DelegatingLogStore byScheme) {
            store = byScheme.getDelegate(new Path(path));
        }
        return store instanceof LogStoreAdaptor adaptor ? adaptor.logStoreImpl().getClass() : store.getClass();
    }

    /** The schema of the newest version, empty where there is no table. */
    static Optional<StructType> schema(SparkSession spark, String path) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        Snapshot newest = log.update(false, Option.empty(), Option.empty());
        return log.tableExists() ? Optional.of(newest.schema()) : Optional.empty();
    }

    /** The version on which the transaction began. */
    long startVersion() {
        return transaction.readVersion();
    }

    /** Now, microseconds since 1970, by the clock that stamps the commit. */
    long nowMicros() {
        return TimeUnit.MILLISECONDS.toMicros(log.clock().getTimeMillis());
    }

    /** The last version that the once-only mark has seen; -1 when none. Reading it makes rivals conflict. */
    long mark(String application) {
        Option<Seq<SetTransaction>> known = checksum().flatMap(VersionChecksum::setTransactions);
        if (known.isEmpty()) {
            return transaction.txnVersion(application);
        }
        transaction.readTxn().addOne(application);
        return CollectionConverters.asJava(known.get()).stream()
                .filter(set -> set.appId().equals(application))
                .mapToLong(SetTransaction::version)
                .findAny()
                .orElse(-1);
    }

    /**
     * What Delta wrote beside the commit about the table's state. Where it is missing, as after a commit by another
     * engine, Delta reads the state from its log by a Spark job.
     */
    private Option<VersionChecksum> checksum() {
        return transaction.snapshot().checksumOpt();
    }

    /** Writes the rows as files that no reader sees yet. */
    void write(Dataset<Row> rows) {
        for (FileAction action : CollectionConverters.asJava(transaction.writeFiles(rows))) {
            if (action instanceof AddFile file) {
                written.add(file);
            }
        }
    }

    /** Writes rows of an unpartitioned table, without a job, as files that no reader sees yet. */
    void write(List<Row> rows, TableLayout layout, Configuration hadoop) {
        for (KernelFile file : KernelFile.write(log.dataPath().toString(), layout, rows, hadoop)) {
            written.add(added(file));
        }
    }

    private static AddFile added(KernelFile file) {
        return new AddFile(
                new Path(file.path()).getName(),
                Map$.MODULE$.empty(),
                file.bytes(),
                file.modified(),
                true,
                file.statistics(),
                null,
                null,
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
    }

    /** Writes the rows as files that no commit of this transaction makes visible. */
    Files writeAside(Dataset<Row> rows) {
        int before = written.size();
        write(rows);
        List<AddFile> own = written.subList(before, written.size());
        Files aside = new Files(List.copyOf(own));
        own.clear();
        return aside;
    }

    /** The files written so far. */
    Files written() {
        return new Files(List.copyOf(written));
    }

    /** The files of the table when the transaction began; rivals do not conflict with looking at them. */
    Files filesAtStart() {
        Option<Seq<AddFile>> known = checksum().flatMap(VersionChecksum::allFiles);
        return new Files(
                known.isDefined()
                        ? List.copyOf(CollectionConverters.asJava(known.get()))
                        : transaction.snapshot().allFiles().collectAsList());
    }

    /** The files of the partition as they stand now; rivals that touch the table conflict from here on. */
    Files filesNow(Map<String, String> partition) {
        return filesNow(inPartition(partition));
    }

    /** The files now in partitions where the column has one of the values; rivals conflict likewise. */
    Files filesNow(String column, Set<String> values) {
        return filesNow(file -> values.contains(
                CollectionConverters.asJava(file.partitionValues()).get(column)));
    }

    /** The files now in the table whose absolute paths are in the set. */
    Files filesNow(Set<String> absolutePaths) {
        return filesNow(file -> absolutePaths.contains(decoded(file)));
    }

    private Files filesNow(Predicate<AddFile> wanted) {
        transaction.readWholeTable();
        return new Files(filesAtStart().actions().stream().filter(wanted).toList());
    }

    private String decoded(AddFile file) {
        return absolute(file, log);
    }

    /** The files of the partition as they stood at an earlier version. */
    Files filesAt(long version, Map<String, String> partition) {
        return new Files(at(log, version).allFiles().collectAsList().stream()
                .filter(inPartition(partition))
                .toList());
    }

    /** The data files of a table as they stood at a version. */
    static List<OutsideTable.DataFile> dataFiles(SparkSession spark, String path, long version) {
        return dataFiles(spark, path, version, Map.of());
    }

    /** The data files of a partition as they stood at a version. */
    static List<OutsideTable.DataFile> dataFiles(
            SparkSession spark, String path, long version, Map<String, String> partition) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        return at(log, version).allFiles().collectAsList().stream()
                .filter(inPartition(partition))
                .map(file -> new OutsideTable.DataFile(
                        absolute(file, log),
                        file.size(),
                        file.modificationTime(),
                        file.deletionVector() == null
                                ? ""
                                : file.deletionVector().uniqueId(),
                        file.numLogicalRecords().isDefined()
                                ? ((Number) file.numLogicalRecords().get()).longValue()
                                : -1))
                .toList();
    }

    /** Tells a table from another one that was made at the same path before. */
    static String id(SparkSession spark, String path) {
        return DeltaLog.forTable(spark, new Path(path))
                .update(false, Option.empty(), Option.empty())
                .metadata()
                .id();
    }

    /** The values of a partition column at a version. */
    static Set<String> partitions(SparkSession spark, String path, long version, String column) {
        return at(DeltaLog.forTable(spark, new Path(path)), version).allFiles().collectAsList().stream()
                .map(file -> CollectionConverters.asJava(file.partitionValues()).get(column))
                .collect(Collectors.toSet());
    }

    /** The data files at a version, by absolute path, for each value of a partition column; all under "" where it is none. */
    static Map<String, Set<String>> filesByPartition(SparkSession spark, String path, long version, String column) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        Map<String, Set<String>> files = new TreeMap<>();
        files(at(log, version)).forEach(file -> {
            String value = Partitions.canonical(
                    CollectionConverters.asJava(file.partitionValues()).getOrDefault(column, ""));
            files.computeIfAbsent(value, first -> new TreeSet<>()).add(absolute(file, log));
        });
        return files;
    }

    /** The files of a version; of a small table without a job, where Delta wrote them beside the commit. */
    private static List<AddFile> files(Snapshot version) {
        Option<Seq<AddFile>> known = version.checksumOpt().flatMap(VersionChecksum::allFiles);
        return known.isDefined()
                ? List.copyOf(CollectionConverters.asJava(known.get()))
                : version.allFiles().collectAsList();
    }

    /** Whether the table is divided by the column. */
    static boolean isPartitionedBy(SparkSession spark, String path, String column) {
        return DeltaLog.forTable(spark, new Path(path))
                .update(false, Option.empty(), Option.empty())
                .metadata()
                .partitionColumns()
                .contains(column);
    }

    /** All once-only marks on the newest version. */
    static Map<String, Long> marks(SparkSession spark, String path) {
        Snapshot newest = DeltaLog.forTable(spark, new Path(path)).update(false, Option.empty(), Option.empty());
        Map<String, Long> marks = new TreeMap<>();
        Option<Seq<SetTransaction>> known = newest.checksumOpt().flatMap(VersionChecksum::setTransactions);
        CollectionConverters.asJava(known.isDefined() ? known.get() : newest.setTransactions())
                .forEach(set -> marks.put(set.appId(), set.version()));
        return marks;
    }

    /** Files that the table does not show any more, as far as its log tells: absolute path to when they went, in milliseconds since 1970. */
    static Map<String, Long> removed(SparkSession spark, String path) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        Snapshot newest = log.update(false, Option.empty(), Option.empty());
        Map<String, Long> removed = new TreeMap<>();
        newest.tombstones()
                .collectAsList()
                .forEach(file -> removed.put(
                        new Path(log.dataPath(), new Path(java.net.URI.create(file.path())))
                                .toUri()
                                .getPath(),
                        file.delTimestamp()));
        return removed;
    }

    /** Whether the table has these columns, with these types, in this order. */
    static boolean hasColumns(SparkSession spark, String path, StructType columns) {
        return schema(spark, path).filter(there -> there.sameType(columns)).isPresent();
    }

    /** Gives the table other columns and takes all files out of it, in one commit. */
    static void empty(SparkSession spark, String path, StructType columns, TableLayout layout) {
        DeltaFiles files = begin(spark, path);
        Files all = files.filesNow(file -> true);
        Metadata there = files.transaction.metadata();
        files.transaction.updateMetadata(
                new Metadata(
                        there.id(),
                        there.name(),
                        there.description(),
                        there.format(),
                        columns.json(),
                        there.partitionColumns(),
                        Map$.MODULE$.from(CollectionConverters.asScala(layout.properties())),
                        there.createdTime()),
                false);
        files.commit(all, Files.none(), Map.of(), "other columns");
    }

    /** The rows of those data files of a table's version whose absolute paths are in the set. */
    static Dataset<Row> read(SparkSession spark, String path, long version, Set<String> absolutePaths) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        Snapshot then = at(log, version);
        List<AddFile> wanted = then.allFiles().collectAsList().stream()
                .filter(file -> absolutePaths.contains(absolute(file, log)))
                .toList();
        return log.createDataFrame(then, CollectionConverters.asScala(wanted).toSeq(), false, Option.empty());
    }

    /** As {@link Lake#changedRows}. */
    static Optional<Dataset<Row>> changedRows(
            SparkSession spark, String path, long after, Optional<String> time, LongFunction<Instant> until) {
        DeltaLog log = DeltaLog.forTable(spark, new Path(path));
        Snapshot now = log.update(false, Option.empty(), Option.empty());
        Optional<List<FileChange>> changes = changes(log, after);
        if (changes.isEmpty()
                || changes.get().stream().anyMatch(change -> change.file().deletionVector() != null)) {
            return Optional.empty();
        }
        List<FileChange> kept = changes.get().stream()
                .filter(change -> time.flatMap(
                                column -> FileTimes.earliest(change.file().stats(), column))
                        .map(earliest -> earliest.isBefore(until.apply(change.version())))
                        .orElse(true))
                .toList();
        Map<String, AddFile> files = new TreeMap<>();
        kept.forEach(change -> files.put(change.file().path(), change.file()));
        Dataset<Row> rows = log.createDataFrame(
                        now,
                        CollectionConverters.asScala(List.copyOf(files.values()))
                                .toSeq(),
                        false,
                        Option.empty())
                .withColumn("_name", functions.col("_metadata.file_name"));
        return Optional.of(
                rows.join(functions.broadcast(listed(spark, kept)), "_name").drop("_name"));
    }

    /** A data file that a version brought or took. */
    private record FileChange(long version, boolean came, AddFile file) {}

    private static Dataset<Row> listed(SparkSession spark, List<FileChange> changes) {
        StructType schema = new StructType()
                .add("_name", DataTypes.StringType)
                .add(Lake.CHANGED_BY, DataTypes.LongType)
                .add(Lake.CAME, DataTypes.BooleanType);
        return spark.createDataFrame(
                changes.stream()
                        .map(change -> RowFactory.create(
                                new Path(change.file().path()).getName(), change.version(), change.came()))
                        .toList(),
                schema);
    }

    /** What versions after one brought and took, oldest first; empty where the log does not go back so far. */
    private static Optional<List<FileChange>> changes(DeltaLog log, long after) {
        try {
            Map<String, AddFile> known = new TreeMap<>();
            at(log, after).allFiles().collectAsList().forEach(file -> known.put(file.path(), file));
            List<FileChange> changes = new ArrayList<>();
            var commits = log.getChanges(after + 1, Option.empty(), true);
            while (commits.hasNext()) {
                var commit = commits.next();
                long version = ((Number) commit._1()).longValue();
                for (Action action : CollectionConverters.asJava(commit._2())) {
                    if (action instanceof AddFile file) {
                        known.put(file.path(), file);
                        if (file.dataChange()) {
                            changes.add(new FileChange(version, true, file));
                        }
                    } else if (action instanceof RemoveFile removed && removed.dataChange()) {
                        changes.add(new FileChange(version, false, known.get(removed.path())));
                    }
                }
            }
            return Optional.of(changes);
        } catch (RuntimeException gone) {
            return Optional.empty();
        }
    }

    private static Snapshot at(DeltaLog log, long version) {
        return log.getSnapshotAt(version, Option.empty(), Option.empty(), false);
    }

    private static String absolute(AddFile file, DeltaLog log) {
        return new Path(file.absolutePath(log).toString()).toUri().getPath();
    }

    /** The rows of the files, visible or not. */
    Dataset<Row> read(Files files) {
        return log.createDataFrame(
                transaction.snapshot(),
                CollectionConverters.asScala(files.actions()).toSeq(),
                false,
                Option.empty());
    }

    /** Those of the files that are not there any more, by path. */
    Set<String> gone(Files files, Configuration hadoop) {
        return files.actions().stream()
                .map(this::decoded)
                .filter(path -> {
                    Path place = new Path(
                            log.dataPath().toUri().getScheme(),
                            log.dataPath().toUri().getAuthority(),
                            path);
                    try {
                        return !HadoopFiles.of(place, hadoop).exists(place);
                    } catch (IOException e) {
                        throw LakeErrors.reading(path, e);
                    }
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Makes the files written visible and the others invisible, in one commit with once-only marks. */
    long commit(Files removed, Files restored, Map<String, Long> marks, String note) {
        List<Action> actions = new ArrayList<>();
        removed.actions().forEach(file -> actions.add(file.remove()));
        restored.actions().forEach(file -> actions.add(visibleAgain(file)));
        actions.addAll(written);
        marks.forEach((application, mark) -> actions.add(new SetTransaction(application, mark, Option.empty())));
        return transaction.commit(CollectionConverters.asScala(actions).toSeq(), operation(removed.isEmpty(), note));
    }

    /** Puts the rows of some of the table's files into one file; rivals that append do not conflict. */
    void compact(Files files) {
        write(read(files).coalesce(1));
        List<Action> actions = new ArrayList<>();
        files.actions()
                .forEach(file -> actions.add(file.removeWithTimestamp(file.removeWithTimestamp$default$1(), false)));
        written.forEach(file -> actions.add(unchanged(file)));
        transaction.commit(
                CollectionConverters.asScala(actions).toSeq(),
                new DeltaOperations.Optimize(
                        CollectionConverters.asScala(List.<Expression>of()).toSeq(),
                        CollectionConverters.asScala(List.<String>of()).toSeq(),
                        false,
                        Option.empty(),
                        false));
    }

    /** The data files that a commit took out of the table, as its log names them. */
    static List<String> removed(Stream<String> commit) {
        return commit.map(Action::fromJson)
                .filter(RemoveFile.class::isInstance)
                .map(action -> ((RemoveFile) action).path())
                .toList();
    }

    private static DeltaOperations.Operation operation(boolean appendOnly, String note) {
        return new DeltaOperations.Write(
                appendOnly ? SaveMode.Append : SaveMode.Overwrite,
                Option.empty(),
                Option.empty(),
                Option.apply(note),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
    }

    private static AddFile visibleAgain(AddFile file) {
        return copy(file, true);
    }

    private static AddFile unchanged(AddFile file) {
        return copy(file, false);
    }

    private static AddFile copy(AddFile file, boolean isDataChange) {
        return file.copy(
                file.path(),
                file.partitionValues(),
                file.size(),
                file.modificationTime(),
                isDataChange,
                file.stats(),
                file.tags(),
                file.deletionVector(),
                file.baseRowId(),
                file.defaultRowCommitVersion(),
                file.clusteringProvider(),
                file.backReference(),
                file.amtPassthrough());
    }

    private static Predicate<AddFile> inPartition(Map<String, String> partition) {
        return file -> {
            Map<String, String> values = CollectionConverters.asJava(file.partitionValues());
            return partition.entrySet().stream()
                    .allMatch(wanted -> wanted.getValue().equals(Partitions.canonical(values.get(wanted.getKey()))));
        };
    }

    /** A set of data files of one table. */
    record Files(List<AddFile> actions) {
        Files {
            actions = List.copyOf(actions);
        }

        static Files none() {
            return new Files(List.of());
        }

        boolean isEmpty() {
            return actions.isEmpty();
        }

        int count() {
            return actions.size();
        }

        /** Their rows, by Delta's own file statistics. */
        long rows() {
            return actions.stream()
                    .mapToLong(file -> ((Number) file.numLogicalRecords().get()).longValue())
                    .sum();
        }

        /** These files and others. */
        Files and(Files others) {
            return new Files(
                    Stream.concat(actions.stream(), others.actions().stream()).toList());
        }

        /** Those below a size in bytes. */
        Files smallerThan(long bytes) {
            return new Files(
                    actions.stream().filter(file -> file.size() < bytes).toList());
        }

        /**
         * Those of partitions that have at least so many, whole partitions in order, as far as they are not more than so many bytes together; at
         * least one partition.
         */
        Files crowded(int least, long bytes) {
            Map<String, List<AddFile>> partitions = new TreeMap<>();
            actions.forEach(file -> partitions
                    .computeIfAbsent(file.partitionValues().toString(), any -> new ArrayList<>())
                    .add(file));
            partitions.values().removeIf(files -> files.size() < least);
            List<AddFile> chosen = new ArrayList<>();
            long sum = 0;
            for (List<AddFile> files : partitions.values()) {
                sum += files.stream().mapToLong(AddFile::size).sum();
                if (chosen.isEmpty() || sum <= bytes) {
                    chosen.addAll(files);
                }
            }
            return new Files(chosen);
        }

        /** Their paths, as the log has them. */
        Set<String> paths() {
            return actions.stream().map(AddFile::path).collect(Collectors.toUnmodifiableSet());
        }

        /** The same files without those of the other set, by path. */
        Files without(Files other) {
            return without(other.paths());
        }

        /** The same files without those of the paths. */
        Files without(Set<String> paths) {
            return new Files(actions.stream()
                    .filter(file -> !paths.contains(file.path()))
                    .toList());
        }
    }
}
