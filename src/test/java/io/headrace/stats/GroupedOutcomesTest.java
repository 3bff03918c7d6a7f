package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is computed from groups equals what is computed from their rows. */
class GroupedOutcomesTest {
    @Property(tries = 300)
    void figuresOfGroupsAreThoseOfTheirRows(@ForAll("rows") BinaryOutcomes rows) {
        BinaryOutcomes groups = grouped(rows);
        assertThat(groups.rows()).isEqualTo(rows.rows());
        assertThat(groups.positives()).isEqualTo(rows.positives());
        assertThat(ProbabilityLoss.logLoss(groups)).isCloseTo(ProbabilityLoss.logLoss(rows), within(1e-12));
        assertThat(ProbabilityLoss.brier(groups)).isCloseTo(ProbabilityLoss.brier(rows), within(1e-12));
        assertThat(ConfusionCounts.at(0.5, groups)).isEqualTo(ConfusionCounts.at(0.5, rows));
        assertThat(CalibrationTable.equalWidth(groups, 5).expectedCalibrationError())
                .isCloseTo(CalibrationTable.equalWidth(rows, 5).expectedCalibrationError(), within(1e-12));
        if (rows.positives() > 1 && rows.negatives() > 1) {
            assertThat(RocAuc.of(groups)).isCloseTo(RocAuc.of(rows), within(1e-12));
            assertThat(DeLong.estimate(groups).variance())
                    .isCloseTo(DeLong.estimate(rows).variance(), within(1e-12));
            assertThat(KolmogorovSmirnov.of(groups)).isEqualTo(KolmogorovSmirnov.of(rows));
            assertThat(GainsTable.of(groups, 3).bins())
                    .isEqualTo(GainsTable.of(rows, 3).bins());
        }
    }

    private static BinaryOutcomes grouped(BinaryOutcomes rows) {
        TreeMap<Double, int[]> counts = new TreeMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            counts.computeIfAbsent(rows.score(row), score -> new int[2])[rows.isPositive(row) ? 0 : 1]++;
        }
        return BinaryOutcomes.grouped(
                counts.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                counts.values().stream().mapToInt(count -> count[0]).toArray(),
                counts.values().stream().mapToInt(count -> count[1]).toArray());
    }

    @Provide
    Arbitrary<BinaryOutcomes> rows() {
        return Arbitraries.integers()
                .between(3, 60)
                .flatMap(size -> Arbitraries.integers()
                        .between(0, 21)
                        .array(int[].class)
                        .ofSize(size)
                        .map(codes -> {
                            double[] scores = new double[codes.length];
                            boolean[] labels = new boolean[codes.length];
                            for (int row = 0; row < codes.length; row++) {
                                scores[row] = codes[row] / 2 / 10.0;
                                labels[row] = codes[row] % 2 == 1;
                            }
                            return BinaryOutcomes.of(scores, labels);
                        }));
    }
}
