package io.headrace.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.headrace.export.DropManifest.DataFile;
import io.headrace.run.Digest;
import io.headrace.run.Faults;
import io.headrace.run.Json;
import io.headrace.run.RunId;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.ExportSpec.Format;
import io.headrace.spec.ExportSpec.FormulaCells;
import io.headrace.spec.ExportSpec.Mode;
import io.headrace.spec.ExportSpec.Target;
import io.headrace.table.Lake;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.SparkFailures;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Folders of files as a target, one for each run, named {@code DATE.GENERATION}.
 *
 * <p>A drop is written under a hidden name: data, then {@code _manifest.json}, then {@code _SUCCESS}. One rename makes it
 * visible.
 */
final class FilesTarget implements ExportTarget {
    private static final String MANIFEST = "_manifest.json";
    private static final String SUCCESS = "_SUCCESS";
    private static final String OWN_SUCCESS = "mapreduce.fileoutputcommitter.marksuccessfuljobs";
    private static final String ROWS = "rows";

    private final ExportSpec spec;
    private final Format format;
    private final FormulaCells formulaCells;
    private final String name;
    private final Path root;
    private final SparkSession spark;

    FilesTarget(ExportSpec spec, Target.Files target, String exports, SparkSession spark) {
        this.spec = spec;
        this.format = target.format();
        this.formulaCells = target.formulaCells();
        this.name = "exports/" + target.path();
        this.root = new Path(exports, target.path());
        this.spark = spark;
    }

    @Override
    public String name() {
        return name;
    }

    /** Each run has a folder of its own, but changes are one after the other. */
    @Override
    public boolean keepsNewestOnly() {
        return spec.mode() == Mode.CHANGES;
    }

    /** The ledger counts: consumers may remove files. */
    @Override
    public Optional<Claim> newest(List<Claim> done) {
        return done.stream().findFirst();
    }

    @Override
    public Optional<ExportCounts> shown(RunId run) {
        return guard(
                () -> isThere(folder(run)) ? Optional.of(manifest(folder(run)).exportCounts()) : Optional.empty());
    }

    private DropManifest manifest(Path folder) throws IOException {
        try (InputStream in = files().open(new Path(folder, MANIFEST))) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), DropManifest.class);
        }
    }

    private boolean isThere(Path folder) throws IOException {
        return files().exists(new Path(folder, SUCCESS));
    }

    private Path folder(RunId run) {
        return new Path(root, folderName(run, run.generation()));
    }

    private static String folderName(RunId run, int generation) {
        return run.date() + "." + generation;
    }

    @Override
    public Staged stage(Dataset<Row> rows, Export export) {
        return guard(() -> {
            String hidden = "." + folderName(export.run(), export.run().generation()) + ".";
            for (FileStatus left : folders()) {
                if (left.getPath().getName().startsWith(hidden)) {
                    files().delete(left.getPath(), true);
                }
            }
            Path folder = new Path(root, hidden + UUID.randomUUID());
            ExportCounts counts = write(rows, export, folder);
            return new Waiting(folder, export.run(), counts);
        });
    }

    private List<FileStatus> folders() throws IOException {
        try {
            return List.of(files().listStatus(root));
        } catch (FileNotFoundException none) {
            return List.of();
        }
    }

    private ExportCounts write(Dataset<Row> rows, Export export, Path folder) throws IOException {
        Observation seen = new Observation();
        FormulaColumns formulas = new FormulaColumns(format == Format.CSV ? rows.schema() : new StructType());
        writeData(
                formulas.written(
                        rows.observe(
                                seen, count(lit(1)).as(ROWS), formulas.counts().toArray(Column[]::new)),
                        formulaCells),
                folder);
        Faults.reach("wrote the data of " + name);
        Map<String, Long> byFile = new HashMap<>();
        Map<String, Long> byWord = new HashMap<>();
        for (Row group : groupsWritten(rows, folder)) {
            byFile.merge(group.getString(0), group.getLong(2), Long::sum);
            byWord.merge(group.getString(1), group.getLong(2), Long::sum);
        }
        long taken = byFile.values().stream().mapToLong(Long::longValue).sum();
        Map<String, ?> observed = observed(seen);
        long sent = (Long) observed.get(ROWS);
        if (sent != taken) {
            throw ExportErrors.notConserved(name, sent, taken);
        }
        Map<String, Long> cells = formulas.counted(observed);
        if (formulaCells == FormulaCells.REFUSE && !cells.isEmpty()) {
            files().delete(folder, true);
            throw ExportErrors.formulas(name, cells);
        }
        ExportCounts ofRows = export.isOfChanges() ? ExportCounts.ofChanges(byWord) : ExportCounts.ofRows(taken);
        ExportCounts counts = ofRows.withFormulaCells(
                cells.values().stream().mapToLong(Long::longValue).sum());
        DropManifest manifest = describe(rows, export, counts, dataFiles(folder, byFile, header(rows)));
        writeText(new Path(folder, MANIFEST), Json.pretty(manifest) + "\n");
        Faults.reach("described " + name);
        writeText(new Path(folder, SUCCESS), "");
        return counts;
    }

    private static Map<String, ?> observed(Observation seen) {
        try {
            return seen.getAsJava();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SparkFailures.unchecked(e);
        }
    }

    private void writeData(Dataset<Row> rows, Path folder) throws IOException {
        if (format == Format.PARQUET) {
            rows.write().option(OWN_SUCCESS, false).parquet(folder.toString());
            return;
        }
        String header = header(rows);
        MapPartitionsFunction<String, String> headed = lines -> headed(header, lines);
        ExportColumns.csvLines(rows)
                .mapPartitions(headed, Encoders.STRING())
                .write()
                .option(OWN_SUCCESS, false)
                .text(folder.toString());
        for (FileStatus file : files().listStatus(folder)) {
            Path text = file.getPath();
            files().rename(text, new Path(folder, text.getName().replace(".txt", ".csv")));
        }
    }

    private static String header(Dataset<Row> rows) {
        return Stream.of(rows.columns()).map(column -> "\"" + column + "\"").collect(Collectors.joining(","));
    }

    private static Iterator<String> headed(String header, Iterator<String> lines) {
        Spliterator<String> rest = Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED);
        return Stream.concat(Stream.of(header), StreamSupport.stream(rest, false))
                .iterator();
    }

    /** Rows by file and {@code change}, counted from the files themselves. */
    private List<Row> groupsWritten(Dataset<Row> rows, Path folder) {
        DataFrameReader reader = spark.read();
        Dataset<Row> written = format == Format.PARQUET
                ? reader.schema(rows.schema()).parquet(folder.toString())
                : reader.option("header", true)
                        .option("multiLine", true)
                        .option("escape", "\"")
                        .schema(texts(rows))
                        .csv(folder.toString());
        Column change = spec.mode() == Mode.CHANGES ? col(ExportColumns.CHANGE) : lit("");
        return written.groupBy(col("_metadata.file_name"), change)
                .agg(count(lit(1)))
                .collectAsList();
    }

    private static StructType texts(Dataset<Row> rows) {
        StructType texts = new StructType();
        for (String column : rows.columns()) {
            texts = texts.add(column, DataTypes.StringType);
        }
        return texts;
    }

    /** Name, size and digest of each data file; one that got no rows has at least its header. */
    private List<DataFile> dataFiles(Path folder, Map<String, Long> rows, String header) throws IOException {
        List<DataFile> data = new ArrayList<>();
        for (FileStatus file : files().listStatus(folder)) {
            Path path = file.getPath();
            if (path.getName().startsWith(".")) {
                files().delete(path, false);
                continue;
            }
            if (file.getLen() == 0) {
                writeText(path, header + "\n");
            }
            try (InputStream in = files().open(path)) {
                data.add(new DataFile(
                        path.getName(),
                        rows.getOrDefault(path.getName(), 0L),
                        files().getFileStatus(path).getLen(),
                        Digest.of(in)));
            }
        }
        return data.stream().sorted(Comparator.comparing(DataFile::name)).toList();
    }

    private DropManifest describe(Dataset<Row> rows, Export export, ExportCounts counts, List<DataFile> data) {
        List<DropManifest.Column> columns = Stream.of(rows.schema().fields())
                .map(field ->
                        new DropManifest.Column(field.name(), field.dataType().catalogString()))
                .toList();
        return new DropManifest(
                DropManifest.LAYOUT,
                export.run().toString(),
                export.source().toString(),
                export.version(),
                export.asOfMoment().toString(),
                word(export.mode()),
                export.base().map(RunId::toString).orElse(""),
                word(format),
                format == Format.CSV ? word(formulaCells) : "",
                columns,
                counts.byName(),
                data);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void writeText(Path file, String text) throws IOException {
        try (OutputStream out = files().create(file, true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private FileSystem files() throws IOException {
        return Lake.files(spark, root);
    }

    private <T> T guard(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (IOException e) {
            throw ExportErrors.notWritable(name, e);
        }
    }

    /** Work on files. */
    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws IOException;
    }

    /** A whole drop under a hidden name. */
    private final class Waiting implements Staged {
        private final Path hidden;
        private final RunId run;
        private final ExportCounts counts;

        Waiting(Path hidden, RunId run, ExportCounts counts) {
            this.hidden = hidden;
            this.run = run;
            this.counts = counts;
        }

        @Override
        public ExportCounts counts() {
            return counts;
        }

        @Override
        public void show() {
            guard(() -> {
                refuseOlder();
                if (!isThere(folder(run))) {
                    rename();
                }
                files().delete(hidden, true);
                Faults.reach("committed to " + name);
                return null;
            });
        }

        private void refuseOlder() throws IOException {
            Pattern ofDate = Pattern.compile(Pattern.quote(run.date() + ".") + "(\\d{1,9})");
            for (FileStatus folder : folders()) {
                Matcher known = ofDate.matcher(folder.getPath().getName());
                if (known.matches() && Integer.parseInt(known.group(1)) > run.generation()) {
                    throw ExportErrors.superseded(name, run, Integer.parseInt(known.group(1)));
                }
            }
        }

        /** The file system refuses it if another attempt was faster. */
        private void rename() throws IOException {
            try {
                FileContext.getFileContext(root.toUri(), spark.sessionState().newHadoopConf())
                        .rename(hidden, folder(run));
            } catch (FileAlreadyExistsException faster) {
                if (!isThere(folder(run))) {
                    throw faster;
                }
            }
        }
    }
}
