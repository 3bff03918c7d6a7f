package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;

import io.headrace.ingest.landing.Landing;
import io.headrace.ingest.landing.LandingErrors;
import io.headrace.ingest.landing.NewFiles;
import io.headrace.ingest.landing.ParquetFooter;
import io.headrace.ingest.text.LineAudit;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunContext;
import io.headrace.spec.IngestSpec;
import io.headrace.table.ParquetSchemas;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Parquet files. Files of one schema are read together, whatever their number. */
final class ParquetSource implements RawSource {
    private final IngestSpec spec;
    private final SparkSession spark;
    private final TypedSourceColumns texts;

    ParquetSource(IngestSpec spec, SparkSession spark) {
        this.spec = spec;
        this.spark = spark;
        this.texts = new TypedSourceColumns(spec);
    }

    private Configuration hadoop() {
        return spark.sessionState().newHadoopConf();
    }

    @Override
    public NewFiles found(RunContext context, Map<String, RawFile> takenIn) {
        return new Landing(spec, context.landing(), hadoop()).newOnes(context.date(), takenIn);
    }

    @Override
    public Dataset<Row> rows(RunContext context, Intent intent) {
        Map<MessageType, List<RawFile>> bySchema = intent.files().stream()
                .collect(Collectors.groupingBy(
                        file -> unchanged(context, intent, file).schema(), LinkedHashMap::new, Collectors.toList()));
        return bySchema.values().stream()
                .flatMap(files -> {
                    ParquetFooter footer = unchanged(context, intent, files.get(0));
                    return files.stream()
                            .collect(Collectors.partitioningBy(file -> isPattern(context.landing(), file)))
                            .entrySet()
                            .stream()
                            .filter(part -> !part.getValue().isEmpty())
                            .map(part -> rows(context.landing(), footer, part.getValue(), part.getKey()));
                })
                .reduce(Dataset::union)
                .orElseThrow();
    }

    /** Whether Spark takes the path for a pattern. */
    private static boolean isPattern(String landing, RawFile file) {
        return Landing.path(landing, file.path()).toString().chars().anyMatch(c -> "{}[]*?\\".indexOf(c) >= 0);
    }

    private ParquetFooter unchanged(RunContext context, Intent intent, RawFile file) {
        try {
            Landing.requireSame(hadoop(), context.landing(), intent.runId(), file);
            return ParquetFooter.of(hadoop(), Landing.path(context.landing(), file.path()));
        } catch (IOException e) {
            throw LandingErrors.notReadable(file.path(), e);
        }
    }

    private Dataset<Row> rows(String landing, ParquetFooter footer, List<RawFile> files, boolean arePatterns) {
        String[] paths = files.stream()
                .map(file -> Landing.path(landing, file.path()).toString())
                .toArray(String[]::new);
        List<String> copies = files.stream()
                .filter(file -> !file.copyOf().isEmpty())
                .map(RawFile::path)
                .toList();
        int prefix = texts.prefix(hadoop(), landing);
        DataFrameReader reader = spark.read().schema(ParquetSchemas.of(spark, footer.readable()));
        return texts.of(
                // Spark reads paths that look like patterns as they are, but other ones beside them twice.
                (arePatterns ? reader.option("__globPaths__", "false") : reader).parquet(paths),
                footer.nanos(),
                prefix,
                col("_metadata.file_path"),
                col("_metadata.row_index").plus(1),
                copies);
    }

    @Override
    public Map<String, LineAudit.Account> accounts(RunContext context, Intent intent, Dataset<Row> received) {
        Map<String, LineAudit.Account> accounts = new TreeMap<>();
        intent.files().forEach(file -> {
            long rows = unchanged(context, intent, file).rows();
            accounts.put(file.path(), new LineAudit.Account(rows, 0, rows, null));
        });
        return accounts;
    }
}
