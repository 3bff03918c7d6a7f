package io.headrace.ingest.landing;

import io.headrace.ingest.text.RawColumn;
import io.headrace.ingest.text.RawFormatException;
import io.headrace.ingest.text.RawParser;
import io.headrace.ingest.text.RawRow;
import io.headrace.ingest.text.RawShape;
import io.headrace.spec.DataCheck.Control;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.RawFiles.Links;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The file of one row in which the sender of a source states its expected totals: CSV with a header. */
public final class ControlFile {
    private final String root;
    private final Links links;
    private final Configuration hadoop;

    /**
     * @param root of the landing folder
     * @param links whether one may leave it
     */
    public ControlFile(String root, Links links, Configuration hadoop) {
        this.root = root;
        this.links = links;
        this.hadoop = hadoop;
    }

    /** What was found: a number, or why there is none. */
    public record Found(BigDecimal number, String problem) {}

    /** The number for the date. */
    public Found number(Control control, LocalDate date) {
        String name = control.file().replace("{date}", date.toString());
        Path path = Landing.path(root, name);
        try {
            Optional<String> outside = new LandingLinks(links, root, hadoop).problem(path);
            return outside.isPresent()
                    ? new Found(null, "the control file " + name + " " + outside.get())
                    : number(control, name, path);
        } catch (IOException | RawFormatException e) {
            return new Found(null, "the control file " + name + " cannot be read: " + e.getMessage());
        }
    }

    private Found number(Control control, String name, Path path) throws IOException {
        try (InputStream bytes = Landing.open(path, hadoop)) {
            RawShape shape = new RawShape(
                    Format.CSV,
                    Dialect.delimitedBy(','),
                    List.of(new RawColumn(List.of(control.column()), true)),
                    AddedColumn.IGNORE);
            return number(name, new RawParser(shape).rows(RawParser.unpacked(name, bytes, shape.limits())));
        }
    }

    private static Found number(String name, Iterator<RawRow> rows) {
        RawRow row = rows.hasNext() ? rows.next() : null;
        if (row == null || row.problem() != null || rows.hasNext()) {
            return new Found(null, "the control file " + name + " does not hold one row");
        }
        try {
            return new Found(new BigDecimal(String.valueOf(row.values().get(0)).strip()), "");
        } catch (NumberFormatException e) {
            return new Found(null, "the control file " + name + " does not hold a number");
        }
    }
}
