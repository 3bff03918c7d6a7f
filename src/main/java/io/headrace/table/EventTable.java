package io.headrace.table;

import io.headrace.run.Digest;
import io.headrace.run.Json;
import io.headrace.spec.TableName;
import io.headrace.trust.chain.Anchor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An append-only table of events about subjects, each subject's events numbered without gaps.
 *
 * <p>Two writers that saw the same last event of a subject cannot both append: one wins, the other fails.
 */
public final class EventTable {
    private final String subject;
    private final SystemTable table;
    private final TableName name;
    private final ChainHeads heads;

    /** @param description as {@link #described} makes it */
    public EventTable(Lake lake, TableDescription description) {
        this.subject = description.schema().fieldNames()[0];
        this.table = new SystemTable(lake, description);
        this.name = description.table();
        this.heads = new ChainHeads(lake);
    }

    /**
     * A table of events.
     *
     * @param row what one row is, in words
     * @param subject name of the column that holds what the events are about
     */
    public static TableDescription described(TableName name, String row, String subject) {
        return TableDescription.system(
                name,
                row,
                new StructType(new StructField[] {
                    Lake.field(subject, DataTypes.StringType, "What the event is about"),
                    Lake.field("seq", DataTypes.LongType, "1, 2, ... without gaps"),
                    Lake.field("event", DataTypes.StringType, "What happened"),
                    Lake.field("record", DataTypes.StringType, "The event as JSON"),
                    Lake.field(
                            "digest", DataTypes.StringType, "SHA-256 of the record; the next event's record names it")
                }),
                subject,
                "seq");
    }

    /** What there are events about, sorted. */
    public List<String> subjects() {
        return table.rows().stream()
                .map(row -> row.<String>getAs(subject))
                .distinct()
                .sorted()
                .toList();
    }

    /** The events of a subject in the order of their numbers. */
    public <T> List<Entry<T>> of(String about, Class<T> type) {
        return table.rows().stream()
                .filter(row -> row.getAs(subject).equals(about))
                .map(row -> entry(row, type))
                .sorted(Comparator.comparing(Entry::seq))
                .toList();
    }

    private static <T> T read(String text, Class<T> type, Row row) {
        try {
            return Json.read(text, type);
        } catch (IllegalArgumentException e) {
            throw LakeErrors.brokenEvent(row.getString(0), row.<Long>getAs("seq"), e);
        }
    }

    private static <T> Entry<T> entry(Row row, Class<T> type) {
        String text = row.getAs("record");
        String digest = row.getAs("digest");
        return new Entry<>(
                row.<Long>getAs("seq"),
                read(text, type, row),
                digest,
                Digest.of(text).equals(digest));
    }

    /** The last event of a subject as it is known outside the table, to be read before the table. */
    public Optional<Anchor.Mark> head(String about) {
        return heads.mark(chain(about));
    }

    /** How many events of the subject were appended, as the table's log counts them. */
    public long counted(String about) {
        return Math.max(table.mark(about), 0);
    }

    private String chain(String about) {
        return name + "/" + about;
    }

    /**
     * Appends the event if it is still the next.
     *
     * @return whether this call appended; false when another writer took the number
     */
    public boolean append(String about, long seq, String event, Object record, String digest) {
        boolean first = table.appendSerial(
                about,
                seq == 1 ? -1 : seq - 1,
                List.of(RowFactory.create(about, seq, event, Json.write(record), digest)));
        if (first) {
            heads.note(chain(about), seq, digest);
        }
        return first;
    }

    /**
     * An event as the table holds it.
     *
     * @param digest what was written as its digest
     * @param isIntact whether it is the digest of the text that the table holds; of the text, as a record that has got more fields since is
     *     written otherwise today
     */
    public record Entry<T>(long seq, T record, String digest, boolean isIntact) {}
}
