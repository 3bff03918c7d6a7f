package io.headrace.table;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Or;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.ScanImpl;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A small Delta table, read by Delta Kernel in this process: no session, no job. Rows are Spark's, so that callers need not know who
 * read them.
 */
final class KernelTable {
    /** A commit or a checkpoint: one of them is in each table's log. */
    private static final Pattern VERSION = Pattern.compile("\\d{20}(\\.checkpoint.*\\.parquet|\\.json)");

    /** Above so many texts a predicate that names each is slower than what it saves. */
    private static final int MOST_TEXTS = 40;

    private static final String FIRST = "00000000000000000000.json";

    private final String path;
    private final Configuration hadoop;
    private final Engine engine;

    KernelTable(String path, Configuration hadoop) {
        this.path = path;
        this.hadoop = hadoop;
        this.engine = DefaultEngine.create(hadoop);
    }

    /** Whether there is a Delta table at the path. */
    static boolean isTable(String path, Configuration hadoop) throws IOException {
        Path log = new Path(path, "_delta_log");
        FileSystem files = HadoopFiles.of(log, hadoop);
        try {
            return files.exists(new Path(log, "_last_checkpoint"))
                    || files.exists(new Path(log, FIRST))
                    || Stream.of(files.listStatus(log))
                            .anyMatch(file ->
                                    VERSION.matcher(file.getPath().getName()).matches());
        } catch (FileNotFoundException absent) {
            return false;
        }
    }

    /** The newest version, empty where there is no table. */
    Optional<Version> newest() {
        try {
            return isTable(path, hadoop)
                    ? Optional.of(new Version(TableManager.loadSnapshot(path).build(engine)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A version of the table. */
    final class Version {
        private final Snapshot snapshot;

        private Version(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        /** Its number. */
        long number() {
            return snapshot.getVersion();
        }

        /** The once-only mark of the application; -1 when it was never set. */
        long mark(String application) {
            return snapshot.getLatestTransactionVersion(engine, application).orElse(-1L);
        }

        /** Its table properties. */
        Map<String, String> properties() {
            return ((SnapshotImpl) snapshot).getMetadata().getConfiguration();
        }

        /** Tells the table from another one that was made at the same path before. */
        String tableId() {
            return ((SnapshotImpl) snapshot).getMetadata().getId();
        }

        /** All columns that are stored. */
        org.apache.spark.sql.types.StructType schema() {
            return (org.apache.spark.sql.types.StructType) org.apache.spark.sql.types.DataType.fromJson(
                    DataTypeJsonSerDe.serializeStructType(snapshot.getSchema()));
        }

        /** What the log says of each data file. */
        List<LoggedFile> logged() {
            List<LoggedFile> files = new ArrayList<>();
            ScanImpl scan = (ScanImpl) snapshot.getScanBuilder().build();
            try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine, true)) {
                while (batches.hasNext()) {
                    try (CloseableIterator<io.delta.kernel.data.Row> rows =
                            batches.next().getRows()) {
                        rows.forEachRemaining(file -> files.add(LoggedFile.of(file)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return files;
        }

        /** Its data files, by path. */
        Map<String, DataFile> files() {
            return files(snapshot.getScanBuilder().build());
        }

        /**
         * Hands out its rows in the columns of a schema, file by file; what a file lacks is null.
         *
         * @param wanted texts that a row must have: column to those that will do
         */
        void forEach(org.apache.spark.sql.types.StructType schema, Map<String, Set<String>> wanted, Consumer<Row> use) {
            if (wanted.values().stream().anyMatch(Set::isEmpty)) {
                return;
            }
            ScanBuilder scan = snapshot.getScanBuilder().withReadSchema(stored(schema));
            Optional<Predicate> filter =
                    wanted.entrySet().stream().map(KernelTable::oneOf).reduce(And::new);
            files(filter.map(scan::withFilter).orElse(scan).build())
                    .values()
                    .forEach(file -> file.forEach(schema, row -> {
                        if (wanted.entrySet().stream()
                                .allMatch(column -> column.getValue().contains(row.<String>getAs(column.getKey())))) {
                            use.accept(row);
                        }
                    }));
        }

        private StructType stored(org.apache.spark.sql.types.StructType schema) {
            Set<String> columns = Set.of(schema.fieldNames());
            return new StructType(snapshot.getSchema().fields().stream()
                    .filter(field -> columns.contains(field.getName()))
                    .toList());
        }

        private Map<String, DataFile> files(Scan scan) {
            io.delta.kernel.data.Row state = scan.getScanState(engine);
            Map<String, DataFile> files = new LinkedHashMap<>();
            try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
                while (batches.hasNext()) {
                    try (CloseableIterator<io.delta.kernel.data.Row> rows =
                            batches.next().getRows()) {
                        rows.forEachRemaining(file -> {
                            FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
                            files.put(status.getPath(), new DataFile(state, file, status));
                        });
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return files;
        }
    }

    /**
     * A data file as the log has it.
     *
     * @param path absolute
     * @param partition values by partition column, in Delta's spelling
     * @param rows how many, -1 where the log does not say
     */
    record LoggedFile(String path, long bytes, Map<String, String> partition, long rows) {
        private static LoggedFile of(io.delta.kernel.data.Row file) {
            FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
            AddFile added = new AddFile(file.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
            return new LoggedFile(
                    status.getPath(),
                    status.getSize(),
                    InternalScanFileUtils.getPartitionValues(file),
                    added.getDeletionVector().isPresent()
                            ? -1
                            : added.getNumRecords().orElse(-1L));
        }
    }

    /** Lets Kernel pass over files whose statistics rule the texts out; of many texts, those that rule out all between the ends. */
    private static Predicate oneOf(Map.Entry<String, Set<String>> wanted) {
        Column column = new Column(wanted.getKey());
        if (wanted.getValue().size() > MOST_TEXTS) {
            return new And(
                    new Predicate(">=", column, Literal.ofString(Collections.min(wanted.getValue()))),
                    new Predicate("<=", column, Literal.ofString(Collections.max(wanted.getValue()))));
        }
        return wanted.getValue().stream()
                .map(text -> new Predicate("=", column, Literal.ofString(text)))
                .reduce(Or::new)
                .orElseThrow();
    }

    /** A data file of a version. */
    final class DataFile {
        private final io.delta.kernel.data.Row state;
        private final io.delta.kernel.data.Row file;
        private final FileStatus status;

        private DataFile(io.delta.kernel.data.Row state, io.delta.kernel.data.Row file, FileStatus status) {
            this.state = state;
            this.file = file;
            this.status = status;
        }

        /** Hands out its rows in the columns of a schema; what the file lacks is null. */
        void forEach(org.apache.spark.sql.types.StructType schema, Consumer<Row> use) {
            StructType stored = ScanStateRow.getPhysicalDataReadSchema(state);
            try (CloseableIterator<FilteredColumnarBatch> batches = Scan.transformPhysicalData(
                    engine,
                    state,
                    file,
                    engine.getParquetHandler()
                            .readParquetFiles(Utils.singletonCloseableIterator(status), stored, Optional.empty())
                            .map(FileReadResult::getData))) {
                while (batches.hasNext()) {
                    rows(batches.next(), schema, use);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void rows(
            FilteredColumnarBatch batch, org.apache.spark.sql.types.StructType schema, Consumer<Row> use) {
        ColumnarBatch data = batch.getData();
        Optional<ColumnVector> selected = batch.getSelectionVector();
        List<Optional<ColumnVector>> columns = Stream.of(schema.fieldNames())
                .map(name -> Optional.of(data.getSchema().indexOf(name)).filter(place -> place >= 0))
                .map(place -> place.map(data::getColumnVector))
                .toList();
        for (int row = 0; row < data.getSize(); row++) {
            int at = row;
            if (selected.map(vector -> !vector.isNullAt(at) && vector.getBoolean(at))
                    .orElse(true)) {
                Object[] values = columns.stream()
                        .map(column -> column.map(vector -> value(vector, at)).orElse(null))
                        .toArray();
                use.accept(new GenericRowWithSchema(values, schema));
            }
        }
    }

    /** A value as Spark's rows hold it. */
    private static Object value(ColumnVector values, int at) {
        if (values.isNullAt(at)) {
            return null;
        }
        DataType type = values.getDataType();
        if (type instanceof StringType) {
            return values.getString(at);
        }
        if (type instanceof LongType) {
            return values.getLong(at);
        }
        if (type instanceof IntegerType) {
            return values.getInt(at);
        }
        if (type instanceof DoubleType) {
            return values.getDouble(at);
        }
        if (type instanceof BooleanType) {
            return values.getBoolean(at);
        }
        if (type instanceof BinaryType) {
            return values.getBinary(at);
        }
        if (type instanceof DateType) {
            return java.sql.Date.valueOf(LocalDate.ofEpochDay(values.getInt(at)));
        }
        if (type instanceof TimestampType) {
            return java.sql.Timestamp.from(Instant.EPOCH.plus(values.getLong(at), ChronoUnit.MICROS));
        }
        return nested(type, values, at);
    }

    private static Object nested(DataType type, ColumnVector values, int at) {
        if (type instanceof MapType) {
            MapValue map = values.getMap(at);
            Map<Object, Object> entries = new LinkedHashMap<>();
            IntStream.range(0, map.getSize())
                    .forEach(entry -> entries.put(value(map.getKeys(), entry), value(map.getValues(), entry)));
            return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(entries));
        }
        if (type instanceof ArrayType) {
            ArrayValue array = values.getArray(at);
            List<Object> elements = new ArrayList<>();
            IntStream.range(0, array.getSize()).forEach(element -> elements.add(value(array.getElements(), element)));
            return CollectionConverters.asScala(elements).toSeq();
        }
        if (type instanceof StructType struct) {
            return RowFactory.create(IntStream.range(0, struct.length())
                    .mapToObj(values::getChild)
                    .map(child -> value(child, at))
                    .toArray());
        }
        throw new IllegalArgumentException("no system table has columns of type " + type);
    }
}
