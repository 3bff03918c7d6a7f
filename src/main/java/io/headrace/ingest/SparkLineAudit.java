package io.headrace.ingest;

import static org.apache.spark.sql.functions.col;

import io.headrace.ingest.landing.Landing;
import io.headrace.ingest.text.LineAudit;
import io.headrace.ingest.text.LineAudit.RowLines;
import io.headrace.ingest.text.PlainLines;
import io.headrace.ingest.text.RawParser;
import io.headrace.ingest.text.RawShape;
import io.headrace.run.Intent.RawFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Audits the lines of all files of a run, file by file in the order of rows: memory does not grow with them. */
final class SparkLineAudit {
    private static final StructType POSITIONS = new StructType(new StructField[] {
        new StructField("_file", DataTypes.StringType, false, org.apache.spark.sql.types.Metadata.empty()),
        new StructField("_row", DataTypes.LongType, false, org.apache.spark.sql.types.Metadata.empty()),
        new StructField("_lines", DataTypes.IntegerType, false, org.apache.spark.sql.types.Metadata.empty())
    });

    private final RawShape shape;
    private final String root;
    private final SparkSession spark;

    /** @param root of the landing folder */
    SparkLineAudit(RawShape shape, String root, SparkSession spark) {
        this.shape = shape;
        this.root = root;
        this.spark = spark;
    }

    /** The account of each file, by path. */
    Map<String, LineAudit.Account> of(List<RawFile> files, Dataset<Row> rows) {
        RawShape read = shape;
        String folder = root;
        SerializableConfiguration hadoop =
                new SerializableConfiguration(spark.sessionState().newHadoopConf());
        List<Row> accounts = positions(files, rows)
                .javaRDD()
                .mapPartitions(part -> accounts(read, hadoop.value(), folder, part))
                .collect();
        return accounts.stream()
                .collect(Collectors.toMap(row -> row.getString(0), SparkLineAudit::account, (a, b) -> a, TreeMap::new));
    }

    private static LineAudit.Account account(Row row) {
        return new LineAudit.Account(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4));
    }

    /** Where rows stand, behind a row of number 0 for each file, so that files without rows come as well. */
    private Dataset<Row> positions(List<RawFile> files, Dataset<Row> rows) {
        List<Row> heads = files.stream()
                .map(file -> RowFactory.create(file.path(), 0L, 0))
                .toList();
        Column[] columns =
                Stream.of(POSITIONS.fieldNames()).map(name -> col(name)).toArray(Column[]::new);
        return rows.select(columns)
                .union(spark.createDataFrame(heads, POSITIONS))
                .repartition(col("_file"))
                .sortWithinPartitions("_file", "_row");
    }

    private static Iterator<Row> accounts(RawShape shape, Configuration hadoop, String root, Iterator<Row> positions)
            throws IOException {
        Positions ordered = new Positions(positions);
        List<Row> accounts = new ArrayList<>();
        while (ordered.nextFile()) {
            String file = ordered.file();
            Path path = Landing.path(root, file);
            try (InputStream bytes = RawParser.unpacked(file, Landing.open(path, hadoop), shape.limits())) {
                LineAudit.Account account = LineAudit.of(
                        shape, new PlainLines(bytes, shape.dialect().charset()), ordered);
                accounts.add(RowFactory.create(
                        file, account.lines(), account.passedOver(), account.rows(), account.problem()));
            }
        }
        return accounts.iterator();
    }

    /** The rows of one file after the other. */
    private static final class Positions implements Iterator<RowLines> {
        private final Iterator<Row> rows;
        private Row next;
        private String file;

        Positions(Iterator<Row> rows) {
            this.rows = rows;
            advance();
        }

        private void advance() {
            next = rows.hasNext() ? rows.next() : null;
        }

        /** Goes to the rows of the next file, which its head announces. */
        boolean nextFile() {
            if (next == null) {
                return false;
            }
            file = next.getString(0);
            advance();
            return true;
        }

        String file() {
            return file;
        }

        @Override
        public boolean hasNext() {
            return next != null && next.getString(0).equals(file);
        }

        @Override
        public RowLines next() {
            RowLines row = new RowLines(next.getLong(1), next.getInt(2));
            advance();
            return row;
        }
    }
}
