package io.headrace.train.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Learner;
import io.headrace.spec.Recipe.Range;
import io.headrace.spec.Recipe.Search;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final Learner LEARNER = Learner.of("boosted-trees", Map.of("max-iter", 9.0));

    private static Search search(Map<String, Range> over, Optional<Integer> trials) {
        return new Search(new TreeMap<>(over), trials, 3, false, Optional.empty());
    }

    @Test
    void aGridIsTriedWhole() {
        Search grid = search(
                Map.of(
                        "max-depth", new Range.Listed(List.of(2.0, 3.0)),
                        "step-size", new Range.Listed(List.of(0.1, 0.2, 0.1))),
                Optional.empty());
        assertThat(Candidates.of(grid, LEARNER, 1))
                .containsExactly(
                        LEARNER.with(Map.of("step-size", 0.1, "max-depth", 2.0)),
                        LEARNER.with(Map.of("step-size", 0.2, "max-depth", 2.0)),
                        LEARNER.with(Map.of("step-size", 0.1, "max-depth", 3.0)),
                        LEARNER.with(Map.of("step-size", 0.2, "max-depth", 3.0)));
    }

    @Test
    void drawsAreOfTheRangeAndRepeatable() {
        Search random = search(
                Map.of(
                        "max-depth", new Range.Between(2, 5, false),
                        "step-size", new Range.Between(0.001, 1, true)),
                Optional.of(60));
        List<Learner> drawn = Candidates.of(random, LEARNER, 7);
        assertThat(drawn).hasSize(60).doesNotHaveDuplicates().isEqualTo(Candidates.of(random, LEARNER, 7));
        assertThat(drawn).isNotEqualTo(Candidates.of(random, LEARNER, 8));
        assertThat(drawn).allSatisfy(one -> {
            assertThat(one.number("max-depth")).isIn(2.0, 3.0, 4.0, 5.0);
            assertThat(one.number("step-size")).isBetween(0.001, 1.0);
            assertThat(one.number("max-iter")).isEqualTo(9);
        });
        assertThat(drawn.stream().filter(one -> one.number("step-size") < 0.1).count())
                .as("two of three orders of magnitude")
                .isBetween(30L, 50L);
    }

    @Test
    void fewerAreDrawnWhereThereAreFewer() {
        Search two = search(Map.of("max-depth", new Range.Listed(List.of(2.0, 3.0))), Optional.of(10));
        assertThat(Candidates.of(two, LEARNER, 7)).hasSize(2);
    }
}
