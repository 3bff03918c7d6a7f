package io.headrace.ingest.landing;

import io.headrace.ingest.text.RawFormatException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * What stands at the end of a Parquet file.
 *
 * @param rows how many rows it holds
 */
public record ParquetFooter(MessageType schema, long rows) {
    /** Reads it; a file that is none is told by a {@link RawFormatException}. */
    public static ParquetFooter of(Configuration hadoop, Path path) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
            return new ParquetFooter(reader.getFileMetaData().getSchema(), reader.getRecordCount());
        } catch (RuntimeException e) {
            throw new RawFormatException("is no Parquet file that can be read: " + e.getMessage());
        }
    }

    /** The names of its columns. */
    List<String> names() {
        return schema.getFields().stream().map(Type::getName).toList();
    }
}
