package io.headrace.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One declared column of a source.
 *
 * @param name its name in silver
 * @param names its name in the raw files, then further ones under which it may come
 * @param type the declared type; a value that cannot be read as it sends the row to quarantine
 * @param format how dates and times are written ({@code yyyy-MM-dd HH:mm:ss}); only for date and timestamp
 * @param required whether an empty value sends the row to quarantine
 * @param personal whether it holds personal data: never logged, no minimum and maximum in table statistics
 * @param optional whether files may lack the column (it is null then)
 * @param comment meaning and unit, stored with the table
 */
public record SourceColumn(
        String name,
        List<String> names,
        ColumnType type,
        Optional<String> format,
        boolean required,
        boolean personal,
        boolean optional,
        String comment) {
    public SourceColumn {
        Objects.requireNonNull(name, "name");
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("names: at least one is needed");
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(comment, "comment");
    }

    /** Its name in the raw files, also where a file has it under a further one. */
    public String from() {
        return names.get(0);
    }
}
