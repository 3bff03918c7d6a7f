package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CalibratorTest {
    @Test
    void plattIsALineInLogOdds() {
        Calibrator same = new Calibrator.Platt(1, 0);
        assertThat(same.calibrated(0.3)).isCloseTo(0.3, within(1e-12));
        assertThat(same.calibrated(0)).isPositive();
        assertThat(same.calibrated(1)).isLessThan(1);
        assertThat(new Calibrator.Platt(2, 0).calibrated(0.5)).isEqualTo(0.5);
        assertThat(new Calibrator.Platt(1, Math.log(3)).calibrated(0.5)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void isotonicIsStraightBetweenPointsAndLevelOutside() {
        Calibrator curve = Calibrator.Isotonic.through(new double[] {0.2, 0.4}, new double[] {0.1, 0.5});
        assertThat(curve.calibrated(0)).isEqualTo(0.1);
        assertThat(curve.calibrated(0.2)).isEqualTo(0.1);
        assertThat(curve.calibrated(0.3)).isCloseTo(0.3, within(1e-12));
        assertThat(curve.calibrated(0.4)).isEqualTo(0.5);
        assertThat(curve.calibrated(1)).isEqualTo(0.5);
    }

    @Test
    void curvesThatFallAreRefused() {
        assertThatThrownBy(() -> new Calibrator.Platt(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Calibrator.Isotonic(List.of(0.1, 0.2), List.of(0.5, 0.4)))
                .hasMessage("a calibrator's points must rise within 0 to 1, point 1 is 0.2, 0.4");
        assertThatThrownBy(() -> new Calibrator.Isotonic(List.of(0.1), List.of()))
                .hasMessage("a calibrator needs as many scores as rates, found 1 and 0");
    }
}
