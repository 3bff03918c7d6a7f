package io.headrace.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.trace.FirstBad.Found;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBadTest {
    private record At(int place, RunVerdict verdict) implements FirstBad.Judged {}

    private static At at(int place, int firstBad, Set<Integer> unknown) {
        return new At(
                place,
                unknown.contains(place) ? RunVerdict.UNKNOWN : place < firstBad ? RunVerdict.GOOD : RunVerdict.BAD);
    }

    private static int bound(int count) {
        return 32 - Integer.numberOfLeadingZeros(count - 1) + 1;
    }

    /** Each place where it can turn. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 365, 512, 513, 999, 1000})
    void findsTheFirstBadRunWithinTheBound(int count) {
        for (int firstBad = 1; firstBad < count; firstBad++) {
            int planted = firstBad;
            Found<At> found = FirstBad.of(count, place -> at(place, planted, Set.of()));
            assertThat(found.bad()).isEqualTo(firstBad);
            assertThat(found.good()).isEqualTo(firstBad - 1);
            assertThat(found.between()).isEmpty();
            assertThat(found.wrongEnd()).isEmpty();
            assertThat(found.judged()).hasSizeLessThanOrEqualTo(bound(count));
        }
    }

    @Test
    void theBoundIsOfLogarithms() {
        for (int count = 2; count <= 1000; count++) {
            assertThat(bound(count)).isEqualTo((int) Math.ceil(Math.log(count) / Math.log(2) - 1e-12) + 1);
        }
    }

    /** Beside a walk from the first run to the last. */
    @Property(seed = "31", tries = 500)
    void runsOfWhichNothingCanBeSaidAreNamedWhereTheyHideTheFirstBadOne(@ForAll long seed) {
        Random random = new Random(seed);
        int count = 2 + random.nextInt(60);
        int firstBad = 1 + random.nextInt(count - 1);
        Set<Integer> unknown = IntStream.range(1, count - 1)
                .filter(place -> random.nextInt(3) == 0)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        Found<At> found = FirstBad.of(count, place -> at(place, firstBad, unknown));
        int lastGood = IntStream.range(0, firstBad)
                .filter(place -> !unknown.contains(place))
                .max()
                .orElseThrow();
        int first = IntStream.range(firstBad, count)
                .filter(place -> !unknown.contains(place))
                .min()
                .orElseThrow();
        assertThat(found.good()).isEqualTo(lastGood);
        assertThat(found.bad()).isEqualTo(first);
        assertThat(found.between())
                .containsExactlyElementsOf(
                        IntStream.range(lastGood + 1, first).boxed().toList());
        assertThat(found.wrongEnd()).isEmpty();
        long asked = found.judged().values().stream()
                .filter(at -> at.verdict() == RunVerdict.UNKNOWN)
                .count();
        assertThat(found.judged()).as("each costs one more, and halves worse").hasSizeLessThanOrEqualTo((int)
                (bound(count) + 2 * asked));
    }

    @Test
    void anEndThatIsNotWhatItWasSaidToBeIsTold() {
        assertThat(FirstBad.of(10, place -> at(place, 0, Set.of())).wrongEnd()).contains(new At(0, RunVerdict.BAD));
        assertThat(FirstBad.of(10, place -> at(place, 10, Set.of())).wrongEnd()).contains(new At(9, RunVerdict.GOOD));
        assertThat(FirstBad.of(2, place -> at(place, 1, Set.of(0))).wrongEnd()).contains(new At(0, RunVerdict.UNKNOWN));
        assertThat(FirstBad.of(2, place -> at(place, 1, Set.of(1))).wrongEnd()).contains(new At(1, RunVerdict.UNKNOWN));
        assertThatThrownBy(() -> FirstBad.of(1, place -> at(place, 1, Set.of())))
                .hasMessageContaining("a good and a bad run are needed");
    }
}
