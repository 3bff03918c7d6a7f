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
 * @param formats how dates and times are written ({@code yyyy-MM-dd HH:mm:ss}), tried one after the other; only for date
 *     and timestamp
 * @param required whether an empty value sends the row to quarantine
 * @param personal whether it holds personal data: never logged, no minimum and maximum in table statistics; so is what holds a subject's key
 * @param optional whether files may lack the column (it is null then)
 * @param comment meaning and unit, stored with the table
 * @param cleaning what is done to its values before they are read as the type
 * @param clock by which its times without an offset were written; only for timestamp
 * @param subject whose key its values are, such as {@code customer_id}: persons are erased by it
 * @param encryption how its values rest; one that is encrypted is personal
 */
public record SourceColumn(
        String name,
        List<String> names,
        ColumnType type,
        List<String> formats,
        boolean required,
        boolean personal,
        boolean optional,
        String comment,
        Cleaning cleaning,
        SourceClock clock,
        Optional<String> subject,
        Encryption encryption) {
    public SourceColumn {
        Objects.requireNonNull(name, "name");
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("names: at least one is needed");
        }
        Objects.requireNonNull(type, "type");
        formats = List.copyOf(formats);
        Objects.requireNonNull(cleaning, "cleaning");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(comment, "comment");
        Objects.requireNonNull(encryption, "encryption");
        personal |= subject.isPresent() || encryption != Encryption.NONE;
    }

    /** A column that rests in clear. */
    public SourceColumn(
            String name,
            List<String> names,
            ColumnType type,
            List<String> formats,
            boolean required,
            boolean personal,
            boolean optional,
            String comment,
            Cleaning cleaning,
            SourceClock clock,
            Optional<String> subject) {
        this(
                name,
                names,
                type,
                formats,
                required,
                personal,
                optional,
                comment,
                cleaning,
                clock,
                subject,
                Encryption.NONE);
    }

    /** Whether its values do not rest in clear. */
    public boolean isEncrypted() {
        return encryption != Encryption.NONE;
    }

    /** A column that holds no subject's key. */
    public SourceColumn(
            String name,
            List<String> names,
            ColumnType type,
            List<String> formats,
            boolean required,
            boolean personal,
            boolean optional,
            String comment,
            Cleaning cleaning,
            SourceClock clock) {
        this(name, names, type, formats, required, personal, optional, comment, cleaning, clock, Optional.empty());
    }

    /** A column whose times are of the project's zone. */
    public SourceColumn(
            String name,
            List<String> names,
            ColumnType type,
            List<String> formats,
            boolean required,
            boolean personal,
            boolean optional,
            String comment,
            Cleaning cleaning) {
        this(name, names, type, formats, required, personal, optional, comment, cleaning, SourceClock.OF_PROJECT);
    }

    /** A column whose values are taken as they are. */
    public SourceColumn(
            String name,
            List<String> names,
            ColumnType type,
            List<String> formats,
            boolean required,
            boolean personal,
            boolean optional,
            String comment) {
        this(name, names, type, formats, required, personal, optional, comment, Cleaning.NONE);
    }

    /** Its name in the raw files, also where a file has it under a further one. */
    public String from() {
        return names.get(0);
    }
}
