package io.headrace.ingest.text;

import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import java.io.Serializable;
import java.util.List;

/**
 * How the raw files of a source are written, as far as reading them needs it.
 *
 * @param columns the declared columns
 * @param added what becomes of other ones
 */
public record RawShape(RawFiles.Format format, Dialect dialect, List<RawColumn> columns, AddedColumn added)
        implements Serializable {
    public RawShape {
        columns = List.copyOf(columns);
    }

    public static RawShape of(IngestSpec spec) {
        return new RawShape(
                spec.files().format(),
                spec.files().dialect(),
                spec.columns().stream().map(RawColumn::of).toList(),
                spec.schema().added());
    }

    /** Whether the values of undeclared columns are handed on. */
    public boolean keepsAdded() {
        return added != AddedColumn.IGNORE;
    }
}
