package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CellTest {
    @Test
    void numbersTruthsAndMapsStayWhatTheyAre() {
        assertThat(Cell.of(12L)).isEqualTo(new Cell("12", 12L));
        assertThat(Cell.of(true)).isEqualTo(new Cell("true", true));
        assertThat(Cell.of(Map.of("a", 1))).isEqualTo(new Cell("{a=1}", Map.of("a", 1)));
        assertThat(Cell.of(LocalDate.of(2026, 1, 31))).isEqualTo(new Cell("2026-01-31", "2026-01-31"));
        assertThat(Cell.of(null)).isEqualTo(Cell.NONE);
    }

    @Test
    void peopleSeeCommasAndSharesAndProgramsNumbers() {
        assertThat(Cell.count(1_234_567)).isEqualTo(new Cell("1,234,567", 1_234_567L));
        assertThat(Cell.share(50, 200)).isEqualTo(new Cell("50 (25.0 %)", 50L));
        assertThat(Cell.rounded(OptionalDouble.of(1.0 / 3))).isEqualTo(new Cell("0.333333", 1.0 / 3));
        assertThat(Cell.rounded(OptionalDouble.empty())).isEqualTo(Cell.NONE);
        assertThat(Cell.number("2.50")).isEqualTo(new Cell("2.50", new BigDecimal("2.50")));
        assertThat(Cell.number("")).isEqualTo(Cell.NONE);
    }
}
