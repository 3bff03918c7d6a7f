package io.headrace.table;

import io.delta.exceptions.DeltaConcurrentModificationException;
import io.headrace.trust.chain.Anchor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * An append-only table of Headrace's own, made on first use.
 *
 * <p>An append may be serial: it states the mark it has seen, and of two writers who saw the same one wins.
 *
 * <p>Rows of a chained table ({@link RowChain}) get their place in the commit that brings them; whoever loses to another writer does it again.
 */
final class SystemTable {
    private final Lake lake;
    private final TableLayout layout;
    private final List<String> key;
    private final Optional<RowChain> chain;
    private final Set<String> filesRead = new HashSet<>();
    private final List<Row> rowsRead = new ArrayList<>();
    private long versionRead = -1;

    SystemTable(Lake lake, TableDescription description) {
        this(lake, description, description.key());
    }

    /** @param key the columns by which the rows of an undertaking are found, a text first */
    SystemTable(Lake lake, TableDescription description, List<String> key) {
        this.lake = lake;
        this.layout = description.layout();
        this.key = List.copyOf(key);
        this.chain = Optional.of(new RowChain(layout.table().toString(), layout.schema()))
                .filter(rows -> description.isChained());
    }

    /**
     * All rows of the newest version in any order, none where the table has not been made. Files are read once: rows are
     * only ever added.
     */
    synchronized List<Row> rows() {
        return lake.guard(layout.table().toString(), () -> {
            lake.small(layout.table())
                    .filter(now -> now.number() != versionRead)
                    .ifPresent(this::catchUp);
            return List.copyOf(rowsRead);
        });
    }

    private void catchUp(KernelTable.Version now) {
        Map<String, KernelTable.DataFile> unread = now.files();
        if (!unread.keySet().containsAll(filesRead)) {
            // Compaction has put the rows into other files.
            filesRead.clear();
            rowsRead.clear();
        }
        unread.keySet().removeAll(filesRead);
        unread.forEach((path, file) -> {
            file.forEach(layout.schema(), rowsRead::add);
            filesRead.add(path);
        });
        versionRead = now.number();
    }

    /**
     * Appends the rows of an undertaking unless the table has a row with the key of the first of them.
     *
     * <p>A series has one mark, however many undertakings it has: the highest number so far. A higher number is new. Of one that is not,
     * as it came late or for the second time, the rows are looked for.
     *
     * @param series undertakings of which one is worked on at a time as a rule, such as the runs of a job
     * @param number of the undertaking in its series; rises as a rule, else it costs a look into the table
     */
    void appendOnce(String series, long number, List<Row> rows) {
        lake.ensure(layout);
        boolean isOpen = true;
        while (isOpen) {
            isOpen = lake.writing(layout.table().toString(), () -> !appendedNow(series, number, rows));
        }
    }

    /** False when somebody else moved the mark of the series meanwhile. */
    private boolean appendedNow(String series, long number, List<Row> rows) {
        DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(layout.table()));
        long seen = files.mark(series);
        if ((seen < 0 || number <= seen) && holds(rows.get(0))) {
            return true;
        }
        return committed(files, series, Math.max(number, Math.max(seen, 0)), rows);
    }

    /** Whether the newest version has a row with the key of this one. */
    private boolean holds(Row row) {
        StructType keys = new StructType(
                key.stream().map(name -> layout.schema().apply(name)).toArray(StructField[]::new));
        Function<String, Object> of = name -> row.get(layout.schema().fieldIndex(name));
        String first = key.get(0);
        return lake.rows(layout.table(), keys, Map.of(first, Set.of((String) of.apply(first)))).stream()
                .anyMatch(there -> key.stream().allMatch(name -> of.apply(name).equals(there.getAs(name))));
    }

    /**
     * Appends rows if the application's mark is still the one seen, and moves it on by one; the first mark is 1.
     *
     * @return whether this call appended; false when somebody else was first
     */
    boolean appendSerial(String application, long seen, List<Row> rows) {
        lake.ensure(layout);
        return lake.writing(layout.table().toString(), () -> {
            while (true) {
                DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(layout.table()));
                if (files.mark(application) != seen) {
                    return false;
                }
                if (committed(files, application, Math.max(seen, 0) + 1, rows)) {
                    return true;
                }
            }
        });
    }

    /** False when somebody else changed the table meanwhile, so that the caller must look again. */
    private boolean committed(DeltaFiles files, String application, long mark, List<Row> rows) {
        Map<String, Long> marks = new TreeMap<>(Map.of(application, mark));
        List<Row> linked = rows;
        if (chain.isPresent()) {
            Optional<List<Row>> placed = linked(chain.get(), files, rows);
            if (placed.isEmpty()) {
                return false;
            }
            linked = placed.get();
            marks.put(RowChain.MARK, chain.get().last(linked).orElseThrow().sequence());
        }
        files.write(linked, layout, lake.hadoop());
        try {
            files.commit(DeltaFiles.Files.none(), DeltaFiles.Files.none(), marks, "headrace " + application);
        } catch (io.delta.exceptions.ConcurrentTransactionException somebodyElse) {
            return false;
        }
        noteHead(linked);
        new Upkeep(lake, layout.table()).afterAppend(files.filesAtStart());
        return true;
    }

    /**
     * The rows with their places; empty where the table was changed since the commit began. The end of the chain is looked up where it is noted, and
     * only if that is behind the table's own count the rows are read, so that an append costs the same however long the chain is.
     */
    private Optional<List<Row>> linked(RowChain of, DeltaFiles files, List<Row> rows) {
        long counted = Math.max(files.mark(RowChain.MARK), 0);
        Optional<Anchor.Mark> end =
                new ChainHeads(lake).mark(of.name()).filter(head -> counted > 0 && head.size() == counted);
        if (end.isPresent()) {
            return Optional.of(of.behind(counted, end.get().last(), files.nowMicros(), rows));
        }
        List<Row> there = rows();
        if (counted == 0 && !there.isEmpty()) {
            linkOlderRows();
            return Optional.empty();
        }
        return versionRead == files.startVersion()
                ? Optional.of(of.after(there, counted, files.nowMicros(), rows))
                : Optional.empty();
    }

    private void noteHead(List<Row> linked) {
        chain.flatMap(rows -> rows.last(linked))
                .ifPresent(last -> new ChainHeads(lake).note(chain.get().name(), last.sequence(), last.digest()));
    }

    /** The rows that an earlier release wrote get their places, in files that take the place of theirs. */
    private void linkOlderRows() {
        DeltaFiles files = DeltaFiles.begin(lake.spark(), lake.path(layout.table()));
        DeltaFiles.Files present = files.filesNow(Map.of());
        List<Row> there = rows();
        if (files.mark(RowChain.MARK) > 0 || versionRead != files.startVersion()) {
            return;
        }
        List<Row> linked = chain.orElseThrow().after(List.of(), 0, files.nowMicros(), there);
        files.write(linked, layout, lake.hadoop());
        try {
            files.commit(
                    present, DeltaFiles.Files.none(), Map.of(RowChain.MARK, (long) linked.size()), "headrace chain");
        } catch (DeltaConcurrentModificationException somebodyElse) {
            return;
        }
        noteHead(linked);
    }

    /** The mark of the application; -1 when it was never set. */
    long mark(String application) {
        return lake.guard(
                layout.table().toString(),
                () -> lake.small(layout.table())
                        .map(newest -> newest.mark(application))
                        .orElse(-1L));
    }
}
