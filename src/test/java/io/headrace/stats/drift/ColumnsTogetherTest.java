package io.headrace.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.StandardNormal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnsTogetherTest {
    private static final int COLUMNS = 6;

    /** Rows of columns that hang together in pairs, of which one in ten values is missing (NaN). */
    private static List<double[]> rows(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            double[] values = new double[COLUMNS];
            for (int column = 0; column < COLUMNS; column += 2) {
                double shared = Worlds.normal(random);
                values[column] = Math.exp(shared + 0.3 * Worlds.normal(random));
                values[column + 1] = 1_000 * (shared + 0.5 * Worlds.normal(random));
            }
            values[5] = Math.rint(values[5] / 1_000);
            values[random.nextInt(COLUMNS)] = random.nextInt(2) == 0 ? Double.NaN : values[random.nextInt(COLUMNS)];
            rows.add(values);
        }
        return rows;
    }

    private static List<NumberBins> bins(List<double[]> rows) {
        return IntStream.range(0, COLUMNS)
                .mapToObj(column -> NumberBins.ofSorted(rows.stream()
                        .mapToDouble(row -> row[column])
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray()))
                .toList();
    }

    private static List<int[]> binned(List<double[]> rows, List<NumberBins> bins) {
        return rows.stream()
                .map(row -> IntStream.range(0, COLUMNS)
                        .map(at -> Double.isNaN(row[at]) ? -1 : bins.get(at).bin(row[at]))
                        .toArray())
                .toList();
    }

    private static List<String> names() {
        return IntStream.range(0, COLUMNS).mapToObj(at -> "c" + at).toList();
    }

    private static ColumnsTogether together(List<int[]> rows, List<NumberBins> bins) {
        return ColumnsTogether.of(names(), bins, rows).orElseThrow();
    }

    private static double error(ColumnsTogether.Measuring measuring, int[] row) {
        for (int at = 0; at < row.length; at++) {
            measuring.set(at, row[at]);
        }
        return measuring.error();
    }

    @Test
    void errorsAreThoseOfPlainArrays() {
        List<double[]> reference = rows(1, 3_000);
        List<NumberBins> bins = bins(reference);
        List<int[]> binned = binned(reference, bins);
        ColumnsTogether.Measuring measuring = together(binned, bins).measuring(bins);
        Oracle oracle = new Oracle(binned, bins);
        for (int[] row : binned(rows(2, 300), bins)) {
            double[] parts = oracle.parts(row);
            assertThat(error(measuring, row)).isCloseTo(oracle.error(row), within(1e-6 * (1 + oracle.error(row))));
            int least = measuring.fitsLeast();
            assertThat(parts[least])
                    .isCloseTo(Arrays.stream(parts).max().orElseThrow(), within(1e-6 * (1 + parts[least])));
        }
    }

    /** Scores, correlation, components by repeated multiplication, and the error as a sum over components: slow and obvious. */
    private static final class Oracle {
        private final double[][] scores = new double[COLUMNS][];
        private final List<double[]> directions = new ArrayList<>();
        private final List<Double> variances = new ArrayList<>();
        private int kept;

        Oracle(List<int[]> rows, List<NumberBins> bins) {
            for (int column = 0; column < COLUMNS; column++) {
                scores[column] = scores(column, rows, bins.get(column).size());
            }
            double[][] left = new double[COLUMNS][COLUMNS];
            for (int[] row : rows) {
                double[] x = values(row);
                for (int i = 0; i < COLUMNS; i++) {
                    for (int j = 0; j < COLUMNS; j++) {
                        left[i][j] += x[i] * x[j] / rows.size();
                    }
                }
            }
            double held = 0;
            for (int component = 0; component < COLUMNS; component++) {
                double[] direction = strongest(left);
                double[] image = times(left, direction);
                double variance = IntStream.range(0, COLUMNS)
                        .mapToDouble(i -> direction[i] * image[i])
                        .sum();
                directions.add(direction);
                variances.add(Math.max(0.01, variance));
                kept += held < 0.65 * COLUMNS ? 1 : 0;
                held += variance;
                for (int i = 0; i < COLUMNS; i++) {
                    for (int j = 0; j < COLUMNS; j++) {
                        left[i][j] -= variance * direction[i] * direction[j];
                    }
                }
            }
        }

        private static double[] scores(int column, List<int[]> rows, int bins) {
            double[] with = rows.stream()
                    .mapToDouble(row -> row[column])
                    .filter(bin -> bin >= 0)
                    .toArray();
            double[] scores = new double[bins];
            for (int bin = 0; bin < bins; bin++) {
                int at = bin;
                double below = Arrays.stream(with).filter(of -> of < at).count();
                double own = Arrays.stream(with).filter(of -> of == at).count();
                double share =
                        Math.min(1 - 0.5 / with.length, Math.max(0.5 / with.length, (below + own / 2) / with.length));
                scores[bin] = Math.rint(1024 * StandardNormal.quantile(share));
            }
            double mean =
                    Math.rint(Arrays.stream(with).map(bin -> scores[(int) bin]).sum() / with.length);
            double squares = Arrays.stream(with)
                    .map(bin -> (scores[(int) bin] - mean) * (scores[(int) bin] - mean))
                    .sum();
            return Arrays.stream(scores)
                    .map(score -> (score - mean) / Math.sqrt(squares / rows.size()))
                    .toArray();
        }

        private double[] values(int[] row) {
            return IntStream.range(0, COLUMNS)
                    .mapToDouble(at -> row[at] < 0 ? 0 : scores[at][row[at]])
                    .toArray();
        }

        private static double[] strongest(double[][] matrix) {
            Random random = new Random(7);
            double[] direction = random.doubles(COLUMNS).toArray();
            for (int step = 0; step < 5_000; step++) {
                double[] next = times(matrix, direction);
                double length =
                        Math.sqrt(Arrays.stream(next).map(part -> part * part).sum());
                direction = Arrays.stream(next).map(part -> part / length).toArray();
            }
            return direction;
        }

        private static double[] times(double[][] matrix, double[] vector) {
            return Arrays.stream(matrix)
                    .mapToDouble(row -> IntStream.range(0, COLUMNS)
                            .mapToDouble(j -> row[j] * vector[j])
                            .sum())
                    .toArray();
        }

        double error(int[] row) {
            double[] x = values(row);
            double error = 0;
            for (int component = kept; component < directions.size(); component++) {
                double part = project(x, component);
                error += part * part / variances.get(component);
            }
            return error;
        }

        private double project(double[] x, int component) {
            return IntStream.range(0, COLUMNS)
                    .mapToDouble(i -> directions.get(component)[i] * x[i])
                    .sum();
        }

        /** How much of x'Px, P being the inverse of the correlation, a change of each column alone can undo. */
        double[] parts(int[] row) {
            double[] x = values(row);
            double[] parts = new double[COLUMNS];
            for (int column = 0; column < COLUMNS; column++) {
                double slope = 0;
                double curve = 0;
                for (int component = 0; component < directions.size(); component++) {
                    double weight = directions.get(component)[column] / variances.get(component);
                    slope += weight * project(x, component);
                    curve += weight * directions.get(component)[column];
                }
                parts[column] = slope * slope / curve;
            }
            return parts;
        }
    }

    @Test
    void theOrderOfRowsChangesNoBit() {
        List<double[]> reference = rows(3, 2_000);
        List<NumberBins> bins = bins(reference);
        List<int[]> binned = new ArrayList<>(binned(reference, bins));
        byte[] inOrder = together(binned, bins).bytes();
        Collections.shuffle(binned, new Random(1));
        assertThat(together(binned, bins).bytes()).isEqualTo(inOrder);
    }

    @Test
    void areReadAsTheyWereWritten() {
        List<double[]> reference = rows(4, 500);
        List<NumberBins> bins = bins(reference);
        ColumnsTogether written = together(binned(reference, bins), bins);
        byte[] bytes = written.bytes();
        ColumnsTogether read = ColumnsTogether.read(bytes);
        assertThat(read).isEqualTo(written).hasSameHashCodeAs(written);
        assertThat(read.bytes()).isEqualTo(bytes);
        assertThat(read.columns()).isEqualTo(names());
        assertThat(read.fittingLeast().levels()).isEqualTo(names());
        int[] row = binned(rows(5, 1), bins).get(0);
        assertThat(error(read.measuring(bins), row)).isEqualTo(error(written.measuring(bins), row));
        for (int cut = 0; cut < bytes.length; cut += 97) {
            byte[] damaged = bytes.clone();
            damaged[cut] ^= 1;
            assertThatIllegalArgumentException().isThrownBy(() -> ColumnsTogether.read(damaged));
            int length = cut;
            assertThatIllegalArgumentException().isThrownBy(() -> ColumnsTogether.read(Arrays.copyOf(bytes, length)));
        }
    }

    @Test
    void otherBinsAreRefused() {
        List<double[]> reference = rows(6, 500);
        List<NumberBins> bins = bins(reference);
        ColumnsTogether together = together(binned(reference, bins), bins);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> together.measuring(bins(rows(7, 500))))
                .withMessageContaining("c0");
    }

    @Test
    void aRowWithoutAnyValueFits() {
        List<double[]> reference = rows(8, 500);
        List<NumberBins> bins = bins(reference);
        ColumnsTogether.Measuring measuring =
                together(binned(reference, bins), bins).measuring(bins);
        int[] nothing = new int[COLUMNS];
        Arrays.fill(nothing, -1);
        assertThat(error(measuring, nothing)).isZero();
        assertThat(measuring.fitsLeast()).isEqualTo(-1);
    }

    @Test
    void columnsThatSayTheSameAreNoTrouble() {
        SplittableRandom random = new SplittableRandom(9);
        List<double[]> reference = new ArrayList<>();
        for (int row = 0; row < 500; row++) {
            double[] values = new double[COLUMNS];
            Arrays.fill(values, random.nextDouble());
            reference.add(values);
        }
        List<NumberBins> bins = bins(reference);
        ColumnsTogether.Measuring measuring =
                together(binned(reference, bins), bins).measuring(bins);
        int[] row = binned(reference, bins).get(0);
        assertThat(error(measuring, row)).isCloseTo(0, within(1e-9));
        row[3] = row[3] > bins.get(3).size() / 2 ? 0 : bins.get(3).size() - 1;
        assertThat(error(measuring, row)).isGreaterThan(50);
        assertThat(measuring.fitsLeast()).isEqualTo(3);
    }

    @Test
    void thereMustBeTwoColumnsOfSeveralValuesAndThirtyRows() {
        List<double[]> reference = rows(10, 30);
        List<NumberBins> bins = bins(reference);
        List<int[]> binned = binned(reference, bins);
        assertThat(ColumnsTogether.of(names(), bins, binned)).isPresent();
        assertThat(ColumnsTogether.of(names(), bins, binned.subList(0, 29))).isEmpty();
        assertThat(ColumnsTogether.of(names().subList(0, 1), bins.subList(0, 1), binned))
                .isEmpty();
        List<int[]> oneMoves = binned.stream()
                .map(row -> {
                    int[] still = new int[COLUMNS];
                    still[2] = row[2];
                    return still;
                })
                .toList();
        assertThat(ColumnsTogether.of(names(), bins, oneMoves)).isEmpty();
    }

    @Test
    void personalColumnsAndNamesThatCannotBeStoredAreNotTaken() {
        TextBins texts = TextBins.of(Map.of("a", 3L, "b", 1L));
        assertThat(ColumnsTogether.takes("level", texts)).isTrue();
        assertThat(ColumnsTogether.takes("email", PresenceBins.ofPersonal())).isFalse();
        assertThat(ColumnsTogether.takes("x".repeat(101), texts)).isFalse();
    }
}
