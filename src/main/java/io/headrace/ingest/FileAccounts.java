package io.headrace.ingest;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.ingest.landing.NewFiles;
import io.headrace.ingest.text.ColumnChange;
import io.headrace.job.JobStage;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunId;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.RunTable;
import io.headrace.table.TableDescription;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** {@code headrace.files}: what became of each raw file in each run that looked at it. */
public final class FileAccounts {
    /** The table. */
    public static final TableName TABLE = Layer.SYSTEM.table("files");

    private static final StructType SCHEMA = new StructType(new StructField[] {
        text(RUN_ID, "Run that looked at the file"),
        text("source", "Source"),
        text("path", "Below the landing folder"),
        Lake.field("file_date", DataTypes.DateType, "Date of the file, null where it belongs to every date"),
        text("status", statuses()),
        text("problem", "Why it was not taken in, else empty"),
        text("copy_of", "The file with the same bytes, else empty"),
        Lake.field(
                "changes",
                DataType.fromDDL("array<struct<change:string,column:string,detail:string>>"),
                "In what its columns differ from those declared"),
        number("bytes", "Size"),
        text("digest", "SHA-256 of its bytes, empty where it could not be opened"),
        number("lines", "Lines of the text, counted apart from the parser"),
        number("lines_passed_over", "Lines of no row: preamble, header, comments, blank ones"),
        number("rows", "Rows, each with one of the following outcomes"),
        number("superseded", "Rows of a copy"),
        number("unreadable", "Rows that do not fit the file"),
        number("duplicate", "Rows that repeat an earlier one"),
        number("quarantined", "Rows refused by rules"),
        number("silver", "Rows that went to silver"),
        number("replaced", "Rows of its earlier content that they took the place of"),
        number("erased", "Rows of persons who were erased: nothing of them is kept")
    });

    /** What is known of the table. */
    static final TableDescription DESCRIPTION = TableDescription.system(
            TABLE, "what became of a raw file in a run that looked at it", SCHEMA, RUN_ID, "path");

    private final IngestSpec spec;

    FileAccounts(IngestSpec spec) {
        this.spec = spec;
    }

    /** The table in a lake. */
    public static RunTable in(Lake lake) {
        return new RunTable(lake, DESCRIPTION);
    }

    private static String statuses() {
        return Stream.of(FileStatus.values()).map(FileStatus::meaning).collect(Collectors.joining("; "));
    }

    private static StructField text(String name, String comment) {
        return Lake.field(name, DataTypes.StringType, comment);
    }

    private static StructField number(String name, String comment) {
        return Lake.field(name, DataTypes.LongType, comment);
    }

    /**
     * The accounts of a run as something to keep.
     *
     * @param tallies path to the counts of the file; empty for a run that reads none
     */
    JobStage.Finding finding(Lake lake, Intent intent, Map<String, FileTally> tallies) {
        return run -> in(lake).append(run, rows(run, NewFiles.of(intent), tallies));
    }

    private List<Row> rows(RunId run, NewFiles found, Map<String, FileTally> tallies) {
        List<Row> rows = new ArrayList<>();
        for (RawFile file : found.files()) {
            FileStatus status = found.refusals().isEmpty() ? status(file) : FileStatus.REFUSED;
            FileTally tally = Objects.requireNonNullElse(tallies.get(file.path()), FileTally.NONE);
            rows.add(row(run, file, status, "", tally, found));
        }
        found.quarantined()
                .forEach(bad ->
                        rows.add(row(run, bad.file(), FileStatus.QUARANTINED, bad.problem(), FileTally.NONE, found)));
        return rows;
    }

    private static FileStatus status(RawFile file) {
        if (file.digest().equals(RawSource.GONE)) {
            return FileStatus.GONE;
        }
        return file.copyOf().isEmpty() ? FileStatus.TAKEN_IN : FileStatus.COPY;
    }

    private Row row(RunId run, RawFile file, FileStatus status, String problem, FileTally tally, NewFiles found) {
        List<Row> changes = new ArrayList<>();
        Objects.requireNonNullElse(found.changes().get(file.path()), List.<ColumnChange>of())
                .forEach(change -> changes.add(change(change)));
        tally.changes().forEach(change -> changes.add(change(change)));
        List<Object> cells = new ArrayList<>();
        cells.add(run.toString());
        cells.add(spec.source());
        cells.add(file.path());
        cells.add(file.date().isEmpty() ? null : Date.valueOf(file.date()));
        cells.addAll(List.of(status.word(), problem, file.copyOf()));
        cells.add(scala.jdk.javaapi.CollectionConverters.asScala(changes).toSeq());
        cells.addAll(List.of(file.bytes(), file.digest()));
        cells.addAll(tally.numbers());
        return RowFactory.create(cells.toArray());
    }

    private static Row change(ColumnChange change) {
        return RowFactory.create(
                change.kind().name().toLowerCase(java.util.Locale.ROOT), change.column(), change.detail());
    }
}
