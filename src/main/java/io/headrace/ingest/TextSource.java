package io.headrace.ingest;

import io.headrace.ingest.landing.Landing;
import io.headrace.ingest.landing.NewFiles;
import io.headrace.ingest.text.LineAudit;
import io.headrace.ingest.text.RawRow;
import io.headrace.ingest.text.RawShape;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunContext;
import io.headrace.spec.IngestSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Files of text: CSV and JSON lines. */
final class TextSource implements RawSource {
    private final IngestSpec spec;
    private final SparkSession spark;

    TextSource(IngestSpec spec, SparkSession spark) {
        this.spec = spec;
        this.spark = spark;
    }

    private Configuration hadoop() {
        return spark.sessionState().newHadoopConf();
    }

    @Override
    public NewFiles found(RunContext context, Map<String, RawFile> takenIn) {
        return new Landing(spec, context.landing(), hadoop()).newOnes(context.date(), takenIn);
    }

    @Override
    public Map<String, LineAudit.Account> accounts(RunContext context, Intent intent, Dataset<Row> received) {
        return new SparkLineAudit(RawShape.of(spec), context.landing(), spark).of(intent.files(), received);
    }

    @Override
    public Dataset<Row> rows(RunContext context, Intent intent) {
        RawShape shape = RawShape.of(spec);
        SerializableConfiguration hadoop = new SerializableConfiguration(hadoop());
        String landing = context.landing();
        String runId = intent.runId();
        List<RawFile> files = intent.files();
        int slices = Math.max(1, Math.min(files.size(), 2 * spark.sparkContext().defaultParallelism()));
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(files, slices)
                .flatMap(file -> rows(shape, hadoop.value(), landing, runId, file));
        return spark.createDataFrame(rows, new SourceTables(spec).parsed());
    }

    private static Iterator<Row> rows(RawShape shape, Configuration hadoop, String landing, String runId, RawFile file)
            throws java.io.IOException {
        Iterator<RawRow> rows = Landing.rows(shape, hadoop, landing, runId, file);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                .map(row -> row(file, row))
                .iterator();
    }

    private static Row row(RawFile file, RawRow row) {
        List<Object> cells = new ArrayList<>(row.values());
        cells.add(row.extra());
        cells.add(row.unreadable());
        cells.add(row.problem());
        cells.add(!file.copyOf().isEmpty());
        cells.add(file.path());
        cells.add(row.number());
        cells.add(row.lines());
        return RowFactory.create(cells.toArray());
    }
}
