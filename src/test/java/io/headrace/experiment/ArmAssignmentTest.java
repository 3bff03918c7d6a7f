package io.headrace.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.trial.SampleRatio;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ArmAssignmentTest {
    private static final int ENTITIES = 20_000;
    private static final List<String> SHARES = List.of("0.01", "0.05", "0.1", "0.25", "0.5", "1");

    @Test
    void placesAreThoseOfAnyOtherHmac() {
        // Python: int.from_bytes(hmac.new(salt, scope + b"\0" + entity, hashlib.sha256).digest()[:7], "big")
        assertThat(EntityHash.of("salt", "arm:x").place("42")).isEqualTo(50_683_104_652_960_829L);
        assertThat(EntityHash.of("salt", "layer:l").place("42")).isEqualTo(68_690_001_173_256_928L);
        assertThat(EntityHash.of("s\u00e4lz", "arm:voucher").place("K\u00fcche 7"))
                .isEqualTo(11_875_367_743_725_539L);
    }

    @Test
    void armsHaveTheirShares() {
        for (String salt : List.of("a", "b", "c")) {
            ArmLayout layout = layout("champion", "0.5", "challenger", "0.3", "holdout", "0.2");
            Map<String, Long> counts = counts(ArmAssignment.of("x", salt, layout), 0, ENTITIES);

            long[] entities =
                    layout.shares().keySet().stream().mapToLong(counts::get).toArray();
            assertThat(SampleRatio.of(List.copyOf(layout.shares().values())).fixedPValue(entities))
                    .isGreaterThan(1e-4);
        }
    }

    @Test
    void placesAreEvenForNumbersTextsAndKeysThatLookAlike() {
        List<IntFunction<String>> keys = List.of(
                Integer::toString,
                i -> "customer-" + i,
                i -> String.format("%012d", i * 64),
                i -> "0".repeat(i % 900) + i);
        for (IntFunction<String> key : keys) {
            EntityHash hash = EntityHash.of("salt", "arm:x");
            long[] bins = new long[20];
            for (int i = 0; i < ENTITIES; i++) {
                bins[(int) (hash.place(key.apply(i)) / (double) (1L << EntityHash.BITS) * 20)]++;
            }
            List<BigDecimal> even =
                    IntStream.range(0, 20).mapToObj(i -> new BigDecimal("0.05")).toList();
            assertThat(SampleRatio.of(even).fixedPValue(bins)).isGreaterThan(1e-4);
        }
    }

    @Test
    void saltsNamesAndLayersAreIndependent() {
        ArmLayout halves = layout("a", "0.5", "b", "0.5");
        ArmAssignment base = ArmAssignment.of("x", "one", halves);
        List<ArmAssignment> others = List.of(
                ArmAssignment.of("x", "two", halves),
                ArmAssignment.of("y", "one", halves),
                ArmAssignment.within(Layer.of("l", "one", List.of(lane("x", "0", "1"))), "x", "other", halves));
        Layer layer = Layer.of("x", "one", List.of(lane("p", "0", "0.5"), lane("q", "0.5", "1")));
        for (ArmAssignment other : others) {
            assertThat(agreement(i -> base.armOf(i), i -> other.armOf(i))).isEqualTo(0.5, within(0.015));
        }
        assertThat(agreement(i -> base.armOf(i), i -> layer.experimentOf(i).map(lane -> lane.equals("p") ? "a" : "b")))
                .isEqualTo(0.5, within(0.015));
    }

    @Test
    void whoIsInASmallerCanaryIsInEveryLargerOne() {
        ArmLayout layout =
                new ArmLayout("champion", List.of(new ArmLayout.Slot("challenger", BigDecimal.ONE, BigDecimal.ZERO)));
        List<ArmAssignment> canaries = SHARES.stream()
                .map(share -> ArmAssignment.of("x", "salt", layout.with("challenger", new BigDecimal(share))))
                .toList();
        for (int i = 0; i < ENTITIES; i++) {
            boolean isIn = false;
            for (ArmAssignment canary : canaries) {
                boolean isInNow = canary.armOf("e" + i).orElseThrow().equals("challenger");
                assertThat(isIn && !isInNow).isFalse();
                isIn = isInNow;
            }
            assertThat(isIn).isTrue();
        }
    }

    @Test
    void aGrowingArmTakesFromTheFirstArmOnly() {
        ArmLayout layout = new ArmLayout(
                "champion",
                List.of(
                        new ArmLayout.Slot("one", new BigDecimal("0.4"), new BigDecimal("0.1")),
                        new ArmLayout.Slot("two", new BigDecimal("0.4"), new BigDecimal("0.2")),
                        new ArmLayout.Slot("holdout", new BigDecimal("0.1"), new BigDecimal("0.1"))));
        ArmAssignment before = ArmAssignment.of("x", "salt", layout);
        ArmAssignment after = ArmAssignment.of("x", "salt", layout.with("one", new BigDecimal("0.4")));
        for (int i = 0; i < ENTITIES; i++) {
            String was = before.armOf("e" + i).orElseThrow();
            String is = after.armOf("e" + i).orElseThrow();
            assertThat(was.equals(is) || was.equals("champion") && is.equals("one"))
                    .isTrue();
        }
    }

    /** An entity's arm is a function of its key: of a lone one, of one among others, on another day. */
    @Property(seed = "51", tries = 100)
    void othersMoveNobody(@ForAll @AlphaChars @StringLength(min = 1, max = 12) String entity) {
        ArmLayout layout = layout("a", "0.2", "b", "0.3", "c", "0.5");
        ArmAssignment busy = ArmAssignment.of("x", "salt", layout);
        for (int i = 0; i < 20; i++) {
            busy.armOf("other" + i);
        }

        assertThat(busy.armOf(entity))
                .isEqualTo(ArmAssignment.of("x", "salt", layout).armOf(entity));
    }

    @Test
    void anEntityIsInOneExperimentOfALayer() {
        Layer layer = Layer.of("l", "salt", List.of(lane("x", "0", "0.3"), lane("y", "0.3", "0.8")));
        ArmLayout halves = layout("a", "0.5", "b", "0.5");
        ArmAssignment first = ArmAssignment.within(layer, "x", "s1", halves);
        ArmAssignment second = ArmAssignment.within(layer, "y", "s2", halves);
        int inFirst = 0;
        int inSecond = 0;
        int inNone = 0;
        for (int i = 0; i < ENTITIES; i++) {
            Optional<String> one = first.armOf("e" + i);
            Optional<String> two = second.armOf("e" + i);
            assertThat(one.isPresent() && two.isPresent()).isFalse();
            inFirst += one.isPresent() ? 1 : 0;
            inSecond += two.isPresent() ? 1 : 0;
            inNone += one.isEmpty() && two.isEmpty() ? 1 : 0;
        }
        long[] counts = {inFirst, inSecond, inNone};
        assertThat(SampleRatio.of(List.of(new BigDecimal("0.3"), new BigDecimal("0.5"), new BigDecimal("0.2")))
                        .fixedPValue(counts))
                .isGreaterThan(1e-4);
    }

    @Test
    void aNewLaneMovesNobodyInTheOthers() {
        Layer before = Layer.of("l", "salt", List.of(lane("x", "0", "0.3")));
        Layer after = Layer.of("l", "salt", List.of(lane("y", "0.3", "1"), lane("x", "0", "0.3")));
        for (int i = 0; i < 2_000; i++) {
            assertThat(before.experimentOf("e" + i).equals(Optional.of("x")))
                    .isEqualTo(after.experimentOf("e" + i).equals(Optional.of("x")));
        }
    }

    @Test
    void sharesAreExact() {
        ArmLayout tenths = layout("a", "0.1", "b", "0.2", "c", "0.7");

        assertThat(tenths.shares().values())
                .containsExactly(new BigDecimal("0.1"), new BigDecimal("0.2"), new BigDecimal("0.7"));
        assertThat(ArmLayout.places(BigDecimal.ONE)).isEqualTo(1L << 56);
        assertThat(ArmLayout.places(new BigDecimal("0.1"))).isEqualTo(7_205_759_403_792_793L);
        assertThat(counts(ArmAssignment.of("x", "s", layout("a", "0", "b", "1")), 0, 500))
                .containsOnlyKeys("b");
    }

    @Test
    void aRunningExperimentKeepsItsArmsAndRooms() {
        ArmLayout layout =
                new ArmLayout("a", List.of(new ArmLayout.Slot("b", new BigDecimal("0.5"), new BigDecimal("0.05"))));

        assertThat(layout.refusalOf(layout.with("b", new BigDecimal("0.1")))).isEmpty();
        assertThat(layout.refusalOf(layout("a", "0.4", "b", "0.6")))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("arms or rooms changed from a the rest, b 0.05 of 0.5 to a the rest, b 0.6")
                        .contains("new name"));
        assertThat(layout.refusalOf(layout("c", "0.5", "b", "0.5"))).isPresent();
        assertThat(layout.refusalOf(layout("a", "0.4", "b", "0.5", "c", "0.1"))).isPresent();
    }

    @Test
    void refusesWhatIsNoLayout() {
        assertThatThrownBy(() -> layout("a", "0.5", "b", "0.4")).hasMessage("shares of arms must sum to 1, found 0.9");
        assertThatThrownBy(() -> new ArmLayout.Slot("b", new BigDecimal("0.1"), new BigDecimal("0.2")))
                .hasMessage("the share of arm b must lie between 0 and its room, 0.1, found 0.2");
        assertThatThrownBy(() -> new ArmLayout("b", List.of(slot("b", "0.1")))).hasMessage("arm b is named twice");
        assertThatThrownBy(() -> new ArmLayout("a", List.of(slot("b", "0.6"), slot("c", "0.5"))))
                .hasMessage("rooms must sum to 1 at most, found 1.1");
        assertThatThrownBy(() -> layout("a", "0.5", "b", "0.5").with("a", BigDecimal.ONE))
                .hasMessage("arm a has no room of its own; there are [a, b]");
        assertThatThrownBy(() -> Layer.of("l", "s", List.of(lane("x", "0", "0.5"), lane("y", "0.4", "1"))))
                .hasMessage("lanes of layer l overlap: x ends at 0.5, y begins at 0.4");
        assertThatThrownBy(() -> ArmAssignment.within(
                        Layer.of("l", "s", List.of(lane("x", "0", "1"))), "z", "s", layout("a", "1")))
                .hasMessage("layer l has no lane for z; there are lanes for [x]");
        assertThatThrownBy(() -> EntityHash.of("", "arm:x")).hasMessageContaining("salt and scope");
        assertThatThrownBy(() -> EntityHash.of("s", "arm:x").place(null)).hasMessage("entity");
    }

    private static double agreement(
            Function<String, Optional<String>> first, Function<String, Optional<String>> second) {
        int same = 0;
        for (int i = 0; i < ENTITIES; i++) {
            same += first.apply("e" + i).equals(second.apply("e" + i)) ? 1 : 0;
        }
        return (double) same / ENTITIES;
    }

    private static Map<String, Long> counts(ArmAssignment assignment, int from, int to) {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = from; i < to; i++) {
            counts.merge(assignment.armOf(Integer.toString(i)).orElseThrow(), 1L, Long::sum);
        }
        return counts;
    }

    private static ArmLayout layout(String... namesAndShares) {
        Map<String, BigDecimal> shares = new LinkedHashMap<>();
        List<String> parts = new ArrayList<>(Arrays.asList(namesAndShares));
        for (int i = 0; i < parts.size(); i += 2) {
            shares.put(parts.get(i), new BigDecimal(parts.get(i + 1)));
        }
        return ArmLayout.fixed(shares);
    }

    private static ArmLayout.Slot slot(String arm, String share) {
        return new ArmLayout.Slot(arm, new BigDecimal(share), new BigDecimal(share));
    }

    private static Layer.Lane lane(String experiment, String from, String to) {
        return new Layer.Lane(experiment, new BigDecimal(from), new BigDecimal(to));
    }
}
