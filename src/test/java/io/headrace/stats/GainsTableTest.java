package io.headrace.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GainsTableTest {
    @Test
    void startsWithTheHighestScores() {
        GainsTable table = GainsTable.of(Outcomes.CALIBRATION_EXAMPLE, 5);

        assertThat(table.bins()).first().isEqualTo(new GainsTable.Bin(1, 2, 2, 0.95, 0.83, 1, 2, 0.4));
        assertThat(table.bins()).extracting(GainsTable.Bin::positives).containsExactly(2.0, 1.0, 1.0, 1.0, 0.0);
        assertThat(table.bins()).extracting(GainsTable.Bin::cumulativeGain).containsExactly(0.4, 0.6, 0.8, 1.0, 1.0);
    }

    @Test
    void hasOneRowPerDecileOfTenRows() {
        assertThat(GainsTable.of(Outcomes.CALIBRATION_EXAMPLE, 10).bins())
                .extracting(GainsTable.Bin::positives)
                .containsExactly(1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0);
    }

    @Test
    void sharesTiedRowsOutAtTheirAverage() {
        GainsTable table = GainsTable.of(Outcomes.of("1000", 0.9, 0.5, 0.5, 0.5), 2);
        GainsTable tied = GainsTable.of(Outcomes.of("0100", 0.9, 0.5, 0.5, 0.5), 2);

        assertThat(table.bins()).extracting(GainsTable.Bin::positives).containsExactly(1.0, 0.0);
        assertThat(tied.bins().get(0).positives()).isEqualTo(1.0 / 3, within(1e-15));
        assertThat(tied.bins().get(1).positives()).isEqualTo(2.0 / 3, within(1e-15));
    }

    @Test
    void givesAConstantScoreNoLift() {
        GainsTable table = GainsTable.of(Outcomes.of("010010000010", new double[12]), 10);

        assertThat(table.bins()).allSatisfy(bin -> assertThat(bin.lift()).isEqualTo(1, within(1e-12)));
        assertThat(table.bins()).extracting(GainsTable.Bin::rows).containsOnly(1L, 2L);
    }

    @Test
    void refusesMoreBinsThanRowsAndNoPositives() {
        assertThatThrownBy(() -> GainsTable.of(Outcomes.of("01", 0.1, 0.2), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bins must lie between 1 and the number of rows, 2, found 10");
        assertThatThrownBy(() -> GainsTable.of(Outcomes.of("00", 0.1, 0.2), 2))
                .hasMessage("A gains table needs at least 1 positive row, found 0 positive and 2 negative");
    }

    @Property(seed = "61")
    void accountsForEveryRowAndPositive(
            @ForAll("outcomes") BinaryOutcomes outcomes, @ForAll @IntRange(min = 1, max = 4) int bins) {
        GainsTable table = GainsTable.of(outcomes, bins);

        assertThat(table.bins().stream().mapToLong(GainsTable.Bin::rows).sum()).isEqualTo(outcomes.rows());
        assertThat(table.bins().stream().mapToDouble(GainsTable.Bin::positives).sum())
                .isEqualTo(outcomes.positives(), within(1e-9));
        assertThat(table.bins())
                .last()
                .extracting(GainsTable.Bin::cumulativeGain)
                .isEqualTo(1.0);
        assertThat(table.bins()).extracting(GainsTable.Bin::cumulativeGain).isSortedAccordingTo(Double::compare);
    }

    /** The AUC is the area under the line through all (negatives found, positives found), ties as straight pieces. */
    @Property(seed = "62")
    void agreesWithTheAucWhenEachRowIsABin(@ForAll("outcomes") BinaryOutcomes outcomes) {
        double area = 0;
        double gainBefore = 0;
        for (GainsTable.Bin bin : GainsTable.of(outcomes, outcomes.rows()).bins()) {
            area += (bin.rows() - bin.positives()) * (gainBefore + bin.cumulativeGain()) / 2;
            gainBefore = bin.cumulativeGain();
        }

        assertThat(area / outcomes.negatives()).isEqualTo(RocAuc.of(outcomes), within(1e-12));
    }

    @Provide
    Arbitrary<BinaryOutcomes> outcomes() {
        return Outcomes.tied();
    }
}
