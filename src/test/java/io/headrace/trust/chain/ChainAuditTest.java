package io.headrace.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.trust.chain.ChainFault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChainAuditTest {
    private static final String CHAIN = "models";
    private static final ChainAudit AUDIT = new ChainAudit(CHAIN, Duration.ofSeconds(1));
    private static final long SECOND = 1_000_000;

    private static Struct values(int row) {
        return Struct.of("actor", "somebody " + row).with("version", row % 3);
    }

    private static List<StoredRow> rows(int count) {
        List<StoredRow> rows = new ArrayList<>();
        ChainState state = ChainState.EMPTY;
        for (int i = 1; i <= count; i++) {
            ChainRow link = state.next(CHAIN, i * SECOND, Canonical.digest(values(i)));
            rows.add(StoredRow.of(link, values(i)));
            state = state.after(link);
        }
        return rows;
    }

    private static ChainState state(List<StoredRow> rows) {
        ChainState state = ChainState.EMPTY;
        for (StoredRow row : rows) {
            state = state.after(row.link());
        }
        return state;
    }

    private static Checkpoint head(List<StoredRow> rows) {
        return Checkpoint.of("lake/models", state(rows));
    }

    private static ChainFault first(List<StoredRow> rows, Anchor... anchors) {
        List<ChainFault> faults = AUDIT.of(rows, List.of(anchors)).faults();
        assertThat(faults).isNotEmpty();
        return faults.get(0);
    }

    private static void assertFirst(ChainFault found, Kind kind, long sequence) {
        assertThat(found)
                .as(found.words())
                .extracting(ChainFault::kind, ChainFault::sequence)
                .containsExactly(kind, sequence);
    }

    private static StoredRow with(StoredRow row, long sequence) {
        ChainRow link = row.link();
        return new StoredRow(
                new ChainRow(sequence, link.atMicros(), link.previous(), link.content(), link.digest()), row.content());
    }

    private static void sort(List<StoredRow> rows) {
        rows.sort(Comparator.comparingLong(row -> row.link().sequence()));
    }

    /** A row with other values whose digest fits, as somebody would write it who knows the format. */
    private static StoredRow forged(long sequence, String previous) {
        String content = Canonical.digest(Struct.of("actor", "a stranger"));
        return new StoredRow(ChainRow.of(CHAIN, sequence, sequence * SECOND, previous, content), Optional.of(content));
    }

    @Property(tries = 50)
    void anUntouchedChainIsIntact(@ForAll @IntRange(max = 60) int count, @ForAll long seed) {
        List<StoredRow> rows = rows(count);
        int cut = new Random(seed).nextInt(count + 1);
        ChainReport report = AUDIT.of(rows, List.of(head(rows), head(rows.subList(0, cut))));
        assertThat(report.faults()).isEmpty();
        assertThat(report.isIntact()).isTrue();
        assertThat(report.state()).isEqualTo(state(rows));
        assertThat(report.anchors()).isEqualTo(2);
        ChainReport rest = AUDIT.since(state(rows.subList(0, cut)), rows.subList(cut, count), List.of(head(rows)));
        assertThat(rest).isEqualTo(new ChainReport(report.state(), List.of(), List.of(), 1));
    }

    @Property(tries = 100)
    void editedValuesAreFound(@ForAll @IntRange(min = 1, max = 40) int count, @ForAll long seed) {
        List<StoredRow> rows = rows(count);
        int edited = new Random(seed).nextInt(count);
        rows.set(edited, StoredRow.of(rows.get(edited).link(), values(1_000)));
        assertFirst(first(rows), Kind.EDITED, edited + 1);
        assertThat(AUDIT.of(rows, List.of(head(rows))).faults()).hasSize(1);
    }

    @Property(tries = 150)
    void editedLinksAreFound(@ForAll @IntRange(min = 1, max = 40) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<StoredRow> rows = rows(count);
        int edited = random.nextInt(count);
        ChainRow link = rows.get(edited).link();
        String drawn = rows.get(random.nextInt(count)).link().digest();
        String other = drawn.equals(link.previous()) ? link.digest() : drawn;
        ChainRow changed = switch (random.nextInt(5)) {
            case 0 ->
                new ChainRow(link.sequence(), link.atMicros() + 1, link.previous(), link.content(), link.digest());
            case 1 -> new ChainRow(link.sequence(), link.atMicros(), other, link.content(), link.digest());
            case 2 -> new ChainRow(link.sequence(), link.atMicros(), link.previous(), other, link.digest());
            case 3 -> new ChainRow(link.sequence(), link.atMicros(), link.previous(), link.content(), "nonsense");
            default ->
                new ChainRow(link.sequence() + count, link.atMicros(), link.previous(), link.content(), link.digest());
        };
        rows.set(edited, new StoredRow(changed, rows.get(edited).content()));
        assertFirst(first(rows), Kind.EDITED, edited + 1);
    }

    @Property(tries = 100)
    void aRowReplacedWithItsDigestsIsFound(@ForAll @IntRange(min = 2, max = 40) int count, @ForAll long seed) {
        List<StoredRow> rows = rows(count);
        int edited = new Random(seed).nextInt(count - 1);
        rows.set(edited, forged(edited + 1, rows.get(edited).link().previous()));
        assertFirst(first(rows), Kind.EDITED, edited + 1);
    }

    @Property(tries = 100)
    void removedRowsAreFound(@ForAll @IntRange(min = 2, max = 40) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<StoredRow> rows = rows(count);
        Checkpoint head = head(rows);
        int from = random.nextInt(count - 1);
        int to = from + 1 + random.nextInt(count - 1 - from);
        rows.subList(from, to).clear();
        assertThat(AUDIT.of(rows, List.of(head)).faults()).singleElement().satisfies(fault -> {
            assertFirst(fault, Kind.REMOVED, from + 1);
            assertThat(fault.words())
                    .isEqualTo(
                            to == from + 1
                                    ? "row " + to + " is gone"
                                    : "rows " + (from + 1) + " to " + to + " are gone");
        });
    }

    @Property(tries = 100)
    void aRowRemovedAndTheOthersRenumberedIsFound(@ForAll @IntRange(min = 2, max = 40) int count, @ForAll long seed) {
        List<StoredRow> rows = rows(count);
        int removed = new Random(seed).nextInt(count - 1);
        rows.remove(removed);
        for (int i = removed; i < rows.size(); i++) {
            rows.set(i, with(rows.get(i), i + 1));
        }
        assertFirst(first(rows), Kind.REMOVED, removed + 1);
    }

    @Property(tries = 150)
    void exchangedRowsAreFound(@ForAll @IntRange(min = 2, max = 40) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<StoredRow> rows = rows(count);
        int one = random.nextInt(count - 1);
        int other = one + 1 + random.nextInt(count - 1 - one);
        switch (random.nextInt(3)) {
            case 0 -> Collections.swap(rows, one, other);
            case 1 -> {
                StoredRow kept = rows.get(one);
                rows.set(one, with(rows.get(other), one + 1));
                rows.set(other, with(kept, other + 1));
            }
            default -> {
                Optional<String> kept = rows.get(one).content();
                rows.set(
                        one, new StoredRow(rows.get(one).link(), rows.get(other).content()));
                rows.set(other, new StoredRow(rows.get(other).link(), kept));
            }
        }
        List<ChainFault> faults = AUDIT.of(rows, List.of()).faults().stream()
                .filter(fault -> fault.kind() != Kind.CLOCK_SET_BACK)
                .toList();
        assertThat(faults).extracting(ChainFault::kind).containsExactly(Kind.REORDERED, Kind.REORDERED);
        assertThat(faults).extracting(ChainFault::sequence).containsExactly(one + 1L, other + 1L);
    }

    @Property(tries = 150)
    void insertedRowsAreFound(@ForAll @IntRange(min = 2, max = 40) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<StoredRow> rows = rows(count);
        int place = random.nextInt(count - 1);
        String previous = rows.get(place).link().previous();
        StoredRow stranger = switch (random.nextInt(4)) {
            case 0 -> forged(place + 1, previous);
            case 1 -> forged(place + 1, "f".repeat(64));
            case 2 -> rows.get(place);
            default ->
                new StoredRow(
                        new ChainRow(place + 1, place * SECOND, previous, "nonsense", "nonsense"), Optional.empty());
        };
        rows.add(place + random.nextInt(2), stranger);
        assertFirst(first(rows, head(rows(count))), Kind.INSERTED, place + 1);
    }

    @Test
    void aRowInsertedAndTheOthersRenumberedIsFound() {
        List<StoredRow> rows = rows(9);
        for (int i = 4; i < 9; i++) {
            rows.set(i, with(rows.get(i), i + 2));
        }
        rows.add(4, forged(5, rows.get(3).link().digest()));
        assertFirst(first(rows), Kind.INSERTED, 5);
    }

    @Test
    void aStrangerBehindAnAnchoredRowIsTold() {
        List<StoredRow> rows = rows(5);
        Checkpoint head = head(rows);
        rows.add(forged(6, "f".repeat(64)));
        assertFirst(first(rows, head), Kind.INSERTED, 6);
        assertThat(first(rows).words())
                .isEqualTo("row 5 was replaced: row 6 names another one (or row 6 is a stranger's)");
    }

    @Property(tries = 100)
    void aCutTailIsFoundByAnAnchorOnly(@ForAll @IntRange(min = 1, max = 40) int count, @ForAll long seed) {
        List<StoredRow> rows = rows(count);
        int left = new Random(seed).nextInt(count);
        Anchor mark = new Anchor.Mark(count, rows.get(count - 1).link().digest(), "scores.lapse");
        for (Anchor anchor : List.of(head(rows), mark)) {
            assertThat(AUDIT.of(rows.subList(0, left), List.of(anchor)).faults())
                    .singleElement()
                    .satisfies(fault -> assertFirst(fault, Kind.CUT_TAIL, left + 1));
        }
        assertThat(AUDIT.of(rows.subList(0, left), List.of()).isIntact()).isTrue();
    }

    @Property(tries = 100)
    void aChainWrittenAnewIsFoundBetweenItsAnchors(@ForAll @IntRange(min = 3, max = 40) int count, @ForAll long seed) {
        List<StoredRow> rows = rows(count);
        int edited = 1 + new Random(seed).nextInt(count - 1);
        List<Anchor> anchors = List.of(head(rows), head(rows.subList(0, edited)), head(rows.subList(0, 1)));
        List<StoredRow> anew = new ArrayList<>(rows.subList(0, edited));
        ChainState state = state(anew);
        for (int i = edited; i < count; i++) {
            StoredRow row = i == edited
                    ? forged(i + 1, state.last())
                    : StoredRow.of(state.next(CHAIN, (i + 1) * SECOND, Canonical.digest(values(i + 1))), values(i + 1));
            anew.add(row);
            state = state.after(row.link());
        }
        assertThat(AUDIT.of(anew, List.of()).isIntact()).isTrue();
        assertThat(AUDIT.of(anew, anchors).faults())
                .singleElement()
                .satisfies(fault -> assertFirst(fault, Kind.REWRITTEN, edited + 1));
        assertThat(AUDIT.of(
                                anew,
                                List.of(new Anchor.Mark(
                                        count, rows.get(count - 1).link().digest(), "t")))
                        .faults())
                .singleElement()
                .satisfies(fault -> assertFirst(fault, Kind.REWRITTEN, 1));
    }

    @Test
    void aStateThatIsNotOfTheChainIsTold() {
        List<StoredRow> rows = rows(6);
        ChainState other = ChainState.EMPTY.after(forged(1, "").link());
        List<ChainFault> faults = AUDIT.since(other, rows.subList(1, 6), List.of(head(rows.subList(0, 1))))
                .faults();
        assertFirst(faults.get(0), Kind.EDITED, 2);
        assertThat(faults.get(0).words()).isEqualTo("row 2 was replaced: it does not follow what came before");
        assertFirst(
                AUDIT.since(other, List.of(), List.of(head(rows.subList(0, 1))))
                        .faults()
                        .get(0),
                Kind.REWRITTEN,
                1);
    }

    /** Whatever is done to the rows, an audit with the head of before sees it. */
    @Property(tries = 250)
    void nothingThatIsDoneToAChainStaysUnseen(@ForAll @IntRange(min = 1, max = 12) int count, @ForAll long seed) {
        Random random = new Random(seed);
        List<StoredRow> before = rows(count);
        List<StoredRow> rows = new ArrayList<>(before);
        for (int i = 1 + random.nextInt(4); i > 0 && !rows.isEmpty(); i--) {
            int place = random.nextInt(rows.size());
            switch (random.nextInt(5)) {
                case 0 -> rows.remove(place);
                case 1 ->
                    rows.set(
                            place,
                            forged(
                                    1 + random.nextInt(count),
                                    rows.get(place).link().previous()));
                case 2 -> rows.add(place, before.get(random.nextInt(count)));
                case 3 -> Collections.swap(rows, place, random.nextInt(rows.size()));
                default -> rows.set(place, with(rows.get(place), random.nextInt(count) + 1));
            }
        }
        if (random.nextBoolean()) {
            sort(rows);
        }
        assertThat(AUDIT.of(rows, List.of(head(before))).isIntact()).isEqualTo(rows.equals(before));
    }

    @Test
    void aClockSetBackIsNoticed() {
        ChainRow one = ChainState.EMPTY.next(CHAIN, 10 * SECOND, Canonical.digest(values(1)));
        ChainState state = ChainState.EMPTY.after(one);
        ChainRow two = state.next(CHAIN, 9 * SECOND, Canonical.digest(values(2)));
        ChainRow three = state.after(two).next(CHAIN, 7 * SECOND, Canonical.digest(values(3)));
        List<StoredRow> rows =
                List.of(StoredRow.of(one, values(1)), StoredRow.of(two, values(2)), StoredRow.of(three, values(3)));
        assertThat(AUDIT.of(rows, List.of()).faults())
                .containsExactly(new ChainFault(Kind.CLOCK_SET_BACK, 3, "row 3 is PT2S older than the row before it"));
    }

    @Test
    void erasedValuesAreToldAndBreakNothing() {
        List<StoredRow> rows = rows(5);
        Checkpoint head = head(rows);
        rows.set(2, StoredRow.erased(rows.get(2).link()));
        ChainReport report = AUDIT.of(rows, List.of(head));
        assertThat(report.isIntact()).isTrue();
        assertThat(report.erased()).containsExactly(3L);
    }

    @Test
    void aRowOfAnotherChainFitsNoOther() {
        ChainRow link = ChainState.EMPTY.next("ledger", SECOND, Canonical.digest(values(1)));
        assertFirst(first(List.of(StoredRow.of(link, values(1)))), Kind.EDITED, 1);
    }

    @Test
    void theDigestOfARowIsAsDocumented() {
        ChainRow link = ChainState.EMPTY.next(CHAIN, 5, "c0");
        assertThat(link)
                .isEqualTo(new ChainRow(
                        1, 5, "", "c0", Canonical.digest(List.of("headrace-chain-1", CHAIN, 1L, 5L, "", "c0"))));
    }
}
