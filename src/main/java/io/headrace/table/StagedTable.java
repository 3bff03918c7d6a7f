package io.headrace.table;

import io.delta.exceptions.ConcurrentTransactionException;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.headrace.run.RunId;
import io.headrace.spec.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Rows written to a table's folder but not yet visible: read them back, judge them, then publish them in one commit or
 * drop them.
 *
 * <p>Publication is once-only: it carries the mark {@code job/date/table} with the run's generation. The same generation
 * is never published twice; an older generation that comes late is refused.
 */
public final class StagedTable {
    private static final String REPLACEMENTS = "replacements";
    private static final String SECOND = "second";

    private final Lake lake;
    private final TableName table;
    private final DeltaFiles files;
    private final Map<String, Long> ownMarks = new TreeMap<>();
    private DeltaFiles.Files replaced = DeltaFiles.Files.none();
    private DeltaFiles.Files first = DeltaFiles.Files.none();
    private DeltaFiles.Files second = DeltaFiles.Files.none();
    private Map<String, String> partition = Map.of();

    StagedTable(Lake lake, TableName table, DeltaFiles files) {
        this.lake = lake;
        this.table = table;
        this.files = files;
    }

    /** The table. */
    public TableName table() {
        return table;
    }

    /** Stages rows to be added, their columns in any order; those of the table that they lack are null. */
    public StagedTable append(Dataset<Row> rows) {
        lake.writing(table.toString(), () -> {
            files.write(inTableOrder(rows));
            return null;
        });
        return this;
    }

    /** Stages rows that replace a partition, given as column to value in Delta's spelling. */
    public StagedTable replacePartition(Map<String, String> partition, Dataset<Row> rows) {
        this.partition = Map.copyOf(partition);
        replaced = lake.writing(table.toString(), () -> files.filesNow(partition));
        return append(rows);
    }

    /**
     * Stages rows for the partition that a second commit puts in the place of others, so that who goes back by one publication sees those.
     *
     * @param rows what readers see in the end, beside what else is staged
     * @param instead what they see in their place for a moment, and after going back
     */
    public StagedTable appendWithFallback(Dataset<Row> rows, Dataset<Row> instead) {
        return lake.writing(table.toString(), () -> {
            second = files.writeAside(inTableOrder(rows));
            first = files.writeAside(inTableOrder(instead));
            return this;
        });
    }

    /** Whether rows are published by two commits. */
    boolean hasFallback() {
        return !first.isEmpty() || !second.isEmpty();
    }

    /** Stages rows that replace all partitions of a column's values. */
    public StagedTable replacePartitions(String column, Set<String> values, Dataset<Row> rows) {
        replaced = lake.writing(table.toString(), () -> files.filesNow(column, values));
        return append(rows);
    }

    /**
     * Stages rows that replace those whose column holds one of the values; other rows of the files touched are kept. Of two
     * replacements at once one fails, also if one of them finds nothing to replace.
     */
    public StagedTable replaceWhere(String column, List<String> values, Dataset<Row> rows) {
        return lake.writing(table.toString(), () -> {
            ownMarks.put(REPLACEMENTS, files.mark(REPLACEMENTS) + 1);
            Dataset<Row> current = lake.read(table);
            Dataset<Row> old = current.where(functions.col(column).isin(values.toArray()));
            Set<String> touched = new HashSet<>();
            old.select(functions.input_file_name())
                    .distinct()
                    .collectAsList()
                    .forEach(row ->
                            touched.add(new Path(row.getString(0)).toUri().getPath()));
            replaced = files.filesNow(touched);
            if (!replaced.isEmpty()) {
                files.write(inTableOrder(files.read(replaced)
                        .where(functions.not(functions.col(column).isin(values.toArray())))));
            }
            files.write(inTableOrder(rows));
            return this;
        });
    }

    /**
     * Stages what becomes of the rows of some of the table's data files, which their files are replaced by; rivals that change the table
     * meanwhile conflict.
     *
     * @param absolutePaths of files that the table has now; others are left out
     * @param rewritten the rows that stay, in the columns of the table
     */
    public StagedTable rewrite(Set<String> absolutePaths, UnaryOperator<Dataset<Row>> rewritten) {
        return lake.writing(table.toString(), () -> {
            replaced = files.filesNow(absolutePaths);
            if (!replaced.isEmpty()) {
                files.write(inTableOrder(rewritten.apply(files.read(replaced))));
            }
            return this;
        });
    }

    /** Whether publication would take files out of the table. */
    public boolean replacesFiles() {
        return !replaced.isEmpty();
    }

    private Dataset<Row> inTableOrder(Dataset<Row> rows) {
        List<String> given = List.of(rows.columns());
        return rows.select(Stream.of(lake.read(table).schema().fields())
                .map(field -> given.stream().anyMatch(field.name()::equalsIgnoreCase)
                        ? functions.col("`" + field.name() + "`")
                        : functions.lit(null).cast(field.dataType()).as(field.name()))
                .toArray(Column[]::new));
    }

    /** The staged rows, read from the very files that publication makes visible. */
    public Dataset<Row> read() {
        return files.read(shown());
    }

    /** How many rows are staged, by Delta's file statistics. */
    public long rows() {
        return shown().rows();
    }

    /** How many rows are visible between two commits. */
    long fallbackRows() {
        return files.written().and(first).rows();
    }

    private DeltaFiles.Files shown() {
        return files.written().and(second);
    }

    /**
     * Makes the staged rows visible outside any run, as what can be computed again.
     *
     * @return the table's version; empty where somebody else changed the table meanwhile, and nothing was done
     */
    public OptionalLong publishUnlessChanged(Map<String, Long> marks, String note) {
        return lake.writing(table.toString(), () -> {
            try {
                return OptionalLong.of(files.commit(replaced, DeltaFiles.Files.none(), marks, note));
            } catch (DeltaConcurrentModificationException somebodyElse) {
                return OptionalLong.empty();
            }
        });
    }

    /** The once-only mark of the application when staging began; rivals that move it conflict from here on. */
    public long mark(String application) {
        return files.mark(application);
    }

    /**
     * Makes the staged rows visible in one commit.
     *
     * @return the table's version that made them visible, also when an earlier attempt published them
     */
    public long publish(RunId run) {
        String note = note(run.toString());
        return publish(run, Map.of(), note).orElseGet(() -> versionOf(note));
    }

    /** What a commit of a run notes, where it is no publication. */
    static String note(String run) {
        return "headrace run " + run;
    }

    /**
     * Makes the staged rows visible in one commit with further marks and a note; where there is a fallback, that.
     *
     * @return the table's version; empty when an earlier attempt published them
     */
    OptionalLong publish(RunId run, Map<String, Long> furtherMarks, String note) {
        return lake.writing(
                table.toString(),
                () -> once(files, run, application(run), furtherMarks, marks -> {
                    marks.putAll(ownMarks);
                    return files.commit(replaced, first, marks, note);
                }));
    }

    /**
     * Puts what was staged in the place of its fallback.
     *
     * @return as {@link #publish}
     */
    OptionalLong publishSecond(RunId run, Map<String, Long> furtherMarks, String note) {
        return lake.writing(table.toString(), () -> {
            DeltaFiles next = DeltaFiles.begin(lake.spark(), lake.path(table));
            return once(next, run, application(run) + "/" + SECOND, furtherMarks, marks -> {
                DeltaFiles.Files present = next.filesNow(partition);
                return next.commit(present.without(shown()), shown().without(present), marks, note);
            });
        });
    }

    private String application(RunId run) {
        return run.job() + "/" + run.date() + "/" + table;
    }

    private OptionalLong once(
            DeltaFiles transaction,
            RunId run,
            String application,
            Map<String, Long> furtherMarks,
            ToLongFunction<Map<String, Long>> commit) {
        if (isPublished(run, transaction.mark(application))) {
            return OptionalLong.empty();
        }
        Map<String, Long> marks = new TreeMap<>(furtherMarks);
        marks.put(application, (long) run.generation());
        try {
            return OptionalLong.of(commit.applyAsLong(marks));
        } catch (ConcurrentTransactionException somebodyElse) {
            if (isPublished(run, lake.mark(table, application))) {
                return OptionalLong.empty();
            }
            throw somebodyElse;
        }
    }

    private boolean isPublished(RunId run, long mark) {
        if (mark > run.generation()) {
            throw LakeErrors.superseded(run.toString(), table.toString(), mark);
        }
        return mark == run.generation();
    }

    private long versionOf(String note) {
        return lake.notes(table).entrySet().stream()
                .filter(commit -> commit.getValue().equals(note))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(table + " has the mark but not the commit of " + note));
    }
}
