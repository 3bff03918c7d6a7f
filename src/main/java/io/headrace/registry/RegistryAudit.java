package io.headrace.registry;

import io.headrace.table.ChainedTables;
import io.headrace.table.EventTable;
import io.headrace.table.Tampering;
import io.headrace.table.Tampering.Kind;
import io.headrace.trust.chain.Anchor;
import io.headrace.trust.chain.ChainState;
import io.headrace.trust.chain.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Audits the events of one model. They have a chain of their own, in which the digest goes over the event as JSON, the digest of the event before
 * among it; anchors and Merkle heads are those of all chains, with the events' digests as leaves.
 *
 * @param chain name of the chain, for messages
 */
public record RegistryAudit(String chain) {
    public RegistryAudit {
        Objects.requireNonNull(chain, "chain");
    }

    /**
     * What is not as it was.
     *
     * @param events in the order of their numbers
     * @param counted how many the table's log counts
     * @param anchors what is known of the chain elsewhere
     */
    Result of(List<EventTable.Entry<ModelEvent>> events, long counted, List<? extends Anchor> anchors) {
        List<Tampering> found = new ArrayList<>();
        SortedMap<Long, ChainState> states = new TreeMap<>();
        ChainState state = ChainState.EMPTY;
        states.put(0L, state);
        for (EventTable.Entry<ModelEvent> entry : events) {
            check(entry, state, found);
            state = new ChainState(
                    entry.digest(), entry.record().atMicros(), state.tree().append(leaf(entry.digest())));
            states.put(state.size(), state);
        }
        long end = events.isEmpty() ? 0 : events.get(events.size() - 1).seq();
        long known = anchors.stream().mapToLong(Anchor::size).max().orElse(0);
        if (Math.max(known, counted) > end) {
            found.add(tampering(
                    Kind.CUT_TAIL,
                    end + 1,
                    "the events end with " + end + ", but "
                            + anchors.stream()
                                    .filter(anchor -> anchor.size() > end)
                                    .findFirst()
                                    .map(anchor -> anchor.words() + " knows " + anchor.size())
                                    .orElse("the table's log counts " + counted)));
        }
        if (found.isEmpty()) {
            anchors.stream()
                    .filter(anchor -> !anchor.holds(states.get(anchor.size())))
                    .findFirst()
                    .ifPresent(anchor -> found.add(tampering(
                            Kind.REWRITTEN,
                            anchor.size(),
                            "the events fit each other, but " + anchor.words() + " speaks of other ones")));
        }
        return new Result(state, found, anchors.size());
    }

    private void check(EventTable.Entry<ModelEvent> entry, ChainState before, List<Tampering> found) {
        long place = before.size() + 1;
        ModelEvent event = entry.record();
        if (!entry.isIntact() || event.seq() != entry.seq()) {
            found.add(tampering(Kind.EDITED, entry.seq(), "event " + entry.seq() + " was changed"));
        } else if (entry.seq() != place) {
            found.add(tampering(
                    entry.seq() > place ? Kind.REMOVED : Kind.INSERTED,
                    place,
                    "event " + entry.seq() + " stands where event " + place + " belongs"));
        } else if (!event.previous().equals(before.last())) {
            found.add(tampering(Kind.EDITED, place, "event " + place + " does not follow from event " + (place - 1)));
        }
        Duration older = Duration.of(before.atMicros() - event.atMicros(), ChronoUnit.MICROS);
        if (before.size() > 0 && older.compareTo(ChainedTables.CLOCKS) > 0) {
            found.add(tampering(
                    Kind.CLOCK_SET_BACK,
                    entry.seq(),
                    "event " + entry.seq() + " is " + older + " older than the one before it"));
        }
    }

    private Tampering tampering(Kind kind, long place, String words) {
        return new Tampering(kind, chain + " event " + place, words);
    }

    /** Whatever tampering has left in the place of a digest counts as its text. */
    private static String leaf(String digest) {
        try {
            return MerkleTree.leaf(HexFormat.of().parseHex(digest));
        } catch (IllegalArgumentException e) {
            return MerkleTree.leaf(digest.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * What was found.
     *
     * @param state the chain's end, to be trusted only if nothing was found
     * @param anchors how many it was held against
     */
    public record Result(ChainState state, List<Tampering> found, int anchors) {
        public Result {
            Objects.requireNonNull(state, "state");
            found = List.copyOf(found);
        }
    }
}
