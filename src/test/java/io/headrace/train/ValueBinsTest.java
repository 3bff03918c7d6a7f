package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.train.ValueBins.Bin;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ValueBinsTest {
    @Test
    void numbersLieInBinsOfAboutTheSameSizeAndEqualOnesTogether() {
        List<Object> values = new ArrayList<>(
                IntStream.range(0, 100).mapToObj(i -> (Object) (i % 40)).toList());
        List<Bin> bins = ValueBins.of(values);
        assertThat(bins).hasSizeLessThanOrEqualTo(10);
        assertThat(bins.get(0).label()).isEqualTo("0 to 3");
        assertThat(bins).allSatisfy(bin -> assertThat(bin.rows().size()).isBetween(8, 14));
    }

    @Test
    void fewValuesHaveABinEachAndMissingOnesAreLast() {
        assertThat(ValueBins.of(Arrays.asList(2.5, null, 1, Double.NaN, 2.5, 100000)))
                .containsExactly(
                        new Bin("1", List.of(2)),
                        new Bin("2.5", List.of(0, 4)),
                        new Bin("100000", List.of(5)),
                        new Bin("missing", List.of(1, 3)));
        assertThat(ValueBins.of(List.of(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 1, 1))))
                .extracting(Bin::label)
                .containsExactly("2026-01-01", "2026-02-01");
    }

    @Test
    void namesAreOrderedByHowOftenTheyComeAndTheRestIsOne() {
        List<Object> values = new ArrayList<>(List.of("b", "a", "b", true));
        assertThat(ValueBins.of(values)).extracting(Bin::label).containsExactly("b", "a", "true");
        IntStream.range(0, 12).forEach(i -> values.add("level " + i));
        assertThat(ValueBins.of(values))
                .hasSize(10)
                .last()
                .satisfies(bin -> assertThat(bin.label()).isEqualTo("others"))
                .satisfies(bin -> assertThat(bin.rows()).hasSize(6));
    }

    @Property(tries = 300)
    void everyRowIsInOneBin(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 30) Integer> drawn) {
        List<Object> values = drawn.stream()
                .map(i -> i < 10 ? (Object) ("t" + i) : i == 30 ? (Object) Double.NaN : (Object) (i / 2d))
                .toList();
        List<Bin> bins = ValueBins.of(values);
        assertThat(bins.stream().flatMap(bin -> bin.rows().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, values.size()).boxed().toList());
        assertThat(bins.stream().map(Bin::label)).doesNotHaveDuplicates();
    }
}
