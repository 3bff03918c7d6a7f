package io.headrace.ingest.text;

import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles;
import io.headrace.spec.RawLimits;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import java.io.Serializable;
import java.util.List;

/**
 * How the raw files of a source are written, as far as reading them needs it.
 *
 * @param columns the declared columns
 * @param added what becomes of other ones
 * @param limits how large a file and its parts may be
 */
public record RawShape(
        RawFiles.Format format, Dialect dialect, List<RawColumn> columns, AddedColumn added, RawLimits limits)
        implements Serializable {
    public RawShape {
        columns = List.copyOf(columns);
    }

    /** A shape with the usual limits. */
    public RawShape(RawFiles.Format format, Dialect dialect, List<RawColumn> columns, AddedColumn added) {
        this(format, dialect, columns, added, RawLimits.USUAL);
    }

    public static RawShape of(IngestSpec spec) {
        return new RawShape(
                spec.files().format(),
                spec.files().dialect(),
                spec.columns().stream().map(RawColumn::of).toList(),
                spec.schema().added(),
                spec.files().limits());
    }

    /** Whether the values of undeclared columns are handed on. */
    public boolean keepsAdded() {
        return added != AddedColumn.IGNORE;
    }
}
