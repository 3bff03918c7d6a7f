package io.headrace.table;

import io.headrace.run.RunContext;
import io.headrace.trust.chain.Canonical;
import io.headrace.trust.chain.ChainRow;
import io.headrace.trust.chain.Struct;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The chain of a table's rows: columns behind the table's own hold each row's place, see {@link ChainRow}.
 *
 * <p>Which columns are the row's content is said by the stored table, not by this release: a column that a later release adds is null, and
 * so left out, in older rows.
 *
 * @param name of the chain: that of the table
 * @param schema of the rows, with the columns of the chain at its end
 */
record RowChain(String name, StructType schema) {
    /** The once-only mark that counts the rows of the chain: of two writers one wins, and rows that are gone are missed. */
    static final String MARK = "chain";

    private static final String PREFIX = "chain_";
    private static final String SEQUENCE = PREFIX + "seq";
    private static final String AT = PREFIX + "at";
    private static final String PREVIOUS = PREFIX + "previous";
    private static final String CONTENT = PREFIX + "content";
    private static final String DIGEST = PREFIX + "digest";

    private static final List<StructField> LINKS = List.of(
            Lake.field(SEQUENCE, DataTypes.LongType, "Place of the row in the table's chain: 1, 2, ... without gaps"),
            Lake.field(AT, DataTypes.TimestampType, "When the row was committed"),
            Lake.field(PREVIOUS, DataTypes.StringType, "chain_digest of the row before, empty for the first"),
            Lake.field(CONTENT, DataTypes.StringType, "SHA-256 of the row's own columns"),
            Lake.field(DIGEST, DataTypes.StringType, "SHA-256 of the other columns of the chain"));

    /** The columns with those of a chain behind them. */
    static StructType linked(StructType own) {
        return new StructType(
                Stream.concat(Stream.of(own.fields()), LINKS.stream()).toArray(StructField[]::new));
    }

    /** Whether rows of the schema are chained. */
    static boolean isIn(StructType schema) {
        return List.of(schema.fieldNames()).contains(SEQUENCE);
    }

    /** Whether a column is one of the chain's, not of the row itself. */
    static boolean isLink(String column) {
        return LINKS.stream().anyMatch(link -> link.name().equals(column));
    }

    /** The rows with their places behind those that are there. */
    List<Row> after(List<Row> there, long counted, long atMicros, List<Row> rows) {
        Optional<ChainRow> last = last(there);
        long sequence = Math.max(counted, last.map(ChainRow::sequence).orElse(0L));
        return behind(sequence, last.map(ChainRow::digest).orElse(""), atMicros, rows);
    }

    /** The rows with their places behind the last row, whose number and digest are known. */
    List<Row> behind(long last, String digest, long atMicros, List<Row> rows) {
        long sequence = last;
        String previous = digest;
        List<Row> linked = new ArrayList<>();
        for (Row row : rows) {
            sequence++;
            ChainRow link = ChainRow.of(name, sequence, atMicros, previous, digest(row));
            linked.add(linked(row, link));
            previous = link.digest();
        }
        return linked;
    }

    private String digest(Row row) {
        return Canonical.digest(content(row));
    }

    private Row linked(Row row, ChainRow link) {
        Object[] values = new Object[schema.size()];
        int own = schema.size() - LINKS.size();
        for (int i = 0; i < own; i++) {
            values[i] = row.get(i);
        }
        values[own] = link.sequence();
        values[own + 1] = java.sql.Timestamp.from(Instant.EPOCH.plus(link.atMicros(), ChronoUnit.MICROS));
        values[own + 2] = link.previous();
        values[own + 3] = link.content();
        values[own + 4] = link.digest();
        return new GenericRowWithSchema(values, schema);
    }

    /** The link with the highest number; empty where no row has one. */
    Optional<ChainRow> last(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.getAs(SEQUENCE) != null)
                .max(Comparator.comparing(row -> row.<Long>getAs(SEQUENCE)))
                .flatMap(this::link);
    }

    /** The place of a row; empty where it has none, or not all parts of one. */
    Optional<ChainRow> link(Row row) {
        boolean isWhole = LINKS.stream().allMatch(link -> row.getAs(link.name()) != null);
        return isWhole
                ? Optional.of(new ChainRow(
                        row.<Long>getAs(SEQUENCE),
                        micros(row.getAs(AT)),
                        row.getAs(PREVIOUS),
                        row.getAs(CONTENT),
                        row.getAs(DIGEST)))
                : Optional.empty();
    }

    /** When the row was committed; empty where it has no place in a chain. */
    static Optional<Instant> committed(Row row) {
        return Optional.ofNullable(row.<java.sql.Timestamp>getAs(AT)).map(java.sql.Timestamp::toInstant);
    }

    /** The row's own values. */
    Struct content(Row row) {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < Math.min(schema.size(), row.size()); i++) {
            if (!isLink(schema.apply(i).name())) {
                values.put(schema.apply(i).name(), value(row.get(i)));
            }
        }
        return new Struct(new TreeMap<>(values));
    }

    /** A value as chains write it: what is equal in the table is equal here. */
    private static Object value(Object value) {
        if (value instanceof String text) {
            // What UTF-8 cannot hold is written to the table as a question mark.
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
        if (value instanceof java.sql.Timestamp time) {
            return Instant.EPOCH.plus(micros(time), ChronoUnit.MICROS);
        }
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return entries(CollectionConverters.asJava(map));
        }
        if (value instanceof Map<?, ?> map) {
            return entries(map);
        }
        if (value instanceof scala.collection.Iterable<?> elements) {
            return elements(CollectionConverters.asJava(elements));
        }
        if (value instanceof Object[] array) {
            return elements(Arrays.asList(array));
        }
        return value instanceof Iterable<?> elements ? elements(elements) : value;
    }

    private static long micros(java.sql.Timestamp time) {
        return RunContext.micros(time.toInstant());
    }

    private static Map<Object, Object> entries(Map<?, ?> map) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        map.forEach((key, entry) -> entries.put(value(key), value(entry)));
        return entries;
    }

    private static List<Object> elements(Iterable<?> all) {
        List<Object> elements = new ArrayList<>();
        all.forEach(element -> elements.add(value(element)));
        return elements;
    }
}
