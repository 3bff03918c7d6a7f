package io.headrace.groups;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;

import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FairnessSpec.Protected;
import io.headrace.spec.RuleSql;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.Group;
import io.headrace.stats.fairness.Group.Condition;
import io.headrace.stats.fairness.GroupCounts;
import io.headrace.stats.fairness.GroupTally;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows counted by the values of all group columns, label, decision and score bin, in one pass; the same counts for any order of the rows.
 *
 * @param counts the rows
 * @param versions of the model that scored them
 * @param isRepeated whether the protected table has several rows of an entity
 * @param isTooMany whether there are more than {@link #MOST} groups; then counts are not whole
 */
public record GroupRows(GroupCounts counts, SortedSet<Integer> versions, boolean isRepeated, boolean isTooMany) {
    /** Combinations of values that are counted at most: each takes some 100 kB. */
    static final int MOST = 500;

    private static final int VERSION = 3;
    private static final int PROTECTED_ROWS = 4;
    private static final int FIRST_VALUE = 5;
    private static final int FIRST_TEXT = 2;
    private static final byte REPEATED = 1;
    private static final byte TOO_MANY = 2;

    /**
     * Counts rows beside the protected columns of a fairness job; refuses several protected rows of an entity, and too many groups.
     *
     * @param rows with entity, as-of, {@code probability}, {@code decision} and {@code model_version}, each entity once
     * @param label the column of the label, a truth value; null while it is not known
     * @param table the protected rows
     */
    public static GroupRows of(
            FairnessSpec job, String entity, ZoneId zone, Dataset<Row> rows, String label, Dataset<Row> table) {
        Protected groups = job.groups();
        Dataset<Row> beside = new GroupColumns(groups, entity, zone)
                .beside(
                        rows.select(
                                col(RuleSql.name(entity)),
                                col(AS_OF),
                                col("probability"),
                                col("decision"),
                                col("model_version"),
                                col(label)),
                        table);
        GroupRows found = of(beside, col(label), GroupColumns.names(groups), groups.names());
        if (found.isRepeated()) {
            throw GroupErrors.severalRows(job.name(), groups.table(), entity);
        }
        if (found.isTooMany()) {
            throw GroupErrors.tooManyGroups(job.name(), groups.names(), MOST);
        }
        return found;
    }

    /**
     * Counts rows.
     *
     * @param rows with {@code probability}, {@code decision}, {@code model_version}, {@link GroupColumns#ROWS} and the values
     * @param label the column of the label, a truth value; null while it is not known
     * @param values the columns of the values
     * @param columns their names, in the same order
     */
    static GroupRows of(Dataset<Row> rows, Column label, List<String> values, List<String> columns) {
        List<Column> read = new ArrayList<>(List.of(
                col("probability").cast("double"),
                col("decision").cast("boolean"),
                label.cast("boolean"),
                col("model_version").cast("int"),
                col(GroupColumns.ROWS).cast("long")));
        values.forEach(value -> read.add(col(value)));
        int count = values.size();
        List<byte[][]> parts = rows.select(read.toArray(Column[]::new))
                .toJavaRDD()
                .mapPartitions(part -> counted(part, count).iterator())
                .collect();
        return merged(parts, columns);
    }

    /** A pair of bytes for each group, then its values; at the end what else was seen, without values. */
    private static List<byte[][]> counted(Iterator<Row> rows, int values) {
        Map<List<String>, Cell> cells = new HashMap<>();
        TreeSet<Integer> versions = new TreeSet<>();
        int seen = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            List<String> group = Arrays.asList(IntStream.range(FIRST_VALUE, FIRST_VALUE + values)
                    .mapToObj(row::getString)
                    .toArray(String[]::new));
            if (!row.isNullAt(VERSION)) {
                versions.add(row.getInt(VERSION));
            }
            seen |= row.getLong(PROTECTED_ROWS) > 1 ? REPEATED : 0;
            if (cells.size() == MOST && !cells.containsKey(group)) {
                seen |= TOO_MANY;
            } else {
                cells.computeIfAbsent(group, key -> new Cell()).add(row);
            }
        }
        List<byte[][]> found = new ArrayList<>();
        cells.forEach((group, cell) -> found.add(cell.bytes(group)));
        found.add(new byte[][] {
            versions.stream()
                    .map(String::valueOf)
                    .reduce("", (all, one) -> all + one + " ")
                    .getBytes(StandardCharsets.UTF_8),
            {(byte) seen}
        });
        return found;
    }

    private static GroupRows merged(List<byte[][]> parts, List<String> columns) {
        SortedMap<Group, GroupTally> cells = new TreeMap<>();
        TreeSet<Integer> versions = new TreeSet<>();
        int seen = 0;
        for (byte[][] part : parts) {
            if (part.length > FIRST_TEXT) {
                cells.merge(
                        group(part, columns),
                        new GroupTally(LabelledCounts.fromBytes(part[0]), ScoreCounts.fromBytes(part[1])),
                        GroupTally::merge);
            } else {
                new String(part[0], StandardCharsets.UTF_8)
                        .lines()
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .map(Integer::valueOf)
                        .forEach(versions::add);
                seen |= part[1][0];
            }
        }
        return new GroupRows(
                new GroupCounts(columns, cells),
                versions,
                (seen & REPEATED) != 0,
                (seen & TOO_MANY) != 0 || cells.size() > MOST);
    }

    private static Group group(byte[][] part, List<String> columns) {
        return new Group(IntStream.range(0, columns.size())
                .mapToObj(place -> new Condition(columns.get(place), text(part[FIRST_TEXT + place])))
                .toList());
    }

    private static byte[] bytes(String value) {
        return value == null ? new byte[0] : ("=" + value).getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> text(byte[] bytes) {
        return bytes.length == 0
                ? Optional.empty()
                : Optional.of(new String(bytes, StandardCharsets.UTF_8).substring(1));
    }

    /** The rows of one group. */
    private static final class Cell {
        private LabelledCounts.Counter labelled;
        private ScoreCounts.Counter open;

        void add(Row row) {
            double probability = row.isNullAt(0) ? Double.NaN : row.getDouble(0);
            Side decision = side(row, 1);
            if (row.isNullAt(2)) {
                open = open == null ? new ScoreCounts.Counter() : open;
                open.add(probability, decision);
            } else {
                labelled = labelled == null ? new LabelledCounts.Counter() : labelled;
                labelled.add(probability, decision, side(row, 2));
            }
        }

        private static Side side(Row row, int at) {
            return !row.isNullAt(at) && row.getBoolean(at) ? Side.POSITIVE : Side.NEGATIVE;
        }

        byte[][] bytes(List<String> values) {
            byte[][] bytes = new byte[FIRST_TEXT + values.size()][];
            bytes[0] = (labelled == null ? LabelledCounts.none() : labelled.counts()).toBytes();
            bytes[1] = (open == null ? ScoreCounts.none() : open.counts()).toBytes();
            IntStream.range(0, values.size())
                    .forEach(place -> bytes[FIRST_TEXT + place] = GroupRows.bytes(values.get(place)));
            return bytes;
        }
    }
}
