package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import org.junit.jupiter.api.Test;

class DisplayFormatTest {
    @Test
    void writeNumbersAsAnEnglishReaderExpects() {
        assertThat(DisplayFormat.count(104_233)).isEqualTo("104,233");
        assertThat(DisplayFormat.counted(1, "file")).isEqualTo("1\u00a0file");
        assertThat(DisplayFormat.counted(0, "file")).isEqualTo("0\u00a0files");
        assertThat(DisplayFormat.percent(0.4305)).isEqualTo("43.1\u00a0%");
        assertThat(DisplayFormat.difference(-0.0113)).isEqualTo("−0.011");
        assertThat(DisplayFormat.difference(0.0545)).isEqualTo("+0.055");
    }

    @Test
    void writeMoneyInWholeUnitsWithTheSignBeforeTheSymbol() {
        assertThat(DisplayFormat.money(-1_843.4, Currency.getInstance("GBP"))).isEqualTo("−£1,843");
        assertThat(DisplayFormat.money(-0.2, Currency.getInstance("EUR"))).isEqualTo("€0");
    }

    @Test
    void writeABoundAsACountOrWithThreeDecimals() {
        assertThat(DisplayFormat.bound(1_000)).isEqualTo("1,000");
        assertThat(DisplayFormat.bound(0)).isEqualTo("0.000");
        assertThat(DisplayFormat.bound(0.7)).isEqualTo("0.700");
    }
}
