package io.headrace.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.ExactSum;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnCountsTest {
    private static final TextBins LEVELS = TextBins.of(Map.of("a", 5L, "b", 3L));

    @Test
    void countsEveryRowOnce() {
        NumberBins bins = NumberBins.ofSorted(new double[] {1, 2});
        ColumnCounter counter = new ColumnCounter(bins);
        for (double number : new double[] {1, 2, 2, 9, Double.NaN, Double.POSITIVE_INFINITY, -0.0}) {
            counter.add(number);
        }
        counter.addMissing();
        ColumnCounts counts = counter.counts();
        assertThat(counts.counts()).containsExactly(1, 1, 0, 2, 1);
        assertThat(counts.coarse(bins)).containsExactly(1, 2, 2);
        assertThat(counts.rows()).isEqualTo(8);
        assertThat(counts.values()).isEqualTo(5);
        assertThat(counts.missing()).isEqualTo(1);
        assertThat(counts.notFinite()).isEqualTo(2);
        assertThat(counts.least()).hasValue(0.0);
        assertThat(counts.greatest()).hasValue(9);
        assertThat(counts.sum()).isEqualTo(14);
        assertThat(counts.sumOfSquares()).isEqualTo(90);
        assertThat(counts.mean()).hasValue(2.8);
        assertThat(counts.variance().orElseThrow()).isEqualTo(10.16, within(1e-14));
        assertThat(counts.isBy(bins)).isTrue();
        assertThat(ColumnCounts.none(bins).mean()).isEmpty();
        assertThat(ColumnCounts.none(bins).rows()).isZero();
    }

    @Test
    void namesTheFirstLevelsWithoutABin() {
        ColumnCounter counter = new ColumnCounter(LEVELS);
        List.of("a", "b", "z", "z", "y".repeat(101), "q").forEach(counter::add);
        counter.add((String) null);
        ColumnCounts counts = counter.counts();
        assertThat(counts.counts()).containsExactly(1, 1, 4);
        assertThat(counts.named()).containsExactly(Map.entry("q", 1L), Map.entry("z", 2L));
        assertThat(counts.unnamed()).isEqualTo(1);
        assertThat(counts.missing()).isEqualTo(1);
        assertThat(counts.mean()).isEmpty();
    }

    @Test
    void nothingIsKeptOfAPersonalValue() {
        ColumnCounter counter = new ColumnCounter(PresenceBins.ofPersonal());
        counter.add("Ada");
        counter.add(7.5);
        counter.addPresent();
        counter.addMissing();
        assertThat(counter.counts().counts()).containsExactly(3);
        assertThat(counter.counts().missing()).isEqualTo(1);
        assertThat(counter.counts().named()).isEmpty();
        assertThat(counter.counts().least()).isEmpty();
    }

    @Test
    void valuesOfAnotherKindAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ColumnCounter(LEVELS).add(1.0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ColumnCounter(NumberBins.ofSorted(new double[] {1})).add("1"));
    }

    @Test
    void orderAndPartitionOfRowsDoNotChangeABit() {
        SplittableRandom random = new SplittableRandom(3);
        for (int world = 0; world < 100; world++) {
            double[] numbers = Worlds.numbers(random, 1 + random.nextInt(2_000));
            NumberBins bins =
                    NumberBins.ofSorted(Arrays.stream(numbers).sorted().toArray());
            byte[] once = Worlds.counts(bins, numbers).bytes();
            List<Double> shuffled =
                    new ArrayList<>(Arrays.stream(numbers).boxed().toList());
            Collections.shuffle(shuffled, new Random(world));
            List<ColumnCounts> parts = parts(random, bins, shuffled);
            assertThat(parts.stream()
                            .reduce(ColumnCounts.none(bins), ColumnCounts::merge)
                            .bytes())
                    .isEqualTo(once);
            ColumnCounter gathered = new ColumnCounter(bins);
            parts.forEach(gathered::add);
            assertThat(gathered.counts().bytes()).isEqualTo(once);
            assertThat(ColumnCounts.read(once).bytes()).isEqualTo(once);
        }
    }

    private static List<ColumnCounts> parts(SplittableRandom random, ColumnBins bins, List<Double> numbers) {
        List<ColumnCounter> counters = IntStream.rangeClosed(0, random.nextInt(8))
                .mapToObj(i -> new ColumnCounter(bins))
                .toList();
        numbers.forEach(number -> counters.get(random.nextInt(counters.size())).add((double) number));
        return counters.stream().map(ColumnCounter::counts).toList();
    }

    @Test
    void extremeNumbersDoNotChangeABitEither() {
        double[] numbers = {1e308, 1e308, -1e308, 1e-320, 3, Double.MIN_VALUE, -Double.MAX_VALUE, 0x1p500, 1e-170};
        NumberBins bins = NumberBins.ofSorted(new double[] {1});
        ColumnCounts once = Worlds.counts(bins, numbers);
        double[] backwards = IntStream.range(0, numbers.length)
                .mapToDouble(i -> numbers[numbers.length - 1 - i])
                .toArray();
        assertThat(Worlds.counts(bins, backwards).bytes()).isEqualTo(once.bytes());
        ColumnCounts first = Worlds.counts(bins, Arrays.copyOf(numbers, 4));
        ColumnCounts rest = Worlds.counts(bins, Arrays.copyOfRange(numbers, 4, numbers.length));
        assertThat(rest.merge(first)).isEqualTo(once);
        assertThat(ColumnCounts.read(once.bytes())).isEqualTo(once);
        assertThat(once.sum())
                .isEqualTo(Arrays.stream(numbers)
                        .mapToObj(BigDecimal::new)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .doubleValue());
    }

    @Test
    void sumsAreExactForEveryKindOfDouble() {
        SplittableRandom random = new SplittableRandom(12);
        for (int world = 0; world < 40; world++) {
            SumByExponent sum = new SumByExponent();
            SumByExponent squares = new SumByExponent();
            ExactSum expected = new ExactSum();
            ExactSum expectedSquares = new ExactSum();
            int span = 1 << random.nextInt(11);
            for (int i = 0; i < 3_000; i++) {
                double number = Math.scalb(random.nextDouble() - 0.5, Math.min(1_022, random.nextInt(-span, span)));
                sum.add(number);
                squares.addSquare(number);
                expected.add(number);
                expectedSquares.addSquare(number);
            }
            assertThat(sum.total()).isEqualTo(ExactTotal.of(expected));
            assertThat(squares.total()).isEqualTo(ExactTotal.of(expectedSquares));
        }
    }

    @Test
    void namedLevelsDoNotDependOnOrderOrPartition() {
        SplittableRandom random = new SplittableRandom(4);
        for (int world = 0; world < 50; world++) {
            int levels = 1 + random.nextInt(60);
            List<String> texts = new ArrayList<>(IntStream.range(0, 400)
                    .mapToObj(i -> "level " + random.nextInt(levels))
                    .toList());
            ColumnCounter once = new ColumnCounter(LEVELS);
            texts.forEach(once::add);
            Collections.shuffle(texts, new Random(world));
            ColumnCounts merged = ColumnCounts.none(LEVELS);
            for (int from = 0; from < texts.size(); from += 37) {
                ColumnCounter part = new ColumnCounter(LEVELS);
                texts.subList(from, Math.min(from + 37, texts.size())).forEach(part::add);
                merged = part.counts().merge(merged);
            }
            assertThat(merged.bytes()).isEqualTo(once.counts().bytes());
            assertThat(merged.named()).isEqualTo(firstLevels(texts));
            assertThat(ColumnCounts.read(merged.bytes())).isEqualTo(merged);
        }
    }

    private static TreeMap<String, Long> firstLevels(List<String> texts) {
        TreeMap<String, Long> all = new TreeMap<>();
        texts.forEach(text -> all.merge(text, 1L, Long::sum));
        while (all.size() > ColumnCounts.MOST_NAMED) {
            all.pollLastEntry();
        }
        return all;
    }

    @Test
    void countsByOtherBinsDoNotMerge() {
        ColumnCounts one = ColumnCounts.none(NumberBins.ofSorted(new double[] {1}));
        ColumnCounts other = ColumnCounts.none(NumberBins.ofSorted(new double[] {2}));
        assertThatIllegalArgumentException().isThrownBy(() -> one.merge(other));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ColumnCounter(NumberBins.ofSorted(new double[] {1})).add(other));
    }

    @Test
    void hundredBinsTakeFourHundredBytes() {
        double[] numbers = new SplittableRandom(5).doubles(1_000_000).toArray();
        NumberBins bins = NumberBins.ofSorted(
                Arrays.stream(numbers).limit(10_000).sorted().toArray());
        byte[] bytes = Worlds.counts(bins, numbers).bytes();
        assertThat(bins.size()).isEqualTo(100);
        assertThat(bytes.length).isLessThan(400);
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] bytes = Worlds.counts(NumberBins.ofSorted(new double[] {1, 2, 3}), 1, 2, 3, 4.5)
                .bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatIllegalArgumentException().isThrownBy(() -> ColumnCounts.read(cut));
        }
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatIllegalArgumentException().isThrownBy(() -> ColumnCounts.read(flipped));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> ColumnCounts.read(Arrays.copyOf(bytes, 200)));
    }

    @Test
    void wrongContentUnderARightCheckSumIsRefused() {
        for (int seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Bytes out = new Bytes();
            out.writeByte(1);
            random.ints(random.nextInt(80)).forEach(out::writeByte);
            byte[] noise = out.checked();
            try {
                assertThat(ColumnCounts.read(noise).bytes()).isEqualTo(noise);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void varianceKeepsItsDigitsFarFromZero() {
        NumberBins bins = NumberBins.ofSorted(new double[] {1});
        ColumnCounts micros = Worlds.counts(bins, 1.7e15, 1.7e15 + 1, 1.7e15 + 2);
        assertThat(micros.variance().orElseThrow()).isEqualTo(2.0 / 3, within(1e-9));
        assertThat(Worlds.counts(bins, 1e300, 3e300).variance().orElseThrow()).isInfinite();
        assertThat(Worlds.counts(bins, 5, 5, 5).variance()).hasValue(0);
        assertThat(Worlds.counts(bins, 1e-200, 3e-200).variance().orElseThrow()).isEqualTo(0, within(1e-300));
    }
}
