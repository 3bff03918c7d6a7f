package io.headrace.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.monitor.QuietWindows.Column;
import io.headrace.monitor.QuietWindows.Size;
import io.headrace.policy.NullWindows;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.DriftJudge;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.ReferenceColumn;
import io.headrace.stats.drift.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class QuietWindowsTest {
    private static final int COLUMNS = 10;
    private static final int WINDOWS = 3000;

    /** Hardly anything is tolerated, so that the level must do the work. */
    private static final DriftRules STRICT = rules(0.3);

    private static DriftRules rules(double level) {
        DriftRules standard = DriftRules.STANDARD;
        return new DriftRules(
                level,
                standard.leastRows(),
                standard.leastPower(),
                standard.smoothing(),
                standard.numbers(),
                standard.texts(),
                Map.of(Statistic.KOLMOGOROV_SMIRNOV, 1e-9, Statistic.MISSING, 1e-9),
                Set.of());
    }

    private static Column column(String name, int rows, SplittableRandom random) {
        double[] numbers = numbers(rows, random);
        Arrays.sort(numbers);
        NumberBins bins = NumberBins.ofSorted(numbers);
        return new Column(name, bins, counts(bins, numbers), OptionalDouble.empty());
    }

    private static double[] numbers(int rows, SplittableRandom random) {
        return DoubleStream.generate(random::nextDouble).limit(rows).toArray();
    }

    private static ColumnCounts counts(NumberBins bins, double[] numbers) {
        ColumnCounter counter = new ColumnCounter(bins);
        for (double number : numbers) {
            counter.add(number);
        }
        return counter.counts();
    }

    private static double shareBelow(double level, NullWindows windows) {
        SplittableRandom random = new SplittableRandom(9);
        int found = 0;
        for (int window = 0; window < WINDOWS; window++) {
            found += DoubleStream.of(windows.draw(random)).anyMatch(q -> q < level) ? 1 : 0;
        }
        return (double) found / WINDOWS;
    }

    /** As often as in windows of new rows of the law, each with a reference of its own. */
    @Test
    void findNothingAsOftenAsRealWindowsWithoutDrift() {
        double simulated = 0;
        for (int reference = 0; reference < 4; reference++) {
            SplittableRandom random = new SplittableRandom(reference);
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < COLUMNS; i++) {
                columns.add(column("c" + i, 1000, random));
            }
            simulated += shareBelow(
                            0.3, new QuietWindows(STRICT, List.of(columns), 1000, 1, new Size(50, 20)).draw(reference))
                    / 4;
        }
        assertThat(simulated).isCloseTo(real(), within(0.03)).isBetween(0.05, 0.3);
    }

    private static double real() {
        SplittableRandom random = new SplittableRandom(77);
        int found = 0;
        for (int reference = 0; reference < 100; reference++) {
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < COLUMNS; i++) {
                columns.add(column("c" + i, 1000, random));
            }
            List<ReferenceColumn> judged = columns.stream()
                    .map(column -> new ReferenceColumn(column.name(), column.bins(), column.counts(), 0))
                    .toList();
            for (int window = 0; window < 10; window++) {
                List<ColumnCounts> now = columns.stream()
                        .map(column -> counts((NumberBins) column.bins(), numbers(1000, random)))
                        .toList();
                boolean isFound = new DriftJudge(STRICT)
                        .judge(judged, now).stream()
                                .anyMatch(verdict -> verdict.qValue() < 0.3
                                        && verdict.effect() - verdict.error() > verdict.tolerance());
                found += isFound ? 1 : 0;
            }
        }
        return found / 1000.0;
    }

    /** A year of sixty worlds of few columns, fewer windows of many. */
    @Test
    void areAsManyAsCanBeDrawnInSomeSeconds() {
        assertThat(Size.of(1)).isEqualTo(new Size(60, 365));
        assertThat(Size.of(20)).isEqualTo(new Size(54, 365));
        assertThat(Size.of(100)).isEqualTo(new Size(10, 365));
        assertThat(Size.of(1000)).isEqualTo(new Size(8, 50));
        assertThat(Size.of(100_000)).isEqualTo(new Size(8, 50));
    }

    @Test
    void haveRowsInCommonWhereTheyAreOfSeveralPublications() {
        SplittableRandom random = new SplittableRandom(5);
        List<Column> columns = List.of(column("x", 2000, random), column("y", 2000, random));
        NullWindows seven = new QuietWindows(rules(0.99), List.of(columns), 700, 7, new Size(1, 1000))
                .draw(1)
                .history(new SplittableRandom(1));
        NullWindows apart = new QuietWindows(rules(0.99), List.of(columns), 700, 1, new Size(1, 1000))
                .draw(1)
                .history(new SplittableRandom(1));
        assertThat(stays(seven)).isGreaterThan(stays(apart) + 0.2);
    }

    /** How like the number of a window is to that of the window before: the correlation of neighbours. */
    private static double stays(NullWindows windows) {
        SplittableRandom random = new SplittableRandom(2);
        double[] q = new double[1000];
        for (int window = 0; window < q.length; window++) {
            q[window] = Math.min(1, windows.draw(random)[1]);
        }
        double mean = DoubleStream.of(q).average().orElseThrow();
        double together = 0;
        double squares = 0;
        for (int window = 1; window < q.length; window++) {
            together += (q[window] - mean) * (q[window - 1] - mean);
            squares += (q[window] - mean) * (q[window] - mean);
        }
        return together / squares;
    }

    @Test
    void aSeedDrawsTheSameAndWhatIsToleratedIsNeverBelowALevel() {
        Column column = column("x", 3000, new SplittableRandom(1));
        NullWindows strict = new QuietWindows(STRICT, List.of(List.of(column)), 3000, 1, new Size(2, 50)).draw(4);
        NullWindows again = new QuietWindows(STRICT, List.of(List.of(column)), 3000, 1, new Size(2, 50)).draw(4);
        assertThat(strict.draw(new SplittableRandom(3))).isEqualTo(again.draw(new SplittableRandom(3)));
        NullWindows tolerant =
                new QuietWindows(DriftRules.STANDARD, List.of(List.of(column)), 3000, 1, new Size(2, 50)).draw(4);
        assertThat(shareBelow(0.999, tolerant)).isZero();
    }

    /** Verdicts that decide have a place in each window. */
    @Test
    void haveANumberForEachVerdictThatDecides() {
        List<Column> columns = List.of(column("x", 500, new SplittableRandom(1)));
        List<DriftVerdict> verdicts = new DriftJudge(STRICT)
                .judge(
                        List.of(new ReferenceColumn(
                                "x", columns.get(0).bins(), columns.get(0).counts(), 0)),
                        List.of(columns.get(0).counts()));
        assertThat(new QuietWindows(STRICT, List.of(columns, columns), 500, 1, new Size(1, 1))
                        .draw(1)
                        .draw(new SplittableRandom(1)))
                .hasSize(2
                        * (int) verdicts.stream().filter(DriftVerdict::decides).count());
    }
}
