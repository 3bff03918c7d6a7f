package io.headrace.ingest;

import io.headrace.spec.Dialect;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.RawFiles;
import io.headrace.spec.SourceColumn;
import java.io.Serializable;
import java.util.List;

/**
 * How the raw files of a source are written, as far as reading them needs it.
 *
 * @param columns the declared columns' names in the raw file
 * @param required those among them that every file must have
 */
record RawShape(RawFiles.Format format, Dialect dialect, List<String> columns, List<String> required)
        implements Serializable {
    RawShape {
        columns = List.copyOf(columns);
        required = List.copyOf(required);
    }

    static RawShape of(IngestSpec spec) {
        return new RawShape(
                spec.files().format(),
                spec.files().dialect(),
                spec.columns().stream().map(SourceColumn::from).toList(),
                spec.columns().stream()
                        .filter(column -> !column.optional())
                        .map(SourceColumn::from)
                        .toList());
    }
}
