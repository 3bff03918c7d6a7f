package io.headrace.testing;

import io.headrace.spec.Check;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.IngestSpec.Duplicates;
import io.headrace.spec.JobHeader;
import io.headrace.spec.RawFiles;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.Schedule;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.SourceColumn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The source {@code t}: all rows are kept, as what they are. */
public final class TestSource {
    private TestSource() {}

    /** Columns that are called the same in the files, as {@code name type}. */
    public static List<SourceColumn> columns(String... declared) {
        return Stream.of(declared).map(TestSource::column).toList();
    }

    private static SourceColumn column(String declared) {
        String[] parts = declared.split(" ");
        ColumnType type = ColumnType.parse(parts[1]).orElseThrow();
        return new SourceColumn(parts[0], List.of(parts[0]), type, List.of(), false, false, false, "");
    }

    /** A CSV file a day. */
    public static IngestSpec csv(List<SourceColumn> columns, Check... checks) {
        return of(Format.CSV, "{date}.csv", columns, List.of(checks));
    }

    /** Files of any kind. */
    public static IngestSpec of(Format format, String path, List<SourceColumn> columns, List<Check> checks) {
        return new IngestSpec(
                new JobHeader("ingest-t", "test", Schedule.DAILY, "digest"),
                "t",
                new RawFiles(List.of(path), format, Dialect.delimitedBy(','), false),
                SchemaPolicy.LENIENT,
                columns,
                Map.of(),
                Duplicates.KEEP,
                Optional.empty(),
                checks,
                Map.of(),
                0);
    }

    /** The spec with other checks, columns and duplicates, and any number of rows to reach silver. */
    public static IngestSpec with(
            IngestSpec spec, List<SourceColumn> columns, Duplicates duplicates, List<? extends Check> checks) {
        return new IngestSpec(
                spec.header(),
                spec.source(),
                spec.files(),
                spec.schema(),
                columns,
                spec.derived(),
                duplicates,
                spec.keepOne(),
                List.copyOf(checks),
                spec.totals(),
                0);
    }
}
