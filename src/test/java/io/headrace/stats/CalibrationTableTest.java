package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.stats.CalibrationTable.Bin;
import io.headrace.stats.CalibrationTable.Binning;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CalibrationTableTest {
    @Test
    void matchesThePublishedErrors() {
        assertThat(CalibrationTable.equalWidth(Outcomes.CALIBRATION_EXAMPLE, 5).expectedCalibrationError())
                .isEqualTo(0.184, within(1e-12));
        assertThat(CalibrationTable.equalWidth(Outcomes.CALIBRATION_EXAMPLE, 10).expectedCalibrationError())
                .isEqualTo(0.326, within(1e-12));
        assertThat(CalibrationTable.equalMass(Outcomes.CALIBRATION_EXAMPLE, 5).expectedCalibrationError())
                .isEqualTo(0.148, within(1e-12));
    }

    @Test
    void closesBinsOnTheRight() {
        BinaryOutcomes outcomes = Outcomes.of("00000", 0, 0.1, 0.3, 0.7, 1);

        assertThat(CalibrationTable.equalWidth(outcomes, 10).bins())
                .extracting(Bin::position)
                .containsExactly(1, 3, 7, 10);
    }

    @Test
    void putsEveryEdgeIntoTheBinItCloses() {
        for (int bins = 1; bins <= 200; bins++) {
            for (int edge = 1; edge <= bins; edge++) {
                double score = (double) edge / bins;
                double above = Math.min(1, Math.nextUp(score));

                assertThat(onlyBin(score, bins).position()).isEqualTo(edge);
                assertThat(onlyBin(above, bins).position()).isEqualTo(Math.min(edge + 1, bins));
            }
        }
    }

    @Test
    void showsEdgesForEqualWidthAndScoresForEqualMass() {
        BinaryOutcomes outcomes = Outcomes.of("0111", 0.1, 0.2, 0.7, 0.8);

        assertThat(CalibrationTable.equalWidth(outcomes, 2).bins())
                .containsExactly(new Bin(1, 0, 0.5, 2, 1, 0.1 + 0.2), new Bin(2, 0.5, 1, 2, 2, 0.7 + 0.8));
        assertThat(CalibrationTable.equalMass(outcomes, 2).bins())
                .containsExactly(new Bin(1, 0.1, 0.2, 2, 1, 0.2 + 0.1), new Bin(2, 0.7, 0.8, 2, 2, 0.8 + 0.7));
    }

    @Test
    void doesNotMistakeTheOrderOfTiedRowsForMiscalibration() {
        BinaryOutcomes constant = Outcomes.of("00001111", 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);

        assertThat(CalibrationTable.equalMass(constant, 4).expectedCalibrationError())
                .isEqualTo(0);
    }

    @Test
    void givesTheObservedRateAnInterval() {
        Bin bin = new Bin(1, 0, 0.2, 10, 2, 1.5);

        assertThat(bin.meanScore()).isEqualTo(0.15);
        assertThat(bin.observedRate()).isEqualTo(0.2);
        assertThat(bin.observedRateInterval(0.95)).isEqualTo(WilsonInterval.of(2, 10, 0.95));
    }

    @Test
    void refusesWhatCannotBeBinned() {
        assertThatThrownBy(() -> CalibrationTable.equalWidth(Outcomes.of("01", 0.5, 2), 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A calibration table needs probabilities, found scores[1] = 2.0");
        assertThatThrownBy(() -> CalibrationTable.equalWidth(Outcomes.of("01", 0.5, 0.6), 0))
                .hasMessage("bins must be 1 or more, found 0");
        assertThatThrownBy(() -> CalibrationTable.equalMass(Outcomes.of("01", 0.5, 0.6), 3))
                .hasMessage("bins must lie between 1 and the number of rows, 2, found 3");
        assertThatThrownBy(() -> CalibrationTable.equalMass(Outcomes.of(""), 3))
                .hasMessage("A calibration table needs at least 1 row, found 0");
    }

    @Test
    void mergesOnlyTablesOfTheSameCut() {
        CalibrationTable five = CalibrationTable.equalWidth(Outcomes.CALIBRATION_EXAMPLE, 5);
        CalibrationTable ten = CalibrationTable.equalWidth(Outcomes.CALIBRATION_EXAMPLE, 10);
        CalibrationTable mass = CalibrationTable.equalMass(Outcomes.CALIBRATION_EXAMPLE, 5);

        assertThatThrownBy(() -> five.merge(ten))
                .hasMessage("only tables of equal width and the same bin count merge,"
                        + " found EQUAL_WIDTH 5 and EQUAL_WIDTH 10");
        assertThatThrownBy(() -> mass.merge(mass)).hasMessageContaining("found EQUAL_MASS 5 and EQUAL_MASS 5");
    }

    @Property(seed = "71")
    void mergedTablesEqualTheTableOfAllRows(
            @ForAll("outcomes") BinaryOutcomes first,
            @ForAll("outcomes") BinaryOutcomes second,
            @ForAll @IntRange(min = 1, max = 12) int bins) {
        CalibrationTable whole = CalibrationTable.equalWidth(Outcomes.joined(first, second), bins);
        CalibrationTable merged =
                CalibrationTable.equalWidth(first, bins).merge(CalibrationTable.equalWidth(second, bins));

        assertThat(withoutScoreSums(merged)).isEqualTo(withoutScoreSums(whole));
        assertThat(merged.expectedCalibrationError()).isEqualTo(whole.expectedCalibrationError(), within(1e-12));
    }

    @Property(seed = "72")
    void accountsForEveryRowAndPositive(
            @ForAll("outcomes") BinaryOutcomes outcomes, @ForAll @IntRange(min = 1, max = 4) int bins) {
        for (CalibrationTable table :
                List.of(CalibrationTable.equalWidth(outcomes, bins), CalibrationTable.equalMass(outcomes, bins))) {
            assertThat(table.bins().stream().mapToLong(Bin::rows).sum()).isEqualTo(outcomes.rows());
            assertThat(table.bins().stream().mapToDouble(Bin::positives).sum())
                    .isEqualTo(outcomes.positives(), within(1e-9));
            assertThat(table.expectedCalibrationError()).isBetween(0.0, 1.0);
            assertThat(table.bins())
                    .allSatisfy(bin -> assertThat(bin.observedRateInterval(0.95).contains(bin.observedRate()))
                            .isTrue());
        }
    }

    @Provide
    Arbitrary<BinaryOutcomes> outcomes() {
        return Outcomes.tied();
    }

    private static Bin onlyBin(double score, int bins) {
        CalibrationTable table = CalibrationTable.equalWidth(Outcomes.of("0", score), bins);
        assertThat(table.binning()).isEqualTo(Binning.EQUAL_WIDTH);
        assertThat(table.bins()).hasSize(1);
        return table.bins().get(0);
    }

    private static List<Bin> withoutScoreSums(CalibrationTable table) {
        return table.bins().stream()
                .map(bin -> new Bin(bin.position(), bin.lower(), bin.upper(), bin.rows(), bin.positives(), 0))
                .toList();
    }
}
