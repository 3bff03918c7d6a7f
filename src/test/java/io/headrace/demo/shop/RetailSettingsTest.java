package io.headrace.demo.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RetailSettingsTest {
    private static final LocalDate FIRST = LocalDate.of(2024, 2, 28);

    @Test
    void defaultsAreTheShopOfTheDemo() {
        assertThat(RetailSettings.defaults()).isEqualTo(new RetailSettings(LocalDate.of(2025, 1, 1), 365, 2_500, 42));
    }

    @Test
    void lastDayCountsTheFirst() {
        assertThat(new RetailSettings(FIRST, 1, 1, 0).lastDay()).isEqualTo(FIRST);
        assertThat(new RetailSettings(FIRST, 3, 1, 0).lastDay()).isEqualTo(LocalDate.of(2024, 3, 1));
    }

    @Test
    void refusesWhatMakesNoShopAndNamesIt() {
        assertThatNullPointerException()
                .isThrownBy(() -> new RetailSettings(null, 1, 1, 0))
                .withMessage("firstDay");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetailSettings(FIRST, 0, 1, 0))
                .withMessage("days must be 1 or more, is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetailSettings(FIRST, 1, -5, 0))
                .withMessage("customers must be 1 or more, is -5");
    }
}
