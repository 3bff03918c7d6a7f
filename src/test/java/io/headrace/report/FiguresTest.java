package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void writeNumbersAsAnEnglishReaderExpects() {
        assertThat(Figures.count(104_233)).isEqualTo("104,233");
        assertThat(Figures.counted(1, "file")).isEqualTo("1\u00a0file");
        assertThat(Figures.counted(0, "file")).isEqualTo("0\u00a0files");
        assertThat(Figures.percent(0.4305)).isEqualTo("43.1\u00a0%");
        assertThat(Figures.difference(-0.0113)).isEqualTo("−0.011");
        assertThat(Figures.difference(0.0545)).isEqualTo("+0.055");
    }

    @Test
    void writeMoneyInWholeUnitsWithTheSignBeforeTheSymbol() {
        assertThat(Figures.money(-1_843.4, Currency.getInstance("GBP"))).isEqualTo("−£1,843");
        assertThat(Figures.money(-0.2, Currency.getInstance("EUR"))).isEqualTo("€0");
    }

    @Test
    void writeABoundAsACountOrWithThreeDecimals() {
        assertThat(Figures.bound(1_000)).isEqualTo("1,000");
        assertThat(Figures.bound(0)).isEqualTo("0.000");
        assertThat(Figures.bound(0.7)).isEqualTo("0.700");
    }
}
