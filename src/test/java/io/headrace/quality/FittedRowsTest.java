package io.headrace.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.stats.drift.ColumnBins;
import io.headrace.stats.drift.ColumnCounter;
import io.headrace.stats.drift.ColumnCounts;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.DriftJudge;
import io.headrace.stats.drift.DriftRules;
import io.headrace.stats.drift.DriftVerdict;
import io.headrace.stats.drift.DriftVerdict.Answer;
import io.headrace.stats.drift.NumberBins;
import io.headrace.stats.drift.ReferenceColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** Rows that fit, and rows that do not, although each column by itself is as before. No session is needed. */
class FittedRowsTest {
    /** A law of rows: the columns but the first two share a factor, and these two have a correlation. */
    private record Law(int columns, double correlation) {
        List<InternalRow> rows(SplittableRandom random, int count) {
            List<InternalRow> rows = new ArrayList<>();
            for (int row = 0; row < count; row++) {
                Object[] values = new Object[columns + 1];
                double shared = random.nextGaussian();
                for (int column = 2; column < columns; column++) {
                    values[column] = 0.7 * shared + random.nextGaussian();
                }
                double first = random.nextGaussian();
                // Skewed, as amounts are.
                values[0] = Math.exp(first);
                values[1] = correlation * first + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                values[columns] = random.nextLong();
                rows.add(new GenericInternalRow(values));
            }
            return rows;
        }
    }

    /** What a training run keeps. */
    private static final class Reference {
        private final SortedMap<String, ColumnBins> bins = new TreeMap<>();
        private final List<BinnedColumn> columns;
        private final FittedRows fitted;
        private final List<ReferenceColumn> judged = new ArrayList<>();

        Reference(List<InternalRow> rows, int size) {
            columns = IntStream.range(0, size)
                    .mapToObj(column -> new BinnedColumn(
                            "c" + (char) ('a' + column),
                            NumberBins.ofSorted(rows.stream()
                                    .mapToDouble(row -> row.getDouble(column))
                                    .sorted()
                                    .toArray()),
                            DataTypes.DoubleType))
                    .toList();
            columns.forEach(column -> bins.put(column.name(), column.bins()));
            fitted = FittedRows.of(
                            rows,
                            columns,
                            columns.stream().map(BinnedColumn::name).toList())
                    .orElseThrow();
            bins.put(ColumnsTogether.NAME, fitted.bins());
            List<ColumnCounts> counts = counted(rows);
            for (int column = 0; column < size; column++) {
                BinnedColumn of = columns.get(column);
                judged.add(new ReferenceColumn(of.name(), of.bins(), counts.get(column), 1));
            }
            judged.add(new ReferenceColumn(ColumnsTogether.NAME, fitted.bins(), fitted.errors(), 1));
        }

        /** Of each column, of the errors, and of the column that fits least. */
        List<ColumnCounts> counted(List<InternalRow> rows) {
            ColumnCounter[] counters =
                    columns.stream().map(of -> new ColumnCounter(of.bins())).toArray(ColumnCounter[]::new);
            FittingRows.Counter fitting = FittingRows.of(
                            fitted.columns(),
                            bins,
                            columns.stream().map(BinnedColumn::name).toList())
                    .counter();
            for (InternalRow row : rows) {
                for (int at = 0; at < counters.length; at++) {
                    columns.get(at).count(row, at, counters[at]);
                }
                fitting.add(counters);
            }
            List<ColumnCounts> counts = new ArrayList<>();
            for (ColumnCounter counter : counters) {
                counts.add(counter.counts());
            }
            fitting.counts().forEach(counts::add);
            return counts;
        }

        /** Names of columns that drift. */
        List<String> drifted(List<InternalRow> rows) {
            return new DriftJudge(DriftRules.STANDARD.decidingOnly())
                    .judge(judged, counted(rows).subList(0, judged.size())).stream()
                            .filter(verdict -> verdict.decides() && verdict.verdict() == Answer.DRIFT)
                            .map(DriftVerdict::column)
                            .toList();
        }
    }

    @Test
    void windowsWithoutDriftRaiseNoMoreAlarmsThanTheLevelAllows() {
        SplittableRandom random = new SplittableRandom(3);
        Law law = new Law(8, 0.8);
        int alarms = 0;
        for (int world = 0; world < 200; world++) {
            Reference reference = new Reference(law.rows(random, 1_000), law.columns());
            alarms += reference.drifted(law.rows(random, 600)).isEmpty() ? 0 : 1;
        }
        assertThat(alarms)
                .as("of any column, by a level of 0.01 in 200 windows")
                .isLessThanOrEqualTo(4);
    }

    /** Seven rows for each column: components that were tried on their own rows would see drift in most windows. */
    @Test
    void norWhereComponentsComeFromFewRows() {
        SplittableRandom random = new SplittableRandom(2);
        Law law = new Law(40, 0.8);
        for (int world = 0; world < 15; world++) {
            Reference reference = new Reference(law.rows(random, 600), law.columns());
            assertThat(reference.drifted(law.rows(random, 2_000)))
                    .as("world %d", world)
                    .doesNotContain(ColumnsTogether.NAME);
        }
    }

    @Test
    void aBrokenRelationIsFoundAndNoColumnByItself() {
        for (int columns : new int[] {2, 5, 20}) {
            SplittableRandom random = new SplittableRandom(columns);
            Law before = new Law(columns, 0.9);
            Reference reference = new Reference(before.rows(random, 4_000), columns);
            int found = 0;
            int byItself = 0;
            for (int window = 0; window < 20; window++) {
                List<String> drifted = reference.drifted(new Law(columns, 0).rows(random, 1_500));
                found += drifted.contains(ColumnsTogether.NAME) ? 1 : 0;
                byItself += drifted.stream().anyMatch(column -> !column.equals(ColumnsTogether.NAME)) ? 1 : 0;
            }
            assertThat(found).as("of 20 windows with %d columns", columns).isGreaterThanOrEqualTo(19);
            assertThat(byItself).isZero();
        }
    }

    @Test
    void theColumnsOfTheRelationFitLeast() {
        SplittableRandom random = new SplittableRandom(3);
        Reference reference = new Reference(new Law(10, 0.9).rows(random, 4_000), 10);
        long[] before = reference.fitted.fittingLeast().counts();
        ColumnCounts now = reference.counted(new Law(10, 0).rows(random, 2_000)).get(11);
        for (int column = 0; column < 10; column++) {
            double rise = (double) now.counts()[column] / now.rows()
                    - (double) before[column] / reference.fitted.fittingLeast().rows();
            assertThat(rise > 0.05).as("column %d", column).isEqualTo(column < 2);
        }
    }

    @Test
    void anyOrderAndAnyPartsOfRowsGiveTheSameBits() {
        List<InternalRow> rows = new ArrayList<>(new Law(5, 0.8).rows(new SplittableRandom(4), 1_000));
        Reference reference = new Reference(rows, 5);
        List<ColumnCounts> whole = reference.counted(rows);
        Collections.shuffle(rows, new Random(5));
        FittedRows again = new Reference(rows, 5).fitted;
        assertThat(again.columns().bytes()).isEqualTo(reference.fitted.columns().bytes());
        assertThat(again.bins()).isEqualTo(reference.fitted.bins());
        assertThat(again.errors().bytes()).isEqualTo(reference.fitted.errors().bytes());
        assertThat(again.fittingLeast().bytes())
                .isEqualTo(reference.fitted.fittingLeast().bytes());
        List<ColumnCounts> some = reference.counted(rows.subList(0, 300));
        List<ColumnCounts> others = reference.counted(rows.subList(300, 1_000));
        for (int of = 0; of < whole.size(); of++) {
            assertThat(some.get(of).merge(others.get(of)).bytes())
                    .isEqualTo(whole.get(of).bytes());
        }
    }

    @Test
    void aColumnThatIsNotThereCountsAsMissing() {
        List<InternalRow> rows = new Law(4, 0.8).rows(new SplittableRandom(6), 500);
        Reference reference = new Reference(rows, 4);
        FittingRows.Counter fitting = FittingRows.of(
                        reference.fitted.columns(), reference.bins, List.of("ca", "cc", "cd"))
                .counter();
        ColumnCounter[] counters = {
            new ColumnCounter(reference.bins.get("ca")),
            new ColumnCounter(reference.bins.get("cc")),
            new ColumnCounter(reference.bins.get("cd"))
        };
        for (InternalRow row : rows) {
            counters[0].add(row.getDouble(0));
            counters[1].add(row.getDouble(2));
            counters[2].add(row.getDouble(3));
            fitting.add(counters);
        }
        List<InternalRow> without = rows.stream()
                .<InternalRow>map(row -> new GenericInternalRow(
                        new Object[] {row.getDouble(0), null, row.getDouble(2), row.getDouble(3), 0L}))
                .toList();
        assertThat(fitting.counts().map(ColumnCounts::bytes).toList())
                .containsExactlyElementsOf(reference.counted(without).subList(4, 6).stream()
                        .map(ColumnCounts::bytes)
                        .toList());
    }

    @Test
    void aFeatureOfThatNameIsLeftAlone() {
        List<InternalRow> rows = new Law(2, 0.8).rows(new SplittableRandom(7), 500);
        NumberBins bins = NumberBins.ofSorted(new double[] {1, 2, 3});
        List<BinnedColumn> columns = List.of(
                new BinnedColumn("ca", bins, DataTypes.DoubleType),
                new BinnedColumn(ColumnsTogether.NAME, bins, DataTypes.DoubleType));
        assertThat(FittedRows.of(rows, columns, List.of("ca", ColumnsTogether.NAME)))
                .isEmpty();
    }
}
