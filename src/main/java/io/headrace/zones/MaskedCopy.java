package io.headrace.zones;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.run.Digest;
import io.headrace.run.Faults;
import io.headrace.run.Json;
import io.headrace.spec.MaskedView;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One copy. Its parts carry the mark of the files of the table and of the definition that they were made of, so that a part is made anew when one of them
 * is another, and only then.
 */
final class MaskedCopy {
    /** Files that the copy does not show any more stay as long, for readers that are at them. */
    static final Duration KEPT = Duration.ofHours(1);

    /** The part of a table that is not divided. */
    private static final String WHOLE = "";

    private static final String PERSON = "_person";
    private static final String DEFINITION = "definition";
    private static final long HIDDEN = -1;
    private static final int ATTEMPTS = 10;
    private static final int DIGITS = 15;
    private static final int HEXADECIMAL = 16;

    private final MaskedView view;
    private final TableName table;
    private final Lake lake;
    private final Lake zone;
    private final ZoneFolder folder;
    private final MaskedColumns columns;
    private final Clock clock;
    private final boolean isDivided;
    private final Map<String, Tally> made = new TreeMap<>();

    MaskedCopy(
            MaskedView view,
            TableName table,
            Lake lake,
            Lake zone,
            ZoneFolder folder,
            MaskedColumns columns,
            Clock clock) {
        this.view = view;
        this.table = table;
        this.lake = lake;
        this.zone = zone;
        this.folder = folder;
        this.columns = columns;
        this.clock = clock;
        this.isDivided = lake.isPartitionedBy(table, AS_OF);
    }

    /**
     * What a part has.
     *
     * @param part its as-of, as the partition spells it; empty where the table is not divided
     * @param rows how many rows it shows
     * @param groups how many groups were left out, as they are too small
     * @param suppressed how many rows these had
     */
    record Tally(String part, long rows, long groups, long suppressed) {
        Tally {
            Objects.requireNonNull(part, "part");
        }
    }

    /** Makes what is missing or made of something else; returns the copy's version. */
    long follow() {
        String definition = Digest.of("1 " + view.definition() + " " + columns.identity());
        TableLayout layout =
                TableLayout.plain(table, columns.schema(lake.read(table))).keptDays(1);
        zone.ensureAnew(isDivided ? layout.partitionedBy(AS_OF) : layout);
        folder.settle(lake.hadoop());
        int attempts = 0;
        while (!isMade(definition)) {
            if (++attempts > ATTEMPTS) {
                throw ZoneErrors.busy(table.toString(), view.zone());
            }
        }
        boolean isSame = zone.marks(table).getOrDefault(DEFINITION, HIDDEN) == number(definition);
        if (!isSame) {
            // What an earlier definition let through is not to be read by its version either.
            zone.forget(table);
            zone.stage(table).publishUnlessChanged(Map.of(DEFINITION, number(definition)), "definition " + definition);
        } else if (attempts > 0) {
            zone.sweep(table, clock.instant().minus(KEPT));
        }
        folder.settle(lake.hadoop());
        return zone.version(table);
    }

    /** Goes through all parts once; whether each was as it is to be. */
    private boolean isMade(String definition) {
        long version = lake.version(table);
        Map<String, Set<String>> files = new TreeMap<>(lake.filesByPartition(table, version, AS_OF));
        Set<String> parts = new TreeSet<>(files.keySet());
        parts.addAll(zone.filesByPartition(table, zone.version(table), AS_OF).keySet());
        Map<String, Long> marks = zone.marks(table);
        boolean isMade = true;
        for (String part : parts) {
            Set<String> of = files.getOrDefault(part, Set.of());
            long wanted = number(Digest.of(definition + "\n" + String.join("\n", new TreeSet<>(of))));
            if (marks.getOrDefault(mark(part), HIDDEN) != wanted) {
                make(part, lake.read(table, version, of), wanted);
                isMade = false;
            }
        }
        return isMade;
    }

    private static String mark(String part) {
        return "copy/" + part;
    }

    /** A mark is a number. */
    private static long number(String digest) {
        return Long.parseLong(digest.substring(0, DIGITS), HEXADECIMAL);
    }

    private void make(String part, Dataset<Row> rows, long mark) {
        Optional<String> person = view.anonymity().map(columns::person);
        Dataset<Row> masked = columns.of(rows, person, PERSON);
        SmallGroups.Kept kept = view.anonymity()
                .map(anonymity -> new SmallGroups(anonymity, PERSON).of(masked))
                .orElseGet(() -> new SmallGroups.Kept(masked, 0, 0));
        publish(part, kept, mark);
    }

    private void publish(String part, SmallGroups.Kept kept, long mark) {
        StagedTable staged = zone.stage(table);
        staged.mark(mark(part));
        staged.replacePartition(isDivided ? Map.of(AS_OF, part) : Map.of(), kept.rows());
        folder.settle(lake.hadoop());
        Faults.reach("copy of " + table + " staged");
        Tally tally = new Tally(part, staged.rows(), kept.groups(), kept.suppressed());
        staged.publishUnlessChanged(Map.of(mark(part), mark), Json.write(tally));
        made.put(part, tally);
        Faults.reach("copy of " + table + " made");
    }

    /** Shows nothing of an as-of, or of a table that is not divided, until the copy follows again. */
    static void hide(Lake zone, TableName table, String asOf) {
        boolean isDivided = zone.isPartitionedBy(table, AS_OF);
        hide(zone, table, mark(isDivided ? asOf : WHOLE), isDivided ? Map.of(AS_OF, asOf) : Map.of());
        Faults.reach("copy of " + table + " hidden");
    }

    /** Shows nothing of a copy that nothing is to be in any more. */
    static void clear(Lake zone, TableName table) {
        hide(zone, table, DEFINITION, Map.of());
    }

    private static void hide(Lake zone, TableName table, String mark, Map<String, String> partition) {
        OptionalLong hidden = OptionalLong.empty();
        for (int attempt = 0; attempt < ATTEMPTS && hidden.isEmpty(); attempt++) {
            StagedTable staged = zone.stage(table);
            staged.mark(mark);
            staged.replacePartition(partition, zone.read(table).limit(0));
            hidden = staged.publishUnlessChanged(Map.of(mark, HIDDEN), "hidden");
        }
    }

    /** What was made last of an as-of, by whomever. */
    Optional<Tally> tally(String asOf) {
        Tally own = made.get(isDivided ? asOf : WHOLE);
        return own != null ? Optional.of(own) : noted(asOf);
    }

    private Optional<Tally> noted(String asOf) {
        return zone.notes(table).values().stream()
                .filter(note -> note.startsWith("{"))
                .map(note -> Json.read(note, Tally.class))
                .filter(tally -> tally.part().equals(isDivided ? asOf : WHOLE))
                .reduce((first, last) -> last);
    }
}
