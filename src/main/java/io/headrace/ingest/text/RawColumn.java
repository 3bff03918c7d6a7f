package io.headrace.ingest.text;

import io.headrace.spec.SourceColumn;
import java.io.Serializable;
import java.util.List;

/**
 * A declared column as raw files have it.
 *
 * @param names its name in the file, then further ones under which it may come
 * @param required whether every file must have it
 */
public record RawColumn(List<String> names, boolean required) implements Serializable {
    public RawColumn {
        names = List.copyOf(names);
    }

    public static RawColumn of(SourceColumn column) {
        return new RawColumn(column.names(), !column.optional());
    }

    /** The name that it should have. */
    String name() {
        return names.get(0);
    }
}
