package io.headrace.trust.chain;

import io.headrace.trust.chain.ChainFault.Kind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Audits a chain: recomputes its digests and holds it against anchors.
 *
 * <p>One pass over the rows with little memory; only when that finds a fault are all rows taken into memory, to say which.
 *
 * @param chain name of the chain
 * @param clocks how far the clocks of the machines that write may differ
 */
public record ChainAudit(String chain, Duration clocks) {
    public ChainAudit {
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(clocks, "clocks");
    }

    /**
     * Audits a whole chain.
     *
     * @param rows in the order of their sequence numbers; may be iterated twice
     * @param anchors what is known of the chain from elsewhere
     */
    public ChainReport of(Iterable<StoredRow> rows, List<? extends Anchor> anchors) {
        return since(ChainState.EMPTY, rows, anchors);
    }

    /**
     * Audits only what came after a state that was found right before; cheap enough for every run.
     *
     * @param rows those behind the state
     * @param anchors those of smaller sizes than the state's are not looked at
     */
    public ChainReport since(ChainState start, Iterable<StoredRow> rows, List<? extends Anchor> anchors) {
        Pass pass = new Pass(start, anchors);
        rows.forEach(pass::take);
        List<ChainFault> faults = new ArrayList<>(pass.clocks);
        long end = pass.state.size();
        if (pass.firstBreak.isPresent()) {
            ChainDiagnosis diagnosis = new ChainDiagnosis(
                    chain,
                    start,
                    pass.held,
                    StreamSupport.stream(rows.spliterator(), false).toList());
            faults.addAll(diagnosis.faults());
            end = diagnosis.end();
        } else {
            pass.rewritten().ifPresent(faults::add);
        }
        pass.cutTail(end).ifPresent(faults::add);
        faults.sort(Comparator.comparingLong(ChainFault::sequence).thenComparing(ChainFault::kind));
        return new ChainReport(
                pass.state,
                faults,
                pass.erased,
                pass.anchors.values().stream().mapToInt(List::size).sum());
    }

    /** One pass over the rows. */
    private final class Pass {
        private final SortedMap<Long, List<Anchor>> anchors;
        private final List<ChainFault> clocks = new ArrayList<>();
        private final List<Long> erased = new ArrayList<>();
        private ChainState state;
        private Optional<Long> firstBreak = Optional.empty();
        private long held;
        private Optional<Anchor> broken = Optional.empty();

        Pass(ChainState start, List<? extends Anchor> anchors) {
            this.state = start;
            this.held = start.size();
            this.anchors = anchors.stream()
                    .filter(anchor -> anchor.size() >= start.size())
                    .collect(Collectors.groupingBy(Anchor::size, TreeMap::new, Collectors.toList()));
            hold();
        }

        void take(StoredRow row) {
            long place = state.size() + 1;
            ChainRow link = row.link();
            boolean follows =
                    link.sequence() == place && link.previous().equals(state.last()) && row.isAsWritten(chain, place);
            if (!follows && firstBreak.isEmpty()) {
                firstBreak = Optional.of(place);
            }
            if (state.size() > 0) {
                clock(place, Duration.of(state.atMicros() - link.atMicros(), ChronoUnit.MICROS));
            }
            if (row.content().isEmpty()) {
                erased.add(place);
            }
            state = state.after(link);
            hold();
        }

        private void clock(long place, Duration older) {
            if (older.compareTo(ChainAudit.this.clocks) > 0) {
                clocks.add(new ChainFault(
                        Kind.CLOCK_SET_BACK, place, "row " + place + " is " + older + " older than the row before it"));
            }
        }

        private void hold() {
            for (Anchor anchor : anchors.getOrDefault(state.size(), List.of())) {
                if (broken.isPresent()) {
                    return;
                }
                if (anchor.holds(state)) {
                    held = state.size();
                } else {
                    broken = Optional.of(anchor);
                }
            }
        }

        Optional<ChainFault> rewritten() {
            return broken.map(anchor -> {
                long from = Math.max(1, Math.min(held + 1, anchor.size()));
                return new ChainFault(
                        Kind.REWRITTEN,
                        from,
                        "the rows fit each other, but " + anchor.words() + " speaks of other rows: something from row "
                                + from + " to row " + anchor.size() + " was written anew");
            });
        }

        Optional<ChainFault> cutTail(long end) {
            return anchors.isEmpty() || anchors.lastKey() <= end
                    ? Optional.empty()
                    : Optional.of(cutTail(end, anchors.get(anchors.lastKey()).get(0)));
        }

        private ChainFault cutTail(long end, Anchor anchor) {
            return new ChainFault(
                    Kind.CUT_TAIL,
                    end + 1,
                    "the chain ends with row " + end + ", but " + anchor.words() + " knows " + anchor.size() + ": rows "
                            + (end + 1) + " to " + anchor.size() + " are gone");
        }
    }
}
