package io.headrace.maintain;

import io.headrace.spec.TableName;
import io.headrace.table.FileHistory;
import io.headrace.table.FileHistory.DataFile;
import io.headrace.table.FileHistory.Stored;
import io.headrace.table.FileHistory.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a vacuum of a table removes, and what stays for whom.
 *
 * @param going files that go, by absolute path, with their bytes: they left the table long enough ago and no pin needs them, or no commit
 *     names them and they were written a day ago or earlier, as a killed process leaves them
 * @param held what pins need, one for each pin
 * @param heldBytes of files that left the table long enough ago and stay for pins
 */
public record VacuumPlan(TableName table, SortedMap<String, Long> going, List<Held> held, long heldBytes) {
    /** A file that no commit names may be about to be committed for so long. */
    private static final Duration BEING_WRITTEN = Duration.ofDays(1);

    public VacuumPlan {
        going = Collections.unmodifiableSortedMap(new TreeMap<>(going));
        held = List.copyOf(held);
    }

    /**
     * What a pin needs.
     *
     * @param files how many files its version has
     * @param bytes of files that would go if nothing needed them: what the pin costs, with others that need the same
     * @param alone of these, bytes that no other holder needs
     * @param missing how many files of the version are not there
     * @param lost why it cannot be read any more, in words; empty where it can
     */
    public record Held(Pin pin, long files, long bytes, long alone, long missing, String lost) {
        /** Whether the version cannot be read any more. */
        public boolean isBroken() {
            return !lost.isEmpty();
        }
    }

    /**
     * Plans it.
     *
     * @param pins of the table
     * @param keep how long files stay that left the table
     */
    public static VacuumPlan of(FileHistory history, Collection<Pin> pins, Duration keep, Instant now) {
        Instant until = now.minus(keep);
        SortedMap<String, Long> old = new TreeMap<>();
        Map<String, Stored> unknown = new HashMap<>(history.stored());
        for (DataFile file : history.files()) {
            boolean isThere = unknown.remove(file.path()) != null;
            if (isThere && !file.isShown() && !file.left().isAfter(until)) {
                old.put(file.path(), file.bytes());
            }
        }
        Map<String, String> holders = new HashMap<>();
        pins.forEach(pin -> history.files().stream()
                .filter(file -> old.containsKey(file.path()) && pin.needs(file))
                .forEach(file ->
                        holders.merge(file.path(), pin.holder(), (one, other) -> one.equals(other) ? one : "")));
        List<Held> held =
                pins.stream().map(pin -> held(history, pin, old, holders)).toList();
        SortedMap<String, Long> going = new TreeMap<>(old);
        going.keySet().removeAll(holders.keySet());
        long heldBytes = sum(old) - sum(going);
        unknown.forEach((path, file) -> {
            if (!file.written().isAfter(now.minus(BEING_WRITTEN))) {
                going.put(path, file.bytes());
            }
        });
        return new VacuumPlan(history.table(), going, held, heldBytes);
    }

    /** @param holders file to the one holder that needs it; empty for several */
    private static Held held(FileHistory history, Pin pin, Map<String, Long> old, Map<String, String> holders) {
        List<DataFile> needed = history.files().stream().filter(pin::needs).toList();
        long bytes = 0;
        long alone = 0;
        long missing = 0;
        for (DataFile file : needed) {
            bytes += old.getOrDefault(file.path(), 0L);
            alone += pin.holder().equals(holders.get(file.path())) ? old.getOrDefault(file.path(), 0L) : 0;
            missing += history.stored().containsKey(file.path()) ? 0 : 1;
        }
        return new Held(pin, needed.size(), bytes, alone, missing, lost(history, pin, missing, needed.size()));
    }

    private static String lost(FileHistory history, Pin pin, long missing, long files) {
        if (pin.version() < history.oldest()) {
            return "the table's log begins at version " + history.oldest();
        }
        if (missing == 0) {
            return "";
        }
        List<Work> after = new ArrayList<>(history.works());
        after.removeIf(work -> work.version() <= pin.version());
        Optional<Work> last = after.stream().reduce((first, second) -> second);
        return missing + " of " + files + " files are gone; "
                + last.map(work -> "version " + work.version() + " of the table, " + work.at() + ", is " + work.words())
                        .orElse("no commit says who removed them");
    }

    /** How many bytes go. */
    public long bytes() {
        return sum(going);
    }

    private static long sum(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
