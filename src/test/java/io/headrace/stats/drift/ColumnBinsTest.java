package io.headrace.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnBinsTest {
    @Test
    void fewNumbersHaveABinEachAndSoHaveTheGaps() {
        NumberBins bins = NumberBins.ofSorted(new double[] {0, 0, 0, 1});
        assertThat(bins.words()).containsExactly("below 0", "0", "above 0 below 1", "1", "above 1");
        assertThat(DoubleStream.of(-3, -0.0, 0, 0.5, 1, 100).mapToInt(bins::bin))
                .containsExactly(0, 1, 1, 2, 3, 4);
        assertThat(bins.decile()).containsExactly(2, 0, 2, 1, 2);
    }

    @Test
    void manyNumbersHaveAHundredBinsOfEqualSharesInTenths() {
        NumberBins bins = NumberBins.ofSorted(
                IntStream.range(0, 10_000).mapToDouble(i -> i / 8.0).toArray());
        assertThat(bins.size()).isEqualTo(100);
        assertThat(bins.deciles()).isEqualTo(10);
        long[] rows = new long[100];
        IntStream.range(0, 10_000).forEach(i -> rows[bins.bin(i / 8.0)]++);
        assertThat(rows).containsOnly(100);
        assertThat(bins.words()).startsWith("up to 12.375", "above 12.375 up to 24.875");
    }

    @Test
    void frequentNumberHasABinOfItsOwnAmongMany() {
        double[] numbers = DoubleStream.concat(
                        DoubleStream.generate(() -> 0).limit(500),
                        IntStream.range(-250, 250).mapToDouble(i -> i + 0.5))
                .sorted()
                .toArray();
        NumberBins bins = NumberBins.ofSorted(numbers);
        int zero = bins.bin(0);
        assertThat(bins.holdsOneNumber(zero)).isTrue();
        assertThat(bins.words().get(zero)).isEqualTo("0");
        assertThat(bins.bin(Double.MIN_VALUE)).isEqualTo(zero + 1);
        assertThat(bins.bin(-Double.MIN_VALUE)).isEqualTo(zero - 1);
        assertThat(bins.size()).isLessThanOrEqualTo(NumberBins.MOST_BINS);
    }

    @Test
    void anySampleHasAtMostAHundredBinsNestedInAtMostElevenCoarseOnes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int world = 0; world < 300; world++) {
            double[] numbers = Worlds.numbers(random, random.nextInt(3_000));
            NumberBins bins =
                    NumberBins.ofSorted(Arrays.stream(numbers).sorted().toArray());
            assertThat(bins.size()).isBetween(1, NumberBins.MOST_BINS);
            assertThat(bins.deciles()).isBetween(1, NumberBins.MOST_DECILES + 1);
            assertThat(bins.words()).hasSize(bins.size()).doesNotHaveDuplicates();
            for (double number : numbers) {
                int bin = bins.bin(number);
                assertThat(number).isGreaterThan(bins.lower(bin)).isLessThanOrEqualTo(bins.upper(bin));
            }
            assertThat(ColumnBins.read(bins.text())).isEqualTo(bins);
            assertThat(((NumberBins) ColumnBins.read(bins.text())).edges()).isEqualTo(bins.edges());
        }
    }

    @Test
    void edgesSurviveBeingWrittenToTheBit() {
        SplittableRandom random = new SplittableRandom(2);
        double[] edges = DoubleStream.concat(
                        DoubleStream.of(-Double.MAX_VALUE, -Double.MIN_VALUE, 0, Double.MIN_VALUE, 2e23, 1e23, 2.0E-3),
                        DoubleStream.generate(() -> Double.longBitsToDouble(random.nextLong()))
                                .limit(5_000))
                .filter(Double::isFinite)
                .sorted()
                .distinct()
                .toArray();
        NumberBins bins = new NumberBins(edges, new int[edges.length + 1]);
        assertThat(((NumberBins) ColumnBins.read(bins.text())).edges()).isEqualTo(edges);
        assertThat(ColumnBins.read(bins.text()).mark()).isEqualTo(bins.mark());
    }

    @Test
    void distinctNumbersWithRowsGiveTheBinsOfAllRows() {
        assertThat(NumberBins.ofDistinct(new double[] {1, 2.5, 7}, new long[] {3, 1, 2}))
                .isEqualTo(NumberBins.ofSorted(new double[] {1, 1, 1, 2.5, 7, 7}));
        assertThat(NumberBins.ofSorted(new double[0]).words()).containsExactly("any number");
    }

    @Test
    void edgesMustAscend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberBins(new double[] {1, 1}, new int[3]))
                .withMessageContaining("strictly ascending");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NumberBins(new double[] {1}, new int[] {0, 2}))
                .withMessageContaining("without a gap");
        assertThatIllegalArgumentException().isThrownBy(() -> NumberBins.ofSorted(new double[] {2, 1}));
        assertThatIllegalArgumentException().isThrownBy(() -> NumberBins.ofSorted(new double[] {Double.NaN}));
    }

    @Test
    void levelsAreTheMostFrequentTextsAndEqualOnesInOrder() {
        TextBins bins = TextBins.of(Map.of("b", 5L, "a", 5L, "c", 9L, "x".repeat(101), 99L));
        assertThat(bins.levels()).containsExactly("c", "a", "b");
        assertThat(bins.words()).containsExactly("c", "a", "b", "(other)");
        assertThat(bins.bin("a")).isEqualTo(1);
        assertThat(bins.bin("new")).isEqualTo(3);
        assertThat(bins.decile()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void rareLevelsShareACoarseBinWithOtherTexts() {
        Map<String, Long> rows = IntStream.range(0, 80)
                .boxed()
                .collect(Collectors.toMap(i -> "level " + i, i -> 100L - i, (one, other) -> one, HashMap::new));
        TextBins bins = TextBins.of(rows);
        assertThat(bins.size()).isEqualTo(TextBins.MOST_LEVELS + 1);
        assertThat(bins.deciles()).isEqualTo(10);
        assertThat(bins.decile()).startsWith(0, 1, 2).endsWith(9, 9);
    }

    @Test
    void storedFormIsPlain() {
        assertThat(NumberBins.ofSorted(new double[] {0.1}).text())
                .isEqualTo("{\"coarse\":[1,0,1],\"edges\":[0.09999999999999999,0.1],\"kind\":\"numbers\","
                        + "\"levels\":[],\"reason\":\"\",\"version\":1}");
        assertThat(TextBins.of(Map.of("no", 2L)).text())
                .isEqualTo("{\"coarse\":[0,1],\"edges\":[],\"kind\":\"texts\",\"levels\":[\"no\"],"
                        + "\"reason\":\"\",\"version\":1}");
        ColumnBins hidden = PresenceBins.ofPersonal();
        assertThat(hidden.text()).contains("the column is personal");
        assertThat(ColumnBins.read(hidden.text())).isEqualTo(hidden);
        TextBins texts = TextBins.of(Map.of("é\"\n", 2L, "", 1L));
        assertThat(ColumnBins.read(texts.text())).isEqualTo(texts);
    }

    @Test
    void anyOtherTextIsRefused() {
        String text = NumberBins.ofSorted(new double[] {0.1}).text();
        for (String wrong : List.of(
                "",
                "null",
                "{}",
                text + " ",
                text.replace(":1}", ":2}"),
                text.replace("0.1]", "0.10]"),
                text.replace("0.1]", "0.1000000000000000055]"),
                text.replace("0.1]", "0.10000000000000001]"),
                text.replace("0.1]", "1E-1]"),
                text.replace("0.1]", "1E+999]"),
                text.replace("numbers", "texts"),
                text.replace("0.1]", "0.05]"),
                text.replace("[1,0,1]", "[1,0]"),
                text.replace("[1,0,1]", "[1,0,null]"),
                text.replace("\"levels\":[]", "\"levels\":[\"a\"]"),
                text.replace("\"reason\":\"\",", ""),
                text.replace("\"reason\"", "\"cause\""))) {
            assertThat(wrong).isNotEqualTo(text);
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> ColumnBins.read(wrong));
        }
    }
}
