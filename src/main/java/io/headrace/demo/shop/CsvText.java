package io.headrace.demo.shop;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Comma-separated text in memory: UTF-8, line feeds, quotes only where needed. */
final class CsvText {
    private CsvText() {}

    static byte[] of(List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            rows.forEach(writer::writeRecord);
        } catch (IOException impossible) {
            throw new UncheckedIOException("in memory", impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The same, packed; the header carries no time. */
    static byte[] gzipOf(List<List<String>> rows) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(of(rows));
        } catch (IOException impossible) {
            throw new UncheckedIOException("in memory", impossible);
        }
        return packed.toByteArray();
    }
}
