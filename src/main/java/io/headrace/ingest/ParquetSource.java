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
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
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
                .map(files -> rows(context.landing(), files))
                .reduce(Dataset::union)
                .orElseThrow();
    }

    private ParquetFooter unchanged(RunContext context, Intent intent, RawFile file) {
        try {
            Landing.requireSame(hadoop(), context.landing(), intent.runId(), file);
            return ParquetFooter.of(hadoop(), new Path(context.landing(), file.path()));
        } catch (IOException e) {
            throw LandingErrors.notReadable(file.path(), e);
        }
    }

    private Dataset<Row> rows(String landing, List<RawFile> files) {
        String[] paths = files.stream()
                .map(file -> new Path(landing, file.path()).toString())
                .toArray(String[]::new);
        List<String> copies = files.stream()
                .filter(file -> !file.copyOf().isEmpty())
                .map(RawFile::path)
                .toList();
        int prefix = texts.prefix(hadoop(), landing);
        return texts.of(
                spark.read().parquet(paths),
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
