package io.headrace.ingest;

import io.headrace.ingest.landing.NewFiles;
import io.headrace.ingest.text.LineAudit;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunContext;
import io.headrace.spec.IngestSpec;
import io.headrace.table.Lake;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the rows of a source come from: the formats differ in how files are found, read and counted. */
interface RawSource {
    /** The digest of a file that was taken in and is gone; its rows go with it. */
    String GONE = "gone";

    /** The source of the job's format. */
    static RawSource of(IngestSpec spec, Lake lake) {
        return switch (spec.files().format()) {
            case CSV, JSON_LINES -> new TextSource(spec, lake.spark());
            case PARQUET -> new ParquetSource(spec, lake.spark());
            case DELTA -> new DeltaSource(spec, lake.spark());
        };
    }

    /**
     * What is there that no finished run has taken in.
     *
     * @param takenIn path to file as it was taken in
     */
    NewFiles found(RunContext context, Map<String, RawFile> takenIn);

    /** The rows of the intent's files as texts, each with its file and number; the files must not have changed since. */
    Dataset<Row> rows(RunContext context, Intent intent);

    /**
     * Path to what the file holds, counted without the reader of the rows.
     *
     * @param received the rows as bronze holds them
     */
    Map<String, LineAudit.Account> accounts(RunContext context, Intent intent, Dataset<Row> received);
}
