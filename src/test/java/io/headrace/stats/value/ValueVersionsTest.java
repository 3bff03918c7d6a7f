package io.headrace.stats.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ValueVersionsTest {
    private static final LocalDate MAY = LocalDate.of(2026, 5, 1);
    private static final LocalDate JUNE = LocalDate.of(2026, 6, 1);
    private static final LocalDate JULY = LocalDate.of(2026, 7, 1);

    private static ValueSpec spec(int version, LocalDate from, LocalDate until) {
        return new ValueSpec(
                version,
                CostMatrix.ofCosts(1, version, "EUR"),
                OptionalLong.empty(),
                new ValidDays(from, Optional.ofNullable(until)),
                "crm");
    }

    @Test
    void aDayHasTheVersionThatHoldsOnIt() {
        ValueVersions versions = new ValueVersions(List.of(spec(2, JUNE, null), spec(1, MAY, JUNE)));
        assertThat(versions.on(MAY).version()).isEqualTo(1);
        assertThat(versions.on(JUNE.minusDays(1)).version()).isEqualTo(1);
        assertThat(versions.on(JUNE).version()).isEqualTo(2);
        assertThat(versions.on(JULY.plusYears(9)).version()).isEqualTo(2);
        assertThatThrownBy(() -> versions.on(MAY.minusDays(1)))
                .hasMessage("no version of the value holds on 2026-04-30; they hold from 2026-05-01 until open");
    }

    @Test
    void gapsAndOverlapsAreRefused() {
        assertThatThrownBy(() -> new ValueVersions(List.of(spec(1, MAY, JUNE), spec(2, JULY, null))))
                .hasMessage("no version holds from 2026-06-01 until 2026-07-01, between versions 1 and 2; let the first"
                        + " end on 2026-07-01");
        assertThatThrownBy(() -> new ValueVersions(List.of(spec(1, MAY, JULY), spec(2, JUNE, null))))
                .hasMessage("versions 1 [2026-05-01, 2026-07-01) and 2 [2026-06-01, open) overlap; let the first end on"
                        + " 2026-06-01");
        assertThatThrownBy(() -> new ValueVersions(List.of(spec(1, MAY, null), spec(2, JUNE, null))))
                .hasMessageContaining("overlap");
        assertThatThrownBy(() -> new ValueVersions(List.of(spec(1, MAY, JUNE), spec(1, JUNE, null))))
                .hasMessageContaining("number of its own");
        assertThatThrownBy(() -> ValidDays.between(MAY, MAY)).hasMessageContaining("must be after from");
    }

    @Test
    void computingCostsItsCoreSecondsByTheDeclaredPrice() {
        assertThat(new ComputePrice(0.09, "EUR").of(7200)).isCloseTo(0.18, within(1e-12));
        assertThatThrownBy(() -> new ComputePrice(0.09, "EUR").of(-1)).hasMessageContaining("0 or more");
    }
}
