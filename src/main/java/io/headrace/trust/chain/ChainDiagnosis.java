package io.headrace.trust.chain;

import io.headrace.trust.chain.ChainFault.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Says what happened to a broken chain.
 *
 * <p>Each row names the one before it, so a row's true place follows from the rows before it, whatever number it bears. Where nobody
 * names what a row names, its number says where it stands, if that place is free. Rows without a place were inserted, places
 * without a row were removed.
 */
final class ChainDiagnosis {
    /** How far a row's number may be from the place that its digest tells, when no other row tells it. */
    private static final long RENUMBERED = 16;

    private final String chain;
    private final ChainState start;
    private final long held;
    private final List<StoredRow> rows;
    private final Map<String, List<Integer>> byPrevious = new HashMap<>();
    /** Positions in the list by place in the chain. */
    private final SortedMap<Long, Integer> placed = new TreeMap<>();

    private final Set<Integer> positions = new HashSet<>();
    private final List<ChainFault> faults = new ArrayList<>();

    /** @param held up to which row an anchor holds */
    ChainDiagnosis(String chain, ChainState start, long held, List<StoredRow> rows) {
        this.chain = chain;
        this.start = start;
        this.held = held;
        this.rows = rows;
        for (int i = 0; i < rows.size(); i++) {
            byPrevious
                    .computeIfAbsent(link(i).previous(), previous -> new ArrayList<>())
                    .add(i);
        }
        place();
        missing();
        strangers();
        changed();
        joints();
        moved();
    }

    List<ChainFault> faults() {
        return faults;
    }

    /** The greatest place that has a row. */
    long end() {
        return placed.isEmpty() ? start.size() : placed.lastKey();
    }

    private ChainRow link(int position) {
        return rows.get(position).link();
    }

    private void place() {
        follow(start.last(), start.size() + 1);
        IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingLong(position -> link(position).sequence()))
                .forEach(position -> {
                    long place = place(position);
                    if (!positions.contains(position) && place > start.size() && !placed.containsKey(place)) {
                        put(place, position);
                        follow(link(position).digest(), place + 1);
                    }
                });
    }

    /** The place that the row's number says, or one near to it that fits its digest. */
    private long place(int position) {
        long claimed = link(position).sequence();
        return LongStream.rangeClosed(0, 2 * RENUMBERED)
                .map(i -> claimed + (i % 2 == 0 ? i / 2 : -(i + 1) / 2))
                .filter(place -> link(position).fits(chain, place))
                .findFirst()
                .orElse(claimed);
    }

    /** Places the row that names this digest, and the one that names that row, and so on. */
    private void follow(String digest, long place) {
        String last = digest;
        for (long next = place; !placed.containsKey(next); next++) {
            Optional<Integer> follower = follower(last, next);
            if (follower.isEmpty()) {
                return;
            }
            put(next, follower.get());
            last = link(follower.get()).digest();
        }
    }

    private void put(long place, int position) {
        placed.put(place, position);
        positions.add(position);
    }

    /** Of several rows that name the same one: one that fits the place, then the one with most rows behind it. */
    private Optional<Integer> follower(String digest, long place) {
        List<Integer> candidates = byPrevious.getOrDefault(digest, List.of()).stream()
                .filter(position -> !positions.contains(position))
                .toList();
        return candidates.size() < 2
                ? candidates.stream().findFirst()
                : candidates.stream()
                        .min(Comparator.comparing((Integer position) ->
                                        !rows.get(position).isAsWritten(chain, place))
                                .thenComparing(position -> -behind(position)));
    }

    private int behind(int position) {
        Set<Integer> seen = new HashSet<>();
        Optional<Integer> next = Optional.of(position);
        while (next.isPresent() && seen.add(next.get())) {
            next = byPrevious.getOrDefault(link(next.get()).digest(), List.of()).stream()
                    .findFirst();
        }
        return seen.size();
    }

    private void missing() {
        long expected = start.size() + 1;
        for (long place : placed.keySet()) {
            if (place > expected) {
                add(
                        Kind.REMOVED,
                        expected,
                        expected == place - 1
                                ? "row " + expected + " is gone"
                                : "rows " + expected + " to " + (place - 1) + " are gone");
            }
            expected = place + 1;
        }
    }

    private void strangers() {
        for (int position = 0; position < rows.size(); position++) {
            if (!positions.contains(position)) {
                long number = link(position).sequence();
                add(Kind.INSERTED, number, "a second row bears the number " + number + ", and no other row names it");
            }
        }
    }

    private void changed() {
        Map<String, Long> places = new HashMap<>();
        placed.forEach((place, position) -> places.put(link(position).content(), place));
        placed.forEach((place, position) -> {
            StoredRow row = rows.get(position);
            if (!row.link().fits(chain, place)) {
                add(Kind.EDITED, place, "row " + place + " was changed: its digest is not that of its chain columns");
            } else if (!row.isAsWritten(chain, place)) {
                Long other = places.get(row.content().orElseThrow());
                add(
                        other == null ? Kind.EDITED : Kind.REORDERED,
                        place,
                        other == null
                                ? "row " + place + " was changed: its values are not those of its digest"
                                : "row " + place + " has the values of row " + other);
            }
        });
    }

    /** Neighbours that are right by themselves and do not fit together. */
    private void joints() {
        String last = start.last();
        long lastPlace = start.size();
        boolean lastFits = true;
        for (Map.Entry<Long, Integer> entry : placed.entrySet()) {
            long place = entry.getKey();
            ChainRow link = link(entry.getValue());
            boolean fits = link.fits(chain, place);
            if (place == lastPlace + 1 && lastFits && fits && !link.previous().equals(last)) {
                joint(place);
            }
            last = link.digest();
            lastPlace = place;
            lastFits = fits;
        }
    }

    private void joint(long place) {
        if (place == start.size() + 1) {
            add(Kind.EDITED, place, "row " + place + " was replaced: it does not follow what came before");
        } else if (place - 1 <= held) {
            add(
                    Kind.INSERTED,
                    place,
                    "row " + place + " does not follow row " + (place - 1) + ", which an anchor knows");
        } else {
            add(
                    Kind.EDITED,
                    place - 1,
                    "row " + (place - 1) + " was replaced: row " + place + " names another one"
                            + (place == end() ? " (or row " + place + " is a stranger's)" : ""));
        }
    }

    private void moved() {
        List<Integer> listed = placed.values().stream().sorted().toList();
        int rank = 0;
        for (Map.Entry<Long, Integer> entry : placed.entrySet()) {
            long place = entry.getKey();
            long number = link(entry.getValue()).sequence();
            if (!listed.get(rank).equals(entry.getValue())) {
                add(Kind.REORDERED, place, "row " + place + " does not stand at its place");
            } else if (number != place && link(entry.getValue()).fits(chain, place)) {
                add(Kind.EDITED, place, "row " + place + " bears the number " + number);
            }
            rank++;
        }
    }

    private void add(Kind kind, long place, String words) {
        faults.add(new ChainFault(kind, place, words));
    }
}
